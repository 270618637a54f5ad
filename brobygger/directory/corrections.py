"""Rule: which changes are so small that a trusted organisation's are shown at once and looked at afterwards.

When and how to reach them, and slips of the pen. Never who it is for, who stands behind it, what it costs or where it
is: people choose by those, and a wrong one sends somebody to a locked door.
"""

from dataclasses import fields
from difflib import SequenceMatcher

from brobygger.directory.values import OfferData

AT_ONCE = frozenset(
    {
        "schedules",
        "schedule_note",
        "contacts",
        "signup_note",
        "alert",
        "host_function",
        "accessibility",
        "accessibility_note",
    }
)
#: Texts that may change a little.
A_LITTLE = frozenset({"summary", "description", "first_visit", "practical_help"})
#: At least this share of the words stays, in their order.
SHARE_THAT_STAYS = 0.8


def is_small_correction(before: OfferData, after: OfferData) -> bool:
    """Test whether everything that changes is small, and anything changes at all."""
    changed = {
        field.name
        for field in fields(OfferData)
        if field.compare and getattr(before, field.name) != getattr(after, field.name)
    }
    texts = changed & A_LITTLE
    is_within = bool(changed) and changed <= AT_ONCE | A_LITTLE
    return is_within and all(_stays(getattr(before, name), getattr(after, name)) for name in texts)


def _stays(before: str, after: str) -> bool:
    """Test whether a text mostly stays as it was; one that appears or goes away does not."""
    return SequenceMatcher(None, before.split(), after.split(), autojunk=False).ratio() >= SHARE_THAT_STAYS
