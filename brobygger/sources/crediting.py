"""Sources are named on the pages of the offers that come from them, as their licences ask for."""

from uuid import UUID

from brobygger.sources.models import Thing
from brobygger.web.credits import Credit, credit_source


@credit_source
def source_of(offer_id: UUID) -> Credit | None:
    """Return how an offer's source wants to be named, and its licence; None for an offer that was written here."""
    thing = Thing.objects.of_offer(offer_id).select_related("source").first()
    if thing is None:
        return None
    return Credit(name=thing.source.attribution or thing.source.name, licence=thing.source.licence)
