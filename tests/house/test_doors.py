"""Closed by default: every door that the public may use is named here, and no other opens."""

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from brobygger.accounts.permissions import Role
from brobygger.accounts.services import ensure_account
from brobygger.kernel.actors import SYSTEM
from tests.house.public_doors import PUBLIC_DOORS

pytestmark = pytest.mark.django_db


def doors(patterns: list[URLPattern | URLResolver], namespace: str = "") -> dict[str, URLPattern]:
    found: dict[str, URLPattern] = {}
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            found |= doors(pattern.url_patterns, inner)
        else:
            found[f"{namespace}{pattern.name or pattern.pattern}"] = pattern
    return found


def open_doors() -> set[str]:
    """Return the names of doors that Django's LoginRequiredMiddleware lets anybody through."""
    return {
        name
        for name, pattern in doors(get_resolver().url_patterns).items()
        if not getattr(pattern.callback, "login_required", True)
    }


class TestPublicDoors:
    def test_are_exactly_the_listed_ones(self) -> None:
        assert open_doors() == PUBLIC_DOORS


class TestClosedDoors:
    def test_send_a_visitor_to_the_sign_in_page(self, client: Client) -> None:
        for path in ("/min-side/", "/teknik/"):
            response = client.get(path)

            assert response.status_code == 302
            assert "log-ind" in response["Location"] or "login" in response["Location"]

    @pytest.mark.parametrize(
        ("role", "expected"),
        [(Role.NATIONAL_ADMINISTRATOR, 200), (Role.EDITOR, 200), (Role.LOCAL_ADMINISTRATOR, 302)],
    )
    def test_let_in_the_back_office_only_those_who_work_there(
        self, client: Client, role: Role, expected: int, noon: object
    ) -> None:
        user = ensure_account(actor=SYSTEM, email=f"{role}@example.org", password="x" * 14, role=role, at=noon)  # type: ignore[arg-type]
        client.force_login(user)

        assert client.get("/teknik/").status_code == expected
