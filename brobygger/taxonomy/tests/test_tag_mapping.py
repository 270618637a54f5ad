"""Every word of the demo offers has a place among the concepts, and says whose trouble it is.

The mapping is the directory's data; that its keys are concepts is checked here, where concepts are.
"""

import json
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from brobygger.kernel.tests.shared import SHARED
from brobygger.taxonomy.concept_file import read_concepts

PACKAGE = Path(__file__).resolve().parents[2]
OFFERS = SHARED / "data" / "real_offers.jsonl"
MAPPING: dict[str, Any] = tomllib.loads(
    (PACKAGE / "directory" / "data" / "tag_mapping.toml").read_text(encoding="utf-8")
)
FIELDS = {"activities": "activity", "challenges": "need", "target_groups": "target"}
FACET_OF = {concept.key: concept.facet for concept in read_concepts()}

with_offers = pytest.mark.skipif(not OFFERS.exists(), reason="BROBYGGER_SHARED holds no real_offers.jsonl")


def offers() -> list[dict[str, Any]]:
    return [json.loads(line) for line in OFFERS.read_text(encoding="utf-8").splitlines()]


def words(rule: dict[str, Any], field: str) -> Iterable[str]:
    return [*rule.get(f"any_{field}", []), *rule.get(f"no_{field}", [])]


class TestWords:
    @pytest.mark.parametrize(("field", "facet"), FIELDS.items())
    def test_mean_concepts_of_their_facet(self, field: str, facet: str) -> None:
        assert not {(word, key) for word, keys in MAPPING[field].items() for key in keys if FACET_OF.get(key) != facet}

    @pytest.mark.parametrize("field", FIELDS)
    def test_that_mean_nothing_say_why(self, field: str) -> None:
        silent = {word for word, keys in MAPPING[field].items() if not keys}

        assert silent <= set(MAPPING["why"].get(field, {}))

    @with_offers
    @pytest.mark.parametrize("field", FIELDS)
    def test_are_exactly_those_of_the_offers(self, field: str) -> None:
        used = {word for offer in offers() for word in offer[field] or []}

        assert set(MAPPING[field]) == used


class TestRules:
    def test_speak_of_concepts_and_words_that_exist(self) -> None:
        for rule in MAPPING["rules"]:
            assert rule["why"]
            assert set(rule.get("add", [])) | set(rule.get("remove", [])) <= set(FACET_OF)
            assert all(set(words(rule, field)) <= set(MAPPING[field]) for field in FIELDS)
            assert set(rule) <= {
                "why", "ids", "add", "remove", "any_activities", "any_challenges", "any_target_groups",
                "no_target_groups",
            }  # fmt: skip

    @with_offers
    def test_name_offers_that_exist(self) -> None:
        named = {offer_id for rule in MAPPING["rules"] for offer_id in rule.get("ids", [])}

        assert named <= {offer["id"] for offer in offers()}
