"""Whatever colour somebody chooses can be read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brobygger.syndication.colours import (
    DARK_PAPER,
    LEAST_CONTRAST,
    LIGHT_PAPER,
    Rgb,
    accent_on,
    contrast,
    mended,
    read_colour,
    write_colour,
)

parts = st.integers(min_value=0, max_value=255)
colours = st.tuples(parts, parts, parts)


class TestReadColour:
    @pytest.mark.parametrize("text", ["#1a5fb4", "1A5FB4", " #1a5fb4 "])
    def test_reads_how_people_write_them(self, text: str) -> None:
        colour = read_colour(text)

        assert colour is not None
        assert write_colour(colour) == "#1a5fb4"

    def test_reads_the_short_way(self) -> None:
        assert read_colour("#15b") == (0x11, 0x55, 0xBB)

    @pytest.mark.parametrize("text", ["", "blue", "#12345", "url(x)", "#1a5fb4;}", "١٢٣"])
    def test_takes_nothing_else(self, text: str) -> None:
        assert read_colour(text) is None


class TestAccentOn:
    @given(colour=colours, paper=st.sampled_from([LIGHT_PAPER, DARK_PAPER]))
    @settings(max_examples=60, deadline=None)
    def test_can_be_read_as_a_link_and_as_a_button(self, colour: Rgb, paper: Rgb) -> None:
        accent = accent_on(colour, paper=paper)
        used, on_it = read_colour(accent.colour), read_colour(accent.on_colour)

        assert used is not None
        assert on_it is not None
        assert contrast(used, paper) >= LEAST_CONTRAST
        assert contrast(used, on_it) >= LEAST_CONTRAST

    def test_keeps_a_colour_that_is_good(self) -> None:
        assert mended((23, 83, 91), paper=LIGHT_PAPER) == (23, 83, 91)

    def test_is_measured_as_the_standard_says(self) -> None:
        assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
        assert contrast((118, 118, 118), (255, 255, 255)) == pytest.approx(4.54, abs=0.01)
