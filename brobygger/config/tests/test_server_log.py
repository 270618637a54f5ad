"""The server's own log tells what happened to the server, never what a visitor asked for."""

import logging
from collections.abc import Iterator

import pytest
from gunicorn.config import Config

from brobygger.config.server_log import ServerLog

SECRET = "hemmeligtord"


@pytest.fixture
def server_log() -> Iterator[ServerLog]:
    """The log as gunicorn makes it; gunicorn's loggers are left as they were."""
    logger = logging.getLogger("gunicorn.error")
    before = logger.handlers[:], logger.propagate, logger.level
    yield ServerLog(Config())
    logger.handlers, logger.propagate, logger.level = before[0], before[1], before[2]


class TestServerLog:
    @pytest.mark.parametrize("message", ["Error handling request %s %s", "Socket error processing request."])
    def test_tells_of_a_failing_request_by_kind_and_place(
        self, server_log: ServerLog, caplog: pytest.LogCaptureFixture, message: str
    ) -> None:
        try:
            raise RuntimeError(SECRET)
        except RuntimeError:
            server_log.exception(message, *(["GET", f"/soeg/?q={SECRET}"] if "%s" in message else []))

        assert "RuntimeError" in caplog.text
        assert "test_server_log.py" in caplog.text
        assert SECRET not in caplog.text

    def test_tells_of_what_is_not_http_without_who_and_what(
        self, server_log: ServerLog, caplog: pytest.LogCaptureFixture
    ) -> None:
        server_log.warning(f"Invalid request from ip=10.0.0.7: Invalid HTTP request line: 'GET /?q={SECRET}'")

        assert "Invalid request" in caplog.text
        assert "10.0.0.7" not in caplog.text
        assert SECRET not in caplog.text

    def test_tells_everything_about_the_server_itself(
        self, server_log: ServerLog, caplog: pytest.LogCaptureFixture
    ) -> None:
        server_log.warning("Worker %s was slow", 7)
        try:
            raise ImportError("no such module")
        except ImportError:
            server_log.exception("Exception in worker process")

        assert "Worker 7 was slow" in caplog.text
        assert "no such module" in caplog.text
