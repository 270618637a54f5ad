"""Whose age it is, and what is only a number."""

import pytest

from brobygger.search.understanding.people import Person, understand_person


def person(text: str, *, year: int | None = 2026) -> Person:
    return understand_person(text.lower(), [word.strip(",.?") for word in text.lower().split()], year=year)


class TestAge:
    @pytest.mark.parametrize(
        ("text", "age"),
        [
            ("tvillinger på 3", 3),
            ("mit barnebarn på 7 vil spille skak", 7),
            ("min søn på halvandet år", 1),
            ("baby på 6 måneder", 0),
            ("mand 58", 58),
            ("kvinde, 34, ensom", 34),
            ("datter 14", 14),
            ("jeg fylder snart 65", 65),
            ("jeg er lige blevet 18", 18),
            ("seksten år", 16),
            ("jeg er treogtyve", 23),
            ("75+", 75),
            ("min søn går i 3.b", 9),
            ("jeg er født i 1958", 67),
            ("min far er 80 og min mor er 79", 80),
            ("i am a 67 year old man", 67),
        ],
    )
    def test_of_one_person_is_told(self, text: str, age: int) -> None:
        assert person(text).age == age

    @pytest.mark.parametrize(
        ("text", "least", "most"),
        [
            ("i tyverne", 20, 29),
            ("først i 30'erne", 30, 33),
            ("sidst i halvtredserne", 56, 59),
            ("for unge 18-25 år", 18, 25),
            ("mellem 20 og 30", 20, 30),
            ("pensionist", 66, 80),
            ("går i gymnasiet", 16, 19),
            ("min teenager", 13, 18),
        ],
    )
    def test_may_be_a_span(self, text: str, least: int, most: int) -> None:
        said = person(text)

        assert (min(said.ages), max(said.ages)) == (least, most)
        assert said.age is not None

    @pytest.mark.parametrize(
        ("text", "ages"),
        [
            ("vi er 45 og 47 og har en søn på 9", (45, 47, 9)),
            ("jeg er 35 og har en datter på 4", (35, 4)),
            ("børn på 4, 7 og 11", (4, 7, 11)),
            ("jeg er 19 år og har en lillebror på 8", (19, 8)),
        ],
    )
    def test_of_several_people_is_nobodys_alone(self, text: str, ages: tuple[int, ...]) -> None:
        assert person(text).age is None
        assert person(text).ages == ages

    @pytest.mark.parametrize(
        "text",
        [
            "gift i 40 år",
            "for 3 år siden",
            "de sidste 5 år",
            "da jeg var 12",
            "efter 30 år sammen",
            "jeg har 3 børn",
            "60 kr",
            "min farmor er død",
            "min lillebror på 6 døde",
            "mistede min søn på 19",
        ],
    )
    def test_is_not_every_number(self, text: str) -> None:
        assert person(text).ages == ()

    def test_of_a_year_of_birth_needs_to_know_the_year(self) -> None:
        assert person("født i 1958", year=None).age is None


class TestGender:
    @pytest.mark.parametrize(
        ("text", "gender"),
        [
            ("jeg er mor til en dreng på 12", "men"),
            ("nyskilt far", "men"),
            ("enlig mor til to", "women"),
            ("mand 58", "men"),
            ("jeg er bange for min mand", ""),
            ("min kone er 60 og har demens", ""),
            ("jeg er 35 og har en datter på 4", ""),
            ("kun mænd", ""),
        ],
    )
    def test_is_that_of_the_one_who_comes(self, text: str, gender: str) -> None:
        assert person(text).gender == gender


class TestRelation:
    @pytest.mark.parametrize(
        ("text", "relation"),
        [
            ("min far drikker", "parent"),
            ("jeg drikker", "self"),
            ("min søn ryger hash", "child"),
            ("vores bror er hjemløs", "sibling"),
            ("min kones kræft", "partner"),
            ("borger på 54 med misbrug", "client"),
            ("min farmor er ensom", "grandparent"),
            ("my husband hits me", "partner"),
            ("sorggruppe i odense", ""),
        ],
    )
    def test_is_whose_life_it_is_about(self, text: str, relation: str) -> None:
        assert person(text).relation == relation
