"""Browsers of those who sign in, and offers that have been sent in."""

from datetime import datetime

from django.test import Client
from django.urls import reverse

from brobygger.accounts.models import User
from brobygger.accounts.tests.factories import sign_in
from brobygger.curation.models import Review
from brobygger.curation.tests.factories import writer
from brobygger.directory.models import Draft, Offer
from brobygger.directory.services.drafts import save_draft, start_draft, submit_draft
from brobygger.organisations.models import Organisation


def browser(user: User) -> Client:
    client = Client()
    sign_in(client, user)
    return client


def send_in(organisation: Organisation, at: datetime, offer: Offer | None = None, **typed: str) -> Draft:
    actor = writer(organisation.id)
    draft = start_draft(actor=actor, organisation_id=organisation.id, offer_id=offer.id if offer else None, at=at)
    values = {"name": "Café Håb", "summary": "Kaffe og snak for alle.", **typed}
    save_draft(actor=actor, draft_id=draft.id, step="hvad", values=values, revision=draft.revision, at=at)
    return submit_draft(actor=actor, draft_id=draft.id, at=at)


def review_of(draft: Draft, code: str | None = None) -> Review:
    return Review.objects.get(subject_id=draft.id, municipality_id=code)


def text_of(client: Client, name: str, *args: object, **query: str) -> str:
    response = client.get(reverse(f"desks:{name}", args=args), query)
    assert response.status_code == 200
    return response.content.decode()
