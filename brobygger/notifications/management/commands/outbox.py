"""``brobygger outbox ACTION``: how sending goes, what is in doubt, what failed; and to end it."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from brobygger.kernel.actors import SYSTEM
from brobygger.notifications.models import Message, State
from brobygger.notifications.selectors import doubts, sending
from brobygger.notifications.services.bounces import lift_suppression
from brobygger.notifications.services.delivery import retry, settle
from brobygger.notifications.tasks.settling import lines_of, settle_by_log

Answer = dict[str, Any] | list[dict[str, Any]]

_ACTIONS = ("status", "uncertain", "failed", "settle", "resend", "sent", "retry", "open-address")


class Command(BaseCommand):
    """The outbox for operators."""

    help = "Udbakken: status, det der er i tvivl, det der ikke kunne sendes, og at få det afgjort."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do, and with what."""
        parser.add_argument(
            "action", choices=_ACTIONS, metavar="ACTION", help=f"hvad der skal gøres: {', '.join(_ACTIONS)}"
        )
        parser.add_argument(
            "what",
            nargs="*",
            help="beskeders id (resend, sent, retry; uden: alle), en log eller - (settle), en adresse",
        )
        parser.add_argument("--json", action="store_true", help="svar som JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it."""
        acts: dict[str, Callable[[list[str]], Answer]] = {
            "status": self._status,
            "uncertain": lambda _: _listed(State.UNCERTAIN),
            "failed": lambda _: _listed(State.FAILED),
            "settle": _settle,
            "resend": lambda what: _end_doubts(what, is_sent=False),
            "sent": lambda what: _end_doubts(what, is_sent=True),
            "retry": _retry,
            "open-address": _open_address,
        }
        answer = acts[options["action"]](options["what"])
        if options["json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False, cls=DjangoJSONEncoder))
            return
        for line in answer if isinstance(answer, list) else [answer]:
            self.stdout.write("  ".join(f"{name}: {value}" for name, value in line.items()))

    def _status(self, what: list[str]) -> dict[str, Any]:
        return asdict(sending(at=timezone.now()))


def _listed(state: State) -> list[dict[str, Any]]:
    """Return messages in a state, without whom they are for."""
    return [
        {
            "id": str(message.id), "topic": message.topic, "template": message.template, "attempts": message.attempts,
            "created_at": message.created_at, "problem": message.problem,
        }
        for message in Message.objects.in_state(state).newest_first()
    ]  # fmt: skip


def _settle(what: list[str]) -> dict[str, int]:
    """End doubts by a mail server's log: a file, or standard input."""
    if not what:
        raise CommandError("Giv en fil med mailserverens log, eller - for standard input.")
    lines = sys.stdin if what == ["-"] else lines_of(*map(Path, what))
    sent, again = settle_by_log(lines, until=timezone.now())
    return {"sent": sent, "resent": again, "uncertain": doubts().count()}


def _end_doubts(what: list[str], *, is_sent: bool) -> dict[str, int]:
    """Say of some messages, or of all that are in doubt, that they arrived, or send them again."""
    ids = _ids(what) or list(doubts().values_list("id", flat=True))
    ended = [settle(actor=SYSTEM, message_id=each, is_sent=is_sent, at=timezone.now()) for each in ids]
    return {"settled": sum(ended)}


def _retry(what: list[str]) -> dict[str, int]:
    """Try some messages, or all that failed, from the beginning."""
    ids = _ids(what) or list(Message.objects.in_state(State.FAILED).values_list("id", flat=True))
    return {"retried": sum(retry(actor=SYSTEM, message_id=each, at=timezone.now()) for each in ids)}


def _open_address(what: list[str]) -> dict[str, int]:
    """Write to some addresses again."""
    return {"opened": sum(lift_suppression(actor=SYSTEM, address=address, at=timezone.now()) for address in what)}


def _ids(what: list[str]) -> list[UUID]:
    try:
        return [UUID(text) for text in what]
    except ValueError as error:
        raise CommandError("Beskedernes id står i: brobygger outbox uncertain") from error
