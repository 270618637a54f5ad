"""Reading a feed to its end and comparing it with the register: what each thing would come to. Writes nothing in it."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.dateformat import format as dateformat
from django.utils.translation import gettext

from brobygger.directory.models import Offer, Status
from brobygger.kernel.actors import Actor
from brobygger.sources.becoming import Became, TermRef, become, organisation_said, terms_in
from brobygger.sources.differences import Names, lines_between, names_now
from brobygger.sources.merging import plain
from brobygger.sources.models import Outcome, Result, Run, Source, TermMapping, TermState, Thing
from brobygger.sources.reading import Feed, Found, Report
from brobygger.sources.selectors.knowledge import Knowledge, digest_of, knowledge_for
from brobygger.sources.selectors.origins import made_organisations
from brobygger.sources.weighing import Weighed, key_for, weigh

THINGS_AT_A_TIME = 500
#: More than this gone at once is not believed.
MOST_GONE = 0.3
_MOST_REMARKS = 100
SERVICE, ORGANIZATION = "service", "organization"


@dataclass(slots=True, kw_only=True)
class Look:
    """A reading on its way."""

    run: Run
    source: Source
    knowledge: Knowledge
    names: Names
    at: datetime
    seen: set[str] = field(default_factory=set)
    #: Ours whose source says itself that there is nothing to come to any more.
    ended: set[str] = field(default_factory=set)
    terms: Counter[TermRef] = field(default_factory=Counter)
    total: int = 0
    same: int = 0
    number: int = 0

    def outcome(self, result: Result, *, foreign_id: str, **values: Any) -> Outcome:
        """Return the next outcome."""
        self.number += 1
        return Outcome(
            run=self.run, number=self.number, result=result, foreign_id=foreign_id, happened_at=self.at, **values
        )


def look_through(*, actor: Actor, run: Run, feed: Feed, at: datetime, still_here: Callable[[], object]) -> None:
    """Read a feed to its end and write what each of its things comes to at the run. Raises ``FeedRefused``.

    ``still_here`` is called with each handful, so that nobody else takes the run over. A second time begins anew.
    """
    source = run.source
    Outcome.objects.of_run(run.id)._raw_delete(using=Outcome.objects.db)
    look = Look(run=run, source=source, knowledge=knowledge_for(source), names=names_now(), at=at)
    things = feed.things()
    while batch := list(islice(things, THINGS_AT_A_TIME)):
        with transaction.atomic():
            Outcome.objects.bulk_create([*_organizations(batch, look), *_services(batch, look)])
        still_here()
    _end(look, feed)


def _services(batch: Sequence[Found], look: Look) -> Iterator[Outcome]:
    """Yield what the services of a handful come to; those that are as they were are only counted."""
    found = {}
    for one in batch:
        if one.kind == SERVICE and one.foreign_id not in look.seen:
            look.seen.add(one.foreign_id)
            found[one.foreign_id] = one
    look.total += len(found)
    known = {thing.foreign_id: thing for thing in Thing.objects.of_source(look.source.id).called(found)}
    digests = {key: digest_of(one.thing, rules=look.knowledge.digest) for key, one in found.items()}
    other = []
    for key, one in found.items():
        look.terms.update(terms_in(one.thing))
        thing = known.get(key)
        if thing and thing.digest == digests[key] and thing.missing_since is None:
            look.same += 1
        else:
            other.append(one)
    yield from _weighed(other, known=known, look=look)


def _weighed(found: Sequence[Found], *, known: dict[str, Thing], look: Look) -> Iterator[Outcome]:
    """Yield what things that are new or not as they were come to."""
    offers = _offers(known[one.foreign_id].offer_id for one in found if one.foreign_id in known)
    taken = _taken([one for one in found if one.foreign_id not in known], look.source)
    today = timezone.localdate(look.at)
    for one in found:
        thing = known.get(one.foreign_id)
        offer = offers.get(thing.offer_id) if thing and thing.offer_id else None
        became = become(
            one.thing, key=key_for(look.source, one.foreign_id, one.thing), country=look.knowledge.country,
            terms=look.knowledge.terms, home=look.knowledge.home, only_in=look.knowledge.only_in, today=today,
        )  # fmt: skip
        if thing and became.is_ended:
            # As good as gone, and counted with what is.
            look.ended.add(one.foreign_id)
            look.total -= 1
            continue
        if thing and one.is_brief and _says_less(became, thing):
            # The whole of it was not to be had just now: that is no reason to empty what stands here.
            look.same += 1
            continue
        weighed = weigh(became, thing=thing, offer=offer, source=look.source, is_taken=one.foreign_id in taken)
        yield _outcome(one, weighed, look=look, remarks=became.remarks)


def _says_less(became: Became, thing: Thing) -> bool:
    """Test whether something that was said of a thing is not said any more."""
    return became.said is not None and bool(thing.said.keys() - plain(became.said).keys())


def _outcome(one: Found, weighed: Weighed, *, look: Look, remarks: Sequence[str]) -> Outcome:
    """Return what a thing comes to, as it is kept and read."""
    told = [f"{remark.path}: {remark.text}" for remark in one.remarks[:_MOST_REMARKS]]
    return look.outcome(
        weighed.result,
        foreign_id=one.foreign_id,
        name=str(one.thing.get("name") or "")[:160],
        why=weighed.why[:500],
        differences=lines_between(weighed, names=look.names),
        remarks=[*remarks, *told][:_MOST_REMARKS],
        raw=one.thing if weighed.result != Result.LEFT_OUT else {},
        offer_id=weighed.offer_id,
    )


def _offers(ids: Iterable[UUID | None]) -> dict[UUID, Offer]:
    wanted = {offer_id for offer_id in ids if offer_id}
    return {offer.id: offer for offer in Offer.objects.with_ids(wanted).for_page()} if wanted else {}


def _taken(found: Sequence[Found], source: Source) -> frozenset[str]:
    """Return those of some new things that are here already by their id: our own, or another source's."""
    by_id = {UUID(one.thing["id"]): one.foreign_id for one in found if _is_uuid(one.thing.get("id"))}
    ours = set(Offer.objects.with_ids(by_id).values_list("id", flat=True))
    others = Thing.objects.of_other_sources(source.id).published_as(by_id).values_list("thing_id", flat=True)
    return frozenset(by_id[thing_id] for thing_id in ours.union(others))


