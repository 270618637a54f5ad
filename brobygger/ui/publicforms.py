"""The door of every form that anybody may send without signing in: no cookie, no third party, no riddle.

A view decorated with ``@public_form(purpose=…)`` is called with ``door``, which says whether what came in may be
trusted, and holds what the template needs to print (``{% include "ui/form_door.html" %}``). Nothing is raised: a
person whose form lay open overnight gets the page back with everything in it, a kind sentence and a fresh token.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from brobygger.ui.formtoken import is_good_token, make_token

#: Names of the two hidden fields. The second is one that people never see and robots like to fill in.
TOKEN_FIELD = "token"  # noqa: S105
HONEYPOT_FIELD = "leave_this_empty"

FOREIGN = _("Formularen blev sendt fra en anden hjemmeside, så vi turde ikke tage imod den. Send den herfra i stedet.")
ROBOT = _("Et skjult felt var udfyldt. Det gør robotter som regel. Er du et menneske, så prøv at sende igen.")
STALE = _(
    "Siden havde ligget åben for længe, eller den blev sendt meget hurtigt. Alt, du skrev, er her endnu. Send igen."
)

#: What a browser says when the form was on our own page, or when the visitor opened the address directly.
_OUR_OWN = frozenset({"same-origin", "none"})

View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """What a public form's view is told: the ``problem`` (empty when there is none) and the status to answer."""

    purpose: str
    problem: str | Promise = ""
    status: int = 200

    @property
    def is_open(self) -> bool:
        """Test whether what was sent may be trusted."""
        return not self.problem

    @property
    def token(self) -> str:
        """A fresh token, for the form that is about to be printed."""
        return make_token(purpose=self.purpose)


def public_form(*, purpose: str) -> Callable[[View], View]:
    """Return a decorator that opens a view to visitors and hands it the ``Door`` of one purpose."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            return view(request, *args, door=_look_at(request, purpose=purpose), **kwargs)

        return login_not_required(csrf_exempt(guarded))

    return decorate


def _look_at(request: HttpRequest, *, purpose: str) -> Door:
    """Judge what was sent: from where, by whom, and with which token."""
    if request.method != "POST":
        return Door(purpose=purpose)
    if not is_from_here(request):
        return Door(purpose=purpose, problem=FOREIGN, status=403)
    if request.POST.get(HONEYPOT_FIELD):
        return Door(purpose=purpose, problem=ROBOT, status=422)
    if not is_good_token(request.POST.get(TOKEN_FIELD, ""), purpose=purpose):
        return Door(purpose=purpose, problem=STALE, status=422)
    return Door(purpose=purpose)


def is_from_here(request: HttpRequest) -> bool:
    """Test whether the form was on one of our own pages, as far as the browser says.

    ``Sec-Fetch-Site`` cannot be forged by a page and is believed first. Older browsers say ``Origin``, which is
    ``null`` from our own pages with ``no-referrer``; then, and when nothing is said, the signed token must do.
    """
    site = request.headers.get("Sec-Fetch-Site", "")
    if site:
        return site in _OUR_OWN
    origin = request.headers.get("Origin", "")
    if origin in {"", "null"}:
        return True
    return urlsplit(origin).netloc == request.get_host()
