"""Reads of pictures: those of a draft, as cards for pages, and the file behind an address."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.files.storage import default_storage

from brobygger.directory.editing.steps import list_of
from brobygger.directory.models import Draft, Picture
from brobygger.directory.picture_files import FOLDER, is_name, names_in_widths
from brobygger.directory.selectors.page_values import PictureCard


def ids_of(typed: Mapping[str, Any]) -> list[UUID]:
    """Return the pictures a draft names, in their order; what is no id is left out."""
    return [key for text in list_of(typed, "pictures") if (key := _uuid(text))]


def pictures_of(draft: Draft) -> tuple[Picture, ...]:
    """Return the pictures of a draft in its order: its own organisation's and described, no others."""
    ids = ids_of(draft.data)
    rows = {row.id: row for row in Picture.objects.of_organisation(draft.organisation_id).with_ids(ids) if row.alt}
    return tuple(rows[key] for key in ids if key in rows)


def waiting_picture(draft: Draft, *, picture_id: str) -> Picture | None:
    """Return a picture somebody has put in and not yet described; None when it is not this organisation's."""
    key = _uuid(picture_id)
    rows = Picture.objects.of_organisation(draft.organisation_id).unused()
    return rows.with_ids([key]).first() if key else None


def picture_cards(pictures: Iterable[Picture]) -> tuple[PictureCard, ...]:
    """Return pictures as pages show them."""
    return tuple(_card(row) for row in pictures)


def picture_path(name: str) -> Path | None:
    """Return the file behind a public address; None for everything but our own drawn copies.

    Names are 128 random bits: whoever knows one was shown the picture.
    """
    if not is_name(name):
        return None
    path = Path(default_storage.path(FOLDER + name))
    return path if path.is_file() else None


def _card(row: Picture) -> PictureCard:
    copies = names_in_widths(row.file.name)
    return PictureCard(
        id=row.id,
        url=row.file.url,
        srcset=", ".join(f"{default_storage.url(name)} {width}w" for name, width in copies),
        thumbnail=default_storage.url(copies[0][0]) if copies else row.file.url,
        width=row.width,
        height=row.height,
        alt=row.alt,
        credit=row.credit,
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
