"""Which entries are worth comparing: those that share a key, unless so many do that the key says nothing."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import combinations
from uuid import UUID

from brobygger.duplicates.matching.entries import Entry
from brobygger.duplicates.matching.said import OFFER

#: A key that more entries share is skipped: a word as common as that is no reason to look.
MOST_SHARING = 60
#: So many letters of a word are its key: a slip of the pen is mostly further on.
_BEGINNING = 4


def keys_of(entry: Entry) -> frozenset[str]:
    """Return everything by which an entry may be found from another."""
    is_offer = entry.kind == OFFER
    beginnings = {word[:_BEGINNING] for word in entry.name.words}
    keys = {f"p:{phone}" for phone in entry.phones} | {f"e:{email}" for email in entry.emails}
    keys |= {f"s:{street}" for street in entry.streets} | {f"d:{domain}" for domain in entry.domains}
    keys |= {f"t:{word}" for word in entry.name.words}
    keys |= {f"w:{one} {two}" for one, two in combinations(sorted(set(entry.name.words)), 2)}
    places = entry.municipality_codes or {"-"}
    keys |= {f"m:{place}:{beginning}" for place in places for beginning in beginnings if len(places) < _BEGINNING}
    keys |= {f"d:{domain}:{beginning}" for domain in entry.domains for beginning in beginnings}
    if entry.cvr:
        keys |= {f"c:{entry.cvr}:{beginning}" for beginning in beginnings} | {f"c:{entry.cvr}"}
    if is_offer and entry.organisation_id:
        keys |= {f"o:{entry.organisation_id}:{beginning}" for beginning in beginnings}
        keys.add(f"o:{entry.organisation_id}")
    if is_offer:
        keys |= {f"n:{entry.organisation.text}:{beginning}" for beginning in beginnings}
    return frozenset(key[:120] for key in keys)


def candidates(
    keys: Iterable[tuple[str, UUID]], *, touched: Collection[UUID] | None = None
) -> Iterator[tuple[UUID, UUID]]:
    """Yield every pair that shares a key, once, the smaller id first; only pairs with somebody in ``touched``."""
    sharing: Mapping[str, list[UUID]] = _by_key(keys)
    seen: set[tuple[UUID, UUID]] = set()
    for ids in sharing.values():
        if not 1 < len(ids) <= MOST_SHARING:
            continue
        for one, other in combinations(sorted(ids), 2):
            if touched is not None and one not in touched and other not in touched:
                continue
            if (one, other) not in seen:
                seen.add((one, other))
                yield one, other


def _by_key(keys: Iterable[tuple[str, UUID]]) -> Mapping[str, list[UUID]]:
    sharing: defaultdict[str, list[UUID]] = defaultdict(list)
    for key, entry_id in keys:
        sharing[key].append(entry_id)
    return sharing
