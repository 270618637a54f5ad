"""What is read of a form that was sent."""

from django.http import QueryDict

from brobygger.desks.forms.typed import typed_on
from brobygger.directory.editing.steps import STEPS


class TestTypedOn:
    def test_keeps_no_sign_that_no_key_types(self) -> None:
        unseen = "".join(map(chr, {*range(32)} - {9, 10, 13}))
        step = next(step for step in STEPS if "name" in step.texts)
        sent = QueryDict(mutable=True)
        sent["name"] = f"Ca{unseen}fé\tog\r\nte"

        assert typed_on(step, sent)["name"] == "Café\tog\nte"
