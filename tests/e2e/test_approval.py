"""Approval in the browser: yes, no, mended, appealed, several at once; on a phone and a desk, with scripts and not."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import DESKTOP, PHONE, NewPage
from tests.e2e.signing_in import MEMBER, NATIONAL, sign_in
from tests.e2e.test_accessibility import scrolls_sideways, violations
from tests.portal import Portal

BOTH_WAYS = pytest.mark.parametrize("has_javascript", [True, False], ids=["with-js", "without-js"])

_SEND_IN = """
from django.utils import timezone
from brobygger.curation.models import Review
from brobygger.directory.services.drafts import save_draft, start_draft, submit_draft
from brobygger.kernel.actors import SYSTEM
from brobygger.organisations.models import Organisation
from brobygger.web.demo_people import DEMO_ASSOCIATION
at, organisation = timezone.now(), Organisation.objects.get(key=DEMO_ASSOCIATION)
draft = start_draft(actor=SYSTEM, organisation_id=organisation.id, at=at)
for step, values in (("hvad", {{"name": "{name}", "summary": "Kaffe og snak."}}), ("hvor", {{"reach": "landet"}})):
    draft = save_draft(
        actor=SYSTEM, draft_id=draft.id, step=step, values=values, revision=draft.revision, at=at
    ).draft
submit_draft(actor=SYSTEM, draft_id=draft.id, at=at)
print("review", Review.objects.get(subject_id=draft.id, municipality=None).id)
"""


@pytest.fixture
def name() -> str:
    return f"Prøvecafé {uuid4().hex[:6]}"


def send_in(portal: Portal, name: str) -> str:
    """Send in a new offer of the demonstration's association; return the id of its national review."""
    found = re.search(r"review ([0-9a-f-]{36})", portal.run("shell", "-c", _SEND_IN.format(name=name)))
    assert found is not None
    return found[1]


def at_desk(new_page: NewPage, who: str, *, has_javascript: bool, is_phone: bool = False) -> Page:
    size = PHONE if is_phone else DESKTOP
    page = new_page(viewport=size, java_script_enabled=has_javascript, may_have_cookies=True)
    sign_in(page, who)
    return page


def keep_all_rules(page: Page) -> None:
    """Answer yes to every posting rule."""
    for rule in page.locator(".checklist-rule").all():
        rule.get_by_label("ja", exact=True).check()


def say_no(page: Page, words: str) -> None:
    page.locator('input[name="outcome"][value="refused"]').check()
    details = page.locator("details.refusal")
    if details.get_attribute("open") is None:
        details.locator("summary").click()
    page.get_by_label("Det er svært at forstå", exact=False).check()
    page.get_by_label("Med dine egne ord").fill(words)
    page.get_by_role("button", name="Gem afgørelsen").click()


@BOTH_WAYS
class TestApprove:
    def test_shows_the_offer_to_everybody(
        self, new_page: NewPage, portal: Portal, name: str, has_javascript: bool
    ) -> None:
        review = send_in(portal, name)
        page = at_desk(new_page, NATIONAL, has_javascript=has_javascript)
        page.goto("/godkendelse/?slags=new")
        expect(page.get_by_role("link", name=name)).to_be_visible()
        page.goto(f"/godkendelse/{review}/")
        expect(page.get_by_text("Kaffe og snak.")).to_be_visible()

        keep_all_rules(page)
        page.locator('input[name="outcome"][value="approved"]').check()
        page.get_by_role("button", name="Gem afgørelsen").click()

        expect(page.get_by_text(f"Din afgørelse af »{name}« er gemt.")).to_be_visible()
        visitor = new_page(java_script_enabled=has_javascript)
        visitor.goto(f"/soeg/?q={name}")
        expect(visitor.get_by_role("link", name=name).first).to_be_visible()


