"""Somebody who looks after a town's entries puts two that are one together, follows the old address, and parts them."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import DESKTOP, PHONE, NewPage
from tests.e2e.signing_in import LOCAL, sign_in
from tests.portal import ROOT, Portal

WALKS = pytest.mark.parametrize(
    ("with_script", "viewport"), [(True, DESKTOP), (False, PHONE)], ids=["desktop", "phone-without-javascript"]
)
_REAL = ROOT / "brobygger/directory/data/real_offers.jsonl"
#: Another one for each walk, so that what the first left behind is not in the way of the second.
_KEYS = {"desktop": "aeldresagen-odense-besoegsven", "phone-without-javascript": "sorgcenter-odense"}


@pytest.fixture
def twin(portal: Portal, tmp_path: Path, request: pytest.FixtureRequest) -> tuple[str, str, str]:
    """Return the keys of an offer and of the same as another register has it, and what that calls it."""
    real_key, key = _KEYS[request.node.callspec.id], f"tvilling-{request.node.callspec.id}"
    lines = (json.loads(line) for line in _REAL.read_text(encoding="utf-8").splitlines())
    real = next(line for line in lines if line["id"] == real_key)
    twin = {**real, "id": key, "name": real["name"].upper(), "source_year": 2024}
    path = tmp_path / "twin.jsonl"
    path.write_text(json.dumps(twin, ensure_ascii=False) + "\n", encoding="utf-8")
    portal.run("load-offers", str(path))
    portal.run("duplicates", "find")
    return real_key, key, twin["name"]


@WALKS
class TestDuplicates:
    def test_are_put_together_and_parted(
        self, new_page: NewPage, twin: tuple[str, str, str], with_script: bool, viewport: dict[str, int]
    ) -> None:
        real_key, key, name = twin
        page = new_page(may_have_cookies=True, java_script_enabled=with_script, viewport=viewport)
        sign_in(page, LOCAL)
        page.goto("/min-side/")
        page.get_by_role("link", name="Se, om noget står der to gange").click()
        page.get_by_role("link", name=name, exact=False).first.click()
        expect(page.get_by_text("Samme navn, når man ser bort fra by og småord")).to_be_visible()
        stays = page.locator('input[name="stays"]')
        names = page.locator('label[for^="stays-"]').all_inner_texts()
        stays.nth(1 if names[0].isupper() else 0).check(force=True)

        page.get_by_role("button", name="Læg dem sammen").click()

        expect(page.get_by_text("De er lagt sammen.", exact=False)).to_be_visible()
        merged = page.url
        page.goto(f"/tilbud/{key}/")
        expect(page).to_have_url(re.compile(f"/tilbud/{real_key}/$"))

        page.goto(merged)
        page.get_by_role("button", name="Skil dem ad igen").click()

        expect(page.get_by_text("De er skilt ad igen.")).to_be_visible()
        page.get_by_role("button", name="Det er ikke det samme").click()
        expect(page.get_by_text("Det er husket", exact=False)).to_be_visible()
        page.goto("/dubletter/svar/")
        expect(page.get_by_text(name, exact=False).first).to_be_visible()
