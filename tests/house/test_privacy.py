"""Every field that may hold something personal is declared, with a time after which it is gone."""

from datetime import timedelta

from django.apps import apps
from django.db import models

from brobygger.privacy.declarations import declarations
from tests.house.source import FLOOR_OF

#: Fields whose kind or name says that they may be about a person; public facts of organisations are listed below.
SUSPECT_NAMES = ("person", "phone", "reply_to", "birth", "address_line")

#: Contact facts of organisations and offers that are published on purpose: nobody's private data.
PUBLIC = {
    "organisations.Organisation": {"email", "phone"},
    "sites.Site": {"contact_phone"},
    "knowledge.CrisisLine": {"phone"},
}


def suspects(model: type[models.Model]) -> set[str]:
    return {
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.EmailField) or any(word in field.name for word in SUSPECT_NAMES)
    }


class TestPersonalFields:
    def test_are_declared(self) -> None:
        declared = {declaration.model._meta.label: declaration.personal for declaration in declarations()}
        missing = {
            model._meta.label: left
            for model in apps.get_models()
            if model._meta.app_label in FLOOR_OF
            and (
                left := suspects(model)
                - declared.get(model._meta.label, frozenset())
                - PUBLIC.get(model._meta.label, set())
            )
        }

        assert not missing


class TestDeclarations:
    def test_name_fields_that_exist(self) -> None:
        for declaration in declarations():
            names = {field.name for field in declaration.model._meta.get_fields()}

            assert declaration.personal <= names
            if declaration.keep_for is not None:
                assert declaration.since in names

    def test_end_within_a_year(self) -> None:
        assert all(d.keep_for is None or d.keep_for <= timedelta(days=366) for d in declarations())
