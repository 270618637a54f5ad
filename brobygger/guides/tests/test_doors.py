"""The page for choosing, the files, the shelf and the command."""

import io
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pypdf import PdfReader

from brobygger.directory.models import Offer
from brobygger.guides import presenters, printing, selectors, views
from brobygger.guides.printing import PressBusy, printed
from brobygger.guides.tests.factories import BOOKLET, LARGE, ODENSE

pytestmark = pytest.mark.usefixtures("register")

ODENSE_PDF = "/guide/kommune/odense.pdf"


class TestChoose:
    def test_is_a_plain_form(self, client: Client) -> None:
        page = client.get("/guide/").content.decode()

        assert '<option value="odense"' in page
        assert '<option value="sorg"' in page
        assert 'method="get"' in page

    def test_leads_to_the_guide(self, client: Client) -> None:
        page = client.get("/guide/?kommune=odense&behov=sorg&skrift=&papir=a5").content.decode()

        assert 'href="/guide/kommune/odense.pdf?behov=sorg&amp;papir=a5"' in page
        assert "går op i fire" in page

    def test_a_need_alone_is_for_the_whole_country(self, client: Client) -> None:
        page = client.get("/guide/?kommune=&behov=sorg&skrift=stor&papir=a5").content.decode()

        assert 'href="/guide/behov/sorg.pdf?skrift=stor"' in page

    def test_understands_a_place_as_the_search_does(self, client: Client) -> None:
        page = client.get("/guide/?hvor=0461").content.decode()

        assert '<option value="odense" selected' in page
        assert 'href="/guide/kommune/odense.pdf"' in page

    def test_refuses_everything_at_once_kindly(self, client: Client) -> None:
        page = client.get("/guide/?kommune=&behov=").content.decode()

        assert "Hele landet er for meget til et hæfte" in page

    def test_says_when_it_is_too_much(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(presenters, "MOST_OFFERS", 1)

        page = client.get("/guide/?kommune=odense").content.decode()

        assert "for mange til et hæfte" in page
        assert "odense.pdf" not in page

    @pytest.mark.parametrize("query", ["kommune=atlantis", "behov=findes-ikke", "behov=aeldre%00"])
    def test_does_not_know_everything(self, client: Client, query: str) -> None:
        response = client.get(f"/guide/?{query}")

        assert response.status_code == 404
        assert "Vi kender ikke den" in response.content.decode()

    def test_tells_nobody_about_violence(self, client: Client) -> None:
        response = client.get("/guide/?behov=vold")

        assert response["Cache-Control"] == "no-store"
        assert "Forlad siden hurtigt" in response.content.decode()


class TestOfMunicipality:
    def test_hands_out_a_pdf_that_is_kept_by_its_digest(self, client: Client) -> None:
        first = client.get(ODENSE_PDF)
        again = client.get(ODENSE_PDF, headers={"If-None-Match": f'W/"other", W/{first["ETag"].removeprefix("W/")}'})

        assert first["Content-Type"] == "application/pdf"
        assert "hæfte-odense-a4.pdf" in unquote(first["Content-Disposition"])
        assert "Ventilen Odense" in "".join(page.extract_text() for page in PdfReader(io.BytesIO(first.content)).pages)
        assert again.status_code == 304
        assert not again.content

    @pytest.mark.parametrize("address", ["/guide/kommune/atlantis.pdf", "/guide/behov/aeldre.pdf"])
    def test_does_not_guess(self, client: Client, address: str) -> None:
        assert client.get(address).status_code == 404

    def test_takes_a_need_and_a_place_from_either_side(self, client: Client) -> None:
        one = client.get(f"{ODENSE_PDF}?behov=sorg")
        other = client.get("/guide/behov/sorg.pdf?kommune=odense")

        assert one["ETag"] == other["ETag"]

    @pytest.mark.usefixtures("still_clock")
    def test_is_not_for_machines_that_never_stop(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(views, "MOST_GUIDES", 1)
        client.get(ODENSE_PDF)

        refused = client.get(ODENSE_PDF)

        assert refused.status_code == 429
        assert refused["Retry-After"]

    def test_refuses_what_is_too_big(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(selectors, "MOST_OFFERS", 1)

        response = client.get(ODENSE_PDF)

        assert response.status_code == 422
        assert "Vælg også en kommune" in response.content.decode()

    def test_is_kept_by_nobody_when_it_is_about_violence(self, client: Client) -> None:
        assert client.get("/guide/behov/vold.pdf")["Cache-Control"] == "no-store"


class TestPrinted:
    def test_is_made_anew_when_an_offer_has_changed(self, noon: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(printing, "SECONDS", 0)
        first = printed(ODENSE, at=noon)
        Offer.objects.with_keys(["ventilen-odense"]).update(name="Et nyt navn")

        assert printed(ODENSE, at=noon).digest != first.digest

    def test_sets_nothing_twice(self, noon: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        first = printed(ODENSE, at=noon)
        monkeypatch.setattr(printing, "guide_of", None)

        assert printed(ODENSE, at=noon) == first

    def test_keeps_the_newest(self, noon: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(printing, "MOST_KEPT", 2)
        made = [printed(wanted, at=noon) for wanted in (ODENSE, BOOKLET, LARGE)]

        assert [each.path.exists() for each in made][-1]
        assert len(list(made[0].path.parent.glob("*.pdf"))) == 2

    def test_does_not_wait_for_ever(self, noon: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(printing, "_PATIENCE", 0.01)

        with printing._press_free(), pytest.raises(PressBusy):
            printed(ODENSE, at=noon)


class TestGuideCommand:
    def test_writes_a_file(self, tmp_path: Path) -> None:
        call_command("guide", str(tmp_path / "odense.pdf"), municipality="0461", large=True)

        assert (tmp_path / "odense.pdf").read_bytes().startswith(b"%PDF")

    @pytest.mark.parametrize(
        ("words", "said"), [({}, "Vælg en kommune"), ({"municipality": "Atlantis"}, "Vi kender ikke")]
    )
    def test_says_why_not(self, words: dict[str, str], said: str, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match=said):
            call_command("guide", str(tmp_path / "x.pdf"), **words)

    def test_says_where_it_cannot_write(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="Kan ikke skrive"):
            call_command("guide", str(tmp_path / "ingen" / "x.pdf"), need="sorg")
