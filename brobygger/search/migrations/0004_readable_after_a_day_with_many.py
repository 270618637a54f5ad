from django.db import migrations, models
from django.db.models import F, Q


def forget_what_several_days_made_readable(apps, schema_editor):
    """Nobody knows how many of the visits were on one day, so the words wait for a day that has enough."""
    apps.get_model("search", "WordingInVain").objects.update(wording="", day=F("first_noted_on"))


class Migration(migrations.Migration):

    dependencies = [
        ("search", "0003_count_searches_in_vain"),
    ]

    operations = [
        migrations.AddField("wordinginvain", "day", models.DateField(null=True)),
        migrations.AddField("wordinginvain", "visits_on_day", models.PositiveIntegerField(default=0)),
        migrations.AddField("wordinginvain", "most_on_a_day", models.PositiveIntegerField(default=0)),
        migrations.RunPython(forget_what_several_days_made_readable, migrations.RunPython.noop),
        migrations.AlterField("wordinginvain", "day", models.DateField()),
        migrations.RemoveConstraint("wordinginvain", "wording_in_vain_is_read_only_when_many_wrote_it"),
        migrations.AddConstraint(
            "wordinginvain",
            models.CheckConstraint(
                condition=Q(wording="") | Q(most_on_a_day__gte=5),
                name="wording_in_vain_is_read_only_when_many_wrote_it_on_a_day",
            ),
        ),
    ]
