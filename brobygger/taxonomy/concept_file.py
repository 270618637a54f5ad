"""The concept scheme as it comes with the package (``data/concepts/*.toml``, ``data/codes.toml``), read and checked.

Every problem of every file is gathered before anything is refused, so that an editor mends them in one go.
"""

import hashlib
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from brobygger.kernel.errors import BadData
from brobygger.taxonomy.models import ConceptCode, Facet

PACKAGED = Path(__file__).resolve().parent / "data"
_KEY = re.compile(r"^[a-z][a-z0-9_-]*$")
_TEXTS = ("key", "pref_da", "pref_en", "note_da", "note_en")
_LISTS = ("alt_da", "alt_en", "expressions_da", "expressions_en", "broader", "related")
_KNOWN = {*_TEXTS, *_LISTS, "needs_quick_exit"}


class ConceptsUnreadable(BadData):
    """Begreberne kan ikke indlæses."""

    code = "concepts_unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConceptRecord:
    """One concept as the files have it."""

    key: str
    facet: str
    position: int
    pref_da: str
    pref_en: str
    alt_da: tuple[str, ...] = ()
    alt_en: tuple[str, ...] = ()
    expressions_da: tuple[str, ...] = ()
    expressions_en: tuple[str, ...] = ()
    note_da: str = ""
    note_en: str = ""
    broader: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    needs_quick_exit: bool = False
    codes: tuple[ConceptCode, ...] = ()


def read_concepts(folder: Path = PACKAGED) -> tuple[ConceptRecord, ...]:
    """Read every concept, in the order of the files and their lines.

    Raises ``ConceptsUnreadable`` with one sentence a problem.
    """
    problems: list[str] = []
    codes = _read_codes(folder / "codes.toml", problems)
    raw = list(_read_tables(folder / "concepts", problems))
    records = [record for number, row in enumerate(raw) if (record := _record(number, row, codes, problems))]
    problems += _check(records)
    known = {record.key for record in records}
    problems += [f"codes.toml: {key} er ikke et begreb." for key in codes if key not in known]
    if not records:
        problems.append(f"Der er ingen begreber i {folder.name}.")
    if problems:
        raise ConceptsUnreadable("\n".join(problems))
    return tuple(records)


def version_of(records: Iterable[ConceptRecord]) -> str:
    """Return a fingerprint of the whole scheme: the same content, the same version, everywhere."""
    return hashlib.sha256(repr([asdict(record) for record in records]).encode()).hexdigest()


def _read_tables(folder: Path, problems: list[str]) -> Iterator[dict[str, Any]]:
    """Yield every ``[[concept]]`` with its file's facet and name."""
    for path in sorted(folder.glob("*.toml")):
        table = _read_toml(path, problems)
        if table and table.get("facet") not in Facet.values:
            problems.append(f"{path.name}: facet skal være en af {', '.join(Facet.values)}.")
            continue
        for row in table.get("concept", []):
            yield {**row, "facet": table["facet"], "file": path.name}


