"""The step with the picture: what is sent is kept, and what is wrong with it is told beside everything else."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from brobygger.desks.tests.editing import address, writer
from brobygger.directory.models import Draft, Picture
from brobygger.organisations.tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db
ALT = "Fire mennesker spiller kort."


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings: LazySettings) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def photo(name: str = "IMG_1.jpg", content: bytes = b"") -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (500, 400), "red").save(out, "JPEG")
    return SimpleUploadedFile(name, content or out.getvalue(), content_type="image/jpeg")


def put_in(author: Client, draft: Draft, **values: Any) -> Any:
    opened = Draft.objects.get(id=draft.id)
    form = {
        "revision": opened.revision,
        "before": json.dumps(opened.data),
        "go": "billede",
        "permitted": "ja",
        **values,
    }
    form.setdefault("pictures", opened.data.get("pictures", []))
    return author.post(address(draft, "billede"), form)


def in_draft(draft: Draft) -> list[str]:
    return list(Draft.objects.get(id=draft.id).data.get("pictures", []))


class TestPictureStep:
    def test_takes_a_picture_with_its_words_and_the_rest_of_the_step(self, author: Client, draft: Draft) -> None:
        answer = put_in(author, draft, picture=photo(), alt=ALT, **{"links-0-label": "Mere", "links-0-url": "haab.dk"})

        assert answer.headers["Location"] == address(draft, "billede")
        assert in_draft(draft) == [str(Picture.objects.get().id)]
        assert Draft.objects.get(id=draft.id).data["links"] == [{"label": "Mere", "url": "haab.dk"}]
        assert ALT in author.get(address(draft, "billede")).content.decode()

    def test_goes_on_with_a_picture_that_was_only_chosen(self, author: Client, draft: Draft) -> None:
        answer = put_in(author, draft, picture=photo(), alt=ALT, go="videre")

        assert answer.headers["Location"].endswith("/send/")
        assert len(in_draft(draft)) == 1

    def test_keeps_the_picture_until_its_words_are_there(self, author: Client, draft: Draft) -> None:
        answer = put_in(author, draft, picture=photo(), alt="IMG_1.jpg", credit="Ida")
        text = answer.content.decode()
        kept = Picture.objects.get()

        assert answer.status_code == 422
        assert "Nu mangler kun ordene" in text
        assert 'value="Ida"' in text
        assert in_draft(draft) == []

        put_in(author, draft, waiting=str(kept.id), alt=ALT)
        assert in_draft(draft) == [str(kept.id)]

    def test_asks_for_a_yes(self, author: Client, draft: Draft) -> None:
        answer = put_in(author, draft, picture=photo(), alt=ALT, permitted="")

        assert "har sagt ja" in answer.content.decode()
        assert (answer.status_code, in_draft(draft)) == (422, [])

    @pytest.mark.parametrize("content", [b"<svg onload=alert(1)>", b"<?php ?>", b"MZ\x90", b"GIF89a"])
    def test_refuses_what_is_no_picture_and_keeps_the_rest(self, author: Client, draft: Draft, content: bytes) -> None:
        answer = put_in(
            author,
            draft,
            picture=photo("ond.php.jpg", content),
            alt=ALT,
            **{"links-0-label": "Mere", "links-0-url": "a.dk"},
        )

        assert answer.status_code == 422
        assert "id_pictures-error" in answer.content.decode()
        assert Draft.objects.get(id=draft.id).data["links"]
        assert not Picture.objects.exists()

    def test_asks_for_the_picture_that_words_belong_to(self, author: Client, draft: Draft) -> None:
        assert "Vælg det billede" in put_in(author, draft, alt=ALT).content.decode()
        assert put_in(author, draft, alt=ALT, go="luk").status_code == 302

    def test_reads_no_enormous_form(self, author: Client, draft: Draft) -> None:
        answer = author.post(
            address(draft, "billede"), b"--x", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=30_000_000
        )

        assert answer.status_code == 422
        assert "12 MB" in answer.content.decode()

    def test_takes_a_picture_out(self, author: Client, draft: Draft) -> None:
        put_in(author, draft, picture=photo(), alt=ALT)

        put_in(author, draft, go="", remove="pictures-0")

        assert in_draft(draft) == []

    def test_autosaves_the_rest(self, author: Client, draft: Draft) -> None:
        put_in(author, draft, picture=photo(), alt=ALT)
        opened = Draft.objects.get(id=draft.id)
        form = {
            "revision": opened.revision,
            "before": json.dumps(opened.data),
            "pictures": in_draft(draft),
            "alt": "halv",
        }

        answer = author.post(address(draft, "billede"), form, headers={"Accept": "application/json"})

        assert answer.json()["revision"] == opened.revision
        assert len(in_draft(draft)) == 1

    def test_tells_of_two_versions(self, author: Client, draft: Draft) -> None:
        Draft.objects.filter(id=draft.id).update(data={"links": [{"label": "A", "url": "a.dk"}]}, revision=9)
        form = {
            "revision": 1, "before": "{}", "go": "billede", "picture": photo(content=b"vrovl"), "alt": ALT,
            "links-0-label": "B", "links-0-url": "b.dk",
        }  # fmt: skip

        assert "/forskel/" in author.post(address(draft, "billede"), form).headers["Location"]

    def test_takes_nothing_into_a_draft_that_was_sent(self, author: Client, draft: Draft) -> None:
        Draft.objects.filter(id=draft.id).update(status="submitted")

        assert put_in(author, draft, picture=photo(), alt=ALT).status_code == 409
        assert not Picture.objects.exists()

    def test_is_not_there_for_others(self, draft: Draft) -> None:
        stranger = writer(OrganisationFactory.create())

        assert put_in(stranger, draft, picture=photo(), alt=ALT).status_code == 404
        assert put_in(stranger, draft, waiting=str(uuid4()), alt=ALT).status_code == 404
        assert stranger.get(address(draft, "billede")).status_code == 404
        assert not Picture.objects.exists()

    def test_of_another_association_cannot_be_borrowed(self, author: Client, draft: Draft) -> None:
        theirs = Picture.objects.create(
            organisation=OrganisationFactory.create(), file="offers/a.webp", alt="Deres fest"
        )

        put_in(author, draft, go="videre", pictures=[str(theirs.id)])
        answer = put_in(author, draft, waiting=str(theirs.id), alt=ALT)

        assert "Deres fest" not in author.get(address(draft, "billede")).content.decode()
        assert "Vælg det billede" in answer.content.decode()
        assert Picture.objects.get().alt == "Deres fest"

    def test_does_not_take_what_another_site_sends(self, author: Client, draft: Draft) -> None:
        answer = author.post(
            address(draft, "billede"), {"picture": photo(), "alt": ALT}, headers={"Sec-Fetch-Site": "cross-site"}
        )

        assert answer.status_code == 403
        assert not Picture.objects.exists()

    def test_leads_to_sign_in(self, draft: Draft) -> None:
        answer = Client().post(address(draft, "billede"), {"picture": photo(), "alt": ALT, "go": "billede"})

        assert answer.headers["Location"].startswith(reverse("accounts:sign_in"))
        assert not Picture.objects.exists()
