"""What can wait until the visitor has their answer."""

from collections.abc import Callable

import structlog
from django.db import DatabaseError
from django.http import HttpResponse

log = structlog.get_logger("brobygger.afterwards")


def afterwards(response: HttpResponse, act: Callable[[], None]) -> None:
    """Do something when the response has been sent: the server closes it then. It must not matter if it fails.

    When the browser has the page already (304) this response is never sent, and nothing is done.
    """
    close = response.close

    def act_and_close() -> None:
        try:
            act()
        except DatabaseError as error:
            log.warning("afterwards_failed", kind=type(error).__name__)
        finally:
            close()

    response.close = act_and_close  # type: ignore[method-assign]