def _read_toml(path: Path, problems: list[str]) -> dict[str, Any]:
    """Read one file; a file that is not TOML is one problem."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        problems.append(f"{path.name}: {error}")
        return {}


def _read_codes(path: Path, problems: list[str]) -> dict[str, tuple[ConceptCode, ...]]:
    """Read the codes of other lists by concept key; the file may be absent."""
    table = _read_toml(path, problems) if path.exists() else {}
    schemes = table.get("schemes", {})
    codes = {}
    for key, rows in table.get("codes", {}).items():
        unknown = [row["scheme"] for row in rows if row["scheme"] not in schemes]
        problems += [f"{path.name}: {key}: kodesystemet {name} er ikke beskrevet." for name in unknown]
        codes[key] = tuple(
            ConceptCode(**row, system=schemes[row["scheme"]]["system"]) for row in rows if row["scheme"] in schemes
        )
    return codes


def _record(
    position: int, row: Mapping[str, Any], codes: Mapping[str, tuple[ConceptCode, ...]], problems: list[str]
) -> ConceptRecord | None:
    """Make a record of one table, or say what is wrong with it."""
    where = f"{row['file']}: {row.get('key', '?')}"
    missing = [name for name in ("key", "pref_da", "pref_en") if not str(row.get(name, "")).strip()]
    unknown = sorted(set(row) - _KNOWN - {"facet", "file"})
    problems += [f"{where}: {name} mangler." for name in missing]
    problems += [f"{where}: feltet {name} kendes ikke." for name in unknown]
    if missing or unknown:
        return None
    if not _KEY.fullmatch(row["key"]):
        problems.append(f"{where}: nøglen må kun have a-z, tal, - og _.")
    texts: dict[str, Any] = {name: row[name].strip() for name in _TEXTS if name in row}
    lists: dict[str, Any] = {name: tuple(row.get(name, ())) for name in _LISTS}
    return ConceptRecord(
        **texts,
        **lists,
        facet=row["facet"],
        position=position,
        needs_quick_exit=bool(row.get("needs_quick_exit", False)),
        codes=codes.get(row["key"], ()),
    )


def _check(records: list[ConceptRecord]) -> list[str]:
    """Say what is wrong between concepts: keys, links, cycles, and words that would mean two things."""
    by_key = {record.key: record for record in records}
    return [
        *_check_keys(records),
        *_check_links(records, by_key),
        *_check_ways_up(by_key),
        *_check_words(records),
    ]


def _check_keys(records: list[ConceptRecord]) -> Iterator[str]:
    """A key names one concept, of all facets."""
    seen: set[str] = set()
    for record in records:
        if record.key in seen:
            yield f"{record.key}: nøglen bruges to gange."
        seen.add(record.key)


def _check_links(records: list[ConceptRecord], by_key: Mapping[str, ConceptRecord]) -> Iterator[str]:
    """Broader and related point at other concepts of the same facet."""
    for record in records:
        for name, keys in (("broader", record.broader), ("related", record.related)):
            for key in keys:
                if key not in by_key:
                    yield f"{record.key}: {name} {key} findes ikke."
                elif key == record.key:
                    yield f"{record.key}: {name} peger på sig selv."
                elif by_key[key].facet != record.facet:
                    yield f"{record.key}: {name} {key} er en anden slags begreb."


def _check_ways_up(by_key: Mapping[str, ConceptRecord]) -> Iterator[str]:
    """Going broader always ends, and what is broader is not related as well."""
    for start in by_key:
        above = _all_above(start, by_key)
        if start in above and by_key[start].broader != (start,):
            yield f"{start}: er bredere end sig selv (ring af broader)."
        for key in above.intersection(by_key[start].related):
            yield f"{start}: {key} er både bredere og beslægtet; SKOS vil have ét af dem."


def _all_above(start: str, by_key: Mapping[str, ConceptRecord]) -> set[str]:
    """Return everything broader than a concept, all the way up."""
    above, frontier = set[str](), {start}
    while frontier:
        frontier = {b for key in frontier if key in by_key for b in by_key[key].broader} - above
        above |= frontier
    return above


def _check_words(records: list[ConceptRecord]) -> Iterator[str]:
    """Inside a facet and a language, a name or an expression belongs to one concept."""
    for what, words_of in (
        ("navnet", lambda r: {"da": (r.pref_da, *r.alt_da), "en": (r.pref_en, *r.alt_en)}),
        ("udtrykket", lambda r: {"da": r.expressions_da, "en": r.expressions_en}),
    ):
        owners: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        for record in records:
            for language, words in words_of(record).items():
                for word in words:
                    owners[record.facet, language, word.strip().casefold()].add(record.key)
        for (_facet, _language, word), keys in owners.items():
            if len(keys) > 1:
                yield f"{what} »{word}« står på flere begreber: {', '.join(sorted(keys))}."
            if not word:
                yield f"{', '.join(sorted(keys))}: et tomt ord."
