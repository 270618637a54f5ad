"""Every Danish sentence has an English one."""

import os
import re
import shutil
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from scripts.messages import CATALOGUE, collect, sentences, untranslated

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
