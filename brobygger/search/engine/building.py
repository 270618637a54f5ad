"""The second half of building: what was gathered, put in order, with spare room for what changes afterwards.

Rows are sorted by municipality and id, so that what is looked at together lies together; terms by hash, values by name.
The same entries in any order give the same file.
"""

from collections.abc import Iterator, Mapping
from math import fsum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from brobygger.search.engine.bm25f import FIELD_WEIGHTS, FULL, K1, WHOLE_WORD, B
from brobygger.search.engine.clusters import cluster
from brobygger.search.engine.gathering import Gathered
from brobygger.search.engine.layout import About, Array, Content
from brobygger.search.engine.marks import SPARE_VALUES
from brobygger.search.engine.postings import BLOCK, blocks_of, hash_of_term
from brobygger.search.engine.properties import PROPERTIES, STANDING_MARKS

_FIELDS = tuple(FIELD_WEIGHTS)
#: The order of columns: what facets count comes first, so that counting reads one stretch.
_FIELD_ORDER = (
    "features", "delivery", "roles", "when", "languages", "concepts", "municipalities", "regions", "hidden", "where",
    "room",
)  # fmt: skip
_POSTINGS_AT_A_TIME = 3_000_000
_LEAST_SPARE, _SPARE_SHARE = 4_096, 0.04
#: Room for the lists of spare rows: occurrences and spots beyond the first.
_SPARE_MOMENTS, _SPARE_SPOTS = 26, 2
Ints = NDArray[np.int64]


class TwiceTheSame(ValueError):
    """Two entries have the same id."""


def spare_for(documents: int) -> int:
    """Return for how many changes there is room beside some documents."""
    return max(_LEAST_SPARE, int(documents * _SPARE_SHARE))


