"""Concepts for tests, one at a time; ``load_concepts`` gives all of them."""

import factory

from brobygger.taxonomy.models import Concept, Facet, concept_id


class ConceptFactory(factory.django.DjangoModelFactory[Concept]):
    """One concept; a need unless told otherwise."""

    class Meta:
        model = Concept

    key = factory.Sequence(lambda number: f"begreb-{number}")
    id = factory.LazyAttribute(lambda concept: concept_id(concept.key))
    facet = Facet.NEED
    position = factory.Sequence(int)
    pref_da = factory.LazyAttribute(lambda concept: concept.key.capitalize())
    pref_en = factory.LazyAttribute(lambda concept: f"{concept.key} in English")
