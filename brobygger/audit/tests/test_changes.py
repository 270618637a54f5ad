"""The book is told what changes, and nothing personal."""

from brobygger.audit.changes import changes_to
from brobygger.audit.models import Entry


class TestChangesTo:
    def test_of_a_row_are_the_fields_that_differ(self) -> None:
        row = Entry(act="a.b.done", subject_id="1")

        assert changes_to(row, {"act": "a.b.undone", "subject_id": "1"}) == {"act": ["a.b.done", "a.b.undone"]}

    def test_of_a_new_row_are_the_fields_that_say_something(self) -> None:
        assert changes_to(None, {"act": "a.b.done", "actor_id": ""}) == {"act": [None, "a.b.done"]}

    def test_never_hold_what_may_be_personal(self) -> None:
        changes = changes_to(None, {"phone": "12 34 56 78"}, named_only=frozenset({"phone"}))

        assert changes == {"phone": "changed"}
