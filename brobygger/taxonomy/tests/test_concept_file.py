"""The files are refused with every problem at once, and the packaged ones have none."""

from pathlib import Path

import pytest

from brobygger.taxonomy.concept_file import ConceptsUnreadable, read_concepts, version_of

ANGST = '[[concept]]\nkey = "angst"\npref_da = "Angst"\npref_en = "Anxiety"\n'
SORG = '[[concept]]\nkey = "sorg"\npref_da = "Sorg"\npref_en = "Grief"\n'


def folder(tmp_path: Path, text: str, *, facet: str = "need", codes: str = "") -> Path:
    (tmp_path / "concepts").mkdir()
    (tmp_path / "concepts" / "need.toml").write_text(f'facet = "{facet}"\n{text}', encoding="utf-8")
    if codes:
        (tmp_path / "codes.toml").write_text(codes, encoding="utf-8")
    return tmp_path


def problems(folder: Path) -> str:
    with pytest.raises(ConceptsUnreadable) as refused:
        read_concepts(folder)
    return str(refused.value.message)


class TestReadConcepts:
    def test_reads_what_is_written(self, tmp_path: Path) -> None:
        [concept] = read_concepts(folder(tmp_path, ANGST + 'alt_da = ["panik"]\n'))

        assert (concept.key, concept.facet, concept.alt_da, concept.broader) == ("angst", "need", ("panik",), ())

    @pytest.mark.parametrize(
        ("text", "problem"),
        [
            ('[[concept]]\nkey = "angst"\n', "pref_da mangler"),
            (ANGST + 'brader = ["x"]\n', "feltet brader kendes ikke"),
            (ANGST.replace('"angst"', '"Ængst"'), "nøglen må kun have"),
            (ANGST + ANGST, "nøglen bruges to gange"),
            (ANGST + 'broader = ["frygt"]\n', "broader frygt findes ikke"),
            (ANGST + 'related = ["angst"]\n', "related peger på sig selv"),
            (ANGST + 'broader = ["sorg"]\n' + SORG + 'broader = ["angst"]\n', "bredere end sig selv"),
            (ANGST + 'broader = ["sorg"]\nrelated = ["sorg"]\n' + SORG, "både bredere og beslægtet"),
            (ANGST + 'alt_da = ["sorg"]\n' + SORG, "navnet »sorg« står på flere"),
            (
                ANGST + 'expressions_da = ["Har det svært"]\n' + SORG + 'expressions_da = ["har det svært"]\n',
                "udtrykket",
            ),
            (ANGST + 'alt_da = [" "]\n', "et tomt ord"),
            ("[[concept]\n", "need.toml"),
            ("", "ingen begreber"),
        ],
    )
    def test_says_what_is_wrong(self, tmp_path: Path, text: str, problem: str) -> None:
        assert problem in problems(folder(tmp_path, text))

    def test_says_everything_that_is_wrong_at_once(self, tmp_path: Path) -> None:
        said = problems(folder(tmp_path, ANGST + 'broader = ["frygt"]\n' + SORG + 'related = ["tab"]\n'))

        assert "frygt" in said
        assert "tab" in said

    def test_refuses_a_facet_it_does_not_know(self, tmp_path: Path) -> None:
        assert "facet skal være en af" in problems(folder(tmp_path, ANGST, facet="mood"))

    def test_keeps_facets_apart(self, tmp_path: Path) -> None:
        place = folder(tmp_path, ANGST + 'related = ["samtale"]\n')
        (place / "concepts" / "activity.toml").write_text(
            'facet = "activity"\n[[concept]]\nkey = "samtale"\npref_da = "Samtale"\npref_en = "Talk"\n',
            encoding="utf-8",
        )

        assert "en anden slags begreb" in problems(place)

    def test_wants_to_know_each_code_list(self, tmp_path: Path) -> None:
        codes = '[codes]\nangst = [{ scheme = "X", code = "1", display = "Angst" }]\n'

        assert "kodesystemet X er ikke beskrevet" in problems(folder(tmp_path, ANGST, codes=codes))

    def test_refuses_codes_of_a_concept_that_is_not_there(self, tmp_path: Path) -> None:
        codes = '[schemes.X]\nsystem = "urn:x"\n[codes]\nsorg = [{ scheme = "X", code = "1", display = "Sorg" }]\n'

        assert "sorg er ikke et begreb" in problems(folder(tmp_path, ANGST, codes=codes))


class TestVersionOf:
    def test_changes_with_the_content_only(self, tmp_path: Path) -> None:
        one, other = tmp_path / "one", tmp_path / "other"
        one.mkdir()
        other.mkdir()
        first = read_concepts(folder(one, ANGST))

        assert version_of(first) == version_of(read_concepts(one))
        assert version_of(first) != version_of(read_concepts(folder(other, ANGST + 'note_da = "Uro."\n')))
