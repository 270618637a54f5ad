"""What a template shows, made ready beforehand: pure functions from answers to frozen values, no request, no query."""
