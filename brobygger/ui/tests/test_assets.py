"""The weight of what every page loads. Skipped where nothing is built: ``npm run build``."""

import json
import re
from pathlib import Path

import brotli
import pytest

PACKAGE = Path(__file__).resolve().parents[2]
FRONTEND = PACKAGE.parent / "frontend"
BUILT = PACKAGE / "ui" / "static" / "ui"
needs_build = pytest.mark.skipif(not (BUILT / "brobygger.css").exists(), reason="nothing is built: npm run build")

#: Most bytes over the wire, compressed.
BUDGETS = {
    "brobygger.css": 22_000,
    "brobygger.js": 4_000,
    "filters.js": 20_000,
    "icons.svg": 8_000,
    "fonts/atkinson.woff2": 17_500,
    "fonts/literata.woff2": 17_500,
}


def wire_size(name: str) -> int:
    """Return what a file weighs compressed."""
    return len(brotli.compress((BUILT / name).read_bytes()))


class TestIcons:
    def test_are_all_in_the_sprite(self) -> None:
        drawn = set(json.loads((FRONTEND / "icons.json").read_text()))
        templates = "".join(file.read_text() for file in PACKAGE.rglob("templates/**/*.html"))
        code = "".join(file.read_text() for file in PACKAGE.glob("*/presenters/*.py"))
        used = re.findall(r'{% icon "([\w-]+)"', templates) + re.findall(r'\bicon="([\w-]+)"', templates + code)

        assert set(used) <= drawn


@needs_build
class TestAssets:
    @pytest.mark.parametrize("name", BUDGETS)
    def test_keep_their_budget(self, name: str) -> None:
        assert wire_size(name) <= BUDGETS[name]

    def test_leave_room_for_the_front_page_itself(self) -> None:
        every_page = [name for name in BUDGETS if name != "filters.js"]

        assert sum(map(wire_size, every_page)) <= 70_000

    def test_load_nothing_from_elsewhere(self) -> None:
        for name in ("brobygger.css", "brobygger.js", "filters.js"):
            text = (BUILT / name).read_text().replace("http://www.w3.org/", "")
            assert "url(http" not in text
            assert "url(//" not in text
            assert "@import" not in text
