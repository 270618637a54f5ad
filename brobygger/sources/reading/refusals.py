"""What is said of a feed that we do not read, or do not read to the end."""

from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from brobygger.kernel.errors import BadData
from brobygger.sources.reading.reports import printable


class Reason(StrEnum):
    """Why, for programs."""

    NOT_AN_ADDRESS = "not_an_address"
    NOT_ALLOWED = "not_allowed"
    UNKNOWN_NAME = "unknown_name"
    NO_ANSWER = "no_answer"
    CERTIFICATE = "certificate"
    TIMEOUT = "timeout"
    TOO_SLOW = "too_slow"
    TOO_LONG = "too_long"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    UNSEALED = "unsealed"
    STATUS = "status"
    BUSY = "busy"
    ENCODING = "encoding"
    TOO_LARGE = "too_large"
    TOO_MANY_PAGES = "too_many_pages"
    SAME_PAGE = "same_page"
    TOO_MANY_THINGS = "too_many_things"
    TOO_DEEP = "too_deep"
    WEB_PAGE = "web_page"
    XML = "xml"
    NOT_JSON = "not_json"
    TABLE_BROKEN = "table_broken"
    BROKEN_OFF = "broken_off"
    EMPTY = "empty"
    UNKNOWN = "unknown"
    BAD_PACKAGE = "bad_package"
    NO_SERVICES = "no_services"


_SENTENCES: dict[Reason, Promise] = {
    Reason.NOT_AN_ADDRESS: gettext_lazy("Adressen er ikke en webadresse. Den skal begynde med https:// eller http://."),
    Reason.NOT_ALLOWED: gettext_lazy(
        "Adressen fører ind bag vores egne mure eller til en lukket port. Brug en adresse, alle på nettet kan nå."
    ),
    Reason.UNKNOWN_NAME: gettext_lazy("Der er ingen server med det navn. Se efter, om adressen er stavet rigtigt."),
    Reason.NO_ANSWER: gettext_lazy("Serveren svarer ikke. Prøv igen senere, eller spørg dem, der har kilden."),
    Reason.CERTIFICATE: gettext_lazy(
        "Serverens certifikat holder ikke, så vi ved ikke, om det er den rigtige. Sig det til dem, der har kilden."
    ),
    Reason.TIMEOUT: gettext_lazy("Serveren var for længe om at svare. Prøv igen senere."),
    Reason.TOO_SLOW: gettext_lazy("Svaret kommer så langsomt, at vi har stoppet. Prøv igen senere."),
    Reason.TOO_LONG: gettext_lazy("Det tog for lang tid at hente det hele, så vi har stoppet."),
    Reason.TOO_MANY_REDIRECTS: gettext_lazy("Adressen sender os videre igen og igen. Se efter, om den er rigtig."),
    Reason.UNSEALED: gettext_lazy("Adressen sender os fra https til http. Det følger vi ikke. Sig det til kilden."),
    Reason.STATUS: gettext_lazy("Serveren svarer med fejl %(detail)s. Se efter, om adressen er rigtig, og prøv igen."),
    Reason.BUSY: gettext_lazy("Serveren beder os vente. Prøv igen om nogle timer."),
    Reason.ENCODING: gettext_lazy("Svaret er pakket på en måde, vi ikke kan pakke ud (%(detail)s)."),
    Reason.TOO_LARGE: gettext_lazy("Der er alt for meget. Vi læser højst %(detail)s."),
    Reason.TOO_MANY_PAGES: gettext_lazy("Siderne får ingen ende. Vi har stoppet efter %(detail)s sider."),
    Reason.SAME_PAGE: gettext_lazy(
        "Vi får den samme side igen og igen, så vi kan ikke læse det hele. Sig det til dem, der har kilden."
    ),
    Reason.TOO_MANY_THINGS: gettext_lazy("Der er flere end %(detail)s poster. Det kan ikke passe, så vi har stoppet."),
    Reason.TOO_DEEP: gettext_lazy("Der er så mange lag inde i hinanden, at det ikke kan være rigtigt. Vi har stoppet."),
    Reason.WEB_PAGE: gettext_lazy(
        "Vi fik en hjemmeside i stedet for data. Måske kræver adressen, at man logger ind, eller den er flyttet."
    ),
    Reason.XML: gettext_lazy("Vi fik XML i stedet for JSON eller CSV. Det kan vi ikke læse. Spørg efter HSDS."),
    Reason.NOT_JSON: gettext_lazy("Det ligner JSON, men er i stykker (%(detail)s). Sig det til dem, der har kilden."),
    Reason.TABLE_BROKEN: gettext_lazy("Tabellen er i stykker: en celle er ikke lukket, eller den er for lang."),
    Reason.BROKEN_OFF: gettext_lazy("Det holder op midt i det hele. Prøv igen senere."),
    Reason.EMPTY: gettext_lazy("Der er ikke noget i."),
    Reason.UNKNOWN: gettext_lazy(
        "Vi kan ikke se, hvad det er. Vi læser HSDS som JSON, NDJSON, CSV eller pakke (zip), og Open Referral UK."
    ),
    Reason.BAD_PACKAGE: gettext_lazy("Pakken (zip) er i stykker, eller noget i den er farligt. Bed om en ny."),
    Reason.NO_SERVICES: gettext_lazy("Der er hverken tilbud eller organisationer i."),
}  # fmt: skip


class FeedRefused(BadData):
    """Kilden kan vi ikke læse."""

    code = "feed_refused"

    def __init__(self, reason: Reason, detail: Any = "") -> None:
        self.reason = reason
        self.detail = printable(str(detail)[:100])
        super().__init__(str(_SENTENCES[reason]) % {"detail": self.detail})
