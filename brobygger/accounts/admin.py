"""The technical back office has no rooms of this kind: who may do what is ``permissions.py``, not groups in a table.

Addresses, second steps and sessions are their owners' alone: nobody changes another person's in a back office.
"""

# These register what is taken out again below, so they come first.
import allauth.account.admin
import allauth.mfa.admin
import allauth.socialaccount.admin
import allauth.usersessions.admin  # noqa: F401
import django.contrib.auth.admin  # noqa: F401
from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.models import Group

for model in (
    Group,
    EmailAddress,
    EmailConfirmation,
    Authenticator,
    UserSession,
    SocialAccount,
    SocialApp,
    SocialToken,
):
    if admin.site.is_registered(model):
        admin.site.unregister(model)
