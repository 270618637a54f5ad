"""Noise, labels, weights and how good they are."""

import json
from dataclasses import replace
from uuid import UUID

import numpy as np
import pytest

from brobygger.duplicates.matching.entries import entry_of
from brobygger.duplicates.matching.features import features
from brobygger.duplicates.matching.said import ORGANISATION, Said
from brobygger.duplicates.matching.scoring import WEIGHTS, current_models
from brobygger.duplicates.matching.training import (
    fold_of,
    held_out,
    least_sure,
    measure,
    pool_of,
    train,
)
from brobygger.duplicates.models import Kind
from brobygger.duplicates.tests.factories import said

TOWNS = ("0461", "0851", "0751", "0101", "0561", "0219")
NAMES = (
    "Sorggruppe for unge", "Madklubben", "Café Pusterummet", "Besøgsven hos ældre", "Mandegruppe efter skilsmisse",
    "Gå-tur med snak", "Rådgivning om gæld", "Lektiecafé", "Netværk for enlige forældre", "Strikkeklub",
)  # fmt: skip
OWNERS = ("Håbet", "Solsikken", "Broen", "Lyspunktet", "Ankeret", "Stjernen", "Kernen", "Vinduet", "Skoven", "Bølgen")


def register() -> list[Said]:
    return [
        said(
            f"{name} {number}", id=UUID(int=100 * number + town), organisation_id=UUID(int=number + 1),
            organisation_name=OWNERS[number], municipality_codes=frozenset({code}), phones=(),
            concepts=frozenset({name}), text=f"{name}. {code} " * 5, streets=(),
        )
        for number, name in enumerate(NAMES)
        for town, code in enumerate(TOWNS)
    ]  # fmt: skip


class TestPoolOf:
    def test_is_the_same_for_the_same_seed_and_holds_true_pairs(self) -> None:
        pool = pool_of(register(), seed=3)

        assert pool_of(register(), seed=3) == pool
        assert pool.true_pairs > 20
        assert len(pool.said) > len(register())

    def test_associations_have_no_owner_and_no_times(self) -> None:
        row = replace(register()[0], kind=ORGANISATION, organisation_id=None, name="Håbet", organisation_name="")

        pool = pool_of([row] * 3, seed=1)

        assert {entry.organisation_name for entry in pool.said.values()} == {""}


class TestTrain:
    def test_learns_to_tell_them_apart(self) -> None:
        model, seen = train(register(), seeds=[1, 2])
        unseen = held_out(register(), model=model, seeds=[7, 8])

        assert seen.precision >= 0.98
        assert unseen.recall > 0.5
        assert {fold_of(row) for row in register()} <= set(range(5))


class TestMeasure:
    def test_counts_what_was_never_compared_as_missed(self) -> None:
        chance, is_one = np.array([0.9, 0.8, 0.1]), np.array([True, False, False])

        found = measure(chance, is_one, at_least=0.5, missed=1)

        assert (found.precision, found.recall, found.proposed) == (0.5, 0.5, 2)

    def test_nothing_is_sure_enough_when_nothing_is_right(self) -> None:
        assert least_sure(np.array([0.9, 0.8]), np.array([False, False]), precision=0.99) == 1.0


class TestWeights:
    @pytest.mark.parametrize("kind", list(Kind))
    def test_reached_what_was_asked_on_associations_they_had_not_seen(self, kind: str) -> None:
        told = json.loads(WEIGHTS.read_text(encoding="utf-8"))["measured"][kind]["held_out"]

        assert told["precision"] >= 0.98
        assert told["recall"] >= 0.85
        assert told["ece"] < 0.02

    @pytest.mark.parametrize("kind", list(Kind))
    def test_weigh_every_feature(self, kind: str) -> None:
        entry = entry_of(replace(register()[0], kind=kind))

        assert current_models()[kind].weights.keys() == features(entry, entry).keys()
