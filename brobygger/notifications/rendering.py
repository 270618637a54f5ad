"""From a template and some values to the words of a mail: subject, plain text and HTML, in the receiver's language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.template import Context, Template
from django.template.loader import get_template
from django.urls import reverse
from django.utils import translation

from brobygger.kernel.signed_links import sign_link

#: What the link in every mail is for: to choose what one wants to be sent.
CHOICES_PURPOSE = "mail-choices"
#: As long as it is remembered that the mail was sent.
CHOICES_LAST = timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a mail says."""

    subject: str
    text: str
    html: str


@dataclass(slots=True)
class Renderer:
    """Renders many mails; each template is looked up once."""

    at: datetime
    _templates: dict[str, Template] = field(default_factory=dict)

    def words(self, *, template: str, context: Mapping[str, Any], language: str, message_id: UUID) -> Words:
        """Return what a mail says. ``template`` is a path without ``.subject.txt``, ``.txt`` and ``.html``."""
        with translation.override(language):
            token = choices_token(message_id=message_id, at=self.at)
            values = {
                "base_url": settings.BASE_URL,
                "operator_name": settings.OPERATOR_NAME,
                "operator_email": settings.OPERATOR_EMAIL,
                "is_demo": settings.DEMO,
                "language": language,
                "choices_url": settings.BASE_URL + reverse("notifications:choices", args=[token]),
                **context,
            }
            subject = " ".join(self._render(f"{template}.subject.txt", values, is_html=False).split())
            values["subject"] = subject
            return Words(
                subject=subject[:300],
                text=_tidy(self._render(f"{template}.txt", values, is_html=False)),
                html=self._render(f"{template}.html", values, is_html=True),
            )

    def _render(self, name: str, values: dict[str, Any], *, is_html: bool) -> str:
        found = self._templates.get(name)
        if found is None:
            found = self._templates[name] = get_template(name).template  # type: ignore[attr-defined]
        return str(found.render(Context(values, autoescape=is_html)))


def choices_token(*, message_id: UUID, at: datetime) -> str:
    """Return the part of an address with which the receiver of a message chooses what comes next."""
    return sign_link(purpose=CHOICES_PURPOSE, subject_id=message_id, at=at, lasts=CHOICES_LAST)


def _tidy(text: str) -> str:
    """Return a text as people write mail: no spaces at line ends, never two empty lines in a row."""
    lines = [line.rstrip() for line in text.strip().splitlines()]
    kept = [line for number, line in enumerate(lines) if line or lines[number - 1]]
    return "\n".join(kept) + "\n"
