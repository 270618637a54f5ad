"""What makes an offer's data whole: refused here in words for the person at the screen, and by the database below."""

from collections.abc import Collection, Iterator
from dataclasses import is_dataclass
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from brobygger.directory.models import (
    OLDEST_PERSON,
    Access,
    Accessibility,
    CapacityStatus,
    CommunityType,
    Delivery,
    Gender,
    Language,
    LocationKind,
    Offer,
    PointPrecision,
    PriceKind,
    Role,
    Signup,
)
from brobygger.directory.occurrences import EARLIEST, RuleRefused, check_rule
from brobygger.directory.values import KEY, CapacityData, LocationData, OfferData, ScheduleData
from brobygger.kernel.addresses import is_web_address
from brobygger.kernel.errors import BadData
from brobygger.kernel.values import field_names
from brobygger.privacy.cpr import forbid_cpr

#: Addresses may hold long numbers that only look like a CPR number (an article's number, a case's).
_ADDRESSES = frozenset({"source_url", "url", "key"})

#: What may be chosen among: how it is called, the field, the words.
_CHOICES = (
    ("rollen", "roles", frozenset(Role.values)),
    ("formen", "delivery", frozenset(Delivery.values)),
    ("sproget", "languages", frozenset(Language.values)),
    ("tilgængeligheden", "accessibility", frozenset(Accessibility.values)),
)
_CHOICE = (
    ("tilmeldingen", "signup", frozenset(Signup.values)),
    ("adgangen", "access", frozenset(Access.values)),
    ("prisen", "price_kind", frozenset(PriceKind.values)),
    ("fællesskabet", "community_type", frozenset(CommunityType.values)),
)
_GENDERS, _PLACES = frozenset(Gender.values), frozenset(LocationKind.values)
_PRECISIONS, _ROOM = frozenset(PointPrecision.values), frozenset(CapacityStatus.values)


class OfferInvalid(BadData):
    """Oplysningerne om tilbuddet hænger ikke sammen."""

    code = "offer_invalid"


def check_offer(data: OfferData) -> None:
    """Raise ``OfferInvalid`` with the first thing that is wrong, or ``TextLooksLikeCpr``."""
    if not KEY.fullmatch(data.key):
        raise OfferInvalid("Nøglen må kun have små bogstaver a-z, tal og bindestreg.")
    if not data.name.strip() or not data.summary.strip():
        raise OfferInvalid("Tilbuddet skal have et navn og en kort beskrivelse.")
    forbid_cpr(*_texts(data))
    _check_lengths(data)
    _check_people(data)
    _check_choices(data)
    _check_area(data)
    _check_addresses(data)
    for location in data.locations:
        _check_location(location)
    for schedule in data.schedules:
        _check_schedule(schedule, places=len(data.locations))
    _check_contacts(data)
    if data.capacity:
        check_capacity(data.capacity)


def check_capacity(capacity: CapacityData) -> None:
    """Raise ``OfferInvalid`` unless the answer about room makes sense."""
    if capacity.status not in _ROOM:
        raise OfferInvalid(f"Vi kender ikke pladsen »{capacity.status}«.")
    if capacity.wait_weeks is not None and capacity.status != CapacityStatus.WAITING:
        raise OfferInvalid("Ventetid hører til en venteliste.")
    if capacity.wait_weeks is not None and not 0 <= capacity.wait_weeks <= 520:
        raise OfferInvalid("Ventetiden skrives i uger, fra 0 til 520.")


def _texts(value: object) -> Iterator[str]:
    """Yield every free text in a value, however deep it lies."""
    kind: type = type(value)
    for name in field_names(kind):
        said = getattr(value, name)
        for item in said if isinstance(said, tuple) else (said,):
            if isinstance(item, str):
                yield from () if name in _ADDRESSES else (item,)
            elif is_dataclass(item):
                yield from _texts(item)


@cache
def _longest(name: str) -> int | None:
    """Return how long a text of an offer may be."""
    return getattr(Offer._meta.get_field(name), "max_length", None)


def _check_lengths(data: OfferData) -> None:
    for name in field_names(OfferData):
        value = getattr(data, name)
        if not isinstance(value, str):
            continue
        longest = _longest(name)
        if longest and len(value) > longest:
            raise OfferInvalid(f"»{name}« må højst være {longest} tegn; her er {len(value)}.")


