"""What the models say of themselves: which fields are personal and how long a row is kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.apps import apps
from django.db.models import Model


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """One model's promise: ``personal`` fields are gone ``keep_for`` after the moment in ``since``.

    ``keep_for`` None means: for as long as the row itself has a purpose (an account), erased by its owner's act.
    """

    model: type[Model]
    personal: frozenset[str]
    keep_for: timedelta | None
    since: str


def declarations() -> Iterator[Declaration]:
    """Yield the declaration of every model that has one, in the order of the apps."""
    for model in apps.get_models():
        privacy = getattr(model, "Privacy", None)
        if privacy is not None:
            yield Declaration(
                model=model,
                personal=privacy.personal,
                keep_for=privacy.keep_for,
                since=getattr(privacy, "since", ""),
            )
