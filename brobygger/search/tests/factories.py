"""Documents for tests: made up, but possible. ``demo_documents`` are the demo offers, mapped by their tags' labels."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from brobygger.search.documents import Document, Spot
from brobygger.search.understanding.concepts import ConceptBook, Topic
from brobygger.taxonomy.concept_file import read_concepts

#: Read as a file: the search is below the room that owns it.
DEMO_OFFERS = Path(__file__).parents[2] / "directory" / "data" / "real_offers.jsonl"
_DELIVERY = {
    "fremmøde": "in_person",
    "telefon": "phone",
    "online": "online",
    "hjemmebesøg": "home_visit",
    "opsøgende": "outreach",
}


def make_document(key: str, **fields: Any) -> Document:
    """Return a document with this key and everything else plain, unless told otherwise."""
    owner = fields.pop("owner", f"forening-{key}")
    defaults: dict[str, Any] = {
        "id": uuid5(NAMESPACE_URL, key),
        "kind": "offer",
        "key": key,
        "title": key.replace("-", " ").capitalize(),
        "summary": "Et tilbud.",
        "owner_id": uuid5(NAMESPACE_URL, owner),
        "owner_key": owner,
        "owner_name": owner.replace("-", " ").capitalize(),
        "roles": ("bruger", "frivillig"),
        "delivery": ("in_person",),
        "is_national": True,
    }
    return Document(**(defaults | fields))


def make_spot(**fields: Any) -> Spot:
    """Return a spot in the middle of Odense, unless told otherwise."""
    defaults = {"lat": 55.396, "lon": 10.388, "precision": "address", "municipality_code": "0461", "postcode": "5000"}
    return Spot(**(defaults | fields))


def concept_book() -> ConceptBook:
    """Return the real concepts, straight from their files."""
    return ConceptBook(
        Topic(
            key=record.key,
            facet=record.facet,
            name_da=record.pref_da,
            name_en=record.pref_en,
            labels=(record.pref_da, record.pref_en, *record.alt_da, *record.alt_en),
            expressions=(*record.expressions_da, *record.expressions_en),
            broader=tuple(record.broader),
            related=tuple(record.related),
        )
        for record in read_concepts()
    )


def demo_documents(concepts: ConceptBook) -> Iterator[Document]:
    """Give the demo offers, with the concepts that bear their tags' names."""
    by_label = {
        label.lower(): topic.key for topic in reversed(list(concepts.topics.values())) for label in topic.labels
    }
    for line in DEMO_OFFERS.read_text(encoding="utf-8").splitlines():
        yield _from_record(json.loads(line), by_label)


def _from_record(row: dict[str, Any], by_label: dict[str, str]) -> Document:
    tags = (*row["challenges"], *row["target_groups"], *row["activities"])
    code = row["municipality_code"]
    return make_document(
        row["id"],
        title=row["name"],
        summary=row["summary"],
        body=row["description"],
        words=tags,
        owner=row["organization"]["name"],
        concepts=tuple(dict.fromkeys(by_label[tag] for tag in tags if tag in by_label)),
        age_min=row["age_min"],
        age_max=row["age_max"],
        roles=tuple(row["roles_open"]),
        delivery=tuple(_DELIVERY[way] for way in row["delivery"]),
        is_national=code is None,
        municipality_codes=(code,) if code else (),
        is_free=True if row["price"] == "gratis" else None,
    )
