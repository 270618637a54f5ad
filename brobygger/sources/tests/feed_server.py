"""A real web server on this machine that hands out feeds, good and hostile, and remembers what it was asked."""

import contextlib
import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlsplit

Asked = dict[str, str]


@dataclass
class Reply:
    """What is answered. ``body`` may be pieces, with a pause before each of ``drip`` seconds."""

    body: bytes | Iterator[bytes] = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    drip: float = 0.0
    #: Say that there is more than there is.
    too_long: int = 0


def as_json(value: Any, **headers: str) -> Reply:
    return Reply(json.dumps(value).encode(), headers={"Content-Type": "application/json"} | headers)


Route = Callable[[Asked], Reply]


class FeedServer:
    """Answers at ``url`` with what was put under each path; a path that ends with "/" answers for all below it."""

    def __init__(self, server: ThreadingHTTPServer) -> None:
        self.url = f"http://127.0.0.1:{server.server_address[1]}"
        self.routes: dict[str, Route] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []

    def at(self, path: str, reply: Reply | Route) -> str:
        self.routes[path] = reply if callable(reply) else lambda _asked: reply
        return self.url + path

    def clear(self) -> None:
        self.routes.clear()
        self.asked.clear()

    def find(self, path: str) -> Route | None:
        below = next(
            (route for known, route in self.routes.items() if known.endswith("/") and path.startswith(known)), None
        )
        return self.routes.get(path) or below


class _Handler(BaseHTTPRequestHandler):
    feeds: ClassVar[FeedServer]
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        self.feeds.asked.append((self.path, dict(self.headers)))
        route = self.feeds.find(parts.path)
        asked = {**dict(parse_qsl(parts.query)), "path": parts.path, "etag": self.headers.get("If-None-Match", ""),
                 "since": self.headers.get("If-Modified-Since", "")}  # fmt: skip
        reply = route(asked) if route else Reply(b"not here", status=404)
        with contextlib.suppress(OSError):
            self._send(reply)
        self.close_connection = True

    def _send(self, reply: Reply) -> None:
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if isinstance(reply.body, bytes):
            self.send_header("Content-Length", str(len(reply.body) + reply.too_long))
        self.end_headers()
        for piece in [reply.body] if isinstance(reply.body, bytes) else reply.body:
            time.sleep(reply.drip)
            self.wfile.write(piece)
            self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextlib.contextmanager
def serving() -> Iterator[FeedServer]:
    """Run a server for as long as somebody needs it."""

    class Handler(_Handler):
        """One server's own, so that two servers hand out different feeds."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    feeds = Handler.feeds = FeedServer(server)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield feeds
    finally:
        server.shutdown()
        server.server_close()
