"""A source's own words for things, and which of our concepts they are."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from brobygger.places.names import slugify
from brobygger.sources.becoming.texts import cut, line_of, part_of, rows_of

_LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class TermRef:
    """One term: of which list, its code (its name without one), and its name."""

    scheme: str
    code: str
    label: str
    term_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What terms are here: ``ours`` are our own concepts by id, ``chosen`` what somebody has said (empty: left out)."""

    ours: Mapping[str, str]
    chosen: Mapping[tuple[str, str], str]
    by_label: Mapping[str, str]

    def concept(self, term: TermRef) -> str | None:
        """Return our concept's key; empty when somebody chose to leave the term out, None when nobody has chosen."""
        chosen = self.chosen.get((term.scheme, term.code))
        if chosen is not None:
            return chosen
        return self.ours.get(term.term_id)

    def suggested(self, term: TermRef) -> str:
        """Return the concept of ours with the same name, if there is one."""
        return self.by_label.get(slugify(term.label), "") or self.by_label.get(slugify(term.code), "")


def terms_in(service: Mapping[str, Any]) -> Iterator[TermRef]:
    """Yield the terms a service carries, each once."""
    seen = set()
    for attribute in rows_of(service, "attributes"):
        term = part_of(attribute, "taxonomy_term")
        label = cut(line_of(term, "name") or line_of(attribute, "label") or line_of(attribute, "value"), _LONGEST)
        code = cut(line_of(term, "code"), _LONGEST) or label
        if not code:
            continue
        detail = part_of(term, "taxonomy_detail")
        scheme = cut(
            line_of(term, "taxonomy") or line_of(detail, "name") or line_of(detail, "uri")
            or line_of(term, "taxonomy_id"), _LONGEST,
        )  # fmt: skip
        term_id = line_of(term, "id").lower() or line_of(attribute, "taxonomy_term_id").lower()
        if (scheme, code) not in seen:
            seen.add((scheme, code))
            yield TermRef(scheme=scheme, code=code, label=label, term_id=term_id)
