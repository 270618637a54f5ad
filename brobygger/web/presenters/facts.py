"""An offer's practical facts as a page says them: each with an icon, a label and one or more short lines.

What the source does not say is left out; nothing is guessed.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from brobygger.directory.models import Access, Delivery, Gender, PriceKind, Signup
from brobygger.directory.selectors import OfferPage
from brobygger.ui.languages import in_danish

#: More names than this are counted, not listed.
MOST_PLACES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticalFact:
    """One line of the practical facts."""

    icon: str
    label: str
    lines: tuple[str, ...]


def practical_facts(page: OfferPage) -> tuple[PracticalFact, ...]:
    """Return everything practical the source says, in the order somebody wonders about it."""
    facts = (
        PracticalFact(icon="hand", label=gettext("Sådan kommer du med"), lines=_signup(page)),
        PracticalFact(icon="payments", label=gettext("Pris"), lines=_price(page)),
        PracticalFact(icon="forum", label=gettext("Sådan foregår det"), lines=_delivery(page)),
        PracticalFact(icon="groups", label=gettext("Fællesskab"), lines=_some(page.community_type.label)),
        PracticalFact(icon="walk", label=gettext("Nogen at følges med"), lines=_companion(page)),
        PracticalFact(icon="person", label=gettext("Hvem tager imod dig?"), lines=_some(in_danish(page.host_function))),
        PracticalFact(
            icon="language", label=gettext("Sprog"), lines=_some(", ".join(choice.label for choice in page.languages))
        ),
        PracticalFact(icon="accessibility-new", label=gettext("Tilgængelighed"), lines=_accessibility(page)),
        PracticalFact(icon="help", label=gettext("Praktisk hjælp"), lines=_some(in_danish(page.practical_help))),
        PracticalFact(icon="map", label=gettext("For hvilket område?"), lines=_area(page)),
    )
    return tuple(fact for fact in facts if fact.lines)


def requirements(page: OfferPage) -> tuple[str, ...]:
    """Return whom it is limited to, one whole sentence each; empty when everybody may come."""
    return (*_ages(page), *_gender(page), *_sobriety(page), *_criteria(page))


def _some(*texts: object) -> tuple[str, ...]:
    """Keep the texts that say something."""
    return tuple(str(text) for text in texts if text)


def _signup(page: OfferPage) -> tuple[str, ...]:
    """Say what it takes to come, and whether a referral is needed."""
    words: dict[str, str] = {
        Signup.DROP_IN: gettext("Du kan bare møde op."),
        Signup.REGISTRATION: gettext("Du skal tilmelde dig først."),
        Signup.TALK_FIRST: gettext("I tager en samtale først."),
    }
    access: dict[str, str] = {
        Access.OPEN: gettext("Du behøver ingen henvisning."),
        Access.REFERRAL: gettext("Kilden skriver, at man skal henvises."),
    }
    return _some(words.get(page.signup.key), in_danish(page.signup_note), access.get(page.access.key))


def _price(page: OfferPage) -> tuple[str, ...]:
    """Say what it costs."""
    kinds: dict[str, str] = {
        PriceKind.FREE: gettext("Gratis."),
        PriceKind.PAID: gettext("Det koster noget at være med."),
    }
    note = page.price_note
    if page.price.key == PriceKind.PAID and note:
        return _some(in_danish(note), in_danish(page.concessions))
    is_echo = note.strip(" .").lower() in {"gratis", "free"}
    return _some(kinds.get(page.price.key), "" if is_echo else in_danish(note), in_danish(page.concessions))


def _delivery(page: OfferPage) -> tuple[str, ...]:
    """Say how people meet."""
    words: dict[str, str] = {
        Delivery.IN_PERSON: gettext("I mødes ansigt til ansigt."),
        Delivery.PHONE: gettext("I taler i telefon."),
        Delivery.ONLINE: gettext("I mødes eller skriver på nettet."),
        Delivery.HOME_VISIT: gettext("De kommer hjem til dig."),
        Delivery.OUTREACH: gettext("De kommer derhen, hvor du er."),
    }
    return _some(*(words[choice.key] for choice in page.delivery if choice.key in words))


def _companion(page: OfferPage) -> tuple[str, ...]:
    """Say whether somebody can come along the first time, when the source says yes or no."""
    if page.is_companion_possible is None:
        return ()
    if page.is_companion_possible:
        return (gettext("Nogen kan følge dig derhen første gang. Sig det, når du ringer eller skriver."),)
    return (gettext("Der er ikke nogen, der kan følge dig derhen."),)


def _accessibility(page: OfferPage) -> tuple[str, ...]:
    """Say how one gets in and around."""
    return _some(", ".join(choice.label for choice in page.accessibility), in_danish(page.accessibility_note))


def _area(page: OfferPage) -> tuple[str, ...]:
    """Say whom it is for by where they live."""
    if page.is_national:
        return (gettext("Hele landet"),)
    names = [area.name for area in page.municipalities]
    if len(names) > MOST_PLACES:
        count = len(names)
        return (*page.regions, ngettext("%(count)s kommune", "%(count)s kommuner", count) % {"count": count})
    return _some(*page.regions, ", ".join(names))


def _ages(page: OfferPage) -> Iterator[str]:
    """Say the ages, when there is a limit."""
    low, high = page.age_min, page.age_max
    if low is not None and high is not None:
        yield gettext("Du er mellem %(low)s og %(high)s år.") % {"low": low, "high": high}
    elif low is not None:
        yield gettext("Du er fyldt %(low)s år.") % {"low": low}
    elif high is not None:
        yield gettext("Du er højst %(high)s år.") % {"high": high}


def _gender(page: OfferPage) -> Iterator[str]:
    """Say that it is for one gender only, and why: the reason is always public."""
    words: dict[str, str] = {Gender.WOMEN: gettext("Kun for kvinder."), Gender.MEN: gettext("Kun for mænd.")}
    if page.gender.key in words:
        yield gettext("%(who)s Begrundelse: %(reason)s") % {"who": words[page.gender.key], "reason": page.gender_reason}


def _sobriety(page: OfferPage) -> Iterator[str]:
    """Say that one must come sober."""
    if page.needs_sobriety:
        yield gettext("Du skal være ædru og clean, når du kommer.")


def _criteria(page: OfferPage) -> Iterator[str]:
    """Say each further question with the answer that fits."""
    for criterion in page.criteria:
        answer = gettext("ja") if criterion.fits_when else gettext("nej")
        yield gettext("%(question)s Det passer, hvis du svarer %(answer)s.") % {
            "question": criterion.text,
            "answer": answer,
        }
