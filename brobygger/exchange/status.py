"""How old the files of the whole register are, for the page that shows how open data is doing."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from brobygger.exchange.selectors.register import are_files_behind, current_files
from brobygger.opendata.status import StatusLine, status_source


@status_source
def files_of_the_register(at: datetime) -> Iterator[StatusLine]:
    """Say when the files were made, and how far in the feed of changes they go."""
    manifest = current_files()
    yield StatusLine(
        key="files",
        label=_("Hele registret som filer"),
        last_at=manifest.made_at if manifest else None,
        is_well=not are_files_behind(at=at),
        note=gettext("Til og med nummer %(number)s i strømmen af ændringer") % {"number": manifest.sequence}
        if manifest
        else gettext("De er ikke lavet endnu"),
    )
