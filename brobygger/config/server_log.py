"""gunicorn's own log, in the portal's format. Left to itself it names addresses and questions when a request fails."""

import sys
from typing import Any

from gunicorn.config import Config
from gunicorn.glogging import Logger

from brobygger.web.traces import where_it_went_wrong


class ServerLog(Logger):
    """Says what happened to the server, and about a failing request only of what kind it was and where."""

    def setup(self, cfg: Config) -> None:
        """Hand every line on to the log that ``config.logs`` set up."""
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True

    def warning(self, msg: object, *args: object, **kwargs: Any) -> None:
        """Warn; about a request that is not HTTP without who sent it and what it said."""
        if str(msg).startswith("Invalid request"):
            msg, args = "Invalid request", ()
        super().warning(msg, *args, **kwargs)

    def exception(self, msg: object, *args: object, **kwargs: Any) -> None:
        """Tell where something broke; about a request without its address, its words and the error's own text."""
        error = sys.exception()
        if error is None or "request" not in str(msg).lower():
            super().exception(msg, *args, **kwargs)
            return
        super().error("A request failed: %s at %s", type(error).__name__, " < ".join(where_it_went_wrong(error)[::-1]))
