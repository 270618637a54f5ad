"""Acts on sites: their texts, what they show first, and the first words each begins with."""

import tomllib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction

from brobygger.audit.changes import changes_to
from brobygger.audit.services import record
from brobygger.kernel.actors import Actor
from brobygger.kernel.addresses import is_web_address
from brobygger.kernel.errors import BadData, NotAllowed, NotFound
from brobygger.places.models import Municipality
from brobygger.privacy.cpr import forbid_cpr
from brobygger.sites import policies
from brobygger.sites.models import Highlight, Site
from brobygger.sites.selectors import highlighted_ids

DATA = Path(__file__).resolve().parent / "data" / "sites.toml"
#: More would not be highlights.
MOST_HIGHLIGHTS = 6
#: Contact facts may name a person, so the book says that they changed, never to what.
_NAMED_ONLY = frozenset({"contact_phone", "contact_label"})


class SiteInvalid(BadData):
    """Oplysningerne om lokalsiden hænger ikke sammen."""

    code = "site_invalid"


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteData:
    """Everything a site says. Without ``municipality_id`` it is the national one."""

    municipality_id: str | None
    title: str
    welcome_da: str
    owner: str
    checked_on: date
    next_check_on: date
    welcome_en: str = ""
    contact_label: str = ""
    contact_url: str = ""
    contact_phone: str = ""
    volunteer_centre_name: str = ""
    volunteer_centre_url: str = ""
    source_url: str = ""
    reviews_first: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SitesLoaded:
    """How many sites were made now, and how many were there and left alone."""

    created: int
    kept: int


@transaction.atomic
def save_site(*, actor: Actor, at: datetime, data: SiteData) -> Site:
    """Make or change the site of a municipality (or the national one); the same data twice writes nothing.

    Raises ``NotAllowed``, ``SiteInvalid`` and ``TextLooksLikeCpr``.
    """
    if not policies.may_edit(actor, municipality_code=data.municipality_id):
        raise NotAllowed
    _check(data)
    site = Site.objects.for_place(data.municipality_id).select_for_update().first()
    changes = changes_to(site, asdict(data), named_only=_NAMED_ONLY)
    if site is not None and not changes:
        return site
    act = "sites.site.changed" if site else "sites.site.created"
    site = site or Site()
    for field, value in asdict(data).items():
        setattr(site, field, value)
    site.save()
    record(actor=actor, act=act, subject_kind="site", subject_id=site.id, at=at, changes=changes)
    return site


def data_of(site: Site) -> SiteData:
    """Return what a site says now, to be changed and saved."""
    return SiteData(**{field.name: getattr(site, field.name) for field in fields(SiteData)})


@transaction.atomic
def set_highlights(*, actor: Actor, site_id: UUID, subject_ids: Sequence[UUID], at: datetime) -> None:
    """Choose which offers a site shows first, in this order. The caller has seen to it that they are shown offers.

    Raises ``NotFound``, ``NotAllowed``, and ``SiteInvalid`` for more than six or the same twice.
    """
    site = Site.objects.with_id(site_id).select_for_update().first()
    if site is None:
        raise NotFound
    if not policies.may_edit(actor, municipality_code=site.municipality_id):
        raise NotAllowed
    if len(subject_ids) > MOST_HIGHLIGHTS:
        raise SiteInvalid(f"Vælg højst {MOST_HIGHLIGHTS} tilbud.")
    if len(set(subject_ids)) != len(subject_ids):
        raise SiteInvalid("Det samme tilbud er valgt to gange.")
    before = highlighted_ids(site=site)
    if before == tuple(subject_ids):
        return
    site.highlights.all().delete()
    Highlight.objects.bulk_create(
        [Highlight(site=site, subject_id=subject_id, position=n) for n, subject_id in enumerate(subject_ids)]
    )
    record(
        actor=actor,
        act="sites.site.highlights_set",
        subject_kind="site",
        subject_id=site.id,
        at=at,
        changes={"highlights": [before, list(subject_ids)]},
    )


@transaction.atomic
def load_sites(*, actor: Actor, at: datetime) -> SitesLoaded:
    """Make the national site and one for each municipality from the package's texts; those there are left alone.

    Raises ``NotAllowed``.
    """
    if not policies.may_edit(actor, municipality_code=None):
        raise NotAllowed
    table = tomllib.loads(DATA.read_text(encoding="utf-8"))
    there = set(Site.objects.values_list("municipality_id", flat=True))
    wanted: list[Municipality | None] = [None, *Municipality.objects.without_border()]
    missing = [place for place in wanted if (place and place.code) not in there]
    for place in missing:
        save_site(actor=actor, at=at, data=_first_words(table, place))
    return SitesLoaded(created=len(missing), kept=len(wanted) - len(missing))


def _first_words(table: dict[str, Any], place: Municipality | None) -> SiteData:
    """Return the texts a site begins with: general, warm and true everywhere, plus a volunteer centre we know of."""
    texts = table["municipality" if place else "national"]
    centre = table["volunteer_centres"].get(place.code, {}) if place else {}
    name = place.name if place else ""
    return SiteData(
        municipality_id=place.code if place else None,
        title=texts["title"].format(name=name),
        welcome_da=texts["welcome_da"].format(name=name).strip(),
        welcome_en=texts["welcome_en"].format(name=name).strip(),
        owner=table["owner"],
        checked_on=table["checked_on"],
        next_check_on=table["checked_on"] + timedelta(days=table["check_again_after_days"]),
        volunteer_centre_name=centre.get("name", ""),
        volunteer_centre_url=centre.get("website", ""),
        source_url=centre.get("source_url", ""),
    )


def _check(data: SiteData) -> None:
    """Refuse what the database would refuse, in words for the person at the screen."""
    if not data.title.strip() or not data.welcome_da.strip() or not data.owner.strip():
        raise SiteInvalid("En side skal have en overskrift, en velkomst og en ejer.")
    if data.next_check_on < data.checked_on:
        raise SiteInvalid("Næste eftersyn kan ikke ligge før det seneste.")
    if data.contact_phone and not data.source_url:
        raise SiteInvalid("Et telefonnummer skal have en kilde.")
    addresses = (data.contact_url, data.volunteer_centre_url, data.source_url)
    if not all(is_web_address(address) for address in addresses if address):
        raise SiteInvalid("En internetadresse skal begynde med https:// eller http://.")
    forbid_cpr(data.title, data.welcome_da, data.welcome_en, data.contact_label)
    if data.municipality_id and not Municipality.objects.in_bulk([data.municipality_id]):
        raise SiteInvalid("Kommunen findes ikke.")
