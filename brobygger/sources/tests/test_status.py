"""What anybody may know of how reading other registers goes."""

from datetime import datetime

import pytest

from brobygger.sources.status import sources_we_read
from brobygger.sources.tests.factories import RunFactory, SourceFactory

pytestmark = pytest.mark.django_db


class TestSourcesWeRead:
    def test_says_nothing_of_nothing(self, noon: datetime) -> None:
        SourceFactory.create(is_paused=True)

        assert list(sources_we_read(noon)) == []

    def test_says_when_one_was_last_read(self, noon: datetime) -> None:
        run = RunFactory.create()

        (line,) = sources_we_read(noon)

        assert line.is_well
        assert line.last_at == run.started_at
        assert line.note == "1 kilde"

    def test_counts_those_that_cannot_be_read_and_names_nobody(self, noon: datetime) -> None:
        SourceFactory.create(name="Et fremmed register", broken_since=noon)
        SourceFactory.create()

        (line,) = sources_we_read(noon)

        assert not line.is_well
        assert line.note == "2 kilder, 1 kan ikke læses"
