"""Acts on pictures: taking one in, and saying what is seen on it."""

import re
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext_noop as _

from brobygger.audit.services import record
from brobygger.directory.editing.steps import list_of
from brobygger.directory.models import Picture
from brobygger.directory.picture_files import PictureRefused, digest_of, draw_anew, read_upload
from brobygger.directory.services.drafts.saving import open_draft, save_draft
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import BadData, NotFound
from brobygger.privacy.cpr import forbid_cpr

#: More pictures make a page slow, and nobody looks at them.
MOST_PICTURES = 4
#: So many pictures that nothing shows may an organisation have here; then some must be used or wait to be cleared.
MOST_UNUSED = 40
_STEP = "billede"
_LEAST_ALT, _MOST_ALT, _MOST_CREDIT = 5, 300, 120
#: What cameras and phones call their files, and what everybody calls a file: it says nothing to somebody who is blind.
_FILE_NAME = re.compile(
    r".*\.(?:jpe?g|png|webp|gif|heic|bmp|tiff?)|(?:img|dsc|dscf|dscn|pxl|p|image|billede|foto|photo|picture|"
    r"skærmbillede|screenshot|unnamed|untitled|logo)[\s_()-]*[\d\s_().-]*",
    re.IGNORECASE,
)


class PictureNotPermitted(BadData):
    """Sæt kryds ved, at I må bruge billedet, og at de, der kan kendes på det, har sagt ja."""

    code = "picture_not_permitted"


class PictureNeedsWords(BadData):
    """Skriv, hvad man ser på billedet, så den, der ikke kan se det, også ved det."""

    code = "picture_needs_words"


def store(
    *, actor: Actor, draft_id: UUID, file: BinaryIO, alt: str, credit: str, is_permitted: bool, at: datetime
) -> Picture:
    """Take a picture in, say what is seen on it, and put it in a draft.

    Raises ``NotFound``, ``DraftClosed``, ``PictureRefused``, ``PictureNeedsWords``, ``PictureNotPermitted`` and
    ``TextLooksLikeCpr``.
    """
    _check_words(alt, credit)
    picture = keep_picture(actor=actor, draft_id=draft_id, file=file, at=at)
    return describe_picture(
        actor=actor, draft_id=draft_id, picture_id=picture.id, alt=alt, credit=credit, is_permitted=is_permitted, at=at
    )


@transaction.atomic
def keep_picture(*, actor: Actor, draft_id: UUID, file: BinaryIO, at: datetime) -> Picture:
    """Draw a picture anew and keep it, shown nowhere until it is described; the same file twice is one picture.

    Raises ``NotFound``, ``DraftClosed`` and ``PictureRefused``.
    """
    draft = open_draft(actor=actor, draft_id=draft_id)
    content = read_upload(file)
    own = Picture.objects.of_organisation(draft.organisation_id).unused()
    known = own.alike(digest_of(content)).first()
    if known is not None:
        return known
    if own.count() >= MOST_UNUSED:
        raise PictureRefused(
            _("I har mange billeder liggende, som ikke bliver brugt. Vent lidt med at lægge flere op.")
        )
    drawn = draw_anew(content)
    names = [default_storage.save(name, ContentFile(data)) for name, data in drawn.files.items()]
    picture = Picture.objects.create(
        organisation_id=draft.organisation_id, file=names[0], width=drawn.width, height=drawn.height,
        digest=digest_of(content), added_at=at,
    )  # fmt: skip
    record(actor=actor, act="directory.picture.kept", subject_kind="picture", subject_id=picture.id, at=at)
    return picture


@transaction.atomic
def describe_picture(
    *, actor: Actor, draft_id: UUID, picture_id: UUID, alt: str, credit: str, is_permitted: bool, at: datetime
) -> Picture:
    """Say what is seen on a picture that waits, and put it in the draft.

    Raises ``NotFound``, ``DraftClosed``, ``PictureRefused``, ``PictureNeedsWords``, ``PictureNotPermitted`` and
    ``TextLooksLikeCpr``.
    """
    draft = open_draft(actor=actor, draft_id=draft_id)
    picture = Picture.objects.of_organisation(draft.organisation_id).unused().with_ids([picture_id]).first()
    if picture is None:
        raise NotFound
    _check_words(alt, credit)
    if not is_permitted:
        raise PictureNotPermitted
    inside = list_of(draft.data, "pictures")
    if str(picture.id) not in inside and len(inside) >= MOST_PICTURES:
        raise PictureRefused(_("Der er plads til fire billeder. Fjern et, før du lægger et nyt op."))
    picture.alt, picture.credit = alt.strip(), credit.strip()
    picture.save(update_fields=["alt", "credit"])
    record(
        actor=actor, act="directory.picture.described", subject_kind="picture", subject_id=picture.id, at=at,
        changes={"permitted": True},
    )  # fmt: skip
    values = {"pictures": list(dict.fromkeys([*inside, str(picture.id)]))}
    save_draft(actor=actor, draft_id=draft.id, step=_STEP, values=values, revision=draft.revision, at=at)
    return picture


def _check_words(alt: str, credit: str) -> None:
    """Raise unless the words say what is seen: ``PictureNeedsWords``, ``BadData`` or ``TextLooksLikeCpr``."""
    said = alt.strip()
    if len(said) < _LEAST_ALT:
        raise PictureNeedsWords
    if _FILE_NAME.fullmatch(said):
        raise PictureNeedsWords(
            _("Det ligner filens navn. Skriv i stedet, hvad man ser, for eksempel »Fire spiller kort«.")
        )
    if len(said) > _MOST_ALT or len(credit.strip()) > _MOST_CREDIT:
        raise PictureNeedsWords(
            _("Skriv det lidt kortere: højst 300 tegn om billedet og 120 om, hvem der har taget det.")
        )
    forbid_cpr(said, credit)
