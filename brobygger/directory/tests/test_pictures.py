"""Pictures: taken in for one association, never shown without words, shown with the offer and cleared away after."""

import os
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.core.files.storage import default_storage
from django.test import Client
from PIL import Image

from brobygger.directory.models import Draft, Offer, Picture
from brobygger.directory.picture_files import PictureRefused
from brobygger.directory.selectors.drafts import get_draft
from brobygger.directory.selectors.pictures import ids_of, picture_cards, pictures_of, waiting_picture
from brobygger.directory.selectors.preview import preview
from brobygger.directory.selectors.under_review import under_review
from brobygger.directory.services.drafts import apply_draft, start_draft, submit_draft
from brobygger.directory.services.pictures import (
    MOST_PICTURES,
    MOST_UNUSED,
    PictureNeedsWords,
    PictureNotPermitted,
    describe_picture,
    keep_picture,
    store,
)
from brobygger.directory.services.shown_pictures import GRACE, clear_pictures, place_pictures
from brobygger.directory.tests.drafting import WHOLE, fill, member
from brobygger.directory.tests.factories import published
from brobygger.kernel.actors import SYSTEM, Actor
from brobygger.kernel.errors import NotFound
from brobygger.organisations.models import Organisation
from brobygger.organisations.tests.factories import OrganisationFactory
from brobygger.privacy.cpr import TextLooksLikeCpr

pytestmark = pytest.mark.django_db
ALT = "Fire mennesker spiller kort."


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings: LazySettings) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def file(colour: str = "red") -> BytesIO:
    out = BytesIO()
    Image.new("RGB", (500, 400), colour).save(out, "JPEG")
    out.seek(0)
    return out


def stored(actor: Actor, draft: Draft, at: datetime, *, colour: str = "red", alt: str = ALT) -> Picture:
    return store(actor=actor, draft_id=draft.id, file=file(colour), alt=alt, credit="Ida", is_permitted=True, at=at)


def in_draft(draft: Draft) -> list[str]:
    return list(Draft.objects.get(id=draft.id).data.get("pictures", []))


class TestStore:
    def test_puts_it_in_the_draft(self, actor: Actor, draft: Draft, noon: datetime, media: Path) -> None:
        picture = stored(actor, draft, noon)

        assert in_draft(draft) == [str(picture.id)]
        assert (picture.alt, picture.credit, picture.width, picture.height) == (ALT, "Ida", 500, 400)
        assert len(list((media / "offers").iterdir())) == 2

    def test_the_same_file_again_is_the_same_picture(self, actor: Actor, draft: Draft, noon: datetime) -> None:
        assert stored(actor, draft, noon) == stored(actor, draft, noon)

    @pytest.mark.parametrize(
        "alt",
        ["", "   ", "foto", "IMG_2041.JPG", "IMG_2041", "billede 3", "fil.webp", "Screenshot (4)", "x" * 301],
    )  # fmt: skip
    def test_asks_for_words_that_say_something(self, alt: str, actor: Actor, draft: Draft, noon: datetime) -> None:
        with pytest.raises(PictureNeedsWords):
            stored(actor, draft, noon, alt=alt)
        assert not Picture.objects.exists()

    def test_keeps_no_cpr_number(self, actor: Actor, draft: Draft, noon: datetime) -> None:
        with pytest.raises(TextLooksLikeCpr):
            stored(actor, draft, noon, alt="Hr. Hansen 010170-1234 spiller")

    def test_asks_whether_those_on_it_said_yes(self, actor: Actor, draft: Draft, noon: datetime) -> None:
        kept = keep_picture(actor=actor, draft_id=draft.id, file=file(), at=noon)

        with pytest.raises(PictureNotPermitted):
            describe_picture(
                actor=actor, draft_id=draft.id, picture_id=kept.id, alt=ALT, credit="", is_permitted=False, at=noon
            )
        assert waiting_picture(draft, picture_id=str(kept.id)) == kept
        assert in_draft(draft) == []

    def test_refuses_what_is_no_picture(self, actor: Actor, draft: Draft, noon: datetime) -> None:
        with pytest.raises(PictureRefused):
            keep_picture(actor=actor, draft_id=draft.id, file=BytesIO(b"<svg onload=alert(1)>"), at=noon)

    def test_has_room_for_four(self, actor: Actor, draft: Draft, noon: datetime) -> None:
        for shade in range(MOST_PICTURES):
            stored(actor, draft, noon, colour=f"rgb({shade * 40},0,0)")

        with pytest.raises(PictureRefused, match="fire"):
            stored(actor, draft, noon, colour="blue")

    def test_does_not_pile_up(self, actor: Actor, draft: Draft, noon: datetime) -> None:
        Picture.objects.bulk_create(
            Picture(organisation=draft.organisation, file="offers/a.webp", added_at=noon) for _ in range(MOST_UNUSED)
        )

        with pytest.raises(PictureRefused, match="mange"):
            stored(actor, draft, noon)

    def test_is_nobody_elses(self, draft: Draft, noon: datetime) -> None:
        with pytest.raises(NotFound):
            stored(member(OrganisationFactory.create()), draft, noon)

    def test_takes_no_picture_of_another_association(self, actor: Actor, draft: Draft, noon: datetime) -> None:
        other = OrganisationFactory.create()
        theirs = Picture.objects.create(organisation=other, file="offers/a.webp", alt=ALT)

        with pytest.raises(NotFound):
            describe_picture(
                actor=actor, draft_id=draft.id, picture_id=theirs.id, alt=ALT, credit="", is_permitted=True, at=noon
            )
        draft.data["pictures"] = [str(theirs.id), "vrovl", str(uuid4())]
        assert pictures_of(draft) == ()
        assert len(ids_of(draft.data)) == 2
        assert waiting_picture(draft, picture_id=str(theirs.id)) is None
        assert waiting_picture(draft, picture_id="vrovl") is None


