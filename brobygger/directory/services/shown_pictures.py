"""Acts on pictures: showing those of a draft with its offer, and clearing away what nobody shows."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.files.storage import default_storage
from django.db import transaction

from brobygger.audit.services import record
from brobygger.directory.models import Draft, Offer, Picture
from brobygger.directory.picture_files import FOLDER, names_in_widths, stem_of
from brobygger.directory.selectors.pictures import ids_of
from brobygger.kernel.actors import Actor

#: A picture nothing shows is kept this long: somebody may bring it back.
GRACE = timedelta(days=14)
#: A file that belongs to no row is left alone so long: somebody may be putting it in right now.
_FILE_GRACE = timedelta(days=1)


@transaction.atomic
def place_pictures(*, actor: Actor, draft: Draft, offer: Offer, at: datetime) -> None:
    """Show with an offer the pictures its draft says, in that order; what it showed before is put away."""
    if "pictures" not in draft.data:
        return
    wanted = ids_of(draft.data)
    before = {picture.id: picture for picture in offer.pictures.all()}
    own = {row.id: row for row in Picture.objects.of_organisation(draft.organisation_id).with_ids(wanted)}
    # One that another offer shows already stays there.
    free = [own[key] for key in wanted if key in own and own[key].offer_id in {None, offer.id} and own[key].alt]
    for position, picture in enumerate(free):
        picture.offer, picture.position, picture.left_at = offer, position, None
    gone = [picture for key, picture in before.items() if key not in {row.id for row in free}]
    for picture in gone:
        picture.organisation_id, picture.offer, picture.left_at = offer.organisation_id, None, at
    Picture.objects.bulk_update([*free, *gone], ["organisation", "offer", "position", "left_at"])
    if {row.id for row in free} != set(before):
        record(
            actor=actor, act="directory.picture.placed", subject_kind="offer", subject_id=offer.id, at=at,
            changes={"pictures": [len(before), len(free)]},
        )  # fmt: skip


def clear_pictures(*, actor: Actor, at: datetime) -> int:
    """Remove the pictures that nothing shows and no draft holds, and files that belong to none; return how many.

    Safe to kill and to repeat: rows go first, files that are left over the next time.
    """
    held = {key for draft in Draft.objects.under_way().only("data") for key in ids_of(draft.data)}
    rows = [row for row in Picture.objects.left_before(at - GRACE) if row.id not in held]
    with transaction.atomic():
        for row in rows:
            record(actor=actor, act="directory.picture.cleared", subject_kind="picture", subject_id=row.id, at=at)
        Picture.objects.with_ids([row.id for row in rows]).delete()
    _remove_files(name for row in rows for name, _width in names_in_widths(row.file.name))
    return len(rows) + _remove_files(_left_over(at))


def _left_over(at: datetime) -> list[str]:
    """Return the files of ours that belong to no picture and are not of today."""
    if not default_storage.exists(FOLDER):
        return []
    known = {stem_of(name) for name in Picture.objects.values_list("file", flat=True)}
    ours = [FOLDER + name for name in default_storage.listdir(FOLDER)[1] if stem_of(name)]
    old = (name for name in ours if default_storage.get_modified_time(name) < at - _FILE_GRACE)
    return [name for name in old if stem_of(name) not in known]


def _remove_files(names: Iterable[str]) -> int:
    """Remove files; one that is gone already is no matter."""
    removed = 0
    for name in names:
        default_storage.delete(name)
        removed += 1
    return removed
