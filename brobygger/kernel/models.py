"""What every row has in common."""

import uuid

from django.db import models


class BaseModel(models.Model):
    """A row with a UUID as its key, so that an address never tells how many there are."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True
