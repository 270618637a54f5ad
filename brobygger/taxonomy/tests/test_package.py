"""What is promised about the packaged concepts: complete, bilingual, and never mixing up whose trouble it is."""

import re

import pytest

from brobygger.taxonomy.concept_file import ConceptRecord, read_concepts

CONCEPTS = {concept.key: concept for concept in read_concepts()}
NEEDS = [concept for concept in CONCEPTS.values() if concept.facet == "need"]


def owner_of(expression: str) -> str:
    """Return the need an expression stands on."""
    [key] = [need.key for need in NEEDS if expression in need.expressions_da]
    return key


class TestPackagedConcepts:
    def test_cover_the_field(self) -> None:
        assert len(CONCEPTS) >= 120
        assert {"in_person", "phone", "online", "home_visit", "outreach"} == {
            concept.key for concept in CONCEPTS.values() if concept.facet == "delivery"
        }

    @pytest.mark.parametrize("concept", CONCEPTS.values(), ids=lambda concept: concept.key)
    def test_are_explained_in_both_languages(self, concept: ConceptRecord) -> None:
        assert concept.note_da
        assert concept.note_en
        assert concept.alt_da
        assert concept.alt_en

    @pytest.mark.parametrize("need", NEEDS, ids=lambda need: need.key)
    def test_have_the_words_of_people_in_trouble(self, need: ConceptRecord) -> None:
        assert len(need.expressions_da) >= 4
        assert need.expressions_en

    def test_write_expressions_as_people_type_them(self) -> None:
        odd = [
            text
            for concept in CONCEPTS.values()
            for text in (*concept.expressions_da, *concept.expressions_en)
            if text != text.strip() or "  " in text or re.search(r"[!?,;]|\.$", text)
        ]

        assert not odd


class TestWhoseTroubleItIs:
    @pytest.mark.parametrize(
        ("expression", "key"),
        [
            ("har mistet mit barn", "mistet-barn"),
            ("mit barn har mistet sin far", "boern-i-sorg"),
            ("min far er død", "mistet-foraelder"),
            ("min kæreste slår mig", "partnervold"),
            ("jeg slår min kæreste", "voldsudoever"),
            ("min far slår mig", "boern-i-hjem-med-vold"),
            ("jeg drikker for meget", "alkoholmisbrug"),
            ("min mand drikker", "paaroerende-til-misbrug"),
            ("min far drikker", "boern-i-hjem-med-misbrug"),
            ("min far drak da jeg var barn", "opvokset-med-misbrug"),
            ("vil ikke leve mere", "selvmordstanker"),
            ("min søn vil ikke leve mere", "paaroerende-til-selvmordstruet"),
            ("min søn tog sit eget liv", "mistet-ved-selvmord"),
            ("jeg har demens", "demens"),
            ("min mor har demens", "paaroerende-til-demens"),
            ("jeg har kræft", "kraeft"),
            ("min mand har kræft", "paaroerende-til-alvorlig-sygdom"),
            ("skal i fængsel", "kriminalitet"),
            ("min far er i fængsel", "paaroerende-til-indsatte"),
        ],
    )
    def test_is_kept_apart(self, expression: str, key: str) -> None:
        assert owner_of(expression) == key

    def test_gives_every_page_about_violence_a_quick_way_out(self) -> None:
        about_violence = {
            "vold", "partnervold", "psykisk-vold", "seksuelle-overgreb", "senfoelger", "stalking", "voldsudoever",
            "boern-i-hjem-med-vold", "social-kontrol", "tvangsaegteskab", "prostitution", "menneskehandel",
            "voldsramte", "voldsudoevere", "voksne-med-senfoelger", "krisecenter",
        }  # fmt: skip

        assert {concept.key for concept in CONCEPTS.values() if concept.needs_quick_exit} == about_violence
