"""What a guide is made of: frozen values, ready to be set. Every text is plain; none is markup."""

from dataclasses import dataclass
from enum import StrEnum


class Paper(StrEnum):
    """What it is printed on."""

    A4 = "a4"
    A5 = "a5"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which guide somebody wants; at least one of municipality and need is given."""

    municipality_code: str = ""
    municipality_name: str = ""
    municipality_slug: str = ""
    need_key: str = ""
    need_label: str = ""
    is_large: bool = False
    paper: Paper = Paper.A4


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One labelled line of an entry: "Hvornår", "Tirsdag kl. 16-18"."""

    label: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """One way to reach somebody: a telephone number or a mail address, and when and whom."""

    phone: str = ""
    email: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One offer as it stands in the guide. ``qr`` is a drawing (SVG) of ``url``."""

    id: str
    name: str
    organisation: str
    summary: str
    alert: str
    lines: tuple[Line, ...]
    reach: tuple[Reach, ...]
    freshness: str
    url: str
    address: str
    qr: str
    towns: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """Entries about the same."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexLine:
    """A name in an index, and which entries it leads to."""

    text: str
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexLetter:
    """The names in an index under one letter."""

    letter: str
    lines: tuple[IndexLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """One index at the back."""

    title: str
    letters: tuple[IndexLetter, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CrisisLine:
    """Somebody to call now."""

    name: str
    phone: str
    hours: str
    about: str
    website: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Crisis:
    """The page that comes first."""

    emergency: CrisisLine
    lines: tuple[CrisisLine, ...]
    checked: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """A whole guide; ``made`` says the day."""

    title: str
    about: str
    made: str
    site: str
    site_url: str
    operator: str
    crisis: Crisis
    chapters: tuple[Chapter, ...]
    indexes: tuple[Index, ...]

    @property
    def size(self) -> int:
        """How many offers there are in it."""
        return sum(len(chapter.entries) for chapter in self.chapters)
