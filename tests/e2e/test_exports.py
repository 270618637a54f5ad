"""Files and keys in the browser: an association takes out what is its own, and gives another system a key.

On a phone, with JavaScript and without; what the key opens is asked as another system would, without a session.
"""

import io
import json
import re
import urllib.error
import urllib.request
import zipfile
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from brobygger.exchange.columns import COLUMNS
from brobygger.exchange.reading import read_table
from brobygger.web.demo_people import DEMO_PASSWORD
from tests.e2e.conftest import PHONE, NewPage
from tests.e2e.signing_in import LOCAL, MEMBER, sign_in
from tests.portal import Portal

BOTH_WAYS = pytest.mark.parametrize("has_javascript", [True, False], ids=["with-js", "without-js"])
OWN = "/forening/selvhjaelp-odense/"


def phone(new_page: NewPage, *, has_javascript: bool = True) -> Page:
    return new_page(viewport=PHONE, java_script_enabled=has_javascript, may_have_cookies=True, accept_downloads=True)


def download(page: Page, link: str) -> bytes:
    with page.expect_download() as coming:
        page.get_by_role("link", name=link).click()
    return Path(coming.value.path()).read_bytes()


def ask(portal: Portal, path: str, key: str, *, method: str = "GET", body: object = None) -> tuple[int, Any]:
    data = None if body is None else json.dumps(body).encode()
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    request = urllib.request.Request(portal.url + path, data=data, method=method, headers=headers)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


@BOTH_WAYS
class TestFiles:
    def test_are_fetched_from_the_associations_own_page(self, new_page: NewPage, has_javascript: bool) -> None:
        page = phone(new_page, has_javascript=has_javascript)
        sign_in(page, MEMBER)
        page.goto(OWN)
        page.get_by_role("link", name="Hent det, der er jeres, som filer").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Hent det, der er jeres")

        table, sheet = read_table(download(page, "Til andre regneark (CSV)")), read_table(download(page, "Til Excel"))
        with zipfile.ZipFile(io.BytesIO(download(page, "Hent alt (zip)"))) as package:
            names = package.namelist()

        assert list(table.header) == list(sheet.header) == [column.label for column in COLUMNS]
        assert len(table.rows) == len(sheet.rows) > 0
        assert {"laes-mig.txt", "tilbud.csv", "medlemmer.csv"} <= set(names)

    def test_are_fetched_from_the_municipalitys_desk(self, new_page: NewPage, has_javascript: bool) -> None:
        page = phone(new_page, has_javascript=has_javascript)
        sign_in(page, LOCAL)
        page.goto("/min-kommune/0461/")
        page.get_by_role("link", name="Filer og nøgler").click()

        assert len(read_table(download(page, "Til Excel")).rows) > 10


@BOTH_WAYS
class TestKeys:
    def test_open_and_are_closed(self, new_page: NewPage, portal: Portal, has_javascript: bool) -> None:
        page = phone(new_page, has_javascript=has_javascript)
        sign_in(page, MEMBER)
        page.goto("/eksport/forening/selvhjaelp-odense/")
        page.get_by_role("link", name="Nøgler til andre systemer").click()
        page.get_by_label("Hvilket system er den til?").fill(f"Prøve {has_javascript}")
        page.get_by_label("hente, sige om der er plads", exact=False).check()
        page.get_by_role("button", name="Lav nøglen").click()
        page.wait_for_load_state()
        if "/er-det-dig/" in page.url:
            page.get_by_label("Adgangskode", exact=True).fill(DEMO_PASSWORD)
            page.get_by_role("main").get_by_role("button").first.click()
        key = page.get_by_label("Nøgle til Prøve").input_value()

        status, answer = ask(portal, "/api/1/offers?limit=1", key)
        assert status == 200
        path = f"/api/1/offers/{answer['offers'][0]['key']}/capacity"
        assert ask(portal, path, key, method="PUT", body={"status": "few"})[0] == 200
        assert (
            ask(portal, "/api/1/offers/sorgcenter-odense/capacity", key, method="PUT", body={"status": "few"})[0] == 404
        )
        page.goto(OWN)
        expect(page.get_by_text("Få pladser til").first).to_be_visible()

        page.goto("/eksport/forening/selvhjaelp-odense/noegler/")
        expect(page.get_by_text(key)).to_have_count(0)
        page.get_by_role("button", name=re.compile(f"Luk nøglen.*Prøve {has_javascript}")).click()
        page.wait_for_load_state()
        assert ask(portal, "/api/1/offers", key)[0] == 401
