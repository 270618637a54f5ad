"""What counts as gone at the source, what does not, and when the whole of a feed is asked for again."""

from datetime import timedelta

import pytest

from brobygger.directory.models import Offer, Status
from brobygger.kernel.actors import SYSTEM
from brobygger.sources.models import Outcome, Result, Run, Source, Thing
from brobygger.sources.services import apply_run, believe_run, map_terms, work_on_run
from brobygger.sources.tests.conftest import Reader
from brobygger.sources.tests.factories import NOON, service

pytestmark = pytest.mark.django_db
NEXT_DAY = NOON + timedelta(days=1)
FORTNIGHT = NOON + timedelta(days=20)
#: Enough others that one of them gone is believed.
OTHERS = [service(number) for number in range(2, 6)]


def status_of_the_first() -> str:
    return Offer.objects.get(name="Torsdagscafé 1").status


class TestEnded:
    @pytest.mark.parametrize("word", ["defunct", "inactive"])
    def test_is_hidden_after_its_grace_and_comes_back(self, read: Reader, word: str) -> None:
        read(service(1), *OTHERS)

        run, counts = read(service(1, status=word), *OTHERS, at=NEXT_DAY)
        assert (run.total, counts.same, counts.missing, counts.left_out) == (4, 4, 1, 0)
        assert status_of_the_first() == Status.PUBLISHED
        _, counts = read(service(1, status=word), *OTHERS, at=NEXT_DAY + timedelta(days=1))
        assert (counts.same, counts.to_write, counts.left_out) == (4, 0, 0)
        _, counts = read(service(1, status=word), *OTHERS, at=FORTNIGHT)
        assert counts.hidden == 1
        assert status_of_the_first() == Status.HIDDEN

        _, counts = read(service(1), *OTHERS, at=FORTNIGHT + timedelta(days=1))

        assert (counts.back, status_of_the_first()) == (1, Status.PUBLISHED)

    def test_is_hidden_also_when_the_feed_is_as_it_was(self, read: Reader) -> None:
        read(service(1), *OTHERS)
        read(service(1, status="defunct"), *OTHERS, at=NEXT_DAY)

        _, counts = read(is_unchanged=True, at=FORTNIGHT)

        assert (counts.same, counts.hidden) == (4, 1)
        assert status_of_the_first() == Status.HIDDEN

    def test_by_all_of_them_at_once_is_not_believed(self, read: Reader) -> None:
        read(service(1), *OTHERS)

        run, counts = read(*({**one, "status": "inactive"} for one in [service(1), *OTHERS]), at=NEXT_DAY)

        assert (run.is_doubted, counts.missing) == (True, 5)
        assert not Thing.objects.exclude(missing_since=None).exists()

    def test_before_we_knew_it_is_left_out(self, read: Reader) -> None:
        _, counts = read(service(1, status="defunct"), *OTHERS)

        assert (counts.total, counts.new, counts.left_out) == (5, 4, 1)


class TestShortFeed:
    def test_hides_nothing(self, read: Reader) -> None:
        read(service(1), *OTHERS)
        read(*OTHERS, at=NEXT_DAY)

        run, counts = read(service(2), is_whole=False, at=FORTNIGHT)

        assert (run.is_doubted, counts.same, counts.to_write) == (False, 1, 0)
        assert status_of_the_first() == Status.PUBLISHED

    def test_is_heard_when_it_says_itself_that_something_has_ended(self, read: Reader) -> None:
        read(service(1), *OTHERS)

        read(service(1, status="defunct"), is_whole=False, at=NEXT_DAY)

        assert Outcome.objects.get(run__started_at=NEXT_DAY).result == Result.MISSING

    def test_is_read_again_also_when_it_is_as_it_was(self, read: Reader) -> None:
        read(service(1), *OTHERS)

        read(service(1), is_whole=False, at=NEXT_DAY)

        assert Source.objects.get().etag == ""


class TestEtag:
    def test_is_let_go_of_when_what_is_gone_was_not_believed(self, read: Reader) -> None:
        read(service(1), service(2))

        run, _ = read(service(2), at=NEXT_DAY)
        assert run.is_doubted
        assert Source.objects.get().etag == ""

        believe_run(actor=SYSTEM, run_id=run.id, at=NEXT_DAY)
        work_on_run(actor=SYSTEM, run_id=run.id, at=NEXT_DAY)
        assert Source.objects.get().etag == "etag-1"

    def test_is_not_kept_when_words_were_mapped_after_it_was_read(self, source: Source, read: Reader) -> None:
        term = {"id": "sorg", "code": "sorg", "name": "Sorg", "taxonomy": "Emner"}
        run, _ = read(service(1, attributes=[{"id": "a", "taxonomy_term": term}]), is_dry=True)
        waiting = source.terms.get()
        map_terms(actor=SYSTEM, key=source.key, choices={waiting.id: ""}, at=NOON + timedelta(minutes=5))

        apply_run(actor=SYSTEM, run_id=run.id, at=NOON + timedelta(minutes=6))
        work_on_run(actor=SYSTEM, run_id=run.id, at=NOON + timedelta(minutes=6))

        assert Run.objects.get().etag == "etag-1"
        assert Source.objects.get().etag == ""
