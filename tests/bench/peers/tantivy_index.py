"""tantivy (Rust): BM25 over our own words, filters by indexed fields, all facets by one aggregation."""

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import tantivy
from tantivy import FieldType, Occur, Query

from brobygger.search.engine.columns import DAYS, DELIVERIES, PARTS_OF_DAY, ROLES, when_bits
from tests.bench.peers.rows import FEATURES, TOP, PeerAnswer, PeerQuestion, Reach, Row

#: A title's word counts three times, a tag's twice: one field is faster than three.
_TITLE, _TAGS = 3, 2
_WRITER_BYTES = 256_000_000


class Tantivy:
    """An index of one segment in a folder."""

    name = "tantivy + aggregation"

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "tantivy"
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir()
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("words", tokenizer_name="whitespace", index_option="freq")
        builder.add_unsigned_field("number", fast=True)
        builder.add_text_field("facets", fast=True, tokenizer_name="raw", index_option="basic")
        builder.add_unsigned_field("keys", indexed=True)
        builder.add_integer_field("age_min", indexed=True, fast=True)
        builder.add_integer_field("age_max", indexed=True, fast=True)
        builder.add_float_field("x", indexed=True, fast=True)
        builder.add_float_field("y", indexed=True, fast=True)
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema, path=str(self._folder))
        self._searcher = self._index.searcher()

    def build(self, rows: Iterable[Row]) -> None:
        """Write everything, then merge into one segment (by writing with one thread and room enough)."""
        writer = self._index.writer(heap_size=_WRITER_BYTES, num_threads=1)
        for row in rows:
            writer.add_document(tantivy.Document.from_dict(_fields(row), self._schema))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def ask(self, question: PeerQuestion) -> PeerAnswer:
        """Search for the best twenty, then count in a second pass: tantivy has no collector for both."""
        parts = [(Occur.Must, query) for query in self._queries(question)]
        query = Query.boolean_query(parts) if parts else Query.all_query()
        hits = self._searcher.search(query, TOP, count=False).hits
        top = tuple(self._searcher.fast_field_values("number", [address for _score, address in hits]))
        wished: dict[str, Any] = {
            "total": {"value_count": {"field": "number"}},
            "facets": {"terms": {"field": "facets", "size": 1_000, "segment_size": 1_000}},
        }
        found = self._searcher.aggregate(query, wished)
        counts = {bucket["key"]: bucket["doc_count"] for bucket in found["facets"]["buckets"]}
        return PeerAnswer(
            total=int(found["total"]["value"]),
            top=tuple(int(number) for number in top),
            counts={
                "concepts": {key[2:]: many for key, many in counts.items() if key.startswith("c:")},
                "others": {key: many for key, many in counts.items() if not key.startswith("c:")},
            },
        )

    def megabytes(self) -> float:
        """Return the folder's size."""
        return sum(file.stat().st_size for file in self._folder.rglob("*")) / 1e6

    def _queries(self, question: PeerQuestion) -> Iterator[Query]:
        if question.terms is not None:
            words = [Query.term_query(self._schema, "words", term, index_option="freq") for term in question.terms]
            yield Query.boolean_query([(Occur.Should, word) for word in words]) if words else Query.empty_query()
        for group in question.concepts:
            yield self._any(_CONCEPT + key for key in group)
        if question.reach is not None:
            yield self._in_reach(question.reach)
        for base, bits in ((_LANGUAGE, question.languages), (_DELIVERY, question.delivery), (_SLOT, question.slots)):
            if bits:
                yield self._any(base + place for place in range(bits.bit_length()) if bits >> place & 1)
        for place in range(len(FEATURES)):
            if question.features >> place & 1:
                yield self._any([_FEATURE + place])
        if question.age is not None:
            yield self._between("age_min", FieldType.Integer, None, question.age)
            yield self._between("age_max", FieldType.Integer, question.age, None)
        if question.gender:
            yield self._any([_GENDER, _GENDER + question.gender])

    def _in_reach(self, reach: Reach) -> Query:
        """A box, not a circle: tantivy has no geometry."""
        parts: list[Query] = []
        if reach.municipality is not None:
            parts.append(self._any([_MUNICIPALITY + reach.municipality, _NATIONAL]))
        if reach.km is not None:
            box = (
                self._between("x", FieldType.Float, reach.x - reach.km, reach.x + reach.km),
                self._between("y", FieldType.Float, reach.y - reach.km, reach.y + reach.km),
            )
            parts.append(Query.boolean_query([(Occur.Must, side) for side in box]))
        return Query.const_score_query(Query.boolean_query([(Occur.Should, part) for part in parts]), 0.0)

    def _any(self, keys: Iterable[int]) -> Query:
        return Query.const_score_query(Query.term_set_query(self._schema, "keys", list(keys)), 0.0)

    def _between(self, name: str, kind: FieldType, least: float | None, most: float | None) -> Query:
        return Query.const_score_query(Query.range_query(self._schema, name, kind, least, most), 0.0)


#: What is filtered by stands in one field, each kind from its own number on.
_CONCEPT, _MUNICIPALITY, _LANGUAGE, _DELIVERY, _SLOT, _FEATURE, _GENDER, _NATIONAL = (
    10_000, 1_000, 20_000, 20_100, 20_200, 20_300, 20_400, 20_500,
)  # fmt: skip


def _fields(row: Row) -> dict[str, Any]:
    return {
        "words": " ".join([row.title] * _TITLE + [row.tags] * _TAGS + [row.text]),
        "number": row.number,
        "facets": list(_facets(row)),
        "keys": list(_keys(row)),
        "age_min": row.age_min,
        "age_max": row.age_max,
        "x": row.x,
        "y": row.y,
    }


def _facets(row: Row) -> Iterator[str]:
    yield from (f"c:{concept}" for concept in row.concepts)
    for bits, values in ((row.delivery, DELIVERIES), (row.roles, ROLES), (row.features, FEATURES)):
        yield from (value for place, value in enumerate(values) if bits >> place & 1)
    yield from (value for value in (*DAYS, *PARTS_OF_DAY) if row.slots & when_bits((value,)))


def _keys(row: Row) -> Iterator[int]:
    yield from (_CONCEPT + concept for concept in row.concepts)
    yield from (_MUNICIPALITY + code for code in row.municipalities)
    yield _GENDER + row.gender
    if row.is_national:
        yield _NATIONAL
    for base, bits in (
        (_LANGUAGE, row.languages),
        (_DELIVERY, row.delivery),
        (_SLOT, row.slots),
        (_FEATURE, row.features),
    ):
        yield from (base + place for place in range(bits.bit_length()) if bits >> place & 1)
