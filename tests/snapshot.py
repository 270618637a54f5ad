"""Loading the country or the register takes a second; a test that only reads them gets the same rows back quickly."""

from collections.abc import Callable, Iterator
from copy import copy

from django.apps import apps
from django.db.models import AutoField, Model

from tests.house.source import FLOOR_OF

_taken: dict[str, list[tuple[type[Model], list[Model]]]] = {}


def load_once(name: str, load: Callable[[], object]) -> None:
    """Load for real the first time under a name; afterwards put back the rows that were there then."""
    if name not in _taken:
        load()
        _taken[name] = [(model, rows) for model in _models() if (rows := list(model._default_manager.all()))]
        return
    for model, rows in _taken[name]:
        # A fixture may stand on another one whose rows are there already.
        model._default_manager.bulk_create([_as_new(row) for row in rows], ignore_conflicts=True)


def _models() -> Iterator[type[Model]]:
    return (m for m in apps.get_models(include_auto_created=True) if m._meta.app_label in FLOOR_OF)


def _as_new(row: Model) -> Model:
    """Return a row to be inserted; a number that the database gives is given anew."""
    new = copy(row)
    new._state = copy(row._state)
    new._state.adding = True
    if isinstance(row._meta.pk, AutoField):
        new.pk = None
    return new
