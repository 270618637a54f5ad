"""From a source's HSDS object to an offer: pure functions that take what they can and tell what they left.

Words: said (the offer as our fields), remark (a sentence about something that could not be used), refused (why a thing
is left out altogether). Nobody's name is ever taken: contacts become functions.
"""

from brobygger.sources.becoming.country import Area, Country
from brobygger.sources.becoming.offers import Became, become
from brobygger.sources.becoming.organisations import OrganisationSaid, organisation_said
from brobygger.sources.becoming.terms import TermRef, Terms, terms_in

__all__ = [
    "Area",
    "Became",
    "Country",
    "OrganisationSaid",
    "TermRef",
    "Terms",
    "become",
    "organisation_said",
    "terms_in",
]