@BOTH_WAYS
class TestRefuseMendAndAppeal:
    def test_walks_the_whole_way_on_a_phone(
        self, new_page: NewPage, portal: Portal, name: str, has_javascript: bool
    ) -> None:
        review = send_in(portal, name)
        nation = at_desk(new_page, NATIONAL, has_javascript=has_javascript)
        nation.goto(f"/godkendelse/{review}/")
        say_no(nation, "Skriv, hvor I mødes.")
        expect(nation.get_by_text("er gemt").first).to_be_visible()

        member = at_desk(new_page, MEMBER, has_javascript=has_javascript, is_phone=True)
        member.goto(f"/sag/{review}/")
        expect(member.get_by_text("Skriv, hvor I mødes.")).to_be_visible()
        expect(member.get_by_role("link", name="Ret og send igen")).to_be_visible()
        member.locator("summary", has_text="Er I uenige?").click()
        member.get_by_label("Hvorfor skal en anden se på det?").fill("Det står under steder.")
        member.get_by_role("button", name="Send klagen").click()
        expect(member.get_by_text("Klagen er sendt.")).to_be_visible()
        assert member.evaluate("document.documentElement.scrollWidth <= innerWidth")

        nation.goto(f"/godkendelse/{review}/")
        expect(nation.get_by_text("Det står under steder.")).to_be_visible()
        expect(nation.get_by_text("Du er den eneste, der kan")).to_be_visible()
        keep_all_rules(nation)
        nation.locator('input[name="outcome"][value="approved"]').check()
        nation.get_by_role("button", name="Gem afgørelsen").click()
        member.goto(f"/sag/{review}/")
        expect(member.get_by_text("Klagen er afgjort af den samme.")).to_be_visible()

    def test_a_mended_one_is_sent_again(
        self, new_page: NewPage, portal: Portal, name: str, has_javascript: bool
    ) -> None:
        review = send_in(portal, name)
        nation = at_desk(new_page, NATIONAL, has_javascript=has_javascript)
        nation.goto(f"/godkendelse/{review}/")
        say_no(nation, "Skriv lidt mere.")
        member = at_desk(new_page, MEMBER, has_javascript=has_javascript, is_phone=True)
        member.goto(f"/sag/{review}/")

        member.get_by_role("link", name="Ret og send igen").click()

        expect(member).to_have_url(re.compile("/skriv/"))
        assert nation.goto(f"/sag/{review}/").status == 404  # type: ignore[union-attr]


@BOTH_WAYS
class TestSeveral:
    def test_are_decided_with_one_checklist(
        self, new_page: NewPage, portal: Portal, name: str, has_javascript: bool
    ) -> None:
        names = [f"{name} {number}" for number in (1, 2)]
        for one in names:
            send_in(portal, one)
        page = at_desk(new_page, NATIONAL, has_javascript=has_javascript)
        page.goto("/godkendelse/?slags=new&hvor=national")
        for one in names:
            page.get_by_label(f"Vælg {one}").check()
        page.get_by_role("button", name="Afgør de valgte samlet").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Afgør 2 sager samlet")

        keep_all_rules(page)
        page.locator('input[name="outcome"][value="approved"]').check()
        page.get_by_role("button", name="Gem afgørelserne").click()

        expect(page.get_by_text("2 sager er afgjort.")).to_be_visible()


class TestKeyboard:
    def test_is_enough(self, new_page: NewPage, portal: Portal, name: str) -> None:
        review = send_in(portal, name)
        page = at_desk(new_page, NATIONAL, has_javascript=True)
        page.goto(f"/godkendelse/{review}/")
        for rule in page.locator(".checklist-rule").all():
            rule.get_by_label("ja", exact=True).focus()
            page.keyboard.press("Space")
        page.locator('input[name="outcome"][value="approved"]').focus()
        page.keyboard.press("Space")

        page.get_by_role("button", name="Gem afgørelsen").focus()
        page.keyboard.press("Enter")

        expect(page.get_by_text("er gemt").first).to_be_visible()


class TestEveryPage:
    def test_is_accessible_and_fits(self, new_page: NewPage, portal: Portal, axe_source: str, name: str) -> None:
        refused, waiting = send_in(portal, name), send_in(portal, f"{name} 2")
        page = at_desk(new_page, NATIONAL, has_javascript=True)
        page.goto(f"/godkendelse/{refused}/")
        say_no(page, "Skriv, hvor I mødes.")
        of_nation = ("/godkendelse/", f"/godkendelse/{waiting}/", f"/godkendelse/flere/?sag={waiting}")

        found = complaints(page, axe_source, (*of_nation, f"/godkendelse/{refused}/"))
        member = at_desk(new_page, MEMBER, has_javascript=True)
        found |= complaints(member, axe_source, (f"/sag/{refused}/", f"/sag/{waiting}/"))

        assert not found


def complaints(page: Page, axe_source: str, addresses: tuple[str, ...]) -> dict[str, object]:
    """Return what axe complains of on some pages, on phone and desk, light and dark, and what is too wide."""
    found: dict[str, object] = {}
    for address in addresses:
        page.emulate_media(reduced_motion="reduce")
        page.goto(address)
        page.evaluate(axe_source)
        for scheme in ("light", "dark"):
            for viewport in (PHONE, DESKTOP):
                page.set_viewport_size(viewport)  # type: ignore[arg-type]
                page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
                if wrong := violations(page):
                    found[f"{address} {viewport['width']} {scheme}"] = wrong
        if any(scrolls_sideways(page, width) for width in (320, 360, 1280)):
            found[f"{address} too wide"] = True
    return found
