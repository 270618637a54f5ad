"""What municipalities are called, for the pages about people (``accounts.municipality_names``)."""

from brobygger.accounts.municipality_names import names_source
from brobygger.places.models import Municipality


@names_source
def names_by_code() -> dict[str, str]:
    """Return every municipality's name, in alphabetical order."""
    return dict(Municipality.objects.by_name().values_list("code", "name"))
