"""The written rules of the language are read once for each process, before anybody waits for an answer."""

from brobygger.search.understanding.crisis import crisis_topics
from brobygger.search.understanding.sayings import related_in


def read_rules() -> None:
    """Read what is said of crises and of people's relations: about 0.2 seconds the first time, nothing after that."""
    crisis_topics("hej")
    for _relation in related_in(()):
        pass