class TestShowing:
    def test_is_seen_in_the_preview_and_with_the_offer(self, actor: Actor, draft: Draft, noon: datetime) -> None:
        fill(actor, draft, WHOLE, at=noon)
        picture = stored(actor, draft, noon)

        (seen,) = preview(get_draft(actor=actor, draft_id=draft.id), at=noon).pictures
        offer = apply_draft(actor=SYSTEM, draft_id=draft.id, at=noon)

        assert seen.alt == ALT
        assert seen.srcset.endswith("-500.webp 500w")
        assert [row.id for row in offer.pictures.all()] == [picture.id]

    def test_leaves_what_a_draft_says_nothing_of(self, noon: datetime) -> None:
        offer = published()
        Picture.objects.create(offer=offer, file="offers/a.jpg", alt=ALT)
        draft = start_draft(actor=SYSTEM, offer_id=offer.id, at=noon)
        del draft.data["pictures"]

        place_pictures(actor=SYSTEM, draft=draft, offer=offer, at=noon)

        assert Picture.objects.get().offer == offer

    def test_puts_away_what_was_taken_out(self, actor: Actor, organisation: Organisation, noon: datetime) -> None:
        offer = published(organisation_id=organisation.id)
        old = Picture.objects.create(offer=offer, file="offers/a.jpg", alt=ALT)
        draft = start_draft(actor=actor, offer_id=offer.id, at=noon)
        fill(actor, draft, {"pictures": []}, at=noon)

        apply_draft(actor=SYSTEM, draft_id=draft.id, at=noon)

        old.refresh_from_db()
        assert (old.offer, old.left_at, old.organisation) == (None, noon, organisation)

    def test_takes_none_from_another_offer(self, actor: Actor, organisation: Organisation, noon: datetime) -> None:
        shown = published(organisation_id=organisation.id)
        picture = Picture.objects.create(offer=shown, file="offers/a.jpg", alt=ALT)
        draft = start_draft(actor=actor, organisation_id=organisation.id, at=noon)
        fill(actor, draft, {**WHOLE, "pictures": [str(picture.id)]}, at=noon)

        apply_draft(actor=SYSTEM, draft_id=draft.id, at=noon)

        picture.refresh_from_db()
        assert picture.offer == shown

    def test_is_no_small_correction(self, actor: Actor, organisation: Organisation, noon: datetime) -> None:
        Organisation.objects.filter(id=organisation.id).update(is_trusted=True)
        offer = published(organisation_id=organisation.id)
        draft = start_draft(actor=actor, offer_id=offer.id, at=noon)
        stored(actor, draft, noon)

        assert submit_draft(actor=actor, draft_id=draft.id, at=noon).status == "submitted"

    def test_is_seen_by_whoever_decides(self, actor: Actor, organisation: Organisation, noon: datetime) -> None:
        draft = start_draft(actor=actor, offer_id=published(organisation_id=organisation.id).id, at=noon)
        stored(actor, draft, noon)

        subject = under_review(draft_id=draft.id, language="da", at=noon)

        assert subject is not None
        assert ([picture.alt for picture in subject.pictures], subject.are_pictures_new) == ([ALT], True)

    def test_of_an_old_file_has_no_widths(self) -> None:
        offer = published()
        old = Picture.objects.create(offer=offer, file="offers/a.jpg", alt=ALT)

        (card,) = picture_cards([old])

        assert (card.srcset, card.width, card.thumbnail) == ("", 0, card.url)


