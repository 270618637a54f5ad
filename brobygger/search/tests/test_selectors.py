"""The door: what is found, in which order, and why."""

from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from brobygger.places.models import Municipality
from brobygger.search.documents import Document
from brobygger.search.queries import Filters, Hit, Result, Sort
from brobygger.search.selectors import explain, figures, find, similar
from brobygger.search.tests.conftest import Publish
from brobygger.search.tests.factories import make_document, make_spot
from brobygger.search.weights import using_weights

_SORG = {"title": "Sorggruppe", "concepts": ("sorg",)}


def keys(hits: tuple[Hit, ...]) -> list[str]:
    return [hit.document.key for hit in hits]


def misfits(result: Result) -> tuple[Hit, ...]:
    """What matched and most likely does not fit; among few it is told apart, after all that was found besides."""
    return next((widening.hits for widening in result.widenings if widening.kind == "misfits"), ())


def ask(noon: datetime, **filters: object) -> list[str]:
    return keys(find(filters=Filters(**filters), at=noon).hits)  # type: ignore[arg-type]


@pytest.mark.django_db
class TestFind:
    def test_in_an_empty_index_is_an_empty_answer(self, noon: datetime) -> None:
        result = find(filters=Filters(text="jeg er ensom", municipality_code="0461", age=20), at=noon)

        assert (result.total, result.hits, result.widenings, result.page_count) == (0, (), (), 1)

    def test_without_words_gives_everything(self, publish: Publish, noon: datetime) -> None:
        publish(make_document("a"), make_document("b"))

        assert sorted(ask(noon)) == ["a", "b"]

    def test_costs_one_query_when_nothing_changed(self, publish: Publish, noon: datetime) -> None:
        publish(make_document("a"))
        find(filters=Filters(text="sorg"), at=noon)

        with CaptureQueriesContext(connection) as queries:
            find(filters=Filters(text="sorg i Odense", municipality_code="0461", page_size=50), at=noon)

        assert len(queries) == 1

    def test_compounds_are_found_by_their_parts_and_parts_by_compounds(self, publish: Publish, noon: datetime) -> None:
        publish(make_document("sorg", title="Sorggruppe"), make_document("krolf", title="Krolf"))

        assert ask(noon, text="sorg") == ask(noon, text="sorggrupper") == ["sorg"]

    def test_filters_of_one_kind_widen_and_of_two_kinds_narrow(self, publish: Publish, noon: datetime) -> None:
        publish(
            make_document("a", concepts=("sorg",), delivery=("phone",)),
            make_document("b", concepts=("gaeld",), delivery=("phone",)),
            make_document("c", concepts=("sorg",), delivery=("in_person",)),
        )

        assert sorted(ask(noon, needs=("sorg", "gaeld"), delivery=("phone",))) == ["a", "b"]

    def test_a_broader_need_holds_the_narrower(self, publish: Publish, noon: datetime) -> None:
        publish(make_document("a", concepts=("mistet-partner",)))

        assert ask(noon, needs=("sorg",)) == ["a"]

    def test_owners_do_not_fill_the_first_page(self, publish: Publish, noon: datetime) -> None:
        publish(*(make_document(f"stor-{n}", owner="stor", **_SORG) for n in range(9)), make_document("lille", **_SORG))

        assert "lille" in ask(noon, text="sorg")[:4]

    def test_pages_hold_every_hit_once(self, publish: Publish, noon: datetime) -> None:
        publish(*(make_document(f"d-{n}", owner=f"o-{n % 3}", **_SORG) for n in range(25)))

        found = [key for page in (1, 2, 3) for key in ask(noon, text="sorg", page=page)]

        assert Counter(found) == Counter(f"d-{n}" for n in range(25))

    def test_a_page_too_far_is_the_last_one(self, publish: Publish, noon: datetime) -> None:
        publish(*(make_document(f"d-{n}") for n in range(12)))

        result = find(filters=Filters(page=10**9), at=noon)

        assert (result.filters.page, len(result.hits)) == (2, 2)

    def test_labels_follow_the_language(self, publish: Publish, noon: datetime) -> None:
        publish(make_document("a", concepts=("ensomhed",)))

        with translation.override("en"):
            result = find(filters=Filters(), at=noon)

        assert result.facets["needs"][0].label == "Loneliness"


