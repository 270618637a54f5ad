"""Looking after the files of one folder in the background: meanings of new texts, newer files, an old log.

Nothing here is needed for right answers, only for quick ones: whoever finds no file makes one.
"""

import subprocess
from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic

import structlog

from brobygger.meaning.selectors import current_encoder
from brobygger.search.keeping.building import are_few, build_beside, newest_state, open_file
from brobygger.search.keeping.changelog import forget_old_changes
from brobygger.search.keeping.generations import About, FileMark, file_for, mark_of, wish
from brobygger.search.keeping.meanings import current_model, forget_orphaned_meanings, work_out_meanings
from brobygger.search.models import Change, Generation, IndexedDocument
from brobygger.search.understanding.concept_likeness import learn_concepts
from brobygger.search.understanding.concepts import load_concepts

log = structlog.get_logger("brobygger.search")

#: How long to rest when nothing was due.
REST_SECONDS = 1.0
_REST_OF_A_LOOK = 10
#: A newer file is made when so many changes, and such a share of the documents, lie beside the one there is …
_MOST_BESIDE, _MOST_BESIDE_SHARE = 500, 0.02
#: … or one of them this old. Making it may take one part in forty of a processor's time.
_OLDEST_BESIDE, _REST_OF_A_BUILD = timedelta(minutes=15), 40
#: More texts than this without meaning are worked out first and told of with a new file, not one by one.
_MANY_TEXTS = 200
#: While they are worked out, a newer file is made for each such share of the documents.
_MEANINGS_SHARE, _MOST_MEANINGS = 0.25, 1_000
_TEXTS_AT_ONCE = 32
_TIDY_EVERY_SECONDS = 3600.0

Build = Callable[[], "subprocess.Popen[bytes]"]


class Keeper:
    """Looks now and then, and does what is due. One at a time in each folder (``generations.KEEPER``)."""

    def __init__(self, *, clock: Callable[[], datetime], build: Build = build_beside) -> None:
        self._clock = clock
        self._build = build
        self._builder: subprocess.Popen[bytes] | None = None
        self._began_at = self._took = 0.0
        self._seen: tuple[FileMark | None, About | None] = (None, None)
        self._without_gaps: tuple[int, str] | None = None
        self._has_many_texts = False
        self._tidy_at = monotonic()

    def look(self) -> float:
        """Do what is due; return how many seconds may pass before the next look: ten times what this one took."""
        began_at = monotonic()
        has_more = self._work_out_meanings()
        self._see_to_the_file()
        if not has_more:
            learn_concepts(load_concepts())
        if monotonic() >= self._tidy_at:
            self._tidy_at = monotonic() + _TIDY_EVERY_SECONDS
            forgotten = forget_old_changes(at=self._clock()) + forget_orphaned_meanings()
            log.info("index_tidied", forgotten=forgotten)
        return 0.0 if has_more else max(REST_SECONDS, _REST_OF_A_LOOK * (monotonic() - began_at))

    def _work_out_meanings(self) -> bool:
        """Work out some meanings that are missing; tell whether there may be more."""
        number = Generation.objects.only_one().values_list("number", flat=True).first() or 0
        encoder = current_encoder()
        if encoder is None or (number, encoder.model) == self._without_gaps:
            return False
        missing = IndexedDocument.objects.without_meaning(encoder.model)[: _MANY_TEXTS + 1].count()
        self._has_many_texts = missing > _MANY_TEXTS or (self._has_many_texts and missing > 0)
        if not missing:
            self._without_gaps = (number, encoder.model)
            return False
        work_out_meanings(encoder, most=_TEXTS_AT_ONCE, is_logged=not self._has_many_texts, at=self._clock())
        return True

    def _see_to_the_file(self) -> None:
        if self._builder is not None:
            if self._builder.poll() is None:
                return
            self._took = monotonic() - self._began_at
            log.info("index_built", seconds=round(self._took, 1), code=self._builder.returncode)
            self._builder = None
        reason = self._reason_to_build()
        if reason:
            log.info("index_building", reason=reason)
            self._began_at = monotonic()
            self._builder = self._build()

    def _reason_to_build(self) -> str:
        """Return why a newer file is due, or nothing."""
        now = newest_state(model=current_model())
        if are_few(now.documents):
            return ""
        about = self._about(now.version)
        if about is None:
            return "no_file"
        if now.model and now.model != about.model:
            return "other_model"
        if wish().exists() or (now.vectors and not about.vectors):
            return "full"
        beside = now.number - about.number
        if beside > max(_MOST_BESIDE, _MOST_BESIDE_SHARE * now.documents):
            return "many_changes"
        if beside and self._is_old(about.number):
            return "old_changes"
        return self._reason_in_meanings(about, now)

    def _reason_in_meanings(self, about: About, now: About) -> str:
        """Meanings that were told of one by one lie beside the file; those that were not wait for the next one."""
        waiting = now.vectors - about.vectors - (now.number - about.number)
        enough = max(_MOST_MEANINGS, _MEANINGS_SHARE * now.documents) if self._has_many_texts else 0
        return "meanings" if waiting > enough else ""

    def _about(self, version: str) -> About | None:
        """Return what the file says of itself; it is opened only when it is another one than before."""
        path = file_for(version)
        mark = mark_of(path)
        if mark is None or mark != self._seen[0] or self._seen[1] is None:
            engine = open_file(path)
            self._seen = (mark, About.from_json(engine.about) if engine is not None else None)
        about = self._seen[1]
        return about if about is not None and Change.objects.is_known(about.number, about.stamp) else None

    def _is_old(self, number: int) -> bool:
        limit = max(_OLDEST_BESIDE, timedelta(seconds=_REST_OF_A_BUILD * self._took))
        oldest = Change.objects.after(number).values_list("at", flat=True).first()
        return oldest is not None and self._clock() - oldest > limit
