"""The technical back office has no rooms of this kind: who may do what is ``permissions.py``, not groups in a table."""

from django.contrib import admin
from django.contrib.auth import admin as auth_admin
from django.contrib.auth.models import Group

# Importing Django's own admin is what registers groups, so it comes first.
assert auth_admin
admin.site.unregister(Group)
