"""Asking the running portal as bytes, so that nothing between a test and the wire is polite on its behalf."""

import http.client
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back: ``headers`` in lower case, several of one name joined by a comma."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")


def ask(
    base: str, path: str, *, method: str = "GET", headers: dict[str, str] | None = None, body: bytes | None = None
) -> Answer:
    """Send one request and return the answer, whatever its status; redirects are not followed."""
    connection = http.client.HTTPConnection(urlsplit(base).netloc, timeout=30)
    try:
        return ask_on(connection, path, method=method, headers=headers, body=body)
    finally:
        connection.close()


def ask_on(
    connection: http.client.HTTPConnection,
    path: str,
    *,
    method: str = "GET",
    headers: dict[str, str] | None = None,
    body: bytes | None = None,
) -> Answer:
    """Send one request on a connection that stays open."""
    wanted = {"Accept-Encoding": "identity", **(headers or {})}
    if method == "POST":
        wanted.setdefault("Content-Type", "application/x-www-form-urlencoded")
    connection.request(method, path, body=body, headers=wanted)
    response = connection.getresponse()
    content = response.read()
    seen: dict[str, str] = {}
    for name, value in response.getheaders():
        name = name.lower()
        seen[name] = f"{seen[name]}, {value}" if name in seen else value
    return Answer(status=response.status, headers=seen, body=content)


def send_bytes(base: str, data: bytes) -> bytes:
    """Send raw bytes, which need not be HTTP, and return what came back until the server hung up."""
    parts = urlsplit(base)
    with socket.create_connection((parts.hostname or "", parts.port or 80), timeout=10) as connection:
        connection.sendall(data)
        received = b""
        while chunk := connection.recv(65536):
            received += chunk
    return received
