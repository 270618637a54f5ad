"""The standard's examples, changed in every way: what is read keeps the standard, the rest is refused."""

import copy
import json
import os
import time
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brobygger.opendata.tests.judges import faults
from brobygger.sources.reading import FeedRefused, Limits, open_feed
from brobygger.sources.tests.reading import STANDARD, needs_standard, package
from brobygger.sources.tests.test_reading_older import ORUK

pytestmark = needs_standard
LIMITS = Limits(most_object_bytes=200_000, most_bytes=5_000_000, most_page_bytes=1_000_000)
STREAMED = Limits(most_object_bytes=200_000, most_bytes=5_000_000, most_page_bytes=10)
#: More than a usual run takes: ``BROBYGGER_FUZZ=2000``.
quick = settings(
    max_examples=int(os.environ.get("BROBYGGER_FUZZ", "15")), deadline=3000, suppress_health_check=list(HealthCheck)
)

odd = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
    | st.sampled_from([
        "", " ", "null", "12", "-1", "1e999", "2026-13-45", "22/11/2026", "24:00", "<b>x</b>", "&amp;", "\x00",
        "\ud800", "javascript:alert(1)", "http://[", "www.x.dk", "http://x.dk/a|b", "http://æ.dk", "a@b", "æ@b.dk",
        "x" * 3000, 10**400, -(2**63), 1795305600, "ac148810", [[]], {"id": None}, {"name": {}},
    ]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


def _examples() -> list[Any]:
    if not STANDARD.exists():
        return [ORUK]
    found = [
        json.loads((STANDARD / version / "examples" / f"{name}.json").read_text())
        for version in ("3.0", "3.1", "uk-3.0")
        for name in ("service_full", "organization_full", "service_list")
    ]
    return [*found, json.loads((STANDARD / "3.1" / "examples" / "tabular.json").read_text()), ORUK]


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the way to everything in a value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, part in inner for place in _places(part, (*path, key)))]


EXAMPLES = _examples()
PLACES = [_places(example)[1:] for example in EXAMPLES]


@st.composite
def changed(draw: st.DrawFn) -> Any:
    """Return an example with some of it put in another way, taken out, doubled, or called something else."""
    number = draw(st.integers(0, len(EXAMPLES) - 1))
    value = copy.deepcopy(EXAMPLES[number])
    for path in draw(st.lists(st.sampled_from(PLACES[number]), min_size=1, max_size=8)):
        _change(draw, value, path)
    return value


def _change(draw: st.DrawFn, value: Any, path: tuple[Any, ...]) -> None:
    for step in path[:-1]:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return
    last = path[-1]
    try:
        value[last]
    except (KeyError, IndexError, TypeError):
        return
    if isinstance(value, str):
        return
    how = draw(st.sampled_from(["other", "gone", "listed", "unlisted", "renamed"]))
    if how == "gone":
        del value[last]
    elif how == "listed":
        value[last] = [value[last], value[last]]
    elif how == "unlisted" and isinstance(value[last], list) and value[last]:
        value[last] = value[last][0]
    elif how == "renamed" and isinstance(value, dict):
        value[
            draw(st.sampled_from(["id", "name", "services", "contents", "regular_schedules", "eligibilitys", "x"]))
        ] = value.pop(last)
    else:
        value[last] = draw(odd)


def written(value: Any) -> bytes:
    return json.dumps(value).encode("utf-8", "surrogatepass")


def check(content: bytes, limits: Limits = LIMITS) -> None:
    """Read a feed: whatever comes out is right, and nothing but a refusal stops it."""
    began = time.monotonic()
    with open_feed(content, namespace="fuzz", limits=limits) as feed:
        try:
            found = list(feed.things())
        except FeedRefused:
            found = []
        assert bool(feed.report.stopped_by) != bool(found or feed.report.is_whole)
    for one in found:
        assert not faults(one.kind, one.thing)
        assert one.foreign_id
        json.dumps(one.thing, allow_nan=False).encode()
    for tally in feed.report.remarks:
        tally.path.encode()
        tally.example.encode()
    assert time.monotonic() - began < 3


class TestFeeds:
    @quick
    @given(changed())
    def test_with_anything_changed_are_read_or_refused(self, value: Any) -> None:
        check(written(value))

    @quick
    @given(changed())
    def test_with_anything_changed_are_read_as_they_come(self, value: Any) -> None:
        check(written([value, value]), STREAMED)

    @quick
    @given(st.lists(changed(), max_size=3), st.binary(max_size=30), st.integers(0, 10_000))
    def test_of_lines_with_bytes_put_in_are_read_or_refused(self, values: list[Any], put_in: bytes, at: int) -> None:
        content = b"\n".join(written(value) for value in values)
        place = at % (len(content) + 1)

        check(content[:place] + put_in + content[place:])
        check(content[:place])

    @quick
    @given(odd)
    def test_of_anything_at_all_are_read_or_refused(self, value: Any) -> None:
        check(written(value))
        check(written({"contents": value, "services.csv": value, "organizations": value}), STREAMED)

    @quick
    @given(st.binary(max_size=300))
    def test_of_bytes_are_refused(self, content: bytes) -> None:
        for head in (b"", b"{", b"[", b"PK\x03\x04", b"\x1f\x8b\x08", b"\xff\xfe", b"id,name\n", b"\xef\xbb\xbf"):
            check(head + content)

    @quick
    @given(st.data())
    def test_of_tables_with_anything_in_them_are_read_or_refused(self, data: st.DataObject) -> None:
        folder = STANDARD / "3.1" / "examples" / "csv"
        files = {path.name: path.read_bytes() for path in folder.iterdir()}
        for name in data.draw(st.lists(st.sampled_from(sorted(files)), min_size=1, max_size=4)):
            place = data.draw(st.integers(0, len(files[name])))
            files[name] = files[name][:place] + data.draw(st.binary(max_size=10)) + files[name][place + 3 :]

        check(package(**files))

    @quick
    @given(st.data())
    def test_in_broken_packages_are_read_or_refused(self, data: st.DataObject) -> None:
        whole = package(services__csv="id,name\n1,Gåtur\n", organizations__csv="id,name\n1,Venner\n")
        place = data.draw(st.integers(0, len(whole) - 1))

        check(whole[:place] + data.draw(st.binary(max_size=4)) + whole[place + 1 :])
