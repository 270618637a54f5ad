"""How reading other registers goes, for the page that shows how open data is doing: in all, and nobody's name."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from brobygger.opendata.status import StatusLine, status_source
from brobygger.sources.models import Run, Source


@status_source
def sources_we_read(at: datetime) -> Iterator[StatusLine]:
    """Say how many sources there are, whether all can be read, and when one last was; nothing when there are none."""
    rows = [source for source in Source.objects.all() if not source.is_paused]
    if not rows:
        return
    broken = sum(source.broken_since is not None for source in rows)
    last = Run.objects.newest_first().values_list("started_at", flat=True).first()
    note = ngettext("%(count)s kilde", "%(count)s kilder", len(rows)) % {"count": len(rows)}
    if broken:
        note += ngettext(", %(count)s kan ikke læses", ", %(count)s kan ikke læses", broken) % {"count": broken}
    yield StatusLine(key="sources", label=_("Kilder, vi læser"), last_at=last, is_well=not broken, note=note)
