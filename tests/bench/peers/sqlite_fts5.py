"""SQLite FTS5 without content: ``bm25`` over three columns, a join with the rest, facets by GROUP BY."""

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from brobygger.search.engine.columns import DAYS, DELIVERIES, PARTS_OF_DAY, ROLES, when_bits
from tests.bench.peers.rows import FEATURES, TOP, PeerAnswer, PeerQuestion, Row

_TABLES = """
CREATE VIRTUAL TABLE words USING fts5(
  title, tags, text, content='', tokenize="unicode61 remove_diacritics 0 tokenchars '#-_''’'"
);
CREATE TABLE offers (
  number INTEGER PRIMARY KEY, is_national INT, languages INT, delivery INT, roles INT, slots INT, features INT,
  age_min INT, age_max INT, gender INT, x REAL, y REAL
);
CREATE TABLE concepts (number INT, concept INT, PRIMARY KEY (number, concept)) WITHOUT ROWID;
CREATE TABLE municipalities (code INT, number INT, PRIMARY KEY (code, number)) WITHOUT ROWID;
"""
_SUMS = {
    **{value: f"sum(delivery & {1 << place} > 0)" for place, value in enumerate(DELIVERIES)},
    **{value: f"sum(roles & {1 << place} > 0)" for place, value in enumerate(ROLES)},
    **{value: f"sum(slots & {when_bits((value,))} > 0)" for value in (*DAYS, *PARTS_OF_DAY)},
    **{value: f"sum(features & {1 << place} > 0)" for place, value in enumerate(FEATURES)},
}


class FTS5:
    """A database file of its own."""

    name = "SQLite FTS5 + bm25"

    def __init__(self, folder: Path) -> None:
        self._file = folder / "fts5.sqlite3"
        self._connection = sqlite3.connect(self._file, isolation_level=None)
        for setting in ("synchronous=OFF", "journal_mode=OFF", "temp_store=MEMORY", "mmap_size=1000000000"):
            self._connection.execute(f"PRAGMA {setting}")
        self._connection.execute("PRAGMA cache_size=-256000")

    def build(self, rows: Iterable[Row]) -> None:
        """Fill the tables in one transaction, then join the index's pieces into one."""
        self._connection.executescript(_TABLES)
        self._connection.execute("BEGIN")
        for row in rows:
            self._insert(row)
        self._connection.execute("COMMIT")
        self._connection.execute("CREATE INDEX near ON offers (x, y)")
        self._connection.execute("INSERT INTO words(words) VALUES ('optimize')")
        self._connection.execute("ANALYZE")

    def _insert(self, row: Row) -> None:
        run = self._connection.execute
        run(
            "INSERT INTO words(rowid, title, tags, text) VALUES (?, ?, ?, ?)",
            (row.number, row.title, row.tags, row.text),
        )
        run(
            "INSERT INTO offers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                row.number, row.is_national, row.languages, row.delivery, row.roles, row.slots, row.features,
                row.age_min, row.age_max, row.gender, row.x, row.y,
            ),
        )  # fmt: skip
        self._connection.executemany("INSERT INTO concepts VALUES (?, ?)", [(row.number, key) for key in row.concepts])
        self._connection.executemany(
            "INSERT INTO municipalities VALUES (?, ?)", [(code, row.number) for code in row.municipalities]
        )

    def ask(self, question: PeerQuestion) -> PeerAnswer:
        """Find the hits once into a table in memory, then order and count them."""
        run = self._connection.execute
        conditions, values = _conditions(question)
        where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
        has_words = question.terms is not None
        source = "words CROSS JOIN offers ON offers.number = words.rowid" if has_words else "offers"
        score = "bm25(words, 3.0, 2.0, 1.0)" if has_words else "0"
        run("DROP TABLE IF EXISTS temp.hits")
        run(
            f"CREATE TEMP TABLE hits AS SELECT offers.number AS number, {score} AS score, delivery, roles, slots,"
            f" features FROM {source} {where}",
            values,
        )
        top = tuple(number for (number,) in run(f"SELECT number FROM hits ORDER BY score, number LIMIT {TOP}"))
        total, *sums = run(f"SELECT count(*), {', '.join(_SUMS.values())} FROM hits").fetchone()
        concepts = run("SELECT concept, count(*) FROM hits CROSS JOIN concepts USING (number) GROUP BY concept")
        counts = {
            "concepts": {str(concept): many for concept, many in concepts},
            "others": dict(zip(_SUMS, sums, strict=True)),
        }
        return PeerAnswer(total=total, top=top, counts=counts)

    def megabytes(self) -> float:
        """Return the file's size."""
        return self._file.stat().st_size / 1e6


def _conditions(question: PeerQuestion) -> tuple[list[str], dict[str, object]]:
    found = list(_each_condition(question))
    values: dict[str, object] = {}
    for _condition, used in found:
        values |= used
    return [condition for condition, _used in found], values


def _each_condition(question: PeerQuestion) -> Iterator[tuple[str, dict[str, object]]]:
    if question.terms is not None:
        words = " OR ".join(f'"{term.replace(chr(34), "")}"' for term in question.terms)
        yield "words MATCH :words", {"words": words}
    for group in question.concepts:
        keys = ", ".join(map(str, group))
        yield f"offers.number IN (SELECT number FROM concepts WHERE concept IN ({keys}))", {}
    if (reach := question.reach) is not None:
        own = "is_national OR offers.number IN (SELECT number FROM municipalities WHERE code = :code)"
        near = "((x - :x) * (x - :x) + (y - :y) * (y - :y) <= :km * :km)"
        parts = [own] * (reach.municipality is not None) + [near] * (reach.km is not None)
        yield f"({' OR '.join(parts)})", {"x": reach.x, "y": reach.y, "km": reach.km, "code": reach.municipality}
    for column in ("languages", "delivery", "slots"):
        if wished := getattr(question, column):
            yield f"{column} & :{column} > 0", {column: wished}
    if question.features:
        yield "features & :features = :features", {"features": question.features}
    if question.age is not None:
        yield ":age BETWEEN age_min AND age_max", {"age": question.age}
    if question.gender:
        yield "gender IN (0, :gender)", {"gender": question.gender}
