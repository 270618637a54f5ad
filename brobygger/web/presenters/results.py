"""A whole answer as one page: what was understood, the filters, the cards, and what to do when little was found."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext, ngettext

from brobygger.search.answering.highlighting import Highlighter
from brobygger.search.forms import PARAM_OF_FACET, PARAM_OF_FEATURE
from brobygger.search.queries import FacetValue, Result, Sort, Widening
from brobygger.search.understanding.concepts import FIELD_OF_FACET, load_concepts
from brobygger.web.presenters.cards import Card, Mark, cards
from brobygger.web.presenters.pins import numbers_of
from brobygger.web.presenters.questions import Question

_FACETS = ("roles", "needs", "activities", "targets", "when", "delivery")
YES = "1"
#: The name of guesses that are not to be made (``search.queries.Filters``).
IGNORED = "ikke"
#: What the filters' form sends itself; everything else is in its hidden fields.
FORM_NAMES = frozenset(
    {*(PARAM_OF_FACET[facet] for facet in _FACETS), *PARAM_OF_FEATURE.values(), "alder", "koen", "side"}
)
_SHOWN_AT_ONCE = 7
#: Rarer answers than these are better found with words; a chosen one is always there.
_MOST_OPTIONS = 12
_PAGES_ROUND = 1
#: With fewer hits than this we ask what was missing, and show whom to ask instead.
MEAGRE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step from here to a neighbouring question: a label, and the address it has."""

    label: str
    query: str
    is_current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedStep:
    """A step with how many offers are at its end."""

    label: str
    query: str
    count: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One tick in a filter."""

    id: str
    name: str
    value: str
    label: str
    count: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One question among the filters; ``more`` are the rarer answers, folded away."""

    key: str
    legend: str
    options: tuple[Option, ...]
    more: tuple[Option, ...] = ()
    is_open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Further:
    """Further offers, and in which way the question was loosened to find them."""

    heading: str
    explanation: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultPage:
    """Everything the results page shows of an answer."""

    count_text: str
    advice: str
    total: int
    cards: tuple[Card, ...]
    groups: tuple[Group, ...]
    guesses: tuple[Step, ...]
    chosen: tuple[Step, ...]
    clear: Step
    sorts: tuple[Step, ...]
    pages: tuple[Step | None, ...]
    previous: Step | None
    next: Step | None
    further: tuple[Further, ...]
    corrected: str
    insist: Step
    related: tuple[CountedStep, ...]
    as_list: Step
    as_map: Step
    as_map_long: Step
    is_map: bool
    is_meagre: bool


def result_page(result: Result, *, question: Question, at: datetime) -> ResultPage:
    """Return the page of an answer."""
    is_map = question.get("vis") == "kort"
    mark = Highlighter(result.understood.corrected or result.filters.text).mark
    return ResultPage(
        count_text=count_text(result.total),
        advice=_advice(result, question=question),
        total=result.total,
        cards=tuple(cards(result.hits, at=at, numbers=numbers_of(result.mapped), mark=mark)),
        groups=tuple(_groups(result)),
        guesses=tuple(_guesses(result, question=question)),
        chosen=tuple(_chosen(result, question=question)),
        clear=Step(label=gettext("Fjern alle valg"), query=question.without_filters().query),
        sorts=tuple(_sorts(result, question=question)),
        pages=tuple(_pages(result, question=question)),
        previous=_page(result.filters.page - 1, result=result, question=question, label=gettext("Forrige")),
        next=_page(result.filters.page + 1, result=result, question=question, label=gettext("Næste")),
        further=tuple(_further(widening, at=at, mark=mark) for widening in result.widenings if widening.hits),
        corrected=result.understood.corrected,
        insist=Step(label=gettext("Søg på det, jeg skrev"), query=question.also(IGNORED, "spelling").query),
        related=tuple(_related(result, question=question)),
        as_list=Step(label=gettext("Liste"), query=question.without("vis").query, is_current=not is_map),
        as_map=Step(label=gettext("Kort"), query=question.having("vis", "kort").query, is_current=is_map),
        as_map_long=Step(label=gettext("Vis tilbuddene på et kort"), query=question.having("vis", "kort").query),
        is_map=is_map,
        is_meagre=result.total < MEAGRE or _is_only_alike(result),
    )


