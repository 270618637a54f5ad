"""Words on the screen for values that are not concepts."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from brobygger.search.understanding.concepts import ConceptBook
from brobygger.search.understanding.refusals import Refusal
from brobygger.ui.languages import current_language

Labels = Mapping[str, "str | Promise"]

DELIVERY: Labels = {
    "in_person": _("Mød op"),
    "phone": _("Telefon"),
    "online": _("Online"),
    "home_visit": _("Hjemme hos dig"),
    "outreach": _("Opsøgende"),
}
ROLES: Labels = {"bruger": _("Få hjælp"), "deltager": _("Være med"), "frivillig": _("Være frivillig")}
WHEN: Labels = {
    "mon": _("Mandag"),
    "tue": _("Tirsdag"),
    "wed": _("Onsdag"),
    "thu": _("Torsdag"),
    "fri": _("Fredag"),
    "sat": _("Lørdag"),
    "sun": _("Søndag"),
    "morning": _("Formiddag"),
    "afternoon": _("Eftermiddag"),
    "evening": _("Aften"),
}
FEATURES: dict[str, "str | Promise"] = {
    "free": _("Gratis"),
    "referral_free": _("Uden henvisning"),
    "room": _("Ledig plads"),
    "companion": _("Nogen kan følge dig"),
}
#: Guesses of what would be good, beside the features above.
WANTED: Labels = FEATURES | {"sober": _("Uden alkohol"), "outside": _("Uden for min egen kommune")}
GENDERS: Labels = {"women": _("Kvinder"), "men": _("Mænd")}


def refusal_label(refusal: Refusal, concepts: ConceptBook) -> str:
    """Return the name of what somebody does not want."""
    if refusal.names is not None:
        return refusal.names["en" if current_language().startswith("en") else "da"]
    return str(DELIVERY[refusal.id]) if refusal.id in DELIVERY else concepts.label(refusal.id)
