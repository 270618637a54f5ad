"""The words every room speaks."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from brobygger.kernel import events
from brobygger.kernel.actors import SYSTEM, VISITOR, Actor, ActorKind
from brobygger.kernel.errors import DomainError, NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class KettleBoiled(events.Event):
    litres: int


class TestActor:
    def test_a_visitor_can_nothing(self) -> None:
        assert not VISITOR.can("directory.offer.edit")

    def test_the_system_can_everything(self) -> None:
        assert SYSTEM.can("directory.offer.edit")

    def test_a_user_can_what_they_hold(self) -> None:
        actor = Actor(kind=ActorKind.USER, permissions=frozenset({"a"}))

        assert actor.can("a")
        assert not actor.can("b")


class TestDomainError:
    def test_speaks_its_docstring(self) -> None:
        assert NotFound().message == "Vi kan ikke finde det, du leder efter."

    def test_speaks_the_given_sentence(self) -> None:
        assert str(DomainError("Prøv igen.")) == "Prøv igen."


class TestAnnounce:
    @pytest.fixture(autouse=True)
    def _forget_handlers(self) -> Iterator[None]:
        yield
        events._handlers.pop(KettleBoiled, None)

    def test_tells_each_handler_once(self) -> None:
        heard: list[int] = []

        def listen(event: KettleBoiled) -> None:
            heard.append(event.litres)

        events.on(KettleBoiled)(listen)
        events.on(KettleBoiled)(listen)

        events.announce(KettleBoiled(litres=2))

        assert heard == [2]
