"""Addresses of web pages, as people write them."""


def is_web_address(text: str) -> bool:
    """Test whether a text begins as the address of a web page does, so that a link with it leads to nothing else."""
    return text.startswith(("https://", "http://"))
