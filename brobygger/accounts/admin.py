"""The technical back office has no rooms of this kind: who may do what is ``permissions.py``, not groups in a table."""

import django.contrib.auth.admin  # noqa: F401 - registers groups, so it comes first
from django.contrib import admin
from django.contrib.auth.models import Group

admin.site.unregister(Group)
