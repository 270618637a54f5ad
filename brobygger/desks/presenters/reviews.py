"""The queue and one review, as pages show them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext

from brobygger.accounts.selectors.holders import names_of
from brobygger.curation.deadlines import working_days_between
from brobygger.curation.models import Conflict, Decision, Remark, Review, ReviewStatus, Scope, Side, Sort
from brobygger.curation.rulebook import reason_words, rulebook
from brobygger.curation.selectors.queue import Load, Queue, QueueWish
from brobygger.kernel.actors import Actor
from brobygger.organisations.models import Organisation

Words = str | Promise
#: Places with the most waiting; the filters lead to the rest.
MOST_PLACES = 12
_FILTERS = (("slags", "sort"), ("hvor", "scope"), ("hvem", "whose"), ("kommune", "municipality_code"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A filter that can be chosen: where it leads, how many there are, and whether it is chosen now."""

    label: Words
    url: str
    is_chosen: bool
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueLine:
    """A review as one line of the queue."""

    id: UUID
    label: str
    url: str
    organisation: str
    where: str
    sort_label: Words
    sort: str
    age: str
    due: str
    is_overdue: bool
    taken_by: str
    is_mine: bool
    waits_for_association: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadLine:
    """How much somebody or some place has waiting, as a line."""

    name: str
    url: str
    waiting: int
    overdue: int
    oldest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadItem:
    """Something decided or said, in the order it happened."""

    at: datetime
    who: Words
    heading: Words
    text: str
    kind: str
    reasons: tuple[str, ...] = ()
    conflict: Words = ""


def wish_from(query: Mapping[str, str]) -> QueueWish:
    """Read which part of the queue an address asks for; nonsense counts as nothing."""
    page = query.get("side", "")
    given = {name: query.get(word, "") for word, name in _FILTERS}
    return QueueWish(**given, page=int(page) if page.isascii() and page.isdigit() and len(page) < 5 else 1)


def queue_url(wish: QueueWish, **changes: object) -> str:
    """Return the address of a part of the queue; another part begins on its first page."""
    asked = {word: str(changes.get(name, getattr(wish, name))) for word, name in _FILTERS}
    page = changes.get("page", 1)
    query = {word: value for word, value in asked.items() if value} | ({"side": str(page)} if page != 1 else {})
    return f"{reverse('desks:reviews')}?{urlencode(query)}" if query else reverse("desks:reviews")


def sort_choices(found: Queue, wish: QueueWish) -> list[Choice]:
    """Return the sorts of reviews with how many there are of each."""
    everything = Choice(
        label=gettext("alle"),
        url=queue_url(wish, sort=""),
        is_chosen=wish.sort not in Sort.values,
        count=sum(found.by_sort.values()),
    )
    return [everything] + [
        Choice(
            label=sort.label, url=queue_url(wish, sort=sort.value), is_chosen=wish.sort == sort,
            count=found.by_sort[sort],
        )
        for sort in Sort
    ]  # fmt: skip


def whose_choices(wish: QueueWish) -> list[Choice]:
    """Return whose reviews can be chosen."""
    words = (("", gettext("alles")), ("mine", gettext("dem, jeg har taget")), ("free", gettext("dem, ingen har taget")))
    return [
        Choice(label=label, url=queue_url(wish, whose=key), is_chosen=wish.whose == key) for key, label in words
    ]  # fmt: skip


def scope_choices(wish: QueueWish) -> list[Choice]:
    """Return the two sorts of decisions, for those who take both."""
    words = (("", gettext("begge dele")), *((scope.value, str(scope.label)) for scope in Scope))
    return [
        Choice(
            label=label, url=queue_url(wish, scope=key, municipality_code=""), is_chosen=wish.scope == key
        )
        for key, label in words
    ]  # fmt: skip


def queue_lines(reviews: Iterable[Review], *, actor: Actor, at: datetime) -> list[QueueLine]:
    """Return the reviews as lines, with the names of organisations and colleagues in two queries."""
    rows = list(reviews)
    organisations = Organisation.objects.in_bulk([row.organisation_id for row in rows])
    people = names_of(user_ids={row.taken_by for row in rows if row.taken_by})
    today = timezone.localdate(at)
    return [
        QueueLine(
            id=row.id,
            label=row.subject_label,
            url=reverse("desks:review", args=[row.id]),
            organisation=found.name if (found := organisations.get(row.organisation_id)) else "",
            where=where_text(row),
            sort=row.sort.value,
            sort_label=sort_label(row),
            age=age_text(row.opened_at, at=at),
            due=due_text(row.answer_by, today=today),
            is_overdue=row.answer_by < today,
            taken_by=people.get(row.taken_by, "") if row.taken_by else "",
            is_mine=row.taken_by is not None and row.taken_by == actor.id,
            waits_for_association=row.waits_for_association,
        )
        for row in rows
    ]


def load_lines(people: Iterable[Load], places: Iterable[Load], *, wish: QueueWish, at: datetime) -> list[LoadLine]:
    """Return who has how much, and where."""
    people, places = list(people), list(places)[:MOST_PLACES]
    names = names_of(user_ids={load.user_id for load in people if load.user_id})
    lines = [_load_line(load, names.get(load.user_id, "") if load.user_id else "", "", at=at) for load in people]
    for load in places:
        scope = Scope.LOCAL.value if load.municipality_code else Scope.NATIONAL.value
        url = queue_url(wish, scope=scope, municipality_code=load.municipality_code)
        lines.append(_load_line(load, load.place or gettext("hele landet"), url, at=at))
    return lines


