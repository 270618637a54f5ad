"""The rule of ours over theirs, key by key."""

from typing import Any

from brobygger.opendata.overlay import overlaid

TERM, OTHER, OURS = "t1", "t2", "t3"


def carrying(*terms: str) -> list[dict[str, Any]]:
    return [{"id": f"a-{term}", "taxonomy_term": {"id": term}} for term in terms]


def thing(**values: Any) -> dict[str, Any]:
    return {"id": "1", "name": "Café", "status": "active", "organization": {"id": "9"}, **values}


class TestOverlaid:
    def test_gives_back_what_came_when_nothing_changed(self) -> None:
        raw = thing(name="Cafe", funding=[{"source": "Puljen"}], attributes=carrying(TERM))
        ours = thing(dk_key="cafe", description="Kaffe", attributes=[])

        assert overlaid(raw=raw, mapped=ours, ours=ours) == raw

    def test_whose_it_is_is_told_by_us_when_the_source_tells_it_under_anothers_id(self) -> None:
        raw = thing(organization={"id": "8", "name": "En anden"})

        assert overlaid(raw=raw, mapped=thing(), ours=thing())["organization"] == {"id": "9"}

    def test_keeps_what_we_have_no_field_for_when_something_else_changes(self) -> None:
        raw = thing(name="Cafe", funding=[{"source": "Puljen"}])

        published = overlaid(raw=raw, mapped=thing(), ours=thing(name="Café Håb"))

        assert published == thing(name="Café Håb", funding=[{"source": "Puljen"}])

    def test_takes_away_what_was_taken_away_here(self) -> None:
        published = overlaid(raw=thing(alert="Lukket!"), mapped=thing(alert="Lukket"), ours=thing())

        assert published == thing()

    def test_says_what_was_first_said_here(self) -> None:
        assert overlaid(raw=thing(), mapped=thing(), ours=thing(alert="Ny"))["alert"] == "Ny"

    def test_unites_the_terms_of_both(self) -> None:
        raw = thing(attributes=carrying(TERM, OTHER))

        published = overlaid(raw=raw, mapped=thing(attributes=carrying(TERM)), ours=thing(attributes=carrying(OURS)))

        assert [each["taxonomy_term"]["id"] for each in published["attributes"]] == [OTHER, OURS]

    def test_has_no_terms_when_nobody_said_any(self) -> None:
        raw = thing(attributes=carrying(TERM))

        assert "attributes" not in overlaid(raw=raw, mapped=thing(attributes=carrying(TERM)), ours=thing())

    def test_knows_a_term_by_its_number_alone(self) -> None:
        raw = thing(attributes=[{"id": "a", "taxonomy_term_id": TERM}])

        assert overlaid(raw=raw, mapped=thing(), ours=thing(attributes=carrying(TERM))) == raw

    def test_fills_in_only_what_the_standard_cannot_do_without(self) -> None:
        ours = thing(description="Forening.", dk_kind="association")

        published = overlaid(raw={"id": "x"}, mapped=ours, ours=ours)

        assert published == thing(description="Forening.")

    def test_tells_our_history_only_when_there_is_some(self) -> None:
        """What the import itself wrote is not a change of what came."""
        line = {"id": "m1", "field_name": "status"}
        raw = thing(metadata=[{"id": "m0"}], last_modified="2020-01-01T00:00:00Z")

        same = overlaid(raw=raw, mapped=thing(), ours=thing(metadata=[line]))
        changed = overlaid(raw=raw, mapped=thing(), ours=thing(metadata=[line], alert="Ny"))

        assert same == raw
        assert changed["metadata"] == [{"id": "m0"}, line]
        assert "last_modified" not in changed