@pytest.mark.django_db
class TestPlace:
    def test_own_and_national_offers_are_found_far_ones_are_not(self, publish: Publish, noon: datetime) -> None:
        publish(*_around_odense())

        found = ask(noon, municipality_code="0461", text="sorg", widen=False)

        assert set(found) == {"odense", "nyborg", "national", "region"}
        assert found[0] == "odense"

    def test_strictly_here_leaves_neighbours_out(self, publish: Publish, noon: datetime) -> None:
        publish(*_around_odense())

        found = ask(noon, municipality_code="0461", text="sorg", is_strict_place=True, widen=False)

        assert set(found) == {"odense", "national", "region"}

    def test_a_radius_is_kept_but_for_help_that_comes_to_you(self, publish: Publish, noon: datetime) -> None:
        publish(*_around_odense())

        found = ask(noon, municipality_code="0461", lat=55.396, lon=10.388, radius_km=5, text="sorg", widen=False)

        assert set(found) == {"odense", "national"}

    def test_distance_is_told_from_a_point_but_not_from_the_middle_of_a_municipality(
        self, publish: Publish, noon: datetime
    ) -> None:
        publish(*_around_odense())

        near = find(filters=Filters(text="sorg", municipality_code="0461", lat=55.41, lon=10.388), at=noon).hits[0]
        vague = find(filters=Filters(text="sorg", municipality_code="0461"), at=noon).hits[0]

        assert near.distance_km == pytest.approx(1.6, abs=0.1)
        assert "1,6 km væk" in [reason.text for reason in near.reasons]
        assert vague.distance_km is None

    def test_distance_is_told_from_a_town_s_postcode_though_its_municipality_has_the_same_point(
        self, publish: Publish, noon: datetime
    ) -> None:
        publish(*_around_odense())
        odense = Municipality.objects.get(code="0461")

        hit = find(
            filters=Filters(text="sorg", municipality_code="0461", lat=odense.lat, lon=odense.lon), at=noon
        ).hits[0]

        assert hit.distance_km is not None

    def test_distance_to_a_town_is_told_only_roughly(self, publish: Publish, noon: datetime) -> None:
        publish(make_document("by", concepts=("sorg",), spots=(make_spot(precision="postcode"),)))

        near, far = (
            find(filters=Filters(text="sorg", municipality_code="0461", lat=lat, lon=10.388), at=noon).hits[0]
            for lat in (55.396, 55.42)
        )

        assert "tæt på" in [reason.text for reason in near.reasons]
        assert "cirka 3 km væk" in [reason.text for reason in far.reasons]

    def test_nearest_first_when_asked(self, publish: Publish, noon: datetime) -> None:
        publish(*_around_odense())

        found = ask(noon, text="sorg", municipality_code="0461", lat=55.31, lon=10.79, sort=Sort.NEAREST, widen=False)

        assert found[:2] == ["nyborg", "odense"]


