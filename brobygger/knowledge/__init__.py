"""Knowledge: what the portal itself says, with an owner, a date and a source.

Words: crisis line (whom to call when it hurts most), topic (what it is about), way (one line as a page shows it),
basis (how near the source stands to the line). Never: advice of our own, a verdict, a person's answers.
"""
