"""The index of organisations: by letter, and narrowed to a word in the name."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import ngettext

from brobygger.directory.selectors import OrganisationLine
from brobygger.web.presenters.lists import CountedLink, by_letter, letters


def index_context(lines: Iterable[OrganisationLine], *, name: str) -> dict[str, object]:
    """Return everything ``web/organisations.html`` shows; without a name, all organisations."""
    wanted = name.casefold()
    links = [
        CountedLink(label=line.name, url=reverse("web:organisation", args=[line.key]), count=line.offers)
        for line in lines
        if wanted in line.name.casefold()
    ]
    groups = by_letter(links)
    total = len(links)
    lead = ngettext("%(count)s forening eller organisation.", "%(count)s foreninger og organisationer.", total)
    return {"groups": groups, "letters": letters(groups), "name": name, "lead": lead % {"count": total}}
