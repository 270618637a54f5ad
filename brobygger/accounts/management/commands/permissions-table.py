"""``brobygger permissions-table``: print docs/permissions.md."""

from django.core.management.base import BaseCommand

from brobygger.accounts.permissions_table import permissions_table


class Command(BaseCommand):
    """Prints who may do what, as Markdown."""

    help = "Prints who may do what, as the Markdown of docs/permissions.md."
    requires_system_checks = ()

    def handle(self, *args: object, **options: object) -> None:
        """Print the table."""
        self.stdout.write(permissions_table(), ending="")
