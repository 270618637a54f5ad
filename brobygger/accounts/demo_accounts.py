"""What everybody may know of the accounts of a demonstration, so that they can be tried without a phone."""

#: The secret of every demo account's app (BASE32); codes are made from it by ``brobygger demo-code``.
DEMO_APP_SECRET = "BROBYGGERDEMOBROBYGGERDEMO234567"  # noqa: S105
