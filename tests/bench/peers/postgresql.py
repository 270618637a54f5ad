"""PostgreSQL full text: ``tsvector`` of our own words with GIN, ``ts_rank``, filters as columns, facets by GROUP BY."""

from collections.abc import Iterable, Iterator

import psycopg

from brobygger.search.engine.columns import DAYS, DELIVERIES, PARTS_OF_DAY, ROLES, when_bits
from tests.bench.peers.rows import FEATURES, TOP, PeerAnswer, PeerQuestion, Row

_TABLE = """
CREATE UNLOGGED TABLE offers (
  number int, words tsvector, concepts smallint[], municipalities smallint[], is_national bool, languages int,
  delivery int, roles int, slots int, features int, age_min int, age_max int, gender int, x real, y real
)"""
_INDEXES = (
    "CREATE INDEX ON offers USING gin (words)",
    "CREATE INDEX ON offers USING gin (concepts)",
    "CREATE INDEX ON offers USING gin (municipalities)",
    "CREATE INDEX ON offers (x, y)",
    "CREATE INDEX ON offers (number) WHERE is_national",
    "VACUUM ANALYZE offers",
)
#: One thread, room to sort in memory, no compiling of queries that take milliseconds.
_SETTINGS = (
    "SET max_parallel_workers_per_gather = 0",
    "SET jit = off",
    "SET work_mem = '128MB'",
    "SET maintenance_work_mem = '512MB'",
    "SET random_page_cost = 1.1",
    "SET effective_cache_size = '4GB'",
)
#: Where a word stands weighs as it does with us.
_RANK = "ts_rank('{0.1,0.33,0.66,1}', words, %(words)s::tsquery)"


class PostgreSQL:
    """A table in a cluster that lives for the run."""

    name = "PostgreSQL GIN + ts_rank"

    def __init__(self, url: str) -> None:
        self._connection = psycopg.connect(url, autocommit=True)
        for setting in _SETTINGS:
            self._connection.execute(setting)

    def build(self, rows: Iterable[Row]) -> None:
        """Fill the table, then make its indexes."""
        self._connection.execute(_TABLE)
        with self._connection.cursor().copy("COPY offers FROM STDIN") as copy:
            for row in rows:
                copy.write_row(
                    (
                        row.number, _vector(row), list(row.concepts), list(row.municipalities), row.is_national,
                        row.languages, row.delivery, row.roles, row.slots, row.features, row.age_min, row.age_max,
                        row.gender, row.x, row.y,
                    )
                )  # fmt: skip
        for statement in _INDEXES:
            self._connection.execute(statement)

    def ask(self, question: PeerQuestion) -> PeerAnswer:
        """Answer with one statement: the hits are found once, then ordered and counted."""
        conditions, values = _conditions(question)
        score = "0" if question.terms is None else _RANK
        where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
        found = self._connection.execute(
            f"WITH hits AS MATERIALIZED (SELECT number, {score} AS score, concepts, delivery, roles, slots, features"
            f" FROM offers {where}) {_SELECT}",
            values,
        ).fetchone()
        assert found is not None
        top, concepts, (total, *sums) = found
        counts = {"concepts": concepts or {}, "others": dict(zip(_SUMS, map(int, sums), strict=True))}
        return PeerAnswer(total=int(total), top=tuple(top or ()), counts=counts)

    def megabytes(self) -> float:
        """Return the table with its indexes."""
        found = self._connection.execute("SELECT pg_total_relation_size('offers')").fetchone()
        return found[0] / 1e6 if found else 0.0


#: Each other facet's values, as what is counted of a hit.
_SUMS = {
    **{value: f"delivery & {1 << place} > 0" for place, value in enumerate(DELIVERIES)},
    **{value: f"roles & {1 << place} > 0" for place, value in enumerate(ROLES)},
    **{value: f"slots & {when_bits((value,))} > 0" for value in (*DAYS, *PARTS_OF_DAY)},
    **{value: f"features & {1 << place} > 0" for place, value in enumerate(FEATURES)},
}
_SELECT = f"""
SELECT
  (SELECT array_agg(number) FROM (SELECT number FROM hits ORDER BY score DESC, number LIMIT {TOP}) AS best),
  (SELECT json_object_agg(concept, many) FROM
    (SELECT concept, count(*) AS many FROM hits, unnest(concepts) AS concept GROUP BY concept) AS counted),
  (SELECT array_agg(n ORDER BY place) FROM (
    SELECT unnest(ARRAY[count(*), {", ".join(f"count(*) FILTER (WHERE {test})" for test in _SUMS.values())}]) AS n,
      generate_series(0, {len(_SUMS)}) AS place FROM hits) AS sums)"""


def _vector(row: Row) -> str:
    """Return the words as PostgreSQL writes them, each where it weighs most; no parser comes between."""
    labels = dict.fromkeys(row.text.split(), "C") | dict.fromkeys(row.tags.split(), "B")
    labels |= dict.fromkeys(row.title.split(), "A")
    return " ".join(f"{_quoted(word)}:1{label}" for word, label in labels.items())


def _quoted(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


def _conditions(question: PeerQuestion) -> tuple[list[str], dict[str, object]]:
    found = list(_each_condition(question))
    values: dict[str, object] = {}
    for _condition, used in found:
        values |= used
    return [condition for condition, _used in found], values


def _each_condition(question: PeerQuestion) -> Iterator[tuple[str, dict[str, object]]]:
    if question.terms is not None:
        yield "words @@ %(words)s::tsquery", {"words": " | ".join(map(_quoted, question.terms))}
    for place, group in enumerate(question.concepts):
        yield f"concepts && %(concepts{place})s::smallint[]", {f"concepts{place}": list(group)}
    if (reach := question.reach) is not None:
        near = "(x BETWEEN %(x)s - %(km)s AND %(x)s + %(km)s AND (x - %(x)s)^2 + (y - %(y)s)^2 <= %(km)s^2)"
        own = "municipalities && ARRAY[%(code)s]::smallint[] OR is_national"
        parts = [own] * (reach.municipality is not None) + [near] * (reach.km is not None)
        yield f"({' OR '.join(parts)})", {"x": reach.x, "y": reach.y, "km": reach.km, "code": reach.municipality}
    for column in ("languages", "delivery", "slots"):
        if wished := getattr(question, column):
            yield f"{column} & %({column})s > 0", {column: wished}
    if question.features:
        yield "features & %(features)s = %(features)s", {"features": question.features}
    if question.age is not None:
        yield "%(age)s BETWEEN age_min AND age_max", {"age": question.age}
    if question.gender:
        yield "gender IN (0, %(gender)s)", {"gender": question.gender}