def _related(result: Result, *, question: Question) -> Iterable[CountedStep]:
    """Make the steps to needs near by: the same question about them alone."""
    topics = load_concepts().topics
    for value in result.related:
        param = PARAM_OF_FACET[FIELD_OF_FACET[topics[value.value].facet]]
        yield CountedStep(label=value.label, query=question.also(param, value.value).query, count=str(value.count))


def count_text(total: int) -> str:
    """Say how many offers there are."""
    if not total:
        return gettext("Ingen tilbud passer helt")
    return ngettext("%(count)s tilbud", "%(count)s tilbud", total) % {"count": total}


def _advice(result: Result, *, question: Question) -> str:
    """Say what we did when little fitted, and what the visitor can do; nothing when there is enough."""
    has_more = any(widening.hits for widening in result.widenings)
    if not result.total and has_more:
        return gettext("Her er det, der kommer tættest på. Over hver liste står, hvad vi gjorde anderledes.")
    if not result.total:
        return gettext("Prøv med færre ord eller andre ord, eller fjern noget af det, du har valgt.")
    if has_more:
        return gettext(
            "Der er ikke så meget, der passer på det hele. Derfor har vi også ledt bredere. Det står under listen."
        )
    if _is_only_alike(result):
        return gettext(
            "Ingen tilbud bruger dine ord. Her er det, der ligner mest. Passer det ikke, så prøv med andre ord."
        )
    if result.total > 1 and not _knows_where(result, question=question):
        return gettext("Skriv også, hvor du bor. Så kommer det, der er nær dig, først.")
    return ""


def _is_only_alike(result: Result) -> bool:
    """Test whether nothing was understood and no word was found, so that likeness of meaning is all there is."""
    is_found = bool(result.hits) and not result.understood.concepts
    return is_found and all(any(reason.kind == "meaning" for reason in hit.reasons) for hit in result.hits)


def _knows_where(result: Result, *, question: Question) -> bool:
    """Test whether somebody has told where: in its field, known to us or not, as a position, or in the words."""
    is_said = any(guess.id == "place" for guess in result.understood.guesses)
    return bool(question.get("hvor")) or result.filters.lat is not None or is_said


def _groups(result: Result) -> Iterable[Group]:
    """Make the filters, in the order people decide things."""
    legends = (
        gettext("Hvad vil du?"),
        gettext("Hvad handler det om?"),
        gettext("Hvad laver man?"),
        gettext("For hvem?"),
        gettext("Hvornår?"),
        gettext("Hvordan?"),
    )
    for facet, legend in zip(_FACETS, legends, strict=True):
        options = [_option(PARAM_OF_FACET[facet], value) for value in result.facets.get(facet, ()) if _is_of_use(value)]
        if options or facet == "targets":
            yield _group(facet, legend, options, is_open=facet in {"roles", "targets"})
    # All four, also when nobody has said so yet: that no place is known to be free is worth knowing too.
    features = [
        Option(
            id=f"f-{name}", name=name, value=YES, label=value.label, count=str(value.count), is_chosen=value.is_chosen
        )
        for value in result.facets.get("features", ())
        if (name := PARAM_OF_FEATURE.get(value.value))
    ]
    if features:
        yield _group("features", gettext("Det skal være"), features, is_open=True)


def _group(key: str, legend: str, options: list[Option], *, is_open: bool) -> Group:
    """Fold rare answers away, but never one that is chosen."""
    first = [option for place, option in enumerate(options) if place < _SHOWN_AT_ONCE or option.is_chosen]
    rest = [option for option in options[_SHOWN_AT_ONCE:_MOST_OPTIONS] if not option.is_chosen]
    is_chosen = any(option.is_chosen for option in options)
    return Group(key=key, legend=legend, options=tuple(first), more=tuple(rest), is_open=is_open or is_chosen)