def _is_uuid(value: Any) -> bool:
    try:
        UUID(str(value))
    except ValueError:
        return False
    return True


def _organizations(batch: Sequence[Found], look: Look) -> Iterator[Outcome]:
    """Yield the organisations that come alone and say something else than they did."""
    found = {one.foreign_id: one for one in batch if one.kind == ORGANIZATION}
    if not found or look.source.organisation_id is not None:
        return
    made = made_organisations(source_id=look.source.id, foreign_ids=found)
    for key, one in found.items():
        before = made[key][1] if key in made else None
        if before is not None and {**before, **one.thing} == before:
            continue
        said = organisation_said(one.thing)
        result = Result.LEFT_OUT if not said.name else Result.NEW if before is None else Result.CHANGED
        why = "" if said.name else gettext("Organisationen har ikke noget navn.")
        yield look.outcome(
            result, foreign_id=key, kind=ORGANIZATION, name=said.name[:160], why=why,
            raw=one.thing if said.name else {},
        )  # fmt: skip


def _end(look: Look, feed: Feed) -> None:
    """Write what is gone, the terms that were met, and what the whole came to."""
    run, report = look.run, feed.report
    with transaction.atomic():
        if report.is_unchanged:
            look.total = look.same = Thing.objects.of_source(look.source.id).here().count()
        gone = list(_gone(look, report))
        Outcome.objects.bulk_create(gone, batch_size=THINGS_AT_A_TIME)
        _keep_terms(look)
        run.total, run.same = look.total, look.same
        # What was not read to its end is read again, also when it is as it was.
        run.format, run.etag = str(report.format or ""), report.etag if report.is_whole else ""
        run.remarks = [
            {"what": tally.text, "where": tally.path, "times": tally.count, "example": tally.example}
            for tally in report.remarks[:_MOST_REMARKS]
        ]
        run.save()


def _is_lost(thing: Thing, look: Look, report: Report) -> bool:
    """Test whether a thing is gone: its source says so, or all there is was read and it was not there."""
    if thing.foreign_id in look.ended:
        return True
    if not report.is_whole or thing.foreign_id in look.seen:
        return False
    return thing.missing_since is not None or not report.is_unchanged


def _gone(look: Look, report: Report) -> Iterator[Outcome]:
    """Yield what is no longer at the source, and what has been away so long that it is hidden."""
    rows = Thing.objects.of_source(look.source.id).select_related("offer")
    grace = timedelta(days=look.source.grace_days)
    here, lost = 0, []
    for thing in rows.order_by("foreign_id").defer("said", "said_at").iterator(chunk_size=2000):
        here += thing.missing_since is None
        if _is_lost(thing, look, report):
            lost.append(thing)
    new = [thing for thing in lost if thing.missing_since is None]
    if len(new) > MOST_GONE * here:
        look.run.is_doubted = True
        look.run.problem = gettext(
            "%(gone)s af %(all)s er pludselig væk hos kilden. Det tror vi ikke på, så intet bliver skjult."
        ) % {"gone": len(new), "all": here}
    for thing in lost:
        since = thing.missing_since or look.at
        is_over = since + grace <= look.at
        is_shown = thing.offer is not None and thing.offer.status == Status.PUBLISHED
        if thing.missing_since is not None and not (is_over and is_shown):
            continue
        day = dateformat(timezone.localdate(since + grace), "j. F Y")
        why = (
            gettext("Bliver skjult.")
            if is_over
            else gettext("Bliver skjult %(day)s, hvis det ikke kommer igen.") % {"day": day}
        )
        yield look.outcome(
            Result.HIDDEN if is_over else Result.MISSING, foreign_id=thing.foreign_id, why=why,
            name=thing.offer.name if thing.offer else "", offer_id=thing.offer_id,
        )  # fmt: skip


def _keep_terms(look: Look) -> None:
    """Keep the terms that are not ours, how often they were met, and what they look like."""
    terms = look.knowledge.terms
    foreign = {(term.scheme, term.code): term for term in look.terms if term.term_id not in terms.ours}
    known = {(row.scheme, row.code): row for row in TermMapping.objects.of_source(look.source.id)}
    times = Counter({(term.scheme, term.code): 0 for term in foreign.values()})
    for term, number in look.terms.items():
        times[term.scheme, term.code] += number
    new = [
        TermMapping(
            source=look.source, scheme=term.scheme, code=term.code, label=term.label, state=TermState.WAITING,
            suggested_key=terms.suggested(term), times_seen=times[key],
        )
        for key, term in foreign.items() if key not in known
    ]  # fmt: skip
    TermMapping.objects.bulk_create(new, batch_size=THINGS_AT_A_TIME)
    met = [row for key, row in known.items() if times[key] and row.times_seen != times[key]]
    for row in met:
        row.times_seen = times[row.scheme, row.code]
    TermMapping.objects.bulk_update(met, ["times_seen"], batch_size=THINGS_AT_A_TIME)
