"""Words on the screen for values that are not concepts."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

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
