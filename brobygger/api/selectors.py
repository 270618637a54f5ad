"""Reads: where a postcode is, and the texts that answer a question."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum
from itertools import islice

from django.utils.translation import gettext as _

from brobygger.api.british import british
from brobygger.api.parameters import BadParameter
from brobygger.api.questions import Question
from brobygger.opendata.models import Kind, Record
from brobygger.opendata.selectors.listing import Form, PageOfRecords, Point, Wanted, page_of, services_of, stream
from brobygger.places.models import Postcode

#: Organisations whose services are fetched together.
_AT_A_TIME = 100


class Profile(StrEnum):
    """Whose words an answer is in."""

    HSDS = "hsds"
    UK = "uk"


def placed(question: Question) -> Wanted:
    """Return what is wanted, with the postcode looked up; raise ``BadParameter`` when there is no such postcode."""
    if not question.postcode:
        return question.wanted
    postcode = Postcode.objects.with_code(question.postcode).first()
    if postcode is None:
        raise BadParameter("postcode", _("Det postnummer findes ikke i Danmark."))
    if question.proximity is None:
        return replace(question.wanted, municipality_code=postcode.municipality_id)
    near = Point(lat=postcode.lat, lon=postcode.lon, within_m=question.proximity)
    return replace(question.wanted, municipality_code=postcode.municipality_id, near=near)


def page_for(*, question: Question, profile: Profile, at: datetime) -> tuple[PageOfRecords, str]:
    """Return a page of a list, and the text of it: the standard's Page object."""
    page = page_of(wanted=placed(question), number=question.page, size=question.per_page, at=at, form=question.form)
    return page, _as_page(page, list(_texts(page.records, question, profile)))


def lines_for(*, question: Question, profile: Profile, at: datetime) -> Iterator[str]:
    """Give everything a list holds as JSON lines, many at a time.

    What cannot be asked is refused here (``BadParameter``), before an answer is begun.
    """
    records = stream(wanted=placed(question), at=at, form=question.form)
    return _lines(_texts(records, question, profile))


def text_of(*, record: Record, profile: Profile, with_services: bool) -> str:
    """Return one whole thing: an organisation with its services, in short or in full."""
    text = record.full
    if record.kind == Kind.ORGANIZATION:
        text = next(_with_services([record], Form.FULL if with_services else Form.BRIEF))
    return british(Kind(record.kind), text) if profile is Profile.UK else text


def _as_page(page: PageOfRecords, texts: list[str]) -> str:
    """Return the standard's Page object around texts that are JSON already."""
    is_first, is_last = page.number == 1, page.number >= page.total_pages
    is_empty = page.is_beyond or page.total_items == 0
    return (
        f'{{"total_items":{page.total_items},"total_pages":{page.total_pages},"page_number":{page.number},'
        f'"size":{len(texts)},"first_page":{_json(is_first)},"last_page":{_json(is_last)},'
        f'"empty":{_json(is_empty)},"contents":[{",".join(texts)}]}}'
    )


def _lines(texts: Iterator[str]) -> Iterator[str]:
    while lines := list(islice(texts, _AT_A_TIME)):
        yield "\n".join([*lines, ""])


def _json(value: bool) -> str:  # noqa: FBT001
    return "true" if value else "false"


def _texts(records: Iterable[Record], question: Question, profile: Profile) -> Iterator[str]:
    """Give each thing as JSON text, as much of it as was asked for."""
    if question.form is Form.MINIMAL:
        return (_minimal(record) for record in records)
    kind = question.wanted.kind
    if kind is Kind.ORGANIZATION and question.form is Form.FULL:
        texts = _with_services(records, Form.FULL if question.with_services else Form.BRIEF)
    elif question.form is Form.FULL:
        texts = (record.full for record in records)
    else:
        texts = (record.brief for record in records)
    return (british(kind, text) for text in texts) if profile is Profile.UK else texts


def _minimal(record: Record) -> str:
    changed_at = record.changed_at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return f'{{"id":"{record.thing_id}","last_modified":"{changed_at}"}}'


def _with_services(records: Iterable[Record], form: Form) -> Iterator[str]:
    """Give organisations with their services put in at the end, some organisations at a time."""
    left = iter(records)
    while some := list(islice(left, _AT_A_TIME)):
        services = services_of(organization_ids=[record.thing_id for record in some], form=form)
        for record in some:
            yield _with(record.full, services[record.thing_id])


def _with(organization: str, services: list[str]) -> str:
    if not services:
        return organization
    return f'{organization[:-1]},"services":[{",".join(services)}]}}'
