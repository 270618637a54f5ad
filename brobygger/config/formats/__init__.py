"""How dates and times are written in languages where Django's own habit is not ours."""
