"""Every Danish sentence has an English one."""

import os
import re
import shutil
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from scripts.messages import CATALOGUE, ROOT, collect, sentences, spoken_by_refusals, untranslated

PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|%[sd]|\{[a-z_]*\}")


class TestEnglishCatalogue:
    def test_lacks_no_sentence(self, tmp_path: Path) -> None:
        if shutil.which("xgettext") is None and os.environ.get("CI") != "true":
            pytest.skip("gettext is not installed")

        assert sentences(collect(tmp_path)) == sentences(CATALOGUE), "run: make messages"

    def test_is_translated_throughout(self) -> None:
        assert not untranslated(CATALOGUE)

    def test_keeps_every_placeholder(self) -> None:
        with CATALOGUE.open("rb") as file:
            messages = [message for message in read_po(file, locale="en") if message.id]
        wrong = []
        for message in messages:
            ids = message.id if isinstance(message.id, tuple | list) else [message.id]
            strings = message.string if isinstance(message.string, tuple | list) else [message.string]
            wanted = set(PLACEHOLDER.findall(ids[-1]))
            wrong += [text for text in strings[-1:] if set(PLACEHOLDER.findall(text or "")) != wanted]

        assert not wrong


class TestSpokenByRefusals:
    def test_finds_what_a_class_says_by_itself_and_what_it_is_raised_with(self) -> None:
        spoken = spoken_by_refusals(ROOT / "brobygger")

        assert "Det har du ikke adgang til." in spoken
        assert "Vælg, hvad der er galt." in spoken

    def test_leaves_other_errors_alone(self, tmp_path: Path) -> None:
        (tmp_path / "room.py").write_text('class Other(ValueError):\n    """Noget."""\n\nraise Other("andet")\n')

        assert not spoken_by_refusals(tmp_path)
