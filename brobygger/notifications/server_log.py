"""Reading the mail server's own log, which knows what a broken connection left in doubt.

Postfix: a mail is taken when its queue id, which a line with ``message-id=<…>`` names, is put in the queue
(``queue active``). Exim: ``<=`` begins the line of a mail that was taken, and ``id=…`` ends it.
"""

import re
from collections.abc import Iterable
from uuid import UUID

from brobygger.notifications.letters import ids_in

_POSTFIX_NAMED = re.compile(r"postfix\S*/cleanup\[\d+\]: (\w+): message-id=(<[^>]+>)")
_POSTFIX_QUEUED = re.compile(r"postfix\S*/qmgr\[\d+\]: (\w+): from=.*queue active")
_EXIM_TOOK = re.compile(r" <= .*\bid=(\S+)")


def taken(lines: Iterable[str]) -> set[UUID]:
    """Return the messages of ours that a mail server's log says it took."""
    named: dict[str, set[UUID]] = {}
    found: set[UUID] = set()
    for line in lines:
        if match := _POSTFIX_NAMED.search(line):
            named[match[1]] = ids_in(match[2])
        elif match := _POSTFIX_QUEUED.search(line):
            found |= named.get(match[1], set())
        elif match := _EXIM_TOOK.search(line):
            found |= ids_in(f"<{match[1]}>")
    return found
