"""From our rows to the standard's objects (HSDS 3.1 and our profile HSDS-DK), spelled out by hand: no query, no clock.

Keys without a value are left out, never null. Names of keys that are ours and not the standard's begin with ``dk_``.
"""

from brobygger.opendata.mapping.brief import brief_of
from brobygger.opendata.mapping.organizations import organization_of
from brobygger.opendata.mapping.services import Beside, service_of
from brobygger.opendata.mapping.terms import taxonomy_id_of, taxonomy_of, term_of

__all__ = [
    "Beside",
    "brief_of",
    "organization_of",
    "service_of",
    "taxonomy_id_of",
    "taxonomy_of",
    "term_of",
]
