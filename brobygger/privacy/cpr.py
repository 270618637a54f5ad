"""Numbers that look like a Danish CPR number (civil registration) are kept out of every free text.

Form: DDMMYY-SSSS, ten digits, where the first six are a date. The modulus-11 check stopped being reliable in
October 2007 (CPR-kontoret, "Personnumre uden kontrolciffer"), so the date is what is tested, and spaces or a
dash between the parts do not hide a number. A telephone number has eight digits and is never matched.
"""

import re

from brobygger.kernel.errors import BadData

_SHAPE = re.compile(r"(?<!\d)(0[1-9]|[12]\d|3[01])[ .]?(0[1-9]|1[0-2])[ .]?(\d\d)[ \t]*[-–—.]?[ \t]*(\d{4})(?!\d)")


class TextLooksLikeCpr(BadData):
    """Det ligner et CPR-nummer. Vi har ikke brug for det, så slet det, før du sender."""

    code = "cpr"


def contains_cpr(text: str) -> bool:
    """Test whether a text holds something that looks like a CPR number."""
    return _SHAPE.search(text) is not None


def without_cpr(text: str) -> str:
    """Return a text less everything that looks like a CPR number, for texts that are read and never kept."""
    return " ".join(_SHAPE.sub(" ", text).split()) if contains_cpr(text) else text


def forbid_cpr(*texts: str) -> None:
    """Raise ``TextLooksLikeCpr`` when any of some texts holds something that looks like a CPR number."""
    # Nothing that is found goes over a line's end, so all of them are searched at once.
    if contains_cpr("\n".join(texts)):
        raise TextLooksLikeCpr
