"""Where help in a crisis belongs on top of the page."""

from collections.abc import Iterable

#: Needs (taxonomy keys) whose offers stand beside help that answers now; the topics are ``knowledge``'s.
CRISIS_TOPICS: dict[str, str] = {
    "vold": "violence",
    "partnervold": "violence",
    "psykisk-vold": "violence",
    "stalking": "violence",
    "tvangsaegteskab": "violence",
    "seksuelle-overgreb": "sexual_abuse",
    "senfoelger": "sexual_abuse",
    "boern-i-hjem-med-vold": "child_abuse",
    "selvmordstanker": "suicide",
    "selvskade": "suicide",
    "paaroerende-til-selvmordstruet": "suicide",
    "krise": "psychiatric",
}


def crisis_topics(keys: Iterable[str]) -> frozenset[str]:
    """Return the crisis topics that some needs (taxonomy keys) are near, empty for nearly all offers."""
    return frozenset(CRISIS_TOPICS[key] for key in keys if key in CRISIS_TOPICS)
