"""Reads: whom somebody can turn to now."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from brobygger.kernel.addresses import domain_of
from brobygger.kernel.errors import NotFound
from brobygger.knowledge.crisis_file import packaged_crisis_lines
from brobygger.knowledge.models import EMERGENCY_KEY, LEAST_WAYS, Basis, CrisisLine, Topic
from brobygger.places.models import Municipality

#: More than this at once is not calm; the page about urgent help holds the rest.
MOST_WAYS = 4
#: Somebody may be looking over the shoulder.
NEEDS_QUICK_EXIT = frozenset({Topic.VIOLENCE, Topic.CHILD_ABUSE, Topic.SEXUAL_ABUSE})

OPENINGS: dict[str, Promise] = {
    Topic.SUICIDE: _(
        "Du er ikke alene med det. Tanker om selvmord bliver ofte mindre, når du siger dem højt til nogen."
    ),
    Topic.VIOLENCE: _("Det er ikke din skyld. Du kan tale med nogen uden at sige, hvem du er."),
    Topic.CHILD_ABUSE: _("Ingen må slå et barn. Du gør det rigtige ved at tale med nogen om det."),
    Topic.CHILD: _("Du må gerne ringe eller skrive om alt. De voksne her er vant til at lytte."),
    Topic.SEXUAL_ABUSE: _("Det var ikke din skyld. Du bestemmer selv, hvad der skal ske nu."),
    Topic.POISONING: _("Ring med det samme, og vent ikke på at se, hvordan det går."),
    Topic.PSYCHIATRIC: _("Det kan gå over igen. Få nogen til at være hos dig, og ring."),
    Topic.ALCOHOL: _("Du skal ikke klare det alene, hverken som den, der drikker, eller som den, der ser på."),
    Topic.GRIEF: _("Der er ikke en rigtig måde at sørge på. Du må gerne ringe bare for at blive hørt."),
    Topic.GENERAL: _("Her er nogen, der svarer."),
}
_PAGE_ORDER = (
    Topic.SUICIDE,
    Topic.VIOLENCE,
    Topic.CHILD,
    Topic.CHILD_ABUSE,
    Topic.SEXUAL_ABUSE,
    Topic.POISONING,
    Topic.PSYCHIATRIC,
    Topic.ALCOHOL,
    Topic.GRIEF,
    Topic.GENERAL,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CrisisWay:
    """One line as a page shows it, in the reader's language."""

    key: str
    name: str
    phone: str
    digits: str
    website: str
    domain: str
    hours: str
    audience: str
    expect: str
    owner: str
    last_checked_on: date
    next_check_on: date
    source_url: str
    source_year: int | None
    basis: str
    is_confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CrisisHelp:
    """112 and at least two ways, with a calm sentence to begin with."""

    topics: frozenset[str]
    opening: str
    emergency: CrisisWay
    ways: tuple[CrisisWay, ...]
    needs_quick_exit: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CrisisSituation:
    """One heading on the page about urgent help."""

    topic: str
    heading: str
    opening: str
    ways: tuple[CrisisWay, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CrisisPage:
    """Everything the page about urgent help shows: 112, by situation, and what only some places have."""

    emergency: CrisisWay
    situations: tuple[CrisisSituation, ...]
    local: tuple[CrisisWay, ...]
    lines: tuple[CrisisWay, ...]
    last_checked_on: date


def crisis_help(*, topics: Collection[str], municipality_code: str | None = None, language: str) -> CrisisHelp:
    """Return whom to turn to about the topics, the best match first; unknown or no topics give the general help.

    Local lines are among them when the municipality is known. Whatever has happened to the rows, there is always
    112 and at least two ways: what is missing is taken from the lines that come with the package.
    """
    wanted = frozenset(topics) & frozenset(Topic.values) or frozenset({Topic.GENERAL.value})
    lines = _lines(_areas(municipality_code))
    matching = sorted(_matching(lines, wanted), key=lambda line: (-_matched(line, wanted), line.priority, line.key))
    if len(matching) < LEAST_WAYS:
        spare = [line for line in packaged_crisis_lines() if not line.area_code]
        known = {line.key for line in matching}
        matching += [line for line in _matching(spare, wanted) if line.key not in known]
    return CrisisHelp(
        topics=wanted,
        opening=str(OPENINGS[_first_topic(wanted)]),
        emergency=_way(_emergency(lines), language),
        ways=tuple(_way(line, language) for line in matching[:MOST_WAYS]),
        needs_quick_exit=not wanted.isdisjoint(NEEDS_QUICK_EXIT),
    )


def crisis_page(*, language: str) -> CrisisPage:
    """Return the page about urgent help."""
    lines = _lines(None)
    national = [line for line in lines if not line.area_code]
    situations = tuple(
        CrisisSituation(
            topic=topic.value,
            heading=str(topic.label),
            opening=str(OPENINGS[topic]),
            ways=tuple(_way(line, language) for line in _matching(national, {topic})[:MOST_WAYS]),
        )
        for topic in _PAGE_ORDER
    )
    return CrisisPage(
        emergency=_way(_emergency(lines), language),
        situations=situations,
        local=tuple(_way(line, language) for line in lines if line.area_code),
        lines=tuple(_way(line, language) for line in lines),
        last_checked_on=min(line.last_checked_on for line in lines),
    )


def _areas(municipality_code: str | None) -> tuple[str, ...]:
    """Return the area codes that cover a municipality: its own and its region's."""
    if not municipality_code:
        return ()
    codes = Municipality.objects.with_codes([municipality_code]).values_list("code", "region_id")
    return tuple(code for pair in codes for code in pair)


def _lines(areas: Collection[str] | None) -> Sequence[CrisisLine]:
    """Return the lines of some areas and the whole country (of every area for None), most important first."""
    query = CrisisLine.objects.shown().in_order()
    lines = list(query if areas is None else query.in_areas(areas))
    if lines:
        return lines
    return [line for line in packaged_crisis_lines() if areas is None or line.area_code in ("", *areas)]


def _emergency(lines: Iterable[CrisisLine]) -> CrisisLine:
    return next(line for line in (*lines, *packaged_crisis_lines()) if line.key == EMERGENCY_KEY)


def _matching(lines: Iterable[CrisisLine], topics: Collection[str]) -> list[CrisisLine]:
    return [line for line in lines if line.key != EMERGENCY_KEY and not set(topics).isdisjoint(line.topics)]


def _matched(line: CrisisLine, topics: Collection[str]) -> int:
    return len(set(topics) & set(line.topics))


def _first_topic(topics: Collection[str]) -> str:
    return next(topic.value for topic in _PAGE_ORDER if topic.value in topics)


def _way(line: CrisisLine, language: str) -> CrisisWay:
    in_language = "en" if language.startswith("en") else "da"
    return CrisisWay(
        key=line.key,
        name=getattr(line, f"name_{in_language}"),
        phone=line.phone,
        digits=line.phone.replace(" ", ""),
        website=line.website,
        domain=domain_of(line.website),
        hours=getattr(line, f"hours_{in_language}"),
        audience=getattr(line, f"audience_{in_language}"),
        expect=getattr(line, f"expect_{in_language}"),
        owner=line.owner,
        last_checked_on=line.last_checked_on,
        next_check_on=line.next_check_on,
        source_url=line.source_url,
        source_year=line.source_year,
        basis=str(Basis(line.basis).label),
        is_confirmed=line.basis == Basis.CONFIRMED,
    )


def all_crisis_lines() -> tuple[CrisisLine, ...]:
    """Return every line, shown or not, those to look at first: for those who keep them true."""
    return tuple(CrisisLine.objects.order_by("next_check_on", "key"))


def get_crisis_line(*, line_id: UUID) -> CrisisLine:
    """Return one line, shown or not. Raises ``NotFound``."""
    line = CrisisLine.objects.filter(id=line_id).first()
    if line is None:
        raise NotFound
    return line
