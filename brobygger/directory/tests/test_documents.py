"""What the search is given says what the rows say, as seen at a moment."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from brobygger.directory.documents import document_for, weekly_slots
from brobygger.directory.models import Offer
from brobygger.directory.occurrences import Occurrence
from brobygger.directory.services import set_capacity
from brobygger.directory.tests.factories import NOON, published
from brobygger.directory.values import CriterionData, LocationData, ScheduleData
from brobygger.kernel.actors import SYSTEM
from brobygger.places.tests.factories import MunicipalityFactory, PostcodeFactory

HERE = ZoneInfo("Europe/Copenhagen")


def occurrence(hour: int, minutes: int | None = None, *, note: str = "", is_day_only: bool = False) -> Occurrence:
    starts_at = datetime(2026, 11, 24, hour, tzinfo=HERE)
    ends_at = starts_at + timedelta(minutes=minutes) if minutes else None
    return Occurrence(starts_at=starts_at, ends_at=ends_at, note=note, is_day_only=is_day_only)


class TestWeeklySlots:
    @pytest.mark.parametrize(
        ("found", "slots"),
        [
            (occurrence(9), ("tue-morning",)),
            (occurrence(10, 120), ("tue-morning",)),
            (occurrence(10, 180), ("tue-afternoon", "tue-morning")),
            (occurrence(19, 60), ("tue-evening",)),
            (occurrence(22, 240), ("tue-evening",)),
            (occurrence(0, note="Tirsdag aften", is_day_only=True), ("tue-evening",)),
            (occurrence(0, note="Tirsdag", is_day_only=True), ("tue-afternoon", "tue-evening", "tue-morning")),
        ],
    )
    def test_names_the_parts_of_the_day_it_touches(self, found: Occurrence, slots: tuple[str, ...]) -> None:
        assert weekly_slots([], [found]) == slots

    def test_day_and_night_is_every_slot(self) -> None:
        always = ScheduleData(starts_on=date(2026, 1, 1), starts_at=time(), minutes=1440, rrule="FREQ=DAILY")

        assert len(weekly_slots([always], [])) == 21


@pytest.mark.django_db
class TestDocumentFor:
    def test_says_where_when_and_for_whom(self) -> None:
        postcode = PostcodeFactory.create(name="Prøveby")
        offer = published(
            is_national=False,
            municipality_codes=frozenset({postcode.municipality_id}),
            description="**Kom** bare",
            tags=("kaffe",),
            price_kind="free",
            access="referral",
            locations=(
                LocationData(name="Huset", municipality_id=postcode.municipality_id, postcode_id=postcode.code,
                             lat=55.4, lon=10.4, point_precision="postcode"),
                LocationData(municipality_id=postcode.municipality_id),
            ),
            schedules=(
                ScheduleData(starts_on=date(2026, 1, 1), starts_at=time(10), rrule="FREQ=WEEKLY;BYDAY=TU"),
                ScheduleData(starts_on=date(2026, 1, 1), rrule="FREQ=WEEKLY;BYDAY=FR"),
            ),
            criteria=(CriterionData(text="Bor du alene?"),),
        )  # fmt: skip

        document = document_for(offer, at=NOON)

        assert document.body == "Kom bare"
        assert {"kaffe", "forening", "Huset", "Prøveby", "Bor du alene?"} <= set(document.words)
        assert (document.is_free, document.is_referral_free) == (True, False)
        assert [spot.label for spot in document.spots] == [f"Huset, {postcode.code} Prøveby"]
        assert document.upcoming[0] == datetime(2026, 11, 24, 10, tzinfo=HERE)
        assert all(moment.weekday() == 1 for moment in document.upcoming)
        assert document.weekly[0] == "tue-morning"
        assert "fri-evening" in document.weekly

    def test_help_that_comes_home_says_for_which_municipality(self) -> None:
        municipality = MunicipalityFactory.create(name="Prøveby")
        offer = published(is_national=False, municipality_codes=frozenset({municipality.code}), locations=())

        document = document_for(Offer.objects.for_page().get(id=offer.id), at=NOON)

        assert document.spots == ()
        assert document.area_names == ("Prøveby Kommune",)

    def test_a_national_offer_is_for_no_one_municipality(self) -> None:
        code = MunicipalityFactory.create().code
        offer = published(municipality_codes=frozenset({code}))

        assert document_for(offer, at=NOON).municipality_codes == ()

    def test_an_old_answer_about_room_is_no_answer(self) -> None:
        offer = published()
        set_capacity(actor=SYSTEM, offer_id=offer.id, status="free", at=NOON)
        offer = Offer.objects.for_page().get()

        assert document_for(offer, at=NOON).capacity == "free"
        assert document_for(offer, at=NOON + timedelta(days=61)).capacity == ""
