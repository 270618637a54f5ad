"""What somebody asks of a list, when it has been read."""

from dataclasses import dataclass

from brobygger.opendata.selectors.listing import Form, Wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked of a list. ``postcode`` and ``proximity`` are not in ``wanted`` until the place is looked up."""

    wanted: Wanted
    form: Form
    page: int
    per_page: int
    is_stream: bool
    with_services: bool
    postcode: str
    proximity: float | None