def build(gathered: Gathered, *, about: About, words: Mapping[str, int], spare: int | None = None) -> Content:
    """Return the content of a file. Uses up what was gathered."""
    documents = gathered.documents
    room = spare_for(documents) if spare is None else spare
    capacity = -(-(documents + room) // 64) * 64
    high, low = (np.array(gathered.properties[name], dtype=np.uint64) for name in ("id_high", "id_low"))
    by_id = np.lexsort((low, high))
    if (same := (high[by_id][1:] == high[by_id][:-1]) & (low[by_id][1:] == low[by_id][:-1])).any():
        raise TwiceTheSame(f"{int(same.sum())} ids")
    order = by_id[np.argsort(np.array(gathered.homes, dtype=np.str_)[by_id], kind="stable")]
    facts, arrays = _postings(gathered, order)
    arrays["row_by_id"] = _places_of(order)[by_id].astype(np.uint32)
    marks, bits = _marks(gathered, order, capacity)
    arrays |= {"bits": bits} | _properties(gathered, order, capacity) | _lists(gathered, order, capacity, room)
    arrays |= _names(gathered, order) | _words(words) | _vectors(gathered, order, capacity, room)
    facts |= {"documents": documents, "capacity": capacity, "marks": marks}
    return Content(about, facts, arrays)


# --- words -----------------------------------------------------------------------------------------------------------


def _postings(gathered: Gathered, order: Ints) -> tuple[dict[str, Any], dict[str, Array]]:
    """Return the postings, with the average lengths they were worked out with."""
    average = _average_lengths(gathered)
    salt, spelling, number_of = _numbered_terms(list(gathered.terms.numbers))
    blocks, terms = blocks_of(gathered.documents), len(number_of)
    parts = list(_parts(gathered, order, number_of, average))
    counts = np.concatenate([count for count, _, _ in parts]) if parts else np.zeros(0, dtype=np.int64)
    ptr = np.zeros(terms * blocks + 1, dtype=np.uint32)
    ptr[1:] = np.cumsum(counts)
    arrays = spelling | {
        "term_named": _named(gathered, number_of),
        "post_ptr": ptr,
        "post_low": np.concatenate([low for _, low, _ in parts]) if parts else np.zeros(0, dtype=np.uint16),
        "post_sat": np.concatenate([sat for _, _, sat in parts]) if parts else np.zeros(0, dtype=np.uint8),
    }
    return {"salt": salt, "average": average}, arrays


def _average_lengths(gathered: Gathered) -> dict[str, float]:
    lengths = np.frombuffer(gathered.field_length, dtype=np.float64).reshape(-1, len(_FIELDS))
    documents = max(1, gathered.documents)
    return {name: max(1.0, fsum(lengths[:, place]) / documents) for place, name in enumerate(_FIELDS)}


def _numbered_terms(terms: list[str]) -> tuple[int, dict[str, Array], Ints]:
    """Return the salt, the arrays terms are found by, and the final number of each term, which is its place by hash."""
    salt = 0
    while True:
        hashes = np.array([hash_of_term(term, salt) for term in terms], dtype=np.uint64)
        by_hash = np.argsort(hashes, kind="stable")
        if len(hashes) < 2 or (np.diff(hashes[by_hash]) > 0).all():
            break
        salt += 1
    encoded = [terms[place].encode("utf-8", "surrogatepass") for place in by_hash.tolist()]
    number_of = _places_of(by_hash)
    spelling = {"term_hash": hashes[by_hash], "term_end": _ends(encoded), "term_bytes": _joined(encoded)}
    return salt, spelling, number_of


def _named(gathered: Gathered, number_of: Ints) -> NDArray[np.bool_]:
    """Return which terms stand as a whole word in a title or a tag."""
    named = np.zeros(len(number_of), dtype=np.bool_)
    term, frequency = np.frombuffer(gathered.term, dtype=np.uint32), _frequencies(gathered)
    is_name = np.tile(np.array([name in ("title", "tags") for name in _FIELDS]), gathered.documents)
    is_name = np.repeat(is_name, np.frombuffer(gathered.terms_in_field, dtype=np.uint32))
    is_whole = (frequency >= WHOLE_WORD)[np.frombuffer(gathered.frequency, dtype=np.uint32)]
    named[number_of[term[is_name & is_whole]]] = True
    return named


def _frequencies(gathered: Gathered) -> NDArray[np.float64]:
    """Return the frequency behind each number."""
    return np.array(list(gathered.frequencies.numbers), dtype=np.float64)


def _parts(
    gathered: Gathered, order: Ints, number_of: Ints, average: Mapping[str, float]
) -> Iterator[tuple[Ints, NDArray[np.uint16], NDArray[np.uint8]]]:
    """Give postings for a stretch of terms at a time: counts for each term and block, rows, saturations."""
    if not len(number_of):
        return
    fields, documents, blocks = len(_FIELDS), gathered.documents, blocks_of(gathered.documents)
    term = number_of.astype(np.uint32)[np.frombuffer(gathered.term, dtype=np.uint32)]
    frequency, frequencies = np.frombuffer(gathered.frequency, dtype=np.uint32), _frequencies(gathered)
    in_field = np.repeat(
        np.arange(documents * fields, dtype=np.uint32), np.frombuffer(gathered.terms_in_field, dtype=np.uint32)
    )
    row_of = _places_of(order)
    worth, by = np.array([FIELD_WEIGHTS[name] for name in _FIELDS]), _divisors(gathered, average)
    for low, high in _stretches(np.bincount(term, minlength=len(number_of))):
        among = np.flatnonzero((term >= low) & (term < high))
        place = in_field[among]
        field = place % fields
        key = (term[among] - low).astype(np.int64) * documents + row_of[place // fields]
        by_key = np.argsort(key * fields + field)
        key, weight = key[by_key], (worth[field] * frequencies[frequency[among]] / by[place])[by_key]
        is_first = np.concatenate(([True], key[1:] != key[:-1]))
        weight = np.asarray(np.bincount(np.cumsum(is_first) - 1, weights=weight), dtype=np.float64)
        number, row = np.divmod(key[is_first], documents)
        counts = np.bincount(number * blocks + row // BLOCK, minlength=(high - low) * blocks)
        saturation = np.rint(FULL * weight / (K1 + weight)).astype(np.uint8)
        yield counts, (row % BLOCK).astype(np.uint16), saturation


def _divisors(gathered: Gathered, average: Mapping[str, float]) -> NDArray[np.float64]:
    """Return by what frequencies are divided in each field of each document (``bm25f.divisors``)."""
    lengths = np.frombuffer(gathered.field_length, dtype=np.float64).reshape(-1, len(_FIELDS))
    by: NDArray[np.float64] = 1 - B + B * lengths / np.array([average[name] for name in _FIELDS])
    return by.reshape(-1)


def _stretches(holders: Ints) -> Iterator[tuple[int, int]]:
    """Cut the terms into stretches of some millions of postings, so that sorting needs little memory."""
    ends, low = np.cumsum(holders), 0
    while low < len(holders):
        before = int(ends[low - 1]) if low else 0
        high = max(low + 1, int(np.searchsorted(ends, before + _POSTINGS_AT_A_TIME, side="right")))
        yield low, high
        low = high


# --- the rest --------------------------------------------------------------------------------------------------------


def _marks(gathered: Gathered, order: Ints, capacity: int) -> tuple[list[tuple[str, str]], Array]:
    """Return the values in the order of their columns, and the bits."""
    for mark in STANDING_MARKS:
        gathered.marks.numbers[mark]
    found = list(gathered.marks.numbers)
    values = sorted(found, key=lambda pair: (_FIELD_ORDER.index(pair[0]), pair[1]))
    column_of_value = {value: column for column, value in enumerate(values)}
    column_of = np.array([column_of_value[value] for value in found], dtype=np.int64)
    bits = np.zeros((capacity // 64, len(values) + SPARE_VALUES), dtype=np.uint64)
    rows = np.repeat(_places_of(order), np.frombuffer(gathered.marks_in, dtype=np.uint32))
    if len(rows):
        places = (rows >> 6) * bits.shape[1] + column_of[np.frombuffer(gathered.mark, dtype=np.uint32)]
        np.bitwise_or.at(bits.reshape(-1), places, np.uint64(1) << (rows & 63).astype(np.uint64))
    return values, bits


def _properties(gathered: Gathered, order: Ints, capacity: int) -> dict[str, Array]:
    arrays = {}
    for of in PROPERTIES:
        column = np.zeros(capacity, dtype=of.dtype)
        column[: len(order)] = np.array(gathered.properties.pop(of.name), dtype=of.dtype)[order]
        arrays[of.name] = column
    return arrays


def _lists(gathered: Gathered, order: Ints, capacity: int, room: int) -> dict[str, Array]:
    """Return the further spots and the moments: for each row where its list begins and how long it is."""
    spots = np.array(gathered.spots, dtype=np.float64).reshape(-1, 3)
    further, spot_start, spot_count = _in_order(gathered.spots_in, order, capacity)
    coming, moment_start, moment_count = _in_order(gathered.moments_in, order, capacity)
    moment = np.frombuffer(gathered.moments, dtype=np.uint32) if len(gathered.moments) else np.zeros(0, dtype=np.uint32)
    return {
        "spot_start": spot_start,
        "spot_count": spot_count,
        "spot_lat": _with_room(spots[further, 0].astype(np.float32), room * _SPARE_SPOTS),
        "spot_lon": _with_room(spots[further, 1].astype(np.float32), room * _SPARE_SPOTS),
        "spot_precision": _with_room(spots[further, 2].astype(np.uint8), room * _SPARE_SPOTS),
        "moment_start": moment_start,
        "moment_count": moment_count,
        "moment": _with_room(moment[coming], room * _SPARE_MOMENTS),
    }


def _in_order(lengths: Any, order: Ints, capacity: int) -> tuple[Ints, Array, Array]:
    """Return where the lists' members stand among those gathered, in the order of rows; and starts and counts."""
    gathered = np.frombuffer(lengths, dtype=np.uint32).astype(np.int64) if len(lengths) else np.zeros(0, dtype=np.int64)
    begins = (np.cumsum(gathered) - gathered)[order]
    counts = gathered[order]
    starts = np.cumsum(counts) - counts
    members = np.arange(int(counts.sum())) + np.repeat(begins - starts, counts)
    start, count = np.zeros(capacity, dtype=np.uint32), np.zeros(capacity, dtype=np.uint16)
    start[: len(order)], count[: len(order)] = starts, counts
    return members, start, count


def _with_room(values: Array, room: int) -> Array:
    return np.concatenate((values, np.zeros((room, *values.shape[1:]), dtype=values.dtype)))


def _names(gathered: Gathered, order: Ints) -> dict[str, Array]:
    ends = np.frombuffer(gathered.names_end, dtype=np.uint64).astype(np.int64).tolist() if len(order) else []
    begins = [0, *ends[:-1]]
    names = [bytes(gathered.names[begins[place] : ends[place]]) for place in order.tolist()]
    return {"name_end": _ends(names), "name_bytes": _joined(names)}


def _words(words: Mapping[str, int]) -> dict[str, Array]:
    """Return how often each word stands in the documents."""
    encoded = [word.encode("utf-8", "surrogatepass") for word in sorted(words)]
    counts = np.array([words[word] for word in sorted(words)], dtype=np.uint32)
    return {"word_end": _ends(encoded), "word_bytes": _joined(encoded), "word_count": counts}


def _vectors(gathered: Gathered, order: Ints, capacity: int, room: int) -> dict[str, Array]:
    """Return the vectors by cluster; ``vector_of`` is a row's vector's number, 1 for the first, 0 for none."""
    held = np.frombuffer(gathered.vector_of, dtype=np.int32)[order] if len(order) else np.zeros(0, dtype=np.int32)
    rows = np.flatnonzero(held >= 0)
    vectors = np.stack([gathered.vectors[place] for place in held[rows]]) if len(rows) else np.zeros((0, 0), np.int8)
    gathered.vectors.clear()
    by_cluster, ptr, centroids = cluster(vectors)
    vector_of = np.zeros(capacity, dtype=np.uint32)
    vector_of[rows[by_cluster]] = np.arange(1, len(rows) + 1)
    room = room if len(rows) else 0
    return {
        "vector_of": vector_of,
        "vector_row": _with_room(rows[by_cluster].astype(np.int32), room),
        "vectors": _with_room(vectors[by_cluster], room),
        "cluster_ptr": ptr,
        "centroids": centroids,
    }


def _places_of(order: Ints) -> Ints:
    """Return the place of each thing in an order."""
    places = np.empty(len(order), dtype=np.int64)
    places[order] = np.arange(len(order))
    return places


def _ends(texts: list[bytes]) -> Array:
    return np.cumsum([len(text) for text in texts], dtype=np.uint64).astype(np.uint32)


def _joined(texts: list[bytes]) -> Array:
    return np.frombuffer(b"".join(texts), dtype=np.uint8)
