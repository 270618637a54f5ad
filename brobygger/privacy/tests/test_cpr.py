"""CPR-shaped numbers are seen, telephone numbers and dates are not mistaken for them."""

import pytest
from django.core.exceptions import ValidationError

from brobygger.privacy.cpr import TextLooksLikeCpr, contains_cpr, forbid_cpr, without_cpr
from brobygger.privacy.forms import refuse_cpr


class TestContainsCpr:
    @pytest.mark.parametrize(
        "text",
        [
            "010203-1234",
            "mit nummer er 0102031234.",
            "311299 - 0001",
            "010203 1234",
            "cpr:150675–4321",
            "01 02 03 1234",
        ],
    )
    def test_sees_the_shape(self, text: str) -> None:
        assert contains_cpr(text)

    @pytest.mark.parametrize(
        "text",
        [
            "ring 70 20 12 01",
            "70201201",
            "kl. 10-12 den 31-12-2026",
            "CVR 12345678",
            "321399-1234",
            "1234567890123",
            "",
        ],
    )
    def test_leaves_other_numbers_alone(self, text: str) -> None:
        assert not contains_cpr(text)


class TestForbidCpr:
    def test_finds_a_number_in_any_of_many_texts(self) -> None:
        with pytest.raises(TextLooksLikeCpr):
            forbid_cpr("Kaffe og snak", "", "ring til 010203-1234")

    def test_reads_no_number_out_of_two_texts(self) -> None:
        forbid_cpr("010203", "1234", "0102", "03-1234")


class TestRefuseCpr:
    def test_raises_a_kind_error(self) -> None:
        with pytest.raises(ValidationError, match="CPR"):
            refuse_cpr("hun hedder Inger, 010203-1234")

    def test_lets_ordinary_text_through(self) -> None:
        refuse_cpr("hun bor på 3. sal")


class TestWithoutCpr:
    @pytest.mark.parametrize(("text", "left"), [
        ("min mor 010150-1234 er ensom", "min mor er ensom"),
        ("0101501234", ""),
        ("ring  70 20 12 01", "ring  70 20 12 01"),
    ])  # fmt: skip
    def test_takes_out_the_number_alone(self, text: str, left: str) -> None:
        assert without_cpr(text) == left