class TestClearing:
    def test_removes_what_nobody_shows(self, actor: Actor, draft: Draft, noon: datetime, media: Path) -> None:
        keep_picture(actor=actor, draft_id=draft.id, file=file(), at=noon - GRACE - timedelta(days=1))

        assert clear_pictures(actor=SYSTEM, at=noon) == 1
        assert not Picture.objects.exists()
        assert not list((media / "offers").iterdir())

    def test_leaves_what_is_new_shown_or_in_a_draft(self, actor: Actor, draft: Draft, noon: datetime) -> None:
        long_ago = noon - GRACE - timedelta(days=1)
        stored(actor, draft, long_ago)
        keep_picture(actor=actor, draft_id=draft.id, file=file("blue"), at=noon)
        Picture.objects.create(offer=published(), file="offers/a.jpg", alt=ALT, added_at=long_ago)

        assert clear_pictures(actor=SYSTEM, at=noon) == 0
        assert Picture.objects.count() == 3

    def test_removes_files_that_belong_to_nothing(
        self, actor: Actor, draft: Draft, noon: datetime, media: Path
    ) -> None:
        picture = stored(actor, draft, noon)
        left, fresh, foreign = ("a" * 32 + "-400.webp", "b" * 32 + "-400.webp", "laes-mig.txt")
        long_ago = (noon - timedelta(days=400)).timestamp()
        for name in (left, fresh, foreign):
            (media / "offers" / name).write_bytes(b"x")
        for name in (left, foreign):
            os.utime(media / "offers" / name, (long_ago, long_ago))

        clear_pictures(actor=SYSTEM, at=noon)

        assert {path.name for path in (media / "offers").iterdir()} >= {fresh, foreign}
        assert not (media / "offers" / left).exists()
        assert default_storage.exists(picture.file.name)

    def test_of_nothing_is_nothing(self, noon: datetime) -> None:
        assert clear_pictures(actor=SYSTEM, at=noon) == 0


class TestDoor:
    def test_shows_a_picture_as_a_picture_and_nothing_else(
        self, actor: Actor, draft: Draft, noon: datetime, client: Client
    ) -> None:
        picture = stored(actor, draft, noon)

        answer = client.get(picture.file.url)

        assert answer.headers["Content-Type"] == "image/webp"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Disposition"].startswith("inline; filename=")
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert "immutable" in answer.headers["Cache-Control"]
        assert not answer.cookies
        assert b"".join(answer.streaming_content)[:4] == b"RIFF"  # type: ignore[attr-defined]

    @pytest.mark.parametrize(
        "name",
        ["..%2F..%2Fdb.sqlite3", "../../db.sqlite3", "ond.html", f"{'a' * 32}-400.webp", f"{'a' * 32}-4.webp"],
    )  # fmt: skip
    def test_opens_no_other_file(self, name: str, client: Client, media: Path) -> None:
        (media / "offers").mkdir()
        (media / "offers" / "ond.html").write_text("<script>alert(1)</script>")
        (media / "offers" / "ond.svg").write_text("<svg onload=alert(1)>")
        (media / "db.sqlite3").write_text("hemmeligt")

        assert client.get(f"/media/offers/{name}").status_code == 404

    def test_shows_the_words_and_the_size_on_the_offers_page(
        self, actor: Actor, draft: Draft, noon: datetime, client: Client
    ) -> None:
        fill(actor, draft, WHOLE, at=noon)
        stored(actor, draft, noon, alt='Et bord " onload="alert(1)')
        offer = apply_draft(actor=SYSTEM, draft_id=draft.id, at=noon)

        text = client.get(f"/tilbud/{Offer.objects.get(id=offer.id).key}/").content.decode()

        assert 'width="500" height="400"' in text
        assert "Et bord &quot; onload=&quot;alert(1)" in text
        assert 'loading="lazy"' in text
