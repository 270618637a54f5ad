"""A real mail server on this machine (aiosmtpd) that has bad days when it is told to."""

import asyncio
import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from enum import Enum, auto
from pathlib import Path
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Fault(Enum):
    """What goes wrong with one mail."""

    NOT_NOW = auto()
    NEVER = auto()
    NO_SUCH_ADDRESS = auto()
    REFUSED_AT_THE_END = auto()
    BUSY_AT_THE_END = auto()
    DROPS_BEFORE_DATA = auto()
    DROPS_IN_DATA = auto()
    #: Takes the mail, and the connection is gone before anybody hears of it.
    DROPS_AFTER_TAKING = auto()
    DROPS_WITHOUT_TAKING = auto()
    SLOW_AT_THE_END = auto()


@dataclass
class MailServer:
    """What a server did: the mails it took, and what is to go wrong with the next ones."""

    port: int = 0
    faults: list[Fault | None] = field(default_factory=list)
    taken: list[EmailMessage] = field(default_factory=list)
    slow_seconds: float = 1.0
    #: Writes what Postfix would write of each mail it took.
    log: Path | None = None

    @property
    def ids(self) -> Counter[str]:
        """How often each mail was taken."""
        return Counter(str(mail["Message-ID"]) for mail in self.taken)

    def next_fault(self) -> Fault | None:
        """What goes wrong with this mail."""
        return self.faults.pop(0) if self.faults else None

    def take(self, content: bytes) -> None:
        """Keep a mail."""
        mail = message_from_bytes(content, policy=default)
        self.taken.append(mail)
        if self.log is not None:
            with self.log.open("a", encoding="utf-8") as file:
                file.write(f"mx postfix/cleanup[1]: A{len(self.taken)}: message-id={mail['Message-ID']}\n")
                file.write(f"mx postfix/qmgr[2]: A{len(self.taken)}: from=<x@y>, size=1, nrcpt=1 (queue active)\n")


class _Line(SMTP):
    """One connection; each mail's fault is chosen when its envelope begins."""

    fault: Fault | None = None

    def hang_up(self) -> None:
        """Break the connection, as a machine that loses its power does."""
        cast(asyncio.Transport, self.transport).abort()

    async def smtp_RCPT(self, arg: str) -> None:  # noqa: N802
        if self.fault == Fault.NO_SUCH_ADDRESS:
            await self.push("550 5.1.1 <anna@forening.example> does not exist")
            return
        if self.fault == Fault.NEVER:
            await self.push("554 5.7.1 no")
            return
        if self.fault == Fault.NOT_NOW:
            await self.push("451 4.3.0 later")
            return
        await super().smtp_RCPT(arg)

    async def smtp_MAIL(self, arg: str) -> None:  # noqa: N802
        self.fault = cast(_Handler, self.event_handler).server.next_fault()
        await super().smtp_MAIL(arg)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        if self.fault == Fault.DROPS_BEFORE_DATA:
            self.hang_up()
            return
        if self.fault == Fault.DROPS_IN_DATA:
            await self.push("354 go on")
            await self._reader.readline()
            self.hang_up()
            return
        await super().smtp_DATA(arg)


class _Handler:
    def __init__(self, server: MailServer) -> None:
        self.server = server

    async def handle_DATA(self, line: _Line, session: Session, envelope: Envelope) -> str:  # noqa: N802
        match line.fault:
            case Fault.DROPS_WITHOUT_TAKING:
                line.hang_up()
            case Fault.DROPS_AFTER_TAKING:
                self.server.take(cast(bytes, envelope.content))
                line.hang_up()
            case Fault.REFUSED_AT_THE_END:
                return "554 5.6.0 I do not like it"
            case Fault.BUSY_AT_THE_END:
                return "452 4.3.1 no room"
            case Fault.SLOW_AT_THE_END:
                self.server.take(cast(bytes, envelope.content))
                await asyncio.sleep(self.server.slow_seconds)
            case _:
                self.server.take(cast(bytes, envelope.content))
        return "250 ok"


class _Controller(Controller):
    def factory(self) -> SMTP:
        return _Line(self.handler, **self.SMTP_kwargs)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def mail_server(**values: Any) -> Iterator[MailServer]:
    """Give a running server on a free port."""
    server = MailServer(**values)
    server.port = server.port or _free_port()
    controller = _Controller(_Handler(server), hostname="127.0.0.1", port=server.port)
    controller.start()
    try:
        yield server
    finally:
        controller.stop(no_assert=True)
