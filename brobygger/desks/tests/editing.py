"""People who write in the editor, and what their browsers send, for tests."""

import json
from typing import Any

from django.test import Client
from django.urls import reverse

from brobygger.accounts.permissions import Role
from brobygger.accounts.tests.factories import UserFactory, sign_in
from brobygger.directory.models import Draft
from brobygger.organisations.models import Membership, Organisation


def writer(organisation: Organisation) -> Client:
    author, user = Client(), UserFactory(role=Role.ASSOCIATION_MEMBER)
    sign_in(author, user)
    Membership.objects.create(organisation=organisation, user=user, since="2026-11-01T12:00:00Z")
    return author


def address(draft: Draft, step: str) -> str:
    return reverse("desks:editor_step", args=[draft.id, step])


def send(author: Client, draft: Draft, step: str, values: dict[str, Any], **headers: str) -> Any:
    """Send one step as the page would: with the version it was opened with."""
    opened = Draft.objects.get(id=draft.id)
    form = {"revision": opened.revision, "before": json.dumps(opened.data), "go": "videre", **values}
    return author.post(address(draft, step), form, headers=headers or None)
