"""``brobygger load-concepts`` says what it did."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from brobygger.taxonomy import services
from brobygger.taxonomy.concept_file import ConceptsUnreadable

pytestmark = pytest.mark.django_db


def run() -> str:
    said = StringIO()
    call_command("load-concepts", stdout=said)
    return said.getvalue()


class TestLoadConceptsCommand:
    def test_says_what_there_is(self) -> None:
        assert "begreber, heraf" in run()
        assert "alle som før" in run()

    def test_says_what_is_wrong_without_a_traceback(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*_: object) -> None:
            raise ConceptsUnreadable("need.toml: angst: pref_da mangler.")

        monkeypatch.setattr(services, "read_concepts", refuse)

        with pytest.raises(CommandError, match="pref_da mangler"):
            run()
