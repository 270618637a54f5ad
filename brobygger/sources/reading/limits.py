"""How much of another register we read before we say that it cannot be right."""

from dataclasses import dataclass

KIB, MIB, GIB = 1024, 1024**2, 1024**3


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The most of everything. Bytes are counted after they are unpacked."""

    #: The whole country's offers with every detail are about 1 GB.
    most_bytes: int = 2 * GIB
    #: One page, one object, one table's row.
    most_page_bytes: int = 16 * MIB
    most_object_bytes: int = 4 * MIB
    most_pages: int = 10_000
    most_things: int = 500_000
    #: HSDS goes seven deep.
    most_depth: int = 40
    longest_text: int = 100_000
    most_seconds: float = 2 * 60 * 60
    #: For a name, a connection, and each piece of an answer.
    piece_seconds: float = 20.0
    #: An answer may take this long, and after that as long as it comes at this speed.
    answer_seconds: float = 60.0
    slowest: int = 10 * KIB
    most_redirects: int = 5
    #: Between two pages, so that a small register is not worn out by us.
    pause_seconds: float = 0.2
    #: A busy server is asked again so many times, and waited for so long at most.
    most_retries: int = 3
    longest_wait: float = 60.0
    #: Files in a package.
    most_parts: int = 500