def where_text(review: Review) -> str:
    """Return whose decision it is: a municipality's or the nation's."""
    return review.municipality.name if review.municipality else gettext("hele landet")


def question_text(review: Review) -> str:
    """Return what is asked of whoever decides."""
    if review.municipality:
        return gettext("Vises det i %(place)s?") % {"place": review.municipality.name}
    return gettext("Følger det reglerne?")


def sort_label(review: Review) -> str:
    """Return what a review is about, in one word."""
    return {
        Sort.NEW: gettext("nyt"),
        Sort.CHANGE: gettext("ændring"),
        Sort.AFTER: gettext("rettelse, der allerede vises"),
        Sort.APPEAL: gettext("klage"),
    }[review.sort]


def age_text(since: datetime, *, at: datetime) -> str:
    """Return how long something has waited: "i dag", "3 dage"."""
    days = (timezone.localdate(at) - timezone.localdate(since)).days
    return ngettext("%(days)s dag", "%(days)s dage", days) % {"days": days} if days > 0 else gettext("i dag")


def due_text(day: date, *, today: date) -> str:
    """Return how near a deadline is, in working days."""
    left = working_days_between(today, day)
    if left < 0:
        return ngettext("%(days)s hverdag for sent", "%(days)s hverdage for sent", -left) % {"days": -left}
    if left == 0:
        return gettext("i dag er sidste dag")
    return ngettext("%(days)s hverdag tilbage", "%(days)s hverdage tilbage", left) % {"days": left}


def thread(decisions: Iterable[Decision], remarks: Iterable[Remark], *, language: str) -> list[ThreadItem]:
    """Return what was decided and said, in the order it happened. The association sees functions, never names."""
    items = [_decided(decision, language) for decision in decisions] + [_said(remark) for remark in remarks]
    return sorted(items, key=lambda item: item.at)


def state_text(review: Review) -> str:
    """Return where a review is, as the association reads it."""
    if review.is_undecided and review.waits_for_association:
        return gettext("Venter på svar fra jer")
    words = {
        ReviewStatus.WAITING: gettext("Venter på afgørelse"),
        ReviewStatus.APPEALED: gettext("I har klaget, og en anden ser på det"),
        ReviewStatus.APPROVED: gettext("Godkendt"),
        ReviewStatus.REFUSED: gettext("Ikke godkendt endnu"),
        ReviewStatus.WITHDRAWN: gettext("Trukket tilbage"),
    }
    if review.is_after and review.status == ReviewStatus.WAITING:
        return gettext("Vises allerede. Vi ser det efter.")
    return words[ReviewStatus(review.status)]


def conflict_text(conflict: str) -> Words:
    """Return what is in the way of deciding, to the one it is about."""
    return {
        Conflict.ORGANISATION: gettext("Du hører selv til foreningen."),
        Conflict.AUTHOR: gettext("Du har selv skrevet det."),
        Conflict.OWN_DECISION: gettext("Du har selv truffet den afgørelse, der klages over."),
    }.get(Conflict(conflict), "")


def rules_answered(decision: Decision, *, language: str) -> list[tuple[str, str]]:
    """Return the posting rules with the answers one decision gave."""
    words = {"yes": gettext("ja"), "no": gettext("nej"), "irrelevant": gettext("ikke relevant her")}
    return [
        (rule.question[language], words.get(decision.checklist[rule.key], ""))
        for rule in rulebook().rules
        if rule.key in decision.checklist
    ]


def _decided(decision: Decision, language: str) -> ThreadItem:
    is_yes = decision.outcome == ReviewStatus.APPROVED
    heading = gettext("Ja") if is_yes else gettext("Nej")
    marked = {
        Conflict.ORGANISATION: gettext("Den, der afgjorde, hører selv til foreningen. Der var ingen andre til det."),
        Conflict.AUTHOR: gettext("Den, der afgjorde, har selv skrevet det. Der var ingen andre til det."),
        Conflict.OWN_DECISION: gettext("Klagen er afgjort af den samme. Der var ingen andre til det."),
    }
    return ThreadItem(
        at=decision.decided_at,
        who=gettext("Efter en klage") if decision.is_on_appeal else gettext("Afgørelse"),
        heading=heading,
        text=decision.text,
        kind="yes" if is_yes else "no",
        reasons=tuple(reason_words(key=key, language=language) for key in decision.reasons),
        conflict=marked.get(Conflict(decision.conflict), ""),
    )


def _said(remark: Remark) -> ThreadItem:
    who = gettext("Foreningen") if remark.side == Side.ASSOCIATION else gettext("Den, der afgør")
    heading = gettext("Klage") if remark.is_appeal else gettext("Besked")
    return ThreadItem(at=remark.said_at, who=who, heading=heading, text=remark.text, kind=str(remark.side))


def _load_line(load: Load, name: str, url: str, *, at: datetime) -> LoadLine:
    days = (timezone.localdate(at) - load.oldest_on).days
    oldest = ngettext("%(days)s dag", "%(days)s dage", days) % {"days": days} if days > 0 else gettext("i dag")
    return LoadLine(name=name, url=url, waiting=load.waiting, overdue=load.overdue, oldest=oldest)
