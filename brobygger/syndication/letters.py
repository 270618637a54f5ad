"""Which letters a text may hold where programs read it."""

import re

#: XML 1.0 has no way to write these, and a file that holds one is no XML at all.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def writable(text: str) -> str:
    """Return a text without the signs that XML cannot hold; nobody sees them anyway."""
    return _UNWRITABLE.sub("", text)
