"""The indexes at the back: by offer, by organisation, by town; in the order of the Danish alphabet."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby

from django.utils.translation import gettext

from brobygger.guides.values import Entry, Index, IndexLetter, IndexLine
from brobygger.web.presenters.lists import ALPHABET, first_letter, index_key


def indexes_of(entries: Iterable[Entry]) -> tuple[Index, ...]:
    """Return the indexes of some entries; those that would be empty are left out."""
    named, organisations, towns = (defaultdict[str, list[str]](list) for _ in range(3))
    for entry in entries:
        named[entry.name].append(entry.id)
        organisations[entry.organisation].append(entry.id)
        for town in entry.towns:
            towns[town].append(entry.id)
    found = (
        (gettext("Tilbuddene efter navn"), named),
        (gettext("Foreninger og organisationer"), organisations),
        (gettext("Steder"), towns),
    )
    return tuple(Index(title=title, letters=_letters(names)) for title, names in found if names)


def _letters(names: dict[str, list[str]]) -> tuple[IndexLetter, ...]:
    """Return names under their letters."""
    ordered = sorted(names, key=lambda name: (ALPHABET.find(first_letter(name)), index_key(name), name))
    return tuple(
        IndexLetter(letter=letter, lines=tuple(IndexLine(text=name, entries=tuple(names[name])) for name in under))
        for letter, under in groupby(ordered, key=first_letter)
    )
