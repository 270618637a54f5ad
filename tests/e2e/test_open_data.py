"""Everything the doors of open data answer over the demo register, held up against the official schemas."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.e2e.live import ask
from tests.hsds import LISTS, complaints, properties
from tests.portal import Portal

#: Path, official version.
BASES = {"/hsds/3": "3.1", "/hsds/uk/3": "uk-3.0"}
PAGE_KEYS = {
    "total_items", "total_pages", "page_number", "size", "first_page", "last_page", "empty", "contents"
}  # fmt: skip


def get(portal: Portal, path: str) -> Any:
    answer = ask(portal.url, path)
    assert answer.status == 200, f"{path}: {answer.status} {answer.text[:300]}"
    return json.loads(answer.body)


def everything(portal: Portal, path: str) -> list[Any]:
    answer = ask(portal.url, path)
    assert answer.status == 200
    return [json.loads(line) for line in answer.text.splitlines()]


def nothings(thing: Any) -> Iterator[Any]:
    """Yield every value that should have been left out; in a history what was, or is, nothing must be said."""
    if thing is None or thing in ("", [], {}):
        yield thing
    inside = thing.items() if isinstance(thing, dict) else enumerate(thing if isinstance(thing, list) else [])
    for key, value in inside:
        if key not in {"previous_value", "replacement_value"}:
            yield from nothings(value)


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("kind", LISTS)
class TestLists:
    def test_hold_what_the_standard_describes(self, portal: Portal, base: str, kind: str) -> None:
        path, version = f"{base}/{LISTS[kind]}", BASES[base]

        brief = everything(portal, f"{path}?format=ndjson")
        full = everything(portal, f"{path}?format=ndjson&full=true")

        assert len(brief) == len(full) > 3
        assert [thing["id"] for thing in brief] == [thing["id"] for thing in full]
        assert not [said for thing in brief for said in complaints(version, kind, thing, is_brief=True)]
        assert not [said for thing in full for said in complaints(version, kind, thing)]
        assert not [value for thing in [*brief, *full] for value in nothings(thing)]

    def test_are_whole_page_by_page(self, portal: Portal, base: str, kind: str) -> None:
        path = f"{base}/{LISTS[kind]}"
        pages = [get(portal, f"{path}?per_page=100&page={number}") for number in range(1, 5)]

        assert all(set(page) == PAGE_KEYS for page in pages)
        assert all(page["size"] == len(page["contents"]) for page in pages)
        whole = [thing for page in pages for thing in page["contents"]]
        assert whole == everything(portal, f"{path}?format=ndjson")
        assert [page["last_page"] for page in pages[: pages[0]["total_pages"]]][-1] is True

    def test_things_are_the_same_one_by_one(self, portal: Portal, base: str, kind: str) -> None:
        path, version = f"{base}/{LISTS[kind]}", BASES[base]

        for thing in everything(portal, f"{path}?format=ndjson&full=true")[::40]:
            alone = get(portal, f"{path}/{thing['id']}")
            assert alone == thing
            assert not complaints(version, kind, alone)


class TestOrganizations:
    def test_have_their_services_in_full_when_asked(self, portal: Portal) -> None:
        for organization in everything(portal, "/hsds/3/organizations?format=ndjson&full_service=true"):
            for service in organization.get("services", []):
                assert not complaints("3.1", "service", service)
                assert service["organization"]["id"] == organization["id"]


class TestBritishProfile:
    @pytest.mark.parametrize("kind", LISTS)
    def test_has_no_key_the_profile_does_not_know(self, portal: Portal, kind: str) -> None:
        known = properties("uk-3.0", kind) | {"services", "service"}

        seen = {key for thing in everything(portal, f"/hsds/uk/3/{LISTS[kind]}?format=ndjson") for key in thing}

        assert seen <= known
