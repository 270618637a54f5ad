"""Proof that a public form was fetched from us, by somebody who took the time to fill it in: without a cookie.

A token is signed with the portal's secret and holds only the form's purpose and when it was made. It stops blind
robots and other sites' pages; it does not follow anybody.
"""

from datetime import timedelta

from django.core import signing

#: A person needs longer than this to read and fill in a form; a robot does not.
MIN_AGE = timedelta(seconds=2)

#: After this a form left open is simply sent once more, with everything still in it.
MAX_AGE = timedelta(hours=12)

_SALT = "brobygger.ui.formtoken"


def make_token(*, purpose: str) -> str:
    """Return a fresh token for one purpose (such as ``error-report``)."""
    return signing.TimestampSigner(salt=_SALT).sign(purpose)


def is_good_token(token: str, *, purpose: str) -> bool:
    """Test whether a token is ours, for this purpose, and neither too young nor too old."""
    signer = signing.TimestampSigner(salt=_SALT)
    try:
        is_right_purpose = signer.unsign(token, max_age=MAX_AGE) == purpose
    except signing.BadSignature:
        return False
    if not is_right_purpose:
        return False
    try:
        signer.unsign(token, max_age=MIN_AGE)
    except signing.SignatureExpired:
        return True
    return False
