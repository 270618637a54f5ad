"""Neighbourhoods, islands and parts of the country as people say them (``data/places_said.toml``)."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from brobygger.places.names import slugify

_FILE = Path(__file__).parents[1] / "data" / "places_said.toml"


def districts() -> Iterator[tuple[str, str, str]]:
    """Give every neighbourhood: the address form of its name, its name, its postcode."""
    for postcode, names in _data()["districts"].items():
        for name in names:
            yield slugify(name), name, postcode


def municipalities_said() -> Iterator[tuple[str, str, str]]:
    """Give every island or land that is one municipality: address form, name, the municipality's address form."""
    for municipality, names in _data()["municipalities"].items():
        for name in names:
            yield slugify(name), name, slugify(municipality)


def regions_said(municipalities: Mapping[str, tuple[str, str]]) -> Iterator[tuple[str, str, frozenset[str]]]:
    """Give every part of the country: address form, the name to show, the codes of its municipalities.

    ``municipalities`` are code and region by the address form of the name; unknown ones are left out.
    """
    for name, row in _data()["regions"].items():
        wanted = {row.get("region", ""), *row.get("regions", ())}
        out = {slugify(one) for one in row.get("without", ())}
        codes = frozenset(
            code for slug, (code, region) in municipalities.items() if region in wanted and slug not in out
        ) | frozenset(_codes(row.get("municipalities", ()), municipalities))
        for said in row["names"]:
            if codes:
                yield slugify(said), name, codes


def named_municipalities() -> Iterator[str]:
    """Give the name of every municipality the file speaks of."""
    yield from _data()["municipalities"]
    for row in _data()["regions"].values():
        yield from (*row.get("municipalities", ()), *row.get("without", ()))


def _codes(names: Iterable[str], municipalities: Mapping[str, tuple[str, str]]) -> Iterator[str]:
    return (municipalities[slug][0] for name in names if (slug := slugify(name)) in municipalities)


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
