"""What the register already knows of the posting rules (``curation.rulebook``): an answer where one follows, and why.

Nothing here decides: whoever reviews sees the answer with its reason and may answer otherwise.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from brobygger.directory.models import Access, Gender, Role
from brobygger.directory.values import OfferData
from brobygger.organisations.models import Basis, Kind, Organisation

#: No volunteers under it, and children under it call for certificates (product.md).
OLD_ENOUGH = 15
#: Words that may be about parties or campaigns: somebody should read on.
_POLITICAL = ("parti", "partiet", "valgkamp", "valgkampagne", "folketingsvalg", "kommunalvalg", "stem på", "kampagne")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What follows about one rule: ``answer`` is ``yes``, ``no``, ``irrelevant`` or empty, ``why`` is for people."""

    answer: str
    why: str


def known_answers(*, data: OfferData, organisation: Organisation) -> Mapping[str, Known]:
    """Return what is known of each rule, by its key, in the active language."""
    return {key: look(data, organisation) for key, look in _LOOKS.items()}


def _open_to_all(data: OfferData, _organisation: Organisation) -> Known:
    if data.access == Access.OPEN:
        return Known(answer="yes", why=gettext("De skriver, at man kan komme uden henvisning."))
    if data.access == Access.REFERRAL:
        return Known(answer="no", why=gettext("De skriver, at det kræver henvisning."))
    return Known(answer="", why=gettext("De har ikke skrevet, om man skal henvises."))


def _based_in_denmark(_data: OfferData, organisation: Organisation) -> Known:
    if organisation.cvr:
        return Known(answer="yes", why=gettext("CVR-nummer %(cvr)s.") % {"cvr": organisation.cvr})
    if organisation.municipality:
        place = {"place": organisation.municipality.name}
        return Known(answer="yes", why=gettext("Hører hjemme i %(place)s.") % place)
    return Known(answer="", why=gettext("Vi kender hverken et CVR-nummer eller en kommune."))


def _basis(_data: OfferData, organisation: Organisation) -> Known:
    if organisation.basis != Basis.UNKNOWN:
        return Known(answer="yes", why=str(Basis(organisation.basis).label).capitalize() + ".")
    if organisation.kind == Kind.MUNICIPAL:
        return Known(answer="yes", why=gettext("Det er en kommune."))
    return Known(answer="", why=gettext("Grundlaget er ikke oplyst endnu."))


def _surplus(_data: OfferData, organisation: Organisation) -> Known:
    if organisation.basis == Basis.DOCUMENTED_ACTIVITY:
        return Known(answer="", why=gettext("Der står en virksomhed bag. Siger teksten, hvor et overskud går hen?"))
    if organisation.basis == Basis.UNKNOWN:
        return Known(answer="", why=gettext("Grundlaget er ikke oplyst endnu."))
    return Known(answer="irrelevant", why=gettext("Der står ikke en virksomhed bag."))


def _no_politics(data: OfferData, organisation: Organisation) -> Known:
    text = " ".join((data.name, data.summary, data.description, organisation.name)).lower()
    found = [word for word in _POLITICAL if f" {word} " in f" {text} "]
    if found:
        return Known(answer="", why=gettext("Teksten nævner »%(word)s«. Læs, om det er politik.") % {"word": found[0]})
    return Known(answer="", why=gettext("Læs teksten. Vi fandt ingen ord om partier eller valg."))


def _limit_has_reason(data: OfferData, _organisation: Organisation) -> Known:
    if data.gender == Gender.ANY:
        return Known(answer="irrelevant", why=gettext("Det er for alle køn."))
    reason = {"limit": Gender(data.gender).label, "reason": data.gender_reason}
    return Known(answer="yes", why=gettext("%(limit)s: »%(reason)s«") % reason)


def _volunteers_are_15(data: OfferData, _organisation: Organisation) -> Known:
    if Role.VOLUNTEER not in data.roles:
        return Known(answer="irrelevant", why=gettext("De søger ikke frivillige her."))
    if data.age_min is None:
        return Known(answer="", why=gettext("Alderen er ikke oplyst."))
    answer = "yes" if data.age_min >= OLD_ENOUGH else "no"
    return Known(answer=answer, why=gettext("Fra %(age)s år.") % {"age": data.age_min})


def _children_certificates(data: OfferData, _organisation: Organisation) -> Known:
    if data.age_min is not None and data.age_min >= OLD_ENOUGH:
        return Known(answer="irrelevant", why=gettext("Fra %(age)s år.") % {"age": data.age_min})
    if data.age_min is None and data.age_max is None:
        return Known(answer="", why=gettext("Alderen er ikke oplyst. Kommer der børn uden voksne?"))
    return Known(answer="", why=gettext("Der kan komme børn. Spørg foreningen, om attesterne er i orden."))


_LOOKS: Mapping[str, Callable[[OfferData, Organisation], Known]] = {
    "open_to_all": _open_to_all,
    "based_in_denmark": _based_in_denmark,
    "basis": _basis,
    "surplus": _surplus,
    "no_politics": _no_politics,
    "limit_has_reason": _limit_has_reason,
    "volunteers_are_15": _volunteers_are_15,
    "children_certificates": _children_certificates,
}
