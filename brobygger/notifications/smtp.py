"""One line to the mail server. It tells apart what is sure to have failed, what will never do, and what is in doubt.

A mail is the other server's from the moment it has answered "250" to the end of the mail (RFC 5321, 4.1.1.4 and 6.1).
Until the end is sent it is surely ours; between the end and the answer nobody on this side can know. So the end is
sent by itself, after ``before_end`` has written down that it will be.
"""

import re
import select
import smtplib
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn, Self

from django.conf import settings
from django.core.mail.message import sanitize_address

from brobygger.notifications.letters import sender

#: For each step: to connect, to be answered, to hand over the mail.
STEP_SECONDS = 30.0
#: For the answer to the end of a mail. RFC 5321, 4.5.3.2.6: impatience here is what makes doubles.
END_SECONDS = 600.0
_MAILS_ON_ONE_LINE = 100
_CLOSING = 421
_GO_ON = 354
_NO_SUCH_ADDRESS = re.compile(r"\b5\.1\.\d+\b|\b5\.2\.1\b")
_ANY_ADDRESS = re.compile(r"\S*@\S*")


class DeliveryProblem(Exception):
    """Something went wrong; ``problem`` says what, without addresses."""

    def __init__(self, problem: str) -> None:
        self.problem = _ANY_ADDRESS.sub("…", " ".join(problem.split()))[:300]
        super().__init__(self.problem)


class PutOff(DeliveryProblem):
    """The mail was surely not taken, and may be later."""


class ServerAway(PutOff):
    """The server takes no mail at all for now: no need to try the next."""


class Refused(DeliveryProblem):
    """The mail will never be taken."""

    def __init__(self, problem: str, *, is_address: bool = False) -> None:
        self.is_address = is_address
        super().__init__(problem)


class InDoubt(DeliveryProblem):
    """The end was sent, and no answer came."""


class TakenOver(DeliveryProblem):
    """Another worker has the message now; its end was not sent from here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where mail is handed over."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    is_tls: bool = False
    bounces_to: str = ""
    step_seconds: float = STEP_SECONDS
    end_seconds: float = END_SECONDS

    @classmethod
    def of_settings(cls) -> Self:
        """Return the operator's server."""
        return cls(
            host=settings.EMAIL_HOST,
            port=settings.EMAIL_PORT,
            user=settings.EMAIL_HOST_USER,
            password=settings.EMAIL_HOST_PASSWORD,
            is_tls=settings.EMAIL_USE_TLS,
            bounces_to=settings.MAIL_BOUNCES_TO,
        )


class Line:
    """A connection that is opened when it is needed and used for many mails."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._smtp: smtplib.SMTP | None = None
        self._sent = 0

    def deliver(self, *, to: str, data: bytes, before_end: Callable[[], bool]) -> None:
        """Hand over one mail. Returns when the server has said that it has it, and raises ``DeliveryProblem`` else."""
        smtp = self._open()
        try:
            self._envelope(smtp, to)
            smtp.send(data)
            self._end(smtp, before_end)
        except DeliveryProblem:
            self.close()
            raise
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise ServerAway(f"{type(error).__name__}: {error}") from error
        self._sent += 1
        if self._sent >= _MAILS_ON_ONE_LINE:
            self.close()

    def close(self) -> None:
        """Hang up, without a word: a half-sent mail must not end."""
        if self._smtp is not None:
            self._smtp.close()
            self._smtp, self._sent = None, 0

    def _open(self) -> smtplib.SMTP:
        """Return the connection, opened when there is none."""
        if self._smtp is not None and not _has_hung_up(self._smtp):
            return self._smtp
        self.close()
        server = self._server
        try:
            smtp = smtplib.SMTP(server.host, server.port, timeout=server.step_seconds)
            self._smtp = smtp
            _socket(smtp).setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            smtp.ehlo_or_helo_if_needed()
            if server.is_tls:
                smtp.starttls(context=ssl.create_default_context())
                smtp.ehlo()
            if server.user:
                smtp.login(server.user, server.password)
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise ServerAway(f"{type(error).__name__}: {error}") from error
        return smtp

    def _envelope(self, smtp: smtplib.SMTP, to: str) -> None:
        """Say from whom and to whom, and that the mail follows."""
        code, words = smtp.mail(sanitize_address(self._server.bounces_to or sender(), "utf-8"))
        if code >= 400:
            # Ours is the address that is refused: the operator's to mend, and no fault of this mail.
            raise ServerAway(_said(code, words))
        code, words = smtp.rcpt(sanitize_address(to, "utf-8"))
        if code >= 400:
            _complain(code, words, is_address=True)
        code, words = smtp.docmd("DATA")
        if code != _GO_ON:
            _complain(code, words)

    def _end(self, smtp: smtplib.SMTP, before_end: Callable[[], bool]) -> None:
        """Send the end of the mail, once it is written down that it will be sent, and wait for the answer."""
        if _has_hung_up(smtp):
            raise ServerAway("connection lost in the mail")
        if not before_end():
            raise TakenOver("held by another worker")
        _socket(smtp).settimeout(self._server.end_seconds)
        # What fails here was not sent whole, so that the other server never saw an end: like everything before it.
        smtp.send(b".\r\n")
        try:
            code, words = smtp.getreply()
            _socket(smtp).settimeout(self._server.step_seconds)
        except (OSError, smtplib.SMTPException) as error:
            raise InDoubt(f"{type(error).__name__}: {error}") from error
        if code >= 400:
            _complain(code, words)
        if code < 200:
            raise InDoubt(_said(code, words))


class Shelf:
    """What a demo has instead of a line: everything is taken, and stays in the house."""

    def deliver(self, *, to: str, data: bytes, before_end: Callable[[], bool]) -> None:
        """Take one mail."""
        if not before_end():
            raise TakenOver("held by another worker")

    def close(self) -> None:
        """Do nothing."""


def _complain(code: int, words: bytes, *, is_address: bool = False) -> NoReturn:
    """Raise what an answer means: 4xx later, 5xx never (RFC 5321, 4.2.1)."""
    if code == _CLOSING:
        raise ServerAway(_said(code, words))
    if code < 500:
        raise PutOff(_said(code, words))
    raise Refused(_said(code, words), is_address=is_address and bool(_NO_SUCH_ADDRESS.search(_said(code, words))))


def _said(code: int, words: bytes) -> str:
    return f"{code} {words.decode('utf-8', 'replace')}"


def _has_hung_up(smtp: smtplib.SMTP) -> bool:
    """Test whether the server said something when it was not asked: goodbye, as a rule, or nothing any more."""
    return smtp.sock is None or bool(select.select([smtp.sock], [], [], 0)[0])


def _socket(smtp: smtplib.SMTP) -> socket.socket:
    """Return the socket of an open connection."""
    if smtp.sock is None:
        raise smtplib.SMTPServerDisconnected("not connected")
    return smtp.sock
