"""The ways from somebody's own page to what they look after: a municipality, the whole country, the editors' texts."""

from django.urls import reverse
from django.utils.translation import gettext

from brobygger.accounts.desk import DeskItem, DeskPile, desk_source
from brobygger.accounts.permissions import Permission
from brobygger.desks.policies import may_read_in_vain
from brobygger.desks.selectors.local import own_municipalities
from brobygger.kernel.actors import Actor
from brobygger.knowledge.policies import may_edit_crisis_lines
from brobygger.taxonomy.policies import may_edit_words

#: Whoever looks after more than these chooses from a list.
_MOST_NAMED = 5


@desk_source
def what_one_looks_after(actor: Actor) -> DeskPile | None:
    """Return the ways on; None for those who look after nothing."""
    items = [*_municipalities(actor), *_missed(actor), *_texts(actor), *_book(actor)]
    if not items:
        return None
    return DeskPile(heading=gettext("Det passer du på"), nothing="", total=0, items=tuple(items))


def _municipalities(actor: Actor) -> list[DeskItem]:
    own = own_municipalities(actor=actor)
    if len(own) > _MOST_NAMED:
        text = gettext("Forside, udvalgte og skjulte tilbud, friskhed.")
        return [DeskItem(title=gettext("Kommunernes sider"), text=text, url=reverse("desks:own_municipality"))]
    text = gettext("Forside, udvalgte og skjulte tilbud, friskhed og ringeliste.")
    return [DeskItem(title=row.name, text=text, url=reverse("desks:local", args=[row.code])) for row in own]


def _missed(actor: Actor) -> list[DeskItem]:
    """Return the way for those who have no municipality's page to find it on."""
    if may_read_in_vain(actor):
        return [DeskItem(title=gettext("Søgt forgæves i hele landet"), url=reverse("desks:in_vain"))]
    if Permission.SITE_EDIT in actor.permissions:
        return []
    codes = sorted(code for code in actor.municipality_codes if may_read_in_vain(actor, municipality_code=code))
    return [DeskItem(title=gettext("Søgt forgæves"), url=reverse("desks:local_in_vain", args=[code])) for code in codes]


def _texts(actor: Actor) -> list[DeskItem]:
    items = []
    if may_edit_crisis_lines(actor):
        items.append(DeskItem(title=gettext("Hjælpelinjer"), url=reverse("desks:crisis_lines")))
    if may_edit_words(actor):
        items.append(DeskItem(title=gettext("Hverdagsord"), url=reverse("desks:concepts")))
    return items


def _book(actor: Actor) -> list[DeskItem]:
    if Permission.AUDIT_READ not in actor.permissions:
        return []
    return [DeskItem(title=gettext("Bogen"), text=gettext("Hvem har gjort hvad?"), url=reverse("desks:book"))]
