"""The licence of what is published, written down once: its address, who is to be named, and whose data ours stands on.

Creative Commons Attribution 4.0 for our texts and the register as a whole: whoever uses it names the portal and shows
how old each entry is. Points in the middle of a postcode come from open public tables with lines of their own
(``places/data/SOURCES.md``); those of the postcode list may be used under the Open Database License.
"""

LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
LICENCE_SPDX = "CC-BY-4.0"
LICENCE_NAME = "Creative Commons Attribution 4.0 International"
#: Lines that go with the data, whoever shows it.
SOURCES = (
    "Tilbuddene er skrevet af dem, der har dem, eller med vores egne ord efter åbne sider. Vis, hvor nye de er.",
    "Indeholder data fra Klimadatastyrelsen/Geodatastyrelsen og Danske Kommuner (FOT, 2014-02-13).",
    "Postnumre: countries-states-cities-database (ODbL 1.0).",
)


def attribution(*, name: str, base_url: str) -> str:
    """Return the line to name us by; ``name`` is whoever runs this portal."""
    return f"Kilde: {name or 'Brobygger'}, {base_url} (CC BY 4.0, {LICENCE_URL})"
