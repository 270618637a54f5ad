"""A page's map shows what it is about, hides nothing in silence, and covers nothing with something else."""

import re

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from brobygger.places.maps import Focus, MapBase, MapView, Pin, build_map

BASE = MapBase(url="/static/ui/map/denmark.svg")
ODENSE, NEAR_ODENSE, AALBORG, RONNE = (55.396, 10.39), (55.45, 10.55), (57.05, 9.92), (55.10, 14.71)


def pin(spot: tuple[float, float], number: int = 1, label: str = "Natteravne") -> Pin:
    return Pin(lat=spot[0], lon=spot[1], label=label, url=f"#tilbud-{number}", number=number)


def frame(view: MapView) -> tuple[float, ...]:
    return tuple(float(value) for value in view.view_box.split())


class TestBuildMap:
    def test_shows_the_whole_country_when_there_is_nothing_to_show(self) -> None:
        view = build_map(pins=[], base=BASE)

        assert view.view_box == "0 0 608 744"
        assert view.base_url == "/static/ui/map/denmark.svg#svgView(viewBox(0,0,608,744))"

    def test_comes_close_to_a_single_pin_but_not_closer_than_the_coast_is_true(self) -> None:
        view = build_map(pins=[pin(ODENSE)], base=BASE)

        assert frame(view)[2] == 28
        assert float(view.marks[0].left.rstrip("%")) == pytest.approx(50, abs=0.5)

    def test_frames_all_the_pins(self) -> None:
        view = build_map(pins=[pin(ODENSE), pin(AALBORG, 2)], base=BASE)

        assert len(view.marks) == 2
        assert view.outside == 0

    def test_counts_the_pins_that_a_focus_leaves_outside(self) -> None:
        view = build_map(pins=[pin(ODENSE), pin(AALBORG, 2)], base=BASE, focus=Focus(here=ODENSE, radius_km=10))

        assert [mark.text for mark in view.marks] == ["1"]
        assert view.outside == 1

    def test_widens_a_focus_to_what_is_just_outside(self) -> None:
        alone = build_map(pins=[], base=BASE, focus=Focus(points=(ODENSE,)))
        wider = build_map(pins=[pin(NEAR_ODENSE)], base=BASE, focus=Focus(points=(ODENSE,)))

        assert frame(wider)[2] >= frame(alone)[2]

    def test_draws_how_far_near_goes(self) -> None:
        view = build_map(pins=[], base=BASE, focus=Focus(here=ODENSE, radius_km=10))

        assert view.here is not None
        assert float(view.here.radius_across.rstrip("%")) == pytest.approx(100 * 20 / frame(view)[2], abs=0.1)

    def test_looks_into_the_box_when_all_is_on_bornholm(self) -> None:
        view = build_map(pins=[pin(RONNE)], base=BASE)

        assert 498 < frame(view)[0] < frame(view)[0] + frame(view)[2] < 590

    def test_puts_pins_that_cover_each_other_together(self) -> None:
        pins = [pin(ODENSE, number, label=f"Tilbud {number}") for number in range(1, 9)]

        view = build_map(pins=pins, base=BASE)

        (mark,) = view.marks
        assert (mark.text, mark.is_cluster, mark.url) == ("8", True, "#tilbud-1")
        assert "Tilbud 6" in mark.label
        assert mark.label.endswith("og 2 til")

    def test_lets_the_page_say_where_a_cluster_leads(self) -> None:
        pins = [pin(ODENSE, 1), pin(ODENSE, 2)]

        view = build_map(pins=pins, base=BASE, cluster_url=lambda group: f"?pins={len(group)}")

        assert view.marks[0].url == "?pins=2"

    def test_names_the_country_and_its_box(self) -> None:
        names = {name.text for name in build_map(pins=[], base=BASE).names}

        assert {"Bornholm", "Odense", "Aarhus"} <= names

    def test_chooses_a_round_scale(self) -> None:
        assert build_map(pins=[], base=BASE).scale_km == 50
        assert build_map(pins=[pin(ODENSE)], base=BASE).scale_km == 2

    @given(
        st.lists(st.tuples(st.floats(54.4, 57.9), st.floats(7.9, 15.3)), max_size=30),
        st.none() | st.tuples(st.floats(54.4, 57.9), st.floats(7.9, 15.3)),
        st.floats(0, 300),
    )
    def test_counts_every_pin_once_wherever_they_are(
        self, spots: list[tuple[float, float]], here: tuple[float, float] | None, radius: float
    ) -> None:
        pins = [pin(spot, number) for number, spot in enumerate(spots, start=1)]

        view = build_map(pins=pins, base=BASE, focus=Focus(here=here, radius_km=radius) if here else None)

        shown = sum(int(mark.text) if mark.is_cluster else 1 for mark in view.marks)
        left, top, width, height = frame(view)
        assert shown + view.outside == len(pins)
        assert left >= 0
        assert top >= 0
        assert left + width <= 608.1
        assert top + height <= 744.1


class TestTemplate:
    def draw(self, **changes: object) -> str:
        pins = [pin(ODENSE, 1, label="<script>alert(1)</script>"), pin(AALBORG, 2)]
        return render_to_string("places/map.html", {"map": build_map(pins=pins, base=BASE, **changes)})  # type: ignore[arg-type]

    def test_links_every_pin_with_a_name(self) -> None:
        html = self.draw()

        assert re.findall(r'href="(#tilbud-\d)"', html) == ["#tilbud-1", "#tilbud-2"]
        assert html.count("aria-label=") == 3
        assert 'role="group"' in html

    def test_escapes_labels(self) -> None:
        assert "<script>" not in self.draw()

    def test_needs_no_inline_style_and_no_script(self) -> None:
        assert not re.search(r"\sstyle=|\son\w+=", self.draw())

    def test_says_how_many_are_outside(self) -> None:
        assert "1 tilbud ligger uden for kortet" in self.draw(focus=Focus(here=ODENSE, radius_km=5))

    def test_names_the_source_of_the_borders(self) -> None:
        drawn = render_to_string(
            "places/map.html",
            {"map": build_map(pins=[], base=MapBase(url="/kort/danmark.svg", borders_source="DAGI 2026"))},
        )

        assert "DAGI 2026" in drawn
        assert "OpenStreetMap" in self.draw()
