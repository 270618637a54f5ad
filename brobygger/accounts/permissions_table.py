"""The table in ``docs/permissions.md``: who may do what, made from the code that decides it."""

from django.utils.translation import override

from brobygger.accounts.permissions import PERMISSION_LABELS, ROLE_LABELS, ROLES, Permission, Role

_INTRODUCTION = """# Who may do what

Made by `brobygger permissions-table > docs/permissions.md` from `brobygger/accounts/permissions.py`;
a test compares the two.
On which rows a permission counts is decided by the owning room's `policies.py` and `visible_to(actor)`.
Visitors need no permission for anything that is public, and citizens never have an account.
"""


def permissions_table() -> str:
    """Return the whole Markdown document, the same in every language setting."""
    roles = list(Role)
    with override("da"):
        head = ["Permission", "In Danish", *(f"{role}<br>*{ROLE_LABELS[role]}*" for role in roles)]
        rows = [_row(head), _row(["---", "---", *(":-:" for _ in roles)])]
        rows += [
            _row([f"`{permission}`", str(PERMISSION_LABELS[permission]), *_ticks(permission)])
            for permission in Permission
        ]
    return f"{_INTRODUCTION}\n" + "\n".join(rows) + "\n"


def _ticks(permission: Permission) -> list[str]:
    """Return a tick for each role that holds a permission."""
    return ["✓" if permission in ROLES[role] else "" for role in Role]


def _row(cells: list[str]) -> str:
    """Return one line of the table."""
    return f"| {' | '.join(cells)} |"