def _option(name: str, value: FacetValue) -> Option:
    """Make one tick."""
    return Option(
        id=f"f-{name}-{value.value}",
        name=name,
        value=value.value,
        label=value.label,
        count=str(value.count),
        is_chosen=value.is_chosen,
    )


def _is_of_use(value: FacetValue) -> bool:
    """Test whether ticking (or unticking) a choice leads anywhere."""
    return value.count > 0 or value.is_chosen


def _chosen(result: Result, *, question: Question) -> Iterable[Step]:
    """Make a removable tag of everything that was chosen on purpose."""
    for facet in _FACETS:
        name = PARAM_OF_FACET[facet]
        for value in result.facets.get(facet, ()):
            if value.is_chosen:
                yield Step(label=value.label, query=question.without(name, value.value).query)
    for value in result.facets.get("features", ()):
        if value.is_chosen and value.value in PARAM_OF_FEATURE:
            yield Step(label=value.label, query=question.without(PARAM_OF_FEATURE[value.value]).query)
    if question.get("alder") and result.filters.age is not None:
        yield Step(label=_age_text(result.filters.age), query=question.without("alder").query)
    if question.get("koen") and result.filters.gender:
        yield Step(label=gender_text(result.filters.gender), query=question.without("koen").query)


def _guesses(result: Result, *, question: Question) -> Iterable[Step]:
    """Make a removable tag of everything we read out of the words, so that a wrong guess costs one tap."""
    for guess in result.understood.guesses:
        yield Step(label=guess.label, query=question.also(IGNORED, guess.id).query)


def _age_text(age: int) -> str:
    """Say an age."""
    return gettext("%(age)s år") % {"age": age}


def gender_text(gender: str) -> str:
    """Say for whom, of the two an offer can be limited to."""
    return {"women": gettext("kvinde"), "men": gettext("mand")}.get(gender, "")


def _sorts(result: Result, *, question: Question) -> Iterable[Step]:
    """Make the orders one can choose; nearest only when we know from where."""
    labels = {
        Sort.BEST: gettext("Passer bedst"),
        Sort.NEAREST: gettext("Nærmest"),
        Sort.SOON: gettext("Snart"),
        Sort.CONFIRMED: gettext("Senest bekræftet"),
    }
    knows_where = result.filters.lat is not None
    for sort, label in labels.items():
        if sort is Sort.NEAREST and not knows_where:
            continue
        query = question.without("sorter") if sort is Sort.BEST else question.having("sorter", sort.value)
        yield Step(label=label, query=query.query, is_current=sort is result.filters.sort)


def _page(number: int, *, result: Result, question: Question, label: str = "") -> Step | None:
    """Make the step to one page; None when there is no such page."""
    if not 1 <= number <= result.page_count:
        return None
    target = question.without("side") if number == 1 else question.without("side").having("side", str(number))
    return Step(label=label or str(number), query=target.query, is_current=number == result.filters.page)


def _pages(result: Result, *, question: Question) -> Iterable[Step | None]:
    """Make the row of page numbers: the first, the last, those round this one; None is a gap."""
    here, last = result.filters.page, result.page_count
    if last < 2:
        return
    numbers = sorted({1, last, *range(max(1, here - _PAGES_ROUND), min(last, here + _PAGES_ROUND) + 1)})
    before = 0
    for number in numbers:
        if number > before + 1:
            yield None
        yield _page(number, result=result, question=question)
        before = number


def _further(widening: Widening, *, at: datetime, mark: Mark) -> Further:
    """Say honestly how the question was loosened."""
    explanations = {
        "neighbours": gettext("De ligger lidt længere væk, i kommunerne ved siden af."),
        "remote": gettext("Du kan bruge dem hjemmefra, uanset hvor du bor."),
        "related": gettext("De handler om noget, der ligner det, du søgte efter."),
        "filters": gettext("De passer, hvis du ser bort fra et eller flere af dine valg."),
        "misfits": gettext("Ordene passer, men det er nok for nogen andre end dig. Grunden står ved hvert tilbud."),
    }
    return Further(
        heading=widening.label,
        explanation=explanations.get(widening.kind, ""),
        cards=tuple(cards(widening.hits, at=at, mark=mark)),
    )
