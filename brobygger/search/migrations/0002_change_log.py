"""The log of changes, and what texts mean. What is there already gets its digest and one change to go on from."""

import json
from hashlib import blake2b

from django.db import migrations, models

ROWS_AT_A_TIME = 500


def give_digests(apps, schema_editor):
    document_model = apps.get_model("search", "IndexedDocument")
    batch = []
    for document in document_model.objects.only("id", "content").iterator(chunk_size=ROWS_AT_A_TIME):
        content = json.loads(document.content)
        text = f"{content['title']}. {content['summary']}"
        document.text_digest = blake2b(text.encode("utf-8", "replace"), digest_size=16).hexdigest()
        batch.append(document)
        if len(batch) == ROWS_AT_A_TIME:
            document_model.objects.bulk_update(batch, ["text_digest"])
            batch = []
    document_model.objects.bulk_update(batch, ["text_digest"])


def begin_log(apps, schema_editor):
    """No document has the id of the generation's stamp: to apply this change does nothing."""
    newest = apps.get_model("search", "IndexedDocument").objects.order_by("-changed_at").first()
    generation = apps.get_model("search", "Generation").objects.filter(id=1).first()
    if generation and newest:
        apps.get_model("search", "Change").objects.create(
            number=generation.number, stamp=generation.stamp, document_id=generation.stamp, at=newest.changed_at
        )


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Change",
            fields=[
                ("number", models.PositiveBigIntegerField(editable=False, primary_key=True, serialize=False)),
                ("stamp", models.UUIDField()),
                ("document_id", models.UUIDField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="DocumentVector",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text_digest", models.CharField(max_length=32)),
                ("model", models.CharField(max_length=120)),
                ("values", models.BinaryField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("text_digest", "model"), name="document_vector_is_one")]
            },
        ),
        migrations.AddField(
            model_name="indexeddocument",
            name="text_digest",
            field=models.CharField(default="", max_length=32),
            preserve_default=False,
        ),
        migrations.RunPython(give_digests, migrations.RunPython.noop),
        migrations.RunPython(begin_log, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="indexeddocument",
            name="text_digest",
            field=models.CharField(db_index=True, max_length=32),
        ),
    ]
