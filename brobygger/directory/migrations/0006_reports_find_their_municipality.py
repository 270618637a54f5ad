"""Error reports from before they were tasks become those of the municipalities their offer is for."""

from django.db import migrations


def find_municipalities(apps, schema_editor):
    offers, reports = apps.get_model("directory", "Offer"), apps.get_model("curation", "ErrorReport")
    for report in reports.objects.filter(subject_kind="offer", municipalities=None, is_national=False):
        offer = offers.objects.filter(id=report.subject_id).first()
        if offer is None:
            continue
        report.is_national = offer.is_national
        report.save(update_fields=["is_national"])
        report.municipalities.set(offer.served_municipalities.all())


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0005_daily_counts"),
        ("curation", "0003_reports_are_tasks"),
        ("places", "0001_initial"),
    ]

    operations = [migrations.RunPython(find_municipalities, migrations.RunPython.noop)]
