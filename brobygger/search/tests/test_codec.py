"""A document comes back from JSON as it was."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from brobygger.search.documents import Document, Spot
from brobygger.search.keeping.codec import decode, encode, own_text, own_text_in

_WORDS = st.lists(st.text(max_size=20), max_size=4).map(tuple)
_MOMENTS = st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2090, 1, 1), timezones=st.just(UTC))
_MAYBE = st.none() | st.booleans()
_SPOTS = st.builds(
    Spot,
    lat=st.floats(54, 58),
    lon=st.floats(8, 16),
    precision=st.sampled_from(["address", "postcode", "municipality"]),
    label=st.text(max_size=20),
)
DOCUMENTS = st.builds(
    Document,
    id=st.uuids(),
    kind=st.just("offer"),
    key=st.text(max_size=20),
    title=st.text(max_size=40),
    summary=st.text(max_size=80),
    body=st.text(max_size=200),
    words=_WORDS,
    owner_id=st.uuids(),
    owner_key=st.text(max_size=20),
    owner_name=st.text(max_size=20),
    concepts=_WORDS,
    age_min=st.none() | st.integers(0, 120),
    age_max=st.none() | st.integers(0, 120),
    roles=_WORDS,
    municipality_codes=_WORDS,
    spots=st.lists(_SPOTS, max_size=3).map(tuple),
    is_free=_MAYBE,
    is_referral_free=_MAYBE,
    capacity_expires_at=st.none() | _MOMENTS,
    upcoming=st.lists(_MOMENTS, max_size=3).map(tuple),
    assured_on=st.none() | st.dates(date(1990, 1, 1), date(2090, 1, 1)),
    source_year=st.none() | st.integers(1990, 2090),
)


class TestDecode:
    @given(document=DOCUMENTS)
    def test_gives_back_what_was_encoded(self, document: Document) -> None:
        assert decode(encode(document)) == document

    @given(document=DOCUMENTS)
    def test_text_is_ascii_so_that_every_database_keeps_it(self, document: Document) -> None:
        assert encode(document).isascii()
        assert "\0" not in encode(document)


class TestOwnTextIn:
    @given(document=DOCUMENTS)
    def test_is_the_own_text_of_what_was_encoded(self, document: Document) -> None:
        assert own_text_in(encode(document)) == own_text(document)
