"""An index that holds the numbers of whole lists. Safe before deploy: nothing else changes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One more index."""

    dependencies = [("opendata", "0002_how_far_the_feed_is_whole")]

    operations = [
        migrations.AddIndex(
            model_name="record",
            index=models.Index(fields=["kind", "gone_at", "number"], name="opendata_kind_gone_number"),
        ),
    ]
