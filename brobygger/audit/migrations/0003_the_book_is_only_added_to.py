"""The database itself refuses to change an entry of the book.

An entry may never be changed. On PostgreSQL one may be removed only from before the anchor, which is how old entries
are cut off. SQLite has no way to empty a whole database (``brobygger demo --reset``) past such a rule, so there a
removed entry is found by ``brobygger audit verify`` instead. Safe before deploy.
"""

from django.db import migrations

SQLITE = [
    """
    CREATE TRIGGER audit_entry_is_never_changed BEFORE UPDATE ON audit_entry
    BEGIN SELECT RAISE(ABORT, 'the book of acts is only added to'); END
    """,
]
POSTGRESQL = [
    """
    CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' AND OLD.number <= coalesce((SELECT max(number) FROM audit_anchor), 0) THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION 'the book of acts is only added to' USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    """
    CREATE TRIGGER audit_entry_is_never_changed BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_refuse()
    """,
]
UNDO = {
    "sqlite": ["DROP TRIGGER audit_entry_is_never_changed"],
    "postgresql": ["DROP TRIGGER audit_entry_is_never_changed ON audit_entry", "DROP FUNCTION audit_refuse()"],
}


def _refuse(apps, schema_editor):
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def _allow(apps, schema_editor):
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_readings_and_the_cut")]

    operations = [migrations.RunPython(_refuse, _allow)]
