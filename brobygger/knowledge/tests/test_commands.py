"""``brobygger load-crisis-lines``."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db


class TestLoadCrisisLines:
    def test_says_what_it_did(self) -> None:
        said = StringIO()

        call_command("load-crisis-lines", stdout=said)

        assert "nye" in said.getvalue()

    @pytest.mark.parametrize("content", ["not toml", "line = []", None])
    def test_says_in_one_sentence_why_not(self, tmp_path: Path, content: str | None) -> None:
        file = tmp_path / "lines.toml"
        if content is not None:
            file.write_text(content)

        with pytest.raises(CommandError):
            call_command("load-crisis-lines", str(file))
