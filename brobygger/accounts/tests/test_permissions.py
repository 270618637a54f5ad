"""Who may do what, in the code and in the document."""

from io import StringIO
from pathlib import Path

from django.core.management import call_command

from brobygger.accounts.permissions import PERMISSION_LABELS, ROLE_LABELS, ROLES, Permission, Role

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "permissions.md"


class TestPermissionsTable:
    def test_is_what_the_committed_document_says(self) -> None:
        output = StringIO()

        call_command("permissions-table", stdout=output)

        assert DOCUMENT.read_text() == output.getvalue(), "Kør: brobygger permissions-table > docs/permissions.md"


class TestLabels:
    def test_name_every_permission_and_role_in_danish(self) -> None:
        assert set(PERMISSION_LABELS) == set(Permission)
        assert set(ROLE_LABELS) == set(Role)
        assert set(ROLES) == set(Role)
