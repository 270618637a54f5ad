"""Everybody who could sign in so far was given the account by somebody who knew the address: it counts as confirmed."""

from django.db import migrations


def confirm(apps, schema_editor):
    """Write each account's address in the sign-in library's own table, once."""
    addresses = apps.get_model("account", "EmailAddress").objects
    known = set(addresses.values_list("user_id", flat=True))
    addresses.bulk_create(
        addresses.model(user_id=user.id, email=user.email, verified=True, primary=True)
        for user in apps.get_model("accounts", "User").objects.only("id", "email")
        if user.id not in known
    )


class Migration(migrations.Migration):
    """Fill: safe before and after deploy."""

    dependencies = [
        ("accounts", "0002_more_roles"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [migrations.RunPython(confirm, migrations.RunPython.noop)]
