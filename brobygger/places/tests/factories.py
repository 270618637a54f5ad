"""Rows of this room for tests: made up, but in Denmark."""

import factory
from factory.django import DjangoModelFactory

from brobygger.places.models import Municipality, Postcode, Region
from brobygger.places.names import slugify


class RegionFactory(DjangoModelFactory[Region]):
    """A region; the same code gives the same row."""

    class Meta:
        model = Region
        django_get_or_create = ("code",)

    code = "1083"
    name = "Syddanmark"


class MunicipalityFactory(DjangoModelFactory[Municipality]):
    """A municipality near Odense, named after its letter."""

    class Meta:
        model = Municipality
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda number: f"0{100 + number % 900}")
    name = factory.Sequence(lambda number: f"Prøve {chr(97 + number // 26 % 26)}{chr(97 + number % 26)}")
    slug = factory.LazyAttribute(lambda row: slugify(row.name))
    region = factory.SubFactory(RegionFactory)
    population = 10_000
    population_year = 2020
    lat = 55.4
    lon = 10.4


class PostcodeFactory(DjangoModelFactory[Postcode]):
    """A postcode in a municipality of its own."""

    class Meta:
        model = Postcode
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda number: f"{1000 + number % 9000}")
    name = factory.Sequence(lambda number: f"Prøveby {chr(97 + number // 26 % 26)}{chr(97 + number % 26)}")
    slug = factory.LazyAttribute(lambda row: slugify(row.name))
    lat = 55.4
    lon = 10.4
    municipality = factory.SubFactory(MunicipalityFactory)
    source = "fot"
