"""Acts: looking at the addresses the register shows, one at a time and not too often."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic, sleep
from typing import Protocol
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone

from brobygger.audit.services import record
from brobygger.directory import policies
from brobygger.directory.link_fetching import Answer
from brobygger.directory.models import Check, LinkCheck, LinkState, Stage
from brobygger.directory.selectors.links_shown import offers_showing, shown_urls
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import NotAllowed

#: A site that answers is looked at twice a month; one that did not, again in three days.
AGAIN_WHEN_WELL = timedelta(days=14)
AGAIN_IN_DOUBT = timedelta(days=3)
#: Twice within this is no accident.
BROKEN_WITHIN = timedelta(days=7)
#: Between two looks at the same host.
LEAST_SECONDS_BETWEEN = 1.0
#: Those behind an offer are asked a week after one of its links broke, unless they are to be asked before.
ASK_AFTER = timedelta(days=7)
#: So many that answered before are asked, to tell a dead link from a dead net of our own.
KNOWN_TO_ANSWER = 3
#: There, but not for programs.
_THERE_BUT_CLOSED = frozenset({401, 402, 403, 405, 406, 407, 412, 418, 429, 451, 501, 503, 999})
_FIRST_ERROR = 400


class Looks(Protocol):
    """What looks at an address."""

    def look(self, url: str) -> Answer:
        """Return what it answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinksChecked:
    """What a run saw. ``is_net_down``: nobody at all answered, so nothing was held against anybody."""

    looked_at: int
    ok: int
    moved: int
    doubtful: int
    broken: int
    newly_broken: int
    is_net_down: bool


@transaction.atomic
def gather_links(*, actor: Actor, at: datetime) -> int:
    """Queue the addresses the register shows and has not looked at; forget those it shows no more. How many there are.

    Raises ``NotAllowed``.
    """
    if not policies.may_load(actor):
        raise NotAllowed
    urls = shown_urls()
    known = set(LinkCheck.objects.values_list("url", flat=True))
    LinkCheck.objects.bulk_create(
        [LinkCheck(url=url, due_at=at) for url in sorted(urls - known)], batch_size=500, ignore_conflicts=True
    )
    gone = sorted(known - urls)
    for start in range(0, len(gone), 500):
        LinkCheck.objects.with_urls(gone[start : start + 500]).delete()
    return len(urls)


def check_links(
    *, actor: Actor, at: datetime, fetcher: Looks, limit: int = 200, pause: Callable[[float], None] = sleep
) -> LinksChecked:
    """Look at the addresses that have waited longest, one at a time, and keep what they answer.

    Each answer is kept at once, so that a run may be stopped anywhere. When not one address answers, not even those
    that did the last time, it is our own net that is down, and nothing is kept. Raises ``NotAllowed``.
    """
    if not policies.may_load(actor):
        raise NotAllowed
    rows = list(LinkCheck.objects.due(at)[:limit])
    waiting: list[tuple[LinkCheck, Answer]] = []
    tally: Counter[str] = Counter()
    has_answered = False
    for row, answer in _looked_at(rows, fetcher, pause):
        waiting.append((row, answer))
        has_answered = has_answered or answer.code is not None
        if has_answered:
            tally += _keep(waiting, actor=actor, at=at)
            waiting.clear()
    if waiting and _is_net_up(fetcher):
        tally += _keep(waiting, actor=actor, at=at)
        waiting.clear()
    if tally:
        record(
            actor=actor,
            act="directory.links.checked",
            subject_kind="links",
            subject_id=timezone.localdate(at),
            at=at,
            changes=dict(tally),
        )
    states = {
        str(state): tally[state] for state in (LinkState.OK, LinkState.MOVED, LinkState.DOUBTFUL, LinkState.BROKEN)
    }
    return LinksChecked(looked_at=len(rows), newly_broken=tally["newly_broken"], is_net_down=bool(waiting), **states)


def _is_net_up(fetcher: Looks) -> bool:
    """Test whether any of some addresses that answered the last time still does."""
    return any(fetcher.look(row.url).code is not None for row in LinkCheck.objects.well()[:KNOWN_TO_ANSWER])


def _looked_at(
    rows: Iterable[LinkCheck], fetcher: Looks, pause: Callable[[float], None]
) -> Iterable[tuple[LinkCheck, Answer]]:
    """Yield each row with what its address answers, never two of the same host within a second."""
    seen: dict[str, float] = {}
    for row in rows:
        host = urlsplit(row.url).netloc.lower()
        since = monotonic() - seen[host] if host in seen else LEAST_SECONDS_BETWEEN
        if since < LEAST_SECONDS_BETWEEN:
            pause(LEAST_SECONDS_BETWEEN - since)
        answer = fetcher.look(row.url)
        seen[host] = monotonic()
        yield row, answer


@transaction.atomic
def _keep(seen: Iterable[tuple[LinkCheck, Answer]], *, actor: Actor, at: datetime) -> Counter[str]:
    """Keep what some addresses answered; ask those behind an offer sooner when one of its links has just broken."""
    tally: Counter[str] = Counter()
    for row, answer in seen:
        was = row.state
        _note(row, answer, at=at)
        row.save()
        tally[row.state] += 1
        if row.state == LinkState.BROKEN != was:
            tally["newly_broken"] += 1
            _ask_sooner(row.url, at=at)
    return tally


def _note(row: LinkCheck, answer: Answer, *, at: datetime) -> None:
    """Write on a row what its address answered."""
    row.code, row.problem, row.moved_to, row.checked_at = answer.code, answer.problem, answer.moved_to[:600], at
    if _is_there(answer):
        row.state = LinkState.MOVED if answer.moved_to else LinkState.OK
        row.failed_since, row.due_at = None, at + AGAIN_WHEN_WELL
        return
    is_again = row.failed_since is not None and (
        row.state == LinkState.BROKEN or at - row.failed_since <= BROKEN_WITHIN
    )
    row.state = LinkState.BROKEN if is_again else LinkState.DOUBTFUL
    row.failed_since = row.failed_since if is_again else at
    row.due_at = at + AGAIN_IN_DOUBT


def _is_there(answer: Answer) -> bool:
    """Test whether somebody is at an address, if only to say that programs are not welcome."""
    return answer.code is not None and (answer.code < _FIRST_ERROR or answer.code in _THERE_BUT_CLOSED)


def _ask_sooner(url: str, *, at: datetime) -> None:
    """Move the next question about the offers that show an address to a week from now."""
    soon = timezone.localdate(at + ASK_AFTER)
    for row in Check.objects.in_stage(Stage.WAITING).of_offers(offers_showing(urls=[url])).due_after(soon):
        row.due_on = soon
        row.reasons = ["broken_link", *(reason for reason in row.reasons if reason != "broken_link")]
        row.save(update_fields=["due_on", "reasons"])
