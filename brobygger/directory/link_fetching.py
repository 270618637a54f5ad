"""Looking at one address on the net, politely, and never at anything inside our own walls.

The name is resolved once, every address behind it must be a public one, and the connection is made to the address
that was looked at: a name that points elsewhere a moment later changes nothing. Each redirect is a new look.
"""

import http.client
import ipaddress
import socket
import ssl
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin, urlsplit

MOST_REDIRECTS = 3
MOST_BYTES = 64 * 1024
TIMEOUT_SECONDS = 10.0
_PORTS = {"http": 80, "https": 443}
_PERMANENT = {301, 308}
_REDIRECTS = {301, 302, 303, 307, 308}
#: Servers that do not know HEAD, or are against it, are asked again as a browser would.
_FIRST_ERROR = 400
#: Marks that mean something in an address; everything else is written as programs write it.
_AS_WRITTEN = "/?%:=&~+!$,;'@()*[]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was seen: the last status (None when nobody answered), where it has moved for good, what went wrong."""

    code: int | None = None
    moved_to: str = ""
    problem: str = ""


class NotAnswered(Exception):
    """Nobody answered; the message is a word for why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetcher:
    """Looks at addresses under a name of its own. ``may_be_local`` is for tests with a server of their own."""

    user_agent: str
    may_be_local: bool = False
    timeout: float = TIMEOUT_SECONDS

    def look(self, url: str) -> Answer:
        """Return what an address answers, with no more than three redirects."""
        here, moved_to, is_for_good = url, "", True
        for _hop in range(MOST_REDIRECTS + 1):
            try:
                code, target = self._ask(here)
            except NotAnswered as error:
                return Answer(problem=str(error))
            if code not in _REDIRECTS or not target:
                return Answer(code=code, moved_to=moved_to if code < _FIRST_ERROR else "")
            here = urljoin(here, target)
            is_for_good = is_for_good and code in _PERMANENT
            moved_to = here if is_for_good else moved_to
        return Answer(problem="too_many_redirects")

    def _ask(self, url: str) -> tuple[int, str]:
        """Ask for the head of a page, and for the page when that is not answered well."""
        code, target = self._request("HEAD", url)
        return self._request("GET", url) if code >= _FIRST_ERROR else (code, target)

    def _request(self, method: str, url: str) -> tuple[int, str]:
        parts = parts_of(url)
        connection = self.connect(parts)
        try:
            headers = {"User-Agent": self.user_agent, "Accept": "text/html,*/*;q=0.5", "Connection": "close"}
            connection.request(method, path_of(parts), headers=headers)
            response = connection.getresponse()
            response.read(MOST_BYTES)
        except ssl.SSLError as error:
            raise NotAnswered("certificate") from error
        except TimeoutError as error:
            raise NotAnswered("timeout") from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise NotAnswered("no_answer") from error
        else:
            return response.status, response.headers.get("Location", "")
        finally:
            connection.close()

    def connect(self, parts: SplitResult) -> http.client.HTTPConnection:
        """Return a connection to the very address that was looked at. Raises ``NotAnswered``."""
        host, port = str(parts.hostname), parts.port or _PORTS[parts.scheme]
        if not self.may_be_local and port != _PORTS[parts.scheme]:
            raise NotAnswered("not_allowed")
        address = self._address_of(host, port)
        try:
            plain = socket.create_connection((address, port), timeout=self.timeout)
        except TimeoutError as error:
            raise NotAnswered("timeout") from error
        except OSError as error:
            raise NotAnswered("no_answer") from error
        connection = http.client.HTTPConnection(host, port, timeout=self.timeout)
        connection.sock = plain
        if parts.scheme == "https":
            connection.sock = self._sealed(plain, host)
        return connection

    def _sealed(self, plain: socket.socket, host: str) -> ssl.SSLSocket:
        try:
            return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
        except TimeoutError as error:
            plain.close()
            raise NotAnswered("timeout") from error
        except OSError as error:  # Also ssl.SSLError.
            plain.close()
            raise NotAnswered("certificate") from error

    def _address_of(self, host: str, port: int) -> str:
        """Return an address of a name; refuse names with any address that is not public."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise NotAnswered("unknown_name") from error
        addresses = [str(row[4][0]) for row in found]
        if not self.may_be_local and not all(is_public(address) for address in addresses):
            raise NotAnswered("not_allowed")
        return addresses[0]


def is_public(address: str) -> bool:
    """Test whether an IP address is out on the open net: not ours, not a neighbour's, not one in disguise."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is not None:
            return is_public(str(inner))
        if ip in _NAT64 or ip in _COMPATIBLE:
            return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
        if ip not in _GIVEN_OUT:
            return False
    return ip.is_global and not ip.is_multicast and not any(ip in network for network in _INSIDE)


_NAT64, _COMPATIBLE = ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("::/96")
#: All of IPv6 that is on the open net (RFC 4291); the rest is local, or local addresses in disguise.
_GIVEN_OUT = ipaddress.ip_network("2000::/3")
#: Not out on the net, whatever the library says: protocols' own (Oracle's machines tell their secrets there), old
#: relays to IPv6, the inside of Azure's machines, and addresses for books.
_INSIDE = tuple(
    ipaddress.ip_network(network) for network in ("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32", "3fff::/20")
)


def parts_of(url: str) -> SplitResult:
    """Return an address in parts. Raises ``NotAnswered`` for what is no web page or has a name and password in it."""
    try:
        parts = urlsplit(url)
        is_web = parts.scheme in _PORTS and bool(parts.hostname) and parts.port != 0
    except ValueError as error:
        raise NotAnswered("not_an_address") from error
    if not is_web or parts.username is not None:
        raise NotAnswered("not_an_address")
    return parts


def path_of(parts: SplitResult) -> str:
    """Return what is asked of the server for an address, in the signs that may stand there."""
    return quote((parts.path or "/") + (f"?{parts.query}" if parts.query else ""), safe=_AS_WRITTEN)