def _check_people(data: OfferData) -> None:
    for age in (data.age_min, data.age_max):
        if age is not None and not 0 <= age <= OLDEST_PERSON:
            raise OfferInvalid(f"En alder er fra 0 til {OLDEST_PERSON} år.")
    if data.age_min is not None and data.age_max is not None and data.age_min > data.age_max:
        raise OfferInvalid("Fra-alderen er højere end til-alderen.")
    if data.gender not in _GENDERS:
        raise OfferInvalid(f"Vi kender ikke kønnet »{data.gender}«.")
    if data.gender != Gender.ANY and not data.gender_reason.strip():
        raise OfferInvalid("Skriv, hvorfor tilbuddet kun er for ét køn. Det vises for alle.")


def _check_choices(data: OfferData) -> None:
    """Refuse words that are not among the choices."""
    for what, name, known in _CHOICES:
        _check_members(what, getattr(data, name), known)
    for what, name, known in _CHOICE:
        _check_members(what, (getattr(data, name),), known)


def _check_members(what: str, chosen: Collection[str], known: Collection[str]) -> None:
    for choice in chosen:
        if choice not in known:
            raise OfferInvalid(f"Vi kender ikke {what} »{choice}«.")
    if len(set(chosen)) != len(chosen):
        raise OfferInvalid(f"Det samme står to gange: {what}.")


def _check_area(data: OfferData) -> None:
    if not data.is_national and not data.municipality_codes and not data.region_codes:
        raise OfferInvalid("Skriv, hvor tilbuddet gælder: hele landet, en region eller mindst én kommune.")


def _check_addresses(data: OfferData) -> None:
    addresses = [data.source_url, *(link.url for link in data.links), *(place.url for place in data.locations)]
    if not all(is_web_address(address) for address in addresses if address):
        raise OfferInvalid("En internetadresse skal begynde med https:// eller http://.")
    if not all(link.label.strip() and link.url for link in data.links):
        raise OfferInvalid("Et link skal have en adresse og en tekst, der siger, hvor det fører hen.")


def _check_location(location: LocationData) -> None:
    if location.kind not in _PLACES:
        raise OfferInvalid(f"Vi kender ikke stedet »{location.kind}«.")
    if location.kind == LocationKind.PHYSICAL and not location.municipality_id:
        raise OfferInvalid("Et sted, man kan komme til, ligger i en kommune.")
    is_pointless = location.lat is None and location.lon is None and location.point_precision == ""
    has_point = location.lat is not None and location.lon is not None
    if not is_pointless and not (has_point and location.point_precision in _PRECISIONS):
        raise OfferInvalid("Et punkt på kortet skal have begge tal og sige, hvor nøjagtigt det er.")
    if not is_pointless and not (54 <= (location.lat or 0) <= 58.5 and 7.5 <= (location.lon or 0) <= 15.5):
        raise OfferInvalid("Punktet på kortet ligger ikke i Danmark.")


def _check_schedule(schedule: ScheduleData, *, places: int) -> None:
    try:
        check_rule(schedule.rrule)
        ZoneInfo(schedule.timezone)
    except RuleRefused as error:
        raise OfferInvalid(f"Gentagelsen »{schedule.rrule[:80]}« kan vi ikke læse.") from error
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise OfferInvalid(f"Tidszonen »{schedule.timezone[:40]}« findes ikke.") from error
    if schedule.starts_on < EARLIEST or (schedule.ends_on and schedule.ends_on < schedule.starts_on):
        raise OfferInvalid("Første og sidste dag passer ikke sammen.")
    if schedule.minutes is not None and not 0 < schedule.minutes <= 24 * 60:
        raise OfferInvalid("Et møde varer fra et minut til et døgn.")
    if schedule.place is not None and not 0 <= schedule.place < places:
        raise OfferInvalid("Tidspunktet hører til et sted, som tilbuddet ikke har.")


def _check_contacts(data: OfferData) -> None:
    for contact in data.contacts:
        if not contact.phone and not contact.email:
            raise OfferInvalid("En kontakt skal have et telefonnummer eller en e-mail.")
        if contact.person_name and contact.person_consented_at is None:
            raise OfferInvalid("En persons navn vises kun, når personen har sagt ja.")
    if not all(criterion.text.strip() for criterion in data.criteria):
        raise OfferInvalid("Et krav skal være et spørgsmål med ord.")
