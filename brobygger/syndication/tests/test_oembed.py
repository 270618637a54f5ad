"""oEmbed 1.0, as its page says: what is asked for, how large, and the three refusals."""

from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from django.test import Client

from brobygger.directory.models import Offer
from brobygger.directory.services.offers import remove_offer
from brobygger.directory.tests.factories import NOON, published
from brobygger.kernel.actors import SYSTEM
from brobygger.places.tests.factories import MunicipalityFactory
from brobygger.taxonomy.tests.factories import ConceptFactory

pytestmark = pytest.mark.django_db
HOME = "http://localhost:8000"


def ask(client: Client, path: str, more: str = "") -> Any:
    return client.get(f"/oembed?url={quote(path if '://' in path else HOME + path, safe='')}{more}")


class TestOembed:
    def test_gives_a_frame_for_an_offer(self, client: Client) -> None:
        offer = published(name='Café "<b>')

        response = ask(client, "/tilbud/cafe/")
        given = response.json()

        assert (given["version"], given["type"]) == ("1.0", "rich")
        assert given["title"] == 'Café "<b>'
        assert given["author_name"] == offer.organisation.name
        assert given["html"].startswith(f'<iframe src="{HOME}/widget/tilbud/cafe/" title="Café &quot;&lt;b&gt;"')
        assert 'sandbox="' in given["html"]
        assert response["Access-Control-Allow-Origin"] == "*"
        assert response["Cross-Origin-Resource-Policy"] == "cross-origin"

    def test_is_no_larger_than_there_is_room_for(self, client: Client) -> None:
        published()

        given = ask(client, "/tilbud/cafe/", "&maxwidth=300&maxheight=200").json()

        assert (given["width"], given["height"]) == (300, 200)
        assert 'width="300" height="200"' in given["html"]

    @pytest.mark.parametrize("nonsense", ["-1", "0", "1e3", "mange", "١٢٣", "9" * 400])
    def test_passes_over_sizes_that_are_none(self, client: Client, nonsense: str) -> None:
        published()

        assert ask(client, "/tilbud/cafe/", f"&maxwidth={nonsense}").json()["width"] == 600

    def test_is_xml_for_those_who_want_it(self, client: Client) -> None:
        published()

        response = ask(client, "/tilbud/cafe/", "&format=xml")
        root = ElementTree.fromstring(response.content)

        assert response["Content-Type"].startswith("text/xml")
        assert (root.tag, root.findtext("type"), root.findtext("title")) == ("oembed", "rich", "Café")

    def test_is_xml_whatever_somebody_has_written(self, client: Client) -> None:
        published()
        Offer.objects.update(name="Ca\x01f\x1fé")

        offer = ask(client, "/tilbud/cafe/", "&format=xml")
        search = ask(client, "/soeg/?overskrift=%01b", "&format=xml")

        assert [ElementTree.fromstring(found.content).findtext("title") for found in (offer, search)] == ["Café", "b"]

    @pytest.mark.parametrize("side", ["1", "50", "0119"])
    def test_is_as_small_as_asked(self, client: Client, side: str) -> None:
        published()

        given = ask(client, "/tilbud/cafe/", f"&maxwidth={side}&maxheight={side}").json()

        assert (given["width"], given["height"]) == (int(side), int(side))

    def test_speaks_the_pages_language(self, client: Client) -> None:
        published()

        assert "/en/widget/tilbud/cafe/" in ask(client, "/en/tilbud/cafe/").json()["html"]

    def test_stands_for_everything_that_is_a_list(self, client: Client) -> None:
        MunicipalityFactory(code="0461", name="Odense", slug="odense")
        ConceptFactory(key="sorg", pref_da="Sorg")
        owner = published().organisation

        for path, expected in (
            (f"/organisation/{owner.key}/", f"organisation={owner.key}"),
            ("/soeg/?q=ensom&hvor=Odense&vis=kort", "/widget/soeg/?q=ensom&amp;hvor=Odense"),
            ("/byg-din-liste/?hvor=0461&antal=3", "/widget/soeg/?hvor=0461&amp;antal=3"),
            ("/odense/", "/widget/soeg/?hvor=Odense"),
            ("/udfordringer/sorg/", "/widget/soeg/?behov=sorg"),
            ("/widget/soeg/?behov=sorg", "/widget/soeg/?behov=sorg"),
        ):
            assert expected in ask(client, path).json()["html"], path

    @pytest.mark.parametrize(
        "url",
        [
            "https://ond.example/tilbud/cafe/",
            "javascript:alert(1)",
            "/tilbud/findes-ikke/",
            "/findes-ikke/",
            "/om/",
            "/en",
            "/tilbud/",
            f"{HOME}@ond.example/tilbud/cafe/",
            "http://[",
        ],
    )
    def test_knows_no_other_pages(self, client: Client, url: str) -> None:
        assert ask(client, url).status_code == 404

    def test_has_nothing_for_what_is_gone(self, client: Client) -> None:
        remove_offer(actor=SYSTEM, offer_id=published().id, at=NOON)

        assert ask(client, "/tilbud/cafe/").status_code == 404

    def test_refuses_pages_behind_a_sign_in(self, client: Client) -> None:
        assert ask(client, "/min-side/").status_code == 401

    def test_refuses_formats_it_does_not_know(self, client: Client) -> None:
        assert ask(client, "/tilbud/cafe/", "&format=yaml").status_code == 501

    def test_asks_which_page(self, client: Client) -> None:
        assert client.get("/oembed").status_code == 400

    def test_is_found_from_the_page(self, client: Client) -> None:
        published()

        page = client.get("/tilbud/cafe/").content.decode()

        assert (
            f'type="application/json+oembed" href="{HOME}/oembed?url=http%3A%2F%2Flocalhost%3A8000%2Ftilbud%2Fcafe%2F'
            in page
        )
