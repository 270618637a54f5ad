"""What was made of the words, told back as tags that a person may take away."""

from collections.abc import Iterator, Sequence

from brobygger.search import labels
from brobygger.search.engine.interface import Floats
from brobygger.search.keeping.library import Library
from brobygger.search.queries import FacetValue, Guess, Understood
from brobygger.search.ranking.filtering import FEATURES, Counts
from brobygger.search.ranking.wishes import Wishes
from brobygger.search.understanding.concepts import FACETS
from brobygger.search.understanding.crisis import crisis_topics, topics_near, topics_understood
from brobygger.search.understanding.crisis_likeness import likely_topics
from brobygger.search.understanding.reading import Reading
from brobygger.search.understanding.refusals import refusal_label
from brobygger.search.weights import weights
from brobygger.ui.languages import gettext as _


def understood_of(wishes: Wishes, reading: Reading, library: Library, *, vector: Floats | None) -> Understood:
    """Return what was made of the words, and of their meaning (``vector``) when it is known."""
    return Understood(
        concepts=tuple((said.key, library.concepts.label(said.key)) for said in wishes.said),
        age=reading.person.age,
        gender=reading.person.gender,
        roles=reading.person.roles,
        delivery=reading.delivery,
        when=reading.when,
        municipality_code=reading.place.municipality_code if reading.place else "",
        corrected=reading.corrected,
        crisis_topics=_crisis_topics(wishes, vector),
        guesses=tuple(_guesses(wishes, reading, library)),
    )


def _crisis_topics(wishes: Wishes, vector: Floats | None) -> frozenset[str]:
    """Return the crises that the words, the chosen needs or the meaning tell of."""
    said = crisis_topics(wishes.filters.text) | topics_near(wishes.filters.needs)
    likely = likely_topics(vector) if vector is not None else frozenset()
    return said | likely | topics_understood(one.key for one in wishes.said)


def _guesses(wishes: Wishes, reading: Reading, library: Library) -> Iterator[Guess]:
    """Give the removable tags; what a filter decides is not a guess."""
    filters, person = wishes.filters, reading.person
    for said in wishes.said:
        yield Guess(id=f"concept:{said.key}", label=library.concepts.label(said.key))
    if person.ages and filters.age is None:
        yield Guess(id="age", label=_ages_text(person.ages))
    if person.gender and not filters.gender:
        yield Guess(id="gender", label=str(labels.GENDERS[person.gender]))
    if person.roles and not filters.roles:
        yield Guess(id="role", label=str(labels.ROLES[person.roles[0]]))
    if reading.delivery and not filters.delivery:
        yield Guess(id="delivery", label=", ".join(str(labels.DELIVERY[key]) for key in reading.delivery))
    if reading.when and not filters.when:
        yield Guess(id="when", label=", ".join(str(labels.WHEN[key]) for key in reading.when))
    yield from _wished(wishes, reading, library)


def _wished(wishes: Wishes, reading: Reading, library: Library) -> Iterator[Guess]:
    """Give where, what would be good, and what is not wanted."""
    filters = wishes.filters
    if not filters.municipality_code and (place := reading.place or reading.region):
        yield Guess(id="place", label=place.name)
    for name in ("free", "room", "referral_free", "companion", "sober", "outside"):
        if name in wishes.wanted and not getattr(filters, FEATURES.get(name, ""), False):
            yield Guess(id=name, label=str(labels.WANTED[name]))
    for refusal in reading.refused:
        yield Guess(
            id=f"not:{refusal.id}", label=_("Ikke: %(what)s") % {"what": refusal_label(refusal, library.concepts)}
        )


def _ages_text(ages: Sequence[int]) -> str:
    """Return the ages that may be meant: "15 år", "13-18 år"."""
    least, most = min(ages), max(ages)
    return _("%(age)s år") % {"age": least if least == most else f"{least}-{most}"}


def related_to(wishes: Wishes, counts: Counts, library: Library) -> tuple[FacetValue, ...]:
    """Return concepts around what was understood or chosen that would leave some hits, most hits first."""
    concepts = library.concepts
    asked = {said.key for said in wishes.said}.union(*(getattr(wishes.filters, name) for name in FACETS))
    near = {other for key in asked for other in concepts.around(key)} - asked
    facets = {facet: name for name, facet in FACETS.items()}
    found = [
        FacetValue(value=key, label=concepts.label(key), count=count)
        for key in sorted(near)
        if (name := facets.get(concepts.topics[key].facet)) and (count := counts[name].get(key, 0))
    ]
    found.sort(key=lambda value: -value.count)
    return tuple(found[: int(weights("page")["related"])])
