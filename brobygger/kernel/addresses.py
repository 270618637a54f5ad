"""Addresses of web pages, as people write them and read them."""

from urllib.parse import urlsplit


def is_web_address(text: str) -> bool:
    """Test whether a text begins as the address of a web page does, so that a link with it leads to nothing else."""
    return text.startswith(("https://", "http://"))


def domain_of(url: str) -> str:
    """Return the name of the site an address is on, for people: "www.fyens.dk" is "fyens.dk"."""
    return urlsplit(url).netloc.removeprefix("www.")
