"""A town takes in another register from a file: tries it, chooses its words, says yes, sees where fields are from."""

import json
import re
from uuid import NAMESPACE_URL, uuid5

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.e2e.conftest import DESKTOP, PHONE, NewPage
from tests.e2e.signing_in import LOCAL, sign_in
from tests.portal import Portal

WALKS = pytest.mark.parametrize(
    ("with_script", "viewport"),
    [(True, DESKTOP), (True, PHONE), (False, PHONE)],
    ids=["desktop", "phone", "phone-without-javascript"],
)
#: The worker looks for sources once a minute. Here the operator's command does it at once; either may be the one.
WORKED_WITHIN_MS = 90_000


def feed(name: str) -> FilePayload:
    """Return a file of two services; the second has no name, so it is left out."""
    identity = [str(uuid5(NAMESPACE_URL, f"{name} {number}")) for number in range(4)]
    term = {"id": identity[2], "code": "KORT", "name": "Kortspil"}
    service = {
        "id": identity[0],
        "name": name,
        "status": "active",
        "description": "Vi spiller kort og drikker kaffe.",
        "organization": {"id": identity[3], "name": f"Spilleklubben {name}", "description": "En klub."},
        "phones": [{"number": "66 12 34 56"}],
        "service_areas": [{"name": "Odense"}],
        "attributes": [{"link_entity": "service", "taxonomy_term": term}],
    }
    services = [service, {"id": identity[1], "status": "active"}]
    return {"name": "register.json", "mimeType": "application/json", "buffer": json.dumps(services).encode()}


def judged(page: Page, axe_source: str, *, with_script: bool) -> None:
    """Assert what the accessibility judge says (it needs JavaScript), and that nothing sticks out at the side."""
    if not with_script:
        return
    page.evaluate(axe_source)
    assert [flaw["id"] for flaw in page.evaluate("axe.run(document)")["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def wait_for(page: Page, heading: str, *, portal: Portal, with_script: bool) -> None:
    """Wait until the reading has come so far: the page follows by itself, or by its own button."""
    portal.run("sources", "due")
    found = page.get_by_role("heading", level=1, name=heading)
    if with_script:
        expect(found).to_be_visible(timeout=WORKED_WITHIN_MS)
        return
    again = page.get_by_role("link", name="Se, hvor langt vi er")
    for _attempt in range(WORKED_WITHIN_MS // 1000):
        expect(found.or_(again).first).to_be_visible()
        if found.count():
            return
        page.wait_for_timeout(1000)
        again.click()
    expect(found).to_be_visible()


@WALKS
class TestASource:
    def test_is_tried_taken_in_and_accounted_for(
        self,
        new_page: NewPage,
        portal: Portal,
        axe_source: str,
        request: pytest.FixtureRequest,
        *,
        with_script: bool,
        viewport: dict[str, int],
    ) -> None:
        walk = re.sub(r"\W+", " ", request.node.callspec.id)
        name = f"Kortklub {walk}"
        page = new_page(may_have_cookies=True, java_script_enabled=with_script, viewport=viewport)
        sign_in(page, LOCAL)
        page.get_by_role("link", name="Se kilderne, eller tilføj en ny").click()
        page.get_by_role("link", name="Tilføj en kilde").click()
        page.get_by_role("button", name="Tilføj kilden").click()
        expect(page.get_by_text("Vi mangler lidt")).to_be_visible()
        judged(page, axe_source, with_script=with_script)

        page.get_by_label("Hvad hedder kilden?").fill(f"Registret {walk}")
        page.get_by_label("Eller en fil").set_input_files(feed(name))
        page.get_by_label("De vises med det samme").check()
        page.get_by_label(re.compile("^Licens")).fill("CC BY 4.0")
        page.get_by_role("button", name="Tilføj kilden").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(f"Registret {walk}")
        judged(page, axe_source, with_script=with_script)
        source = page.url

        page.get_by_role("button", name="Se, hvad der ville ske").click()
        wait_for(page, "Det ville der ske", portal=portal, with_script=with_script)
        expect(page.get_by_text("Mangler noget, den ikke kan undvære", exact=False)).to_be_visible()
        judged(page, axe_source, with_script=with_script)
        reading = page.url

        page.goto(source)
        page.get_by_role("link", name=re.compile("Kildens ord")).click()
        judged(page, axe_source, with_script=with_script)
        page.get_by_label("Kortspil").select_option(label="Brug det ikke")
        page.get_by_role("button", name="Gem", exact=True).click()
        expect(page).to_have_url(source)
        expect(page.get_by_role("link", name=re.compile("^Kildens ord$"))).to_be_visible()

        page.goto(reading)
        page.get_by_role("button", name=re.compile("^Læg")).click()
        wait_for(page, "Det er lagt ind", portal=portal, with_script=with_script)
        judged(page, axe_source, with_script=with_script)
        page.get_by_role("link", name=re.compile("^Hvor felterne kommer fra")).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(name)
        expect(page.get_by_text("Her står det samme som hos kilden.")).to_be_visible()
        judged(page, axe_source, with_script=with_script)

        page.goto(f"/soeg/?q={name}&hvor=Odense")
        page.get_by_role("link", name=name).first.click()
        expect(page.get_by_text(f"Registret {walk}").first).to_be_visible()
