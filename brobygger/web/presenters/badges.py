"""A few words with a tone: whether there is room, the same on a card and on an offer's own page."""

from dataclasses import dataclass

from django.utils.translation import gettext

from brobygger.directory.models import CapacityStatus

#: The design system's badge tones.
GOOD, SLOW, PLAIN = "success", "warning", ""
#: Shown with grey, because nobody answers whether it is still right.
GREY = "grey"


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """A few words with a tone and an icon."""

    label: str
    tone: str = PLAIN
    icon: str = ""


def capacity_badge(status: str, *, wait_weeks: int | None) -> Badge | None:
    """Say whether there is room; None when nobody has said so lately."""
    match status:
        case CapacityStatus.FREE:
            return Badge(label=gettext("ledig plads"), tone=GOOD, icon="success")
        case CapacityStatus.FEW | CapacityStatus.PAUSED:
            return Badge(label=str(CapacityStatus(status).label), tone=SLOW, icon="time")
        case CapacityStatus.WAITING:
            return Badge(label=_waiting_text(wait_weeks), tone=SLOW, icon="time")
    return None


def _waiting_text(weeks: int | None) -> str:
    """Say how long a waiting list is, when somebody has said."""
    if weeks is None:
        return gettext("venteliste")
    return gettext("venteliste, cirka %(weeks)s uger") % {"weeks": weeks}
