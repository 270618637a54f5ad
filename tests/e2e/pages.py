"""The pages that every check walks, by name."""

from tests.e2e.signing_in import LOCAL, MEMBER, NATIONAL

PAGES: dict[str, str] = {
    "forside": "/",
    "forside-en": "/en/",
    "resultater": "/soeg/?q=ensom&hvor=Odense",
    "resultater-kort": "/soeg/?q=ensom&hvor=Odense&vis=kort",
    "resultater-krise": "/soeg/?q=jeg+vil+ikke+leve+mere",
    "resultater-vold": "/soeg/?q=min+mand+sl%C3%A5r+mig&hvor=5000",
    "resultater-ingen": "/soeg/?q=xyzzyqwerty&hvor=L%C3%A6s%C3%B8",
    "resultater-fejl": "/soeg/?q=sorg&hvor=Odnese",
    "resultater-rettet": "/soeg/?q=ennsomhed",
    "resultater-cpr": "/soeg/?q=min+mor+010150-1234+er+ensom",
    "resultater-valg": "/soeg/?q=sorg&hvor=L%C3%A6s%C3%B8&hvordan=online&alder=97&gratis=1&foelges=1",
    "resultater-arabisk": "/soeg/?q=%D8%A3%D8%B4%D8%B9%D8%B1+%D8%A8%D8%A7%D9%84%D9%88%D8%AD%D8%AF%D8%A9&hvor=Odense",
    "resultater-en": "/en/soeg/?q=grief&hvor=Odense",
    "tilbud": "/tilbud/aeldresagen-odense-besoegsven/",
    "tilbud-vold": "/tilbud/rk-odense-qnet/",
    "tilbud-en": "/en/tilbud/sorgcenter-odense/",
    "fejlmelding": "/tilbud/aeldresagen-odense-besoegsven/fejl/",
    "udfordringer": "/udfordringer/",
    "udfordring": "/udfordringer/ensomhed/",
    "kommuner": "/kommuner/",
    "lokalside": "/odense/",
    "lokalside-tom": "/laesoe/",
    "organisationer": "/organisationer/",
    "kalender": "/kalender/?hvor=Odense",
    "akut": "/akut-hjaelp/",
    "ensom": "/er-jeg-ensom/",
    "frivillig": "/frivillig/",
    "om": "/om/",
    "privatliv": "/privatliv/",
    "tilgaengelighed": "/tilgaengelighed/",
    "aabne-data": "/aabne-data/",
    "soegning-forklaret": "/soeg/forklar/",
    "soegning-forklaret-en": "/en/soeg/forklar/",
    "begreber": "/begreber/",
    "begreb": "/begreber/ensomhed/",
    "log-ind": "/log-ind/",
    "konto-ny": "/konto/ny/",
    "konto-ny-sendt": "/konto/ny/sendt/",
    "konto-glemt": "/konto/glemt/",
    "konto-glemt-sendt": "/konto/glemt/sendt/",
    "konto-lukket": "/konto/lukket/",
    "konto-email-ukendt": "/konto/email/findes-ikke/",
    "konto": "/konto/",
    "konto-trin-2": "/konto/trin-2/",
    "konto-enheder": "/konto/enheder/",
    "min-side": "/min-side/",
    "min-side-national": "/min-side/",
    "min-side-forening": "/min-side/",
    "galleri": "/ui/",
    "ikke-fundet": "/findes-ikke-her/",
}

#: Answers that are not 200, on purpose.
STATUS = {"ikke-fundet": 404}

#: Pages behind a door, and whose eyes they are seen with: a name here is looked at signed in as that account.
SEEN_BY: dict[str, str] = {
    "konto": LOCAL,
    "konto-trin-2": LOCAL,
    "konto-enheder": LOCAL,
    "min-side": LOCAL,
    "min-side-national": NATIONAL,
    "min-side-forening": MEMBER,
}

#: Pages that set a cookie because a person asks to sign in there.
WITH_COOKIES = {"log-ind", "konto-ny", "konto-glemt", *SEEN_BY}