@pytest.mark.django_db
class TestEligibility:
    def test_what_does_not_fit_comes_last_and_says_so(self, publish: Publish, noon: datetime) -> None:
        publish(
            make_document("unge", age_min=15, age_max=25, title="Sorg sorg sorg", concepts=("sorg",)),
            make_document("alle", summary="En gruppe, også om sorg.", concepts=("sorg",)),
        )

        result = find(filters=Filters(text="sorg", age=29), at=noon)

        assert (result.total, keys(result.hits), keys(misfits(result))) == (1, ["alle"], ["unge"])
        assert (misfits(result)[0].is_eligible, misfits(result)[0].misfits) == (False, ("kun for 15-25-årige",))

    def test_among_many_it_is_on_the_last_page(self, publish: Publish, noon: datetime) -> None:
        publish(make_document("unge", age_max=25, **_SORG), *(make_document(f"d-{n}", **_SORG) for n in range(10)))

        result = find(filters=Filters(text="sorg", age=29, page=2), at=noon)

        assert (result.total, keys(result.hits), result.widenings) == (11, ["unge"], ())

    @pytest.mark.parametrize(("gender", "misfit"), [("women", "kun for mænd"), ("men", "kun for kvinder")])
    def test_sex_counts_too(self, publish: Publish, noon: datetime, gender: str, misfit: str) -> None:
        publish(make_document("a", gender="women" if gender == "men" else "men", **_SORG))

        (hit,) = misfits(find(filters=Filters(text="sorg", gender=gender), at=noon))

        assert not hit.is_eligible
        assert misfit in hit.misfits

    def test_an_age_in_the_words_counts_until_it_is_taken_away(self, publish: Publish, noon: datetime) -> None:
        publish(make_document("unge", age_max=25, **_SORG))

        assert not ask(noon, text="jeg er 70 og i sorg")
        assert ask(noon, text="jeg er 70 og i sorg", ignored=("age",)) == ["unge"]

    def test_a_chosen_age_is_above_one_in_the_words(self, publish: Publish, noon: datetime) -> None:
        publish(make_document("unge", age_max=25, **_SORG))

        assert find(filters=Filters(text="jeg er 70 og i sorg", age=20), at=noon).hits[0].is_eligible

    def test_groups_of_another_age_are_told_apart(self, publish: Publish, noon: datetime) -> None:
        publish(make_document("a", title="Sorggruppe", concepts=("sorg", "aeldre")))

        (hit,) = misfits(find(filters=Filters(text="sorg", age=14), at=noon))

        assert hit.misfits == ("mest for ældre",)

    def test_children_and_their_relatives_are_not_only_children(self, publish: Publish, noon: datetime) -> None:
        publish(make_document("a", title="Sorggruppe", concepts=("sorg", "boern", "paaroerende")))

        assert ask(noon, text="sorg", age=40) == ["a"]

    def test_ages_are_of_those_who_use_it_not_of_volunteers(self, publish: Publish, noon: datetime) -> None:
        publish(make_document("a", age_max=15, roles=("bruger", "frivillig"), **_SORG))

        assert ask(noon, text="vil gerne være frivillig, sorg", age=40) == ["a"]

    def test_volunteers_see_only_who_seeks_volunteers(self, publish: Publish, noon: datetime) -> None:
        publish(make_document("a", roles=("bruger",), **_SORG), make_document("b", roles=("frivillig",), **_SORG))

        assert ask(noon, text="vil gerne være frivillig i en sorggruppe") == ["b"]


@pytest.mark.django_db
class TestOrder:
    def test_equals_change_places_from_day_to_day_but_not_within_one(self, publish: Publish, noon: datetime) -> None:
        publish(*(make_document(f"d-{n}", **_SORG) for n in range(10)))

        days = [tuple(ask(noon + timedelta(days=n), text="sorg")) for n in range(8)]

        assert days[0] == tuple(ask(noon + timedelta(minutes=5), text="sorg"))
        assert len(set(days)) > 5
        assert len({day[0] for day in days}) > 2

    def test_soon_and_confirmed_orders(self, publish: Publish, noon: datetime) -> None:
        publish(
            make_document("snart", upcoming=(noon - timedelta(days=7), noon + timedelta(days=1)), **_SORG),
            make_document("senere", upcoming=(noon + timedelta(days=9),), assured_on=date(2026, 11, 1), **_SORG),
            make_document("ukendt", **_SORG),
        )

        assert ask(noon, text="sorg", sort=Sort.SOON) == ["snart", "senere", "ukendt"]
        assert ask(noon, text="sorg", sort=Sort.CONFIRMED)[0] == "senere"
        assert find(filters=Filters(text="sorg", sort=Sort.SOON), at=noon).hits[0].next_at == noon + timedelta(days=1)

    def test_room_that_has_expired_is_no_room(self, publish: Publish, noon: datetime) -> None:
        publish(
            make_document("plads", capacity="free", capacity_expires_at=noon + timedelta(days=1)),
            make_document("udløbet", capacity="free", capacity_expires_at=noon - timedelta(days=1)),
        )

        assert ask(noon, has_room=True, widen=False) == ["plads"]


