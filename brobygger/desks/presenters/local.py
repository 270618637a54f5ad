"""A municipality's desk as piles: how much of what, the most urgent of it, and where to go."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from brobygger.curation.models import ReportReason
from brobygger.desks.selectors.local import Overview

_MOST_MISSED = 5
_MOST_LINKS = 3
#: A text that is to be looked at within this is told of.
_SOON_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalPile:
    """One card: a number with words, the first of what is in it, and where the rest is."""

    heading: str
    number: str
    text: str
    url: str
    is_urgent: bool = False
    items: tuple[tuple[str, str], ...] = ()


def piles(found: Overview, *, code: str, today: date) -> list[LocalPile]:
    """Return what waits first, then what is looked after now and then."""
    return [
        _reviews(found, code),
        _reports(found),
        _calls(found, code),
        _freshness(found),
        *_links(found),
        _missed(found, code),
        _front_page(found, code, today=today),
        _highlights(found, code),
        _hidden(found, code),
        _people(found),
        LocalPile(
            heading=gettext("Bogen"),
            number="",
            text=gettext("Hvem har gjort hvad ved det, der er jeres?"),
            url=reverse("desks:book"),
        ),
        LocalPile(
            heading=gettext("Filer og nøgler"),
            number="",
            text=gettext("Hent alt det, der er jeres, eller giv et andet system en nøgle."),
            url=reverse("exchange:export", args=["kommune", code]),
        ),
        LocalPile(
            heading=gettext("Mange tilbud på én gang"),
            number="",
            text=gettext("Læg tilbud ind fra et regneark, eller ret mange i ét."),
            url=reverse("exchange:imports", args=["kommune", code]),
        ),
    ]


def _reviews(found: Overview, code: str) -> LocalPile:
    return LocalPile(
        heading=gettext("Til godkendelse"),
        number=str(found.waiting_reviews),
        text=gettext("Sager, der venter på, om de skal vises hos jer."),
        url=f"{reverse('desks:reviews')}?kommune={code}",
        is_urgent=bool(found.waiting_reviews),
        items=tuple((row.subject_label, reverse("desks:review", args=[row.id])) for row in found.reviews),
    )


def _reports(found: Overview) -> LocalPile:
    return LocalPile(
        heading=gettext("Fejlmeldinger"),
        number=str(found.open_reports),
        text=gettext("Læsere har skrevet, at noget ikke passer."),
        url=reverse("accounts:home"),
        is_urgent=bool(found.open_reports),
        items=tuple(
            (f"{row.subject_label}: {ReportReason(row.reason).label}", reverse("web:handle_report", args=[row.id]))
            for row in found.reports
        ),
    )


def _calls(found: Overview, code: str) -> LocalPile:
    return LocalPile(
        heading=gettext("Ringeliste"),
        number=str(found.to_call),
        text=gettext("Tilbud, hvor mail ikke har hjulpet. En opringning er ofte nok."),
        url=reverse("desks:call_list", args=[code]),
        is_urgent=bool(found.to_call),
    )


def _freshness(found: Overview) -> LocalPile:
    percent = round(100 * found.confirmed / found.offers) if found.offers else 0
    text = ngettext(
        "%(confirmed)s af %(offers)s tilbud er bekræftet for nylig.",
        "%(confirmed)s af %(offers)s tilbud er bekræftet for nylig.",
        found.offers,
    )
    return LocalPile(
        heading=gettext("Friskhed"),
        number=f"{percent} %" if found.offers else "–",
        text=text % {"confirmed": found.confirmed, "offers": found.offers},
        url=reverse("web:freshness"),
    )


def _links(found: Overview) -> list[LocalPile]:
    """Return what does not answer, when anything does not."""
    if not found.broken_links:
        return []
    first = found.broken_links[:_MOST_LINKS]
    return [
        LocalPile(
            heading=gettext("Links, der ikke virker"),
            number=str(len(found.broken_links)),
            text=gettext("Vi har prøvet mindst to gange. Sig det gerne til foreningen."),
            url=reverse("web:offer", args=[first[0].offer_key]),
            items=tuple((link.offer_name, reverse("web:offer", args=[link.offer_key])) for link in first),
        )
    ]


def _missed(found: Overview, code: str) -> LocalPile:
    first = ", ".join(missed.label for missed in found.in_vain.needs[:_MOST_MISSED])
    return LocalPile(
        heading=gettext("Søgt forgæves"),
        number=str(len(found.in_vain.needs)),
        text=first or gettext("Endnu har for få søgt forgæves til, at vi viser det."),
        url=reverse("desks:local_in_vain", args=[code]),
    )


def _front_page(found: Overview, code: str, *, today: date) -> LocalPile:
    is_soon = (found.site.next_check_on - today).days <= _SOON_DAYS
    return LocalPile(
        heading=gettext("Jeres forside"),
        number="",
        text=gettext("Teksten skal ses efter nu.") if is_soon else gettext("Velkomst, kontakt og frivilligcenter."),
        url=reverse("desks:local_front_page", args=[code]),
        is_urgent=is_soon,
    )


def _highlights(found: Overview, code: str) -> LocalPile:
    return LocalPile(
        heading=gettext("Udvalgte tilbud"),
        number=str(found.highlights),
        text=gettext("Dem, I viser først på forsiden."),
        url=reverse("desks:local_highlights", args=[code]),
    )


def _hidden(found: Overview, code: str) -> LocalPile:
    return LocalPile(
        heading=gettext("Skjulte tilbud"),
        number=str(found.hidden),
        text=gettext("Dem, der ikke vises hos jer, og hvorfor."),
        url=reverse("desks:local_hidden", args=[code]),
    )


def _people(found: Overview) -> LocalPile:
    return LocalPile(
        heading=gettext("Hvem har adgang"),
        number=str(found.people),
        text=gettext("Inviter, ret og luk konti."),
        url=reverse("accounts:people"),
    )
