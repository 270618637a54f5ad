"""Who may come in by a link in a mail, and who comes in by a provider and no other way."""

from allauth.socialaccount.models import SocialAccount
from django.conf import settings

from brobygger.accounts.models import User
from brobygger.accounts.openid.configuration import OpenIDProvider
from brobygger.accounts.permissions import Role, needs_second_factor
from brobygger.accounts.selectors.own_account import has_second_step


def may_come_by_mail(*, user: User) -> bool:
    """Test whether a link by mail may be somebody's first step.

    Whose role needs a second step must have one already: else a mailbox alone would be enough to set one up.
    """
    return not needs_second_factor(Role(user.role)) or has_second_step(user_id=user.id)


def only_way_in_of(*, user: User) -> OpenIDProvider | None:
    """Return the provider that gives somebody their role; None for those who come in by themselves.

    A password or a link would outlive the job: whoever leaves the municipality is let in by its provider no longer.
    """
    if user.role == Role.ASSOCIATION_MEMBER:
        return None
    linked = set(SocialAccount.objects.filter(user=user).values_list("provider", flat=True))
    return next((provider for provider in settings.OPENID_PROVIDERS if provider.id in linked), None)
