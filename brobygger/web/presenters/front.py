"""The front page's few facts and examples."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from brobygger.directory.selectors import Figures


@dataclass(frozen=True, slots=True)
class Example:
    """Something a person could write."""

    text: str | Promise

    @property
    def query(self) -> str:
        """The question as the part of an address after the question mark."""
        return urlencode({"q": self.text})


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """One figure with what it counts."""

    label: str
    value: str


EXAMPLES = (
    Example(_("har ingen at snakke med")),
    Example(_("min mand er død, og jeg kan ikke overskue noget")),
    Example(_("hjælp til et brev fra kommunen")),
)


def freshness_numbers(figures: Figures) -> list[Number]:
    """Return how much there is, and how much of it somebody has stood by lately; small numbers are shown too."""
    return [
        _number(pgettext("under et tal på forsiden", "tilbud"), figures.offers),
        _number(gettext("foreninger og organisationer"), figures.organisations),
        _number(gettext("kommuner med egne tilbud"), figures.municipalities),
        _number(gettext("bekræftet det seneste år"), figures.confirmed_within_a_year),
        _number(gettext("venter på den første bekræftelse"), figures.never_confirmed),
    ]


def _number(label: str, value: int) -> Number:
    """Write one figure as the reader's language does."""
    return Number(label=label, value=number_format(value, force_grouping=True))
