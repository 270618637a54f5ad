"""People who write drafts, and their typing, for tests."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from brobygger.accounts.permissions import Permission
from brobygger.directory.editing.steps import STEP_OF, STEPS
from brobygger.directory.models import Draft
from brobygger.directory.services.drafts import (
    save_draft,
)
from brobygger.kernel.actors import Actor, ActorKind
from brobygger.organisations.models import Organisation

#: What makes a draft whole.
WHOLE = {"name": "Café Håb", "summary": "Kaffe og snak for alle.", "reach": "landet"}


def member(*organisations: Organisation) -> Actor:
    """Somebody who writes for some associations."""
    return Actor(
        kind=ActorKind.USER,
        id=uuid4(),
        own_permissions=frozenset({str(Permission.OFFER_EDIT)}),
        organisation_ids=frozenset(row.id for row in organisations),
    )


def fill(actor: Actor, draft: Draft, values: dict[str, Any], *, at: datetime) -> Draft:
    """Type on every step that has something."""
    for step in STEPS:
        typed = {name: value for name, value in values.items() if STEP_OF[name] == step.key}
        if typed:
            draft = save_draft(
                actor=actor, draft_id=draft.id, step=step.key, values=typed, revision=draft.revision, at=at
            ).draft
    return draft