@pytest.mark.django_db
class TestWidening:
    def test_few_hits_bring_more_and_say_how(self, publish: Publish, noon: datetime) -> None:
        publish(
            *_around_odense(),
            make_document("linje", title="Sorglinjen", concepts=("sorg",), delivery=("phone",)),
            make_document("tab", title="Støtte", concepts=("mistet-partner",)),
        )

        result = find(filters=Filters(text="sorg", municipality_code="0461", needs=("sorg",), is_free=True), at=noon)

        shown = [hit.document.key for widening in result.widenings for hit in widening.hits]
        assert result.total == 0
        assert "filters" in {widening.kind for widening in result.widenings}
        assert "linje" in shown
        assert len(shown) == len(set(shown))
        loosened = [widening for widening in result.widenings if widening.kind != "misfits"]
        assert all(hit.is_eligible for widening in loosened for hit in widening.hits)

    def test_words_found_nowhere_still_bring_somebody_to_talk_to(self, publish: Publish, noon: datetime) -> None:
        publish(make_document("linje", concepts=("telefonraadgivning",), delivery=("phone",)))

        result = find(filters=Filters(text="xyzzyq"), at=noon)

        assert [keys(widening.hits) for widening in result.widenings] == [["linje"]]


@pytest.mark.django_db
class TestSimilar:
    def test_gives_others_of_the_same_kind(self, publish: Publish, noon: datetime) -> None:
        one = make_document("a", **_SORG)
        publish(one, make_document("b", title="Tab", concepts=("sorg",)), make_document("c", title="Krolf"))

        assert keys(similar(document_id=one.id, limit=3, at=noon)) == ["b"]

    def test_of_the_unknown_is_nothing(self, publish: Publish, noon: datetime) -> None:
        assert similar(document_id=make_document("x").id, at=noon) == ()


@pytest.mark.django_db
class TestExplain:
    def test_tells_why_in_words(self, publish: Publish, noon: datetime) -> None:
        publish(make_document("a", age_min=18, age_max=99, **_SORG))

        hit = explain(filters=Filters(text="sorg", age=40), document_key="a", at=noon)

        assert hit is not None
        assert [reason.text for reason in hit.reasons] == [
            "fordi du skrev »sorg«",
            "handler om »Sorg og tab«",
            "for 18-99-årige",
            "for hele landet",
        ]

    def test_of_the_unknown_is_none(self, publish: Publish, noon: datetime) -> None:
        assert explain(filters=Filters(), document_key="x", at=noon) is None

    def test_tells_of_what_lies_deeper_than_anybody_looks(self, publish: Publish, noon: datetime) -> None:
        publish(
            make_document("a", title="Sorg og sorg", owner="one"),
            make_document("b", title="Skak", owner="one"),
            *(make_document(f"c-{number}", **_SORG) for number in range(3)),
            make_document("d", title="Sorg", owner="one"),
        )

        with using_weights({"page": {"depth": 1}}):
            found = [explain(filters=Filters(text="sorg", page_size=1), document_key=key, at=noon) for key in "abd"]

        assert [hit and hit.document.key for hit in found] == ["a", "b", "d"]


@pytest.mark.django_db
class TestFigures:
    def test_count_what_there_is(self, publish: Publish, noon: datetime) -> None:
        publish(*_around_odense())

        counted = figures()

        assert (counted.documents, counted.owners, counted.changed_at) == (5, 5, noon)


def _around_odense() -> list[Document]:
    def local(key: str, code: str, lat: float, lon: float) -> Document:
        spot = make_spot(lat=lat, lon=lon, municipality_code=code)
        return make_document(key, is_national=False, municipality_codes=(code,), spots=(spot,), **_SORG)

    return [
        local("odense", "0461", 55.396, 10.388),
        local("nyborg", "0450", 55.312, 10.790),
        local("skagen", "0813", 57.725, 10.583),
        make_document("region", is_national=False, region_codes=("1083",), **_SORG),
        make_document("national", delivery=("phone",), **_SORG),
    ]
