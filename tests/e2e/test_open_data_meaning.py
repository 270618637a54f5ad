"""What the parameters mean: each alone and in pairs, against plain Python over the same things."""

import json
from collections import Counter
from itertools import combinations
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.e2e.live import ask
from tests.e2e.oracle import (
    Test,
    Thing,
    carries,
    carries_of,
    happens,
    is_for,
    modified_since,
    near,
    says,
    service_in,
)
from tests.portal import Portal

Case = tuple[dict[str, str], Test]
#: The middle of 5000 Odense C, as places/data/postcodes.csv has it.
ODENSE = (55.42176, 10.39888)


def everything(portal: Portal, name: str) -> list[Thing]:
    answer = ask(portal.url, f"/hsds/3/{name}?format=ndjson&full=true")
    assert answer.status == 200
    return [json.loads(line) for line in answer.text.splitlines()]


def found(portal: Portal, name: str, parameters: dict[str, str]) -> list[str]:
    answer = ask(portal.url, f"/hsds/3/{name}?{urlencode({**parameters, 'minimal': 'true'})}")
    assert answer.status == 200, answer.text
    page = json.loads(answer.body)
    assert page["total_items"] == page["size"] == len(page["contents"])
    return [thing["id"] for thing in page["contents"]]


def usual(things: list[Thing], of: Any, most: int = 1) -> list[str]:
    """Return what most things have, so that a pair of conditions still leaves something."""
    return [value for value, _count in Counter(value for thing in things for value in of(thing)).most_common(most)]


def cases(things: list[Thing], odense: tuple[float, float]) -> list[Case]:
    """Return each parameter with a value that leaves some things out, and what it means."""

    def terms(thing: Thing) -> list[str]:
        return [attribute["taxonomy_term"]["id"] for attribute in service_in(thing).get("attributes", [])]

    def taxonomies(thing: Thing) -> set[str]:
        attributes = service_in(thing).get("attributes", [])
        return {attribute["taxonomy_term"]["taxonomy_detail"]["id"] for attribute in attributes}

    term, other_term = usual(things, terms, 2)
    taxonomy = usual(things, taxonomies, 3)[-1]
    organization = usual(things, lambda thing: [service_in(thing)["organization"]["id"]])[0]
    moments = sorted(service_in(thing)["last_modified"] for thing in things)
    moment = moments[len(moments) // 2]
    lat, lon = odense
    return [
        ({"search": "børn"}, says("børn")),
        ({"search": "Boern FORAELDRE"}, says("boern", "foraeldre")),
        ({"taxonomy_term_id": term}, carries(term)),
        ({"taxonomy_term_id": other_term}, carries(other_term)),
        ({"taxonomy_id": taxonomy}, carries_of(taxonomy)),
        ({"organization_id": organization}, lambda thing: service_in(thing)["organization"]["id"] == organization),
        ({"modified_after": moment}, modified_since(moment)),
        ({"postcode": "5000"}, is_for("0461", "1083")),
        ({"postcode": "5000", "proximity": "3000"},
         lambda thing: is_for("0461", "1083")(thing) and near(lat, lon, 3000)(thing)),
        ({"minimum_age": "18"}, lambda thing: service_in(thing).get("minimum_age", -1) >= 18),
        ({"maximum_age": "30"}, lambda thing: service_in(thing).get("maximum_age", 999) <= 30),
        ({"day": "TU"}, happens(day="TU")),
        ({"day": "tuesday", "start_time": "12:00"}, happens(day="TU", start="12:00")),
        ({"start_time": "17:00"}, happens(start="17:00")),
        ({"end_time": "15:30"}, happens(end="15:30")),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["services", "service_at_locations"])
class TestParameters:
    def test_mean_what_they_say_alone_and_in_pairs(self, portal: Portal, name: str) -> None:
        things = everything(portal, name)
        wrong, answers = [], 0
        tried = cases(things, ODENSE)
        for some in [*((case,) for case in tried), *combinations(tried, 2)]:
            parameters = {key: value for asked, _test in some for key, value in asked.items()}
            if len(parameters) < sum(len(asked) for asked, _test in some):
                continue  # The same parameter twice is one question, not two.
            expected = [thing["id"] for thing in things if all(test(thing) for _asked, test in some)]
            seen = found(portal, name, parameters)
            answers += bool(expected)
            if seen != expected:
                wrong.append((parameters, len(seen), len(expected), set(seen) ^ set(expected)))

        assert not wrong
        assert answers > 40


class TestTerms:
    def test_at_the_top_have_no_parent(self, portal: Portal) -> None:
        things = everything(portal, "taxonomy_terms")
        top = [thing["id"] for thing in things if "parent_id" not in thing]
        parent = next(thing["parent_id"] for thing in things if "parent_id" in thing)
        taxonomy = next(thing["taxonomy_detail"]["id"] for thing in things if "parent_id" in thing)

        assert found(portal, "taxonomy_terms", {"top_only": "true"}) == top
        assert 0 < len(top) < len(things)
        assert found(portal, "taxonomy_terms", {"parent_id": parent}) == [
            thing["id"] for thing in things if thing.get("parent_id") == parent
        ]
        assert found(portal, "taxonomy_terms", {"taxonomy_id": taxonomy, "top_only": "true"}) == [
            thing["id"] for thing in things if thing["taxonomy_detail"]["id"] == taxonomy and "parent_id" not in thing
        ]


class TestOrganizations:
    def test_carry_the_terms_of_their_services(self, portal: Portal) -> None:
        services, organizations = everything(portal, "services"), everything(portal, "organizations")
        term = usual(services, lambda s: [each["taxonomy_term"]["id"] for each in s.get("attributes", [])], 5)[-1]
        owners = {service["organization"]["id"] for service in services if carries(term)(service)}

        assert found(portal, "organizations", {"taxonomy_term_id": term}) == [
            thing["id"] for thing in organizations if thing["id"] in owners
        ]
