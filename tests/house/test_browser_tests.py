"""A test in a browser waits for what it expects: asked once, right after a click, a half-loaded page answers."""

import re

from tests.portal import ROOT

_ASKS_ONCE = re.compile(r"assert (?:not )?.*\.(?:is_visible|is_checked|is_hidden|is_enabled|input_value)\(\)$")


class TestAssertionsAboutAPage:
    def test_wait(self) -> None:
        asked_once = [
            f"{path.name}:{number}"
            for path in (ROOT / "tests/e2e").glob("*.py")
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
            if _ASKS_ONCE.search(line)
        ]
        assert not asked_once, f"Write expect(…).to_be_visible() or its like, which wait: {asked_once}"
