"""What was made of the words, told back as tags that a person may take away."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from brobygger.search import labels
from brobygger.search.concepts import FACETS
from brobygger.search.crisis import crisis_topics
from brobygger.search.crisis_likeness import likely_topics
from brobygger.search.engine.interface import Floats
from brobygger.search.filtering import Counts
from brobygger.search.library import Library
from brobygger.search.queries import FacetValue, Guess, Understood
from brobygger.search.understanding.reading import Reading
from brobygger.search.weights import weights
from brobygger.search.wishes import Wishes


def understood_of(wishes: Wishes, reading: Reading, library: Library, *, vector: Floats | None) -> Understood:
    """Return what was made of the words, and of their meaning (``vector``) when it is known."""
    likely = likely_topics(vector) if vector is not None else frozenset()
    return Understood(
        concepts=tuple((said.key, library.concepts.label(said.key)) for said in wishes.said),
        age=reading.person.age,
        gender=reading.person.gender,
        roles=reading.person.roles,
        delivery=reading.delivery,
        when=reading.when,
        municipality_code=reading.place.municipality_code if reading.place else "",
        corrected=reading.corrected,
        crisis_topics=crisis_topics(wishes.filters.text) | likely,
        guesses=tuple(_guesses(wishes, reading, library)),
    )


def _guesses(wishes: Wishes, reading: Reading, library: Library) -> Iterator[Guess]:
    """Give the removable tags; what a filter decides is not a guess."""
    filters, person = wishes.filters, reading.person
    for said in wishes.said:
        yield Guess(id=f"concept:{said.key}", label=library.concepts.label(said.key))
    if person.age is not None and filters.age is None:
        yield Guess(id="age", label=_("%(age)s år") % {"age": person.age})
    if person.gender and not filters.gender:
        yield Guess(id="gender", label=str(labels.GENDERS[person.gender]))
    if person.roles and not filters.roles:
        yield Guess(id="role", label=str(labels.ROLES[person.roles[0]]))
    if reading.delivery and not filters.delivery:
        yield Guess(id="delivery", label=", ".join(str(labels.DELIVERY[key]) for key in reading.delivery))
    if reading.when and not filters.when:
        yield Guess(id="when", label=", ".join(str(labels.WHEN[key]) for key in reading.when))
    if reading.place and not filters.municipality_code:
        yield Guess(id="place", label=reading.place.name)


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
