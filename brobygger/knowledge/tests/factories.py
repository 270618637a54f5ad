"""Rows for tests."""

from datetime import date

import factory

from brobygger.knowledge.models import Basis, CrisisLine, Topic


class CrisisLineFactory(factory.django.DjangoModelFactory):
    """A national line that somebody can call about anything."""

    class Meta:
        model = CrisisLine

    key = factory.Sequence(lambda number: f"linje-{number}")
    topics = factory.LazyFunction(lambda: list(Topic.values))
    name_da = "En linje"
    name_en = "A line"
    phone = "12 34 56 78"
    hours_da = "Hele døgnet"
    hours_en = "Day and night"
    audience_da = "Alle"
    audience_en = "Everybody"
    expect_da = "Nogen lytter."
    expect_en = "Somebody listens."
    owner = "Redaktionen"
    last_checked_on = date(2026, 11, 22)
    next_check_on = date(2027, 2, 22)
    basis = Basis.SECONDARY
    source_url = "https://example.org/kilde"
