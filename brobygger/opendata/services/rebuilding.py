"""Going through the whole register: what every night does, so that nothing is out of step for longer than a day."""

from dataclasses import dataclass
from datetime import datetime

from brobygger.directory import policies
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import NotAllowed
from brobygger.opendata.models import Kind
from brobygger.opendata.selectors.steps import (
    approved_organisation_ids,
    left_over,
    published_ids,
    shown_offer_ids,
    taxonomies,
    terms,
)
from brobygger.opendata.services.keeping import keep_lot, keep_organisations, keep_terms, lots


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """What a round came to: how many offers and organisations were looked at, and how many things were written."""

    offers: int
    organisations: int
    written: int


def rebuild(*, actor: Actor, at: datetime) -> Rebuilt:
    """Compare everything that is published with the register, and write what differs, some hundred at a time.

    Each lot is a transaction of its own: others write meanwhile, and a round that is stopped is simply begun again. No
    line in the book: nothing that anybody said has changed. Raises ``NotAllowed``.
    """
    if not policies.may_load(actor):
        raise NotAllowed
    written = keep_terms(actor=actor, things=taxonomies(), kind=Kind.TAXONOMY, at=at)
    written += keep_terms(actor=actor, things=terms(), kind=Kind.TAXONOMY_TERM, at=at)
    offers = organisations = 0
    for lot in lots(shown_offer_ids()):
        offers += len(lot)
        written += keep_lot(actor=actor, offer_ids=lot, at=at)
    for lot in lots(published_ids(Kind.SERVICE)):
        written += keep_lot(actor=actor, offer_ids=left_over(Kind.SERVICE, thing_ids=lot), at=at)
    for lot in lots(approved_organisation_ids()):
        organisations += len(lot)
        written += keep_organisations(actor=actor, organisation_ids=lot, at=at)
    for lot in lots(published_ids(Kind.ORGANIZATION)):
        written += keep_organisations(actor=actor, organisation_ids=left_over(Kind.ORGANIZATION, thing_ids=lot), at=at)
    return Rebuilt(offers=offers, organisations=organisations, written=written)
