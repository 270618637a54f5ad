"""Refusals: errors that are part of the rooms' language."""

from typing import ClassVar


class DomainError(Exception):
    """Det kunne ikke lade sig gøre.

    The class docstring's first line is the sentence for the person at the screen unless a message is given;
    ``code`` names the error for programs and ``status`` is the HTTP status an edge answers with.
    """

    code: ClassVar[str] = "domain_error"
    status: ClassVar[int] = 422

    def __init__(self, message: str = "") -> None:
        first_line = (type(self).__doc__ or "").strip().split("\n", 1)[0]
        self.message = message or first_line
        super().__init__(self.message)


class NotFound(DomainError):
    """Vi kan ikke finde det, du leder efter."""

    code = "not_found"
    status = 404


class NotAllowed(DomainError):
    """Det har du ikke adgang til."""

    code = "not_allowed"
    status = 403


class BadData(DomainError):
    """Oplysningerne hænger ikke sammen."""

    code = "bad_data"
    status = 422
