"""CVR numbers: eight digits, the last a check digit (modulus 11).

Weights 2, 7, 6, 5, 4, 3, 2, 1: the weighted sum is divisible by 11 (Erhvervsstyrelsen, "CVR-nummeret"). It is only
a warning here: a wrong digit is a typing error to ask about, never a reason to refuse an entry.
"""

_WEIGHTS = (2, 7, 6, 5, 4, 3, 2, 1)


def has_valid_check_digit(cvr: str) -> bool:
    """Test whether a CVR number's check digit fits; False for anything that is not eight digits."""
    if len(cvr) != 8 or not cvr.isascii() or not cvr.isdigit():
        return False
    return sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, cvr, strict=True)) % 11 == 0
