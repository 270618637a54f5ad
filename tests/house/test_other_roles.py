"""Every closed door and the roles that ``test_doors`` has no column for: one table, made to be read."""

from datetime import datetime

import pytest
from django.test import Client

from brobygger.accounts.permissions import Role
from brobygger.accounts.tests.factories import UserFactory, sign_in
from brobygger.organisations.models import MemberRole, Organisation
from brobygger.organisations.tests.factories import MembershipFactory
from tests.house.answers_of_doors import CLOSED
from tests.house.doors_of_other_roles import DOORS, WHO
from tests.house.test_doors import addresses

pytestmark = pytest.mark.django_db
__all__ = ["addresses"]


@pytest.fixture
def people(addresses: dict[str, str], noon: datetime) -> tuple[Client, ...]:
    """One browser for each column of the table; the association is the one whose rows stand in the addresses."""
    theirs = Organisation.objects.get(key=addresses["desks:association"].strip("/").rsplit("/", 1)[-1])
    accounts = {
        "member": MembershipFactory.create(organisation=theirs, role=MemberRole.MEMBER).user,
        "administrator": MembershipFactory.create(organisation=theirs).user,
        "frontline worker": UserFactory(role=Role.FRONTLINE_WORKER, municipality_codes=["0461"]),
        "grant owner": UserFactory(role=Role.GRANT_OWNER),
        "national, one factor": UserFactory(role=Role.NATIONAL_ADMINISTRATOR, is_staff=True, is_superuser=True),
    }
    clients = []
    for who in WHO:
        client = Client(raise_request_exception=False)
        sign_in(client, accounts[who], has_second_factor=who != "national, one factor")
        clients.append(client)
    return tuple(clients)


class TestEveryClosedDoor:
    def test_answers_the_other_roles_as_the_table_says(
        self, addresses: dict[str, str], people: tuple[Client, ...]
    ) -> None:
        seen = {name: tuple(client.get(addresses[name]).status_code for client in people) for name in CLOSED}

        assert seen == DOORS

    def test_is_closed_to_national_administrators_before_their_second_factor(self) -> None:
        first_factor = WHO.index("national, one factor")
        opened = {name for name, answers in DOORS.items() if answers[first_factor] == 200}

        assert opened <= {
            "account_reset_password", "account_reauthenticate", "mfa_index", "mfa_list_webauthn",
            "accounts:ask_for_sign_in_link", "accounts:second_factor", "mfa_activate_totp",
            "mfa_add_webauthn", "desks:editor_step", "desks:editor_picture",
        }  # fmt: skip
