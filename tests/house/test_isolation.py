"""Whose is whose: on every row of everything, a neighbour is answered exactly as somebody who belongs nowhere.

One association in Odense has a row of every kind. Three people try every closed door on those rows, to look and to
write: somebody signed in who belongs nowhere, another association's administrator, and Aalborg's local administrator.
The neighbours must get what the first gets, and that is 404 (405 where a door is only written to).
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from brobygger.accounts.models import User
from brobygger.accounts.permissions import Role
from brobygger.accounts.tests.factories import UserFactory, sign_in
from brobygger.curation.services import report_error
from brobygger.curation.tests.factories import ReviewFactory
from brobygger.directory.models import Offer
from brobygger.directory.services import hide_offer
from brobygger.directory.services.drafts import start_draft
from brobygger.directory.tests.factories import published
from brobygger.duplicates.tests.factories import merge_of, pair_in
from brobygger.exchange.tests.import_factories import ImportFactory
from brobygger.kernel.actors import SYSTEM, VISITOR
from brobygger.knowledge.tests.factories import CrisisLineFactory
from brobygger.organisations.models import Organisation
from brobygger.organisations.tests.factories import ClaimFactory, MembershipFactory, OrganisationFactory
from brobygger.places.tests.factories import MunicipalityFactory
from brobygger.sites.services import SiteData, save_site
from brobygger.sources.tests.factories import RunFactory, ThingFactory
from brobygger.taxonomy.tests.factories import ConceptFactory
from tests.house.test_doors import LEADING_ON, OF_AN_ORGANISATION, doors, open_doors

pytestmark = pytest.mark.django_db

#: Words that stand in rows which are nobody else's to read.
SECRETS = ("Hemmelig kladde", "Hemmelig fejl", "Hemmeligt tilbud", "Hemmelig kasserer", "hemmelig@odense.example")
#: Answers that forms which ask yes or no take, so that no refusal comes before the question whose row it is.
POSTED = {"svar": "yes"}
#: What stands in an address and is no row of anybody's.
_NOBODYS = {
    "admin:", "mfa_", "account_", "accounts:end_device", "accounts:invitation", "accounts:sign_in_link",
}  # fmt: skip
#: Doors on rows that belong to all, each with the reason.
_SHARED = {
    "desks:crisis_line": "a line for the whole country, for editors",
    "desks:concept_words": "words for the whole country, for editors",
    "organisations:ask": "anybody may ask to write for an association",
    "exchange:new_key": "asks everybody who they are once more, before it looks (exchange/tests/test_keys.py)",
}


@dataclass(frozen=True, kw_only=True)
class World:
    """Odense's rows, those who look after them, and those who do not."""

    offer: Offer
    values: dict[str, object]
    keys: dict[str, str]
    owners: dict[str, User] = field(default_factory=dict)
    others: dict[str, User] = field(default_factory=dict)


def site_of(code: str, noon: datetime) -> None:
    data = SiteData(
        municipality_id=code, title=f"Side {code}", welcome_da="Velkommen.", owner="Redaktionen",
        checked_on=date(2026, 11, 1), next_check_on=date(2027, 5, 1),
    )  # fmt: skip
    save_site(actor=SYSTEM, at=noon, data=data)


@pytest.fixture
def world(noon: datetime) -> World:
    for code, name in (("0461", "Odense"), ("0851", "Aalborg")):
        MunicipalityFactory(code=code, name=name, slug=name.lower())
        site_of(code, noon)
    theirs = OrganisationFactory.create(key="vores", name="Vores forening", municipality_id="0461")
    other = OrganisationFactory.create(key="nabo", name="Naboforeningen", municipality_id="0851")
    offer = published(
        key="cafe", name="Hemmeligt tilbud", organisation_id=theirs.id, is_national=False,
        municipality_codes=frozenset({"0461"}),
    )  # fmt: skip
    hide_offer(actor=SYSTEM, offer_id=offer.id, at=noon)
    return World(
        offer=offer,
        values=_rows(theirs, offer, noon),
        keys={"concept_words": ConceptFactory(key="ensomhed").key} | dict.fromkeys(OF_AN_ORGANISATION, theirs.key),
        owners={
            "association": MembershipFactory.create(organisation=theirs).user,
            "municipality": UserFactory.create(role=Role.LOCAL_ADMINISTRATOR, municipality_codes=["0461"]),
        },
        others={
            "nowhere": UserFactory.create(role=Role.ASSOCIATION_MEMBER),
            "another association": MembershipFactory.create(organisation=other).user,
            "another municipality": UserFactory.create(role=Role.LOCAL_ADMINISTRATOR, municipality_codes=["0851"]),
        },
    )


def _rows(theirs: Organisation, offer: Offer, noon: datetime) -> dict[str, object]:
    """Make a row of every kind; return what stands for them in addresses."""
    draft = start_draft(actor=SYSTEM, organisation_id=theirs.id, at=noon)
    draft.data = {"name": "Hemmelig kladde"}
    draft.save()
    report = report_error(
        actor=VISITOR, subject_kind="offer", subject_id=offer.id, subject_label="Hemmelig fejl", reason="closed",
        text="Hemmelig fejl", reply_to="hemmelig@odense.example", municipality_codes=["0461"], at=noon,
    )  # fmt: skip
    review = ReviewFactory.create(
        subject_id=draft.id,
        subject_label="Hemmelig kladde",
        organisation_id=theirs.id,
        scope="local",
        municipality_id="0461",
    )
    claim = ClaimFactory.create(organisation=theirs, person_words="Hemmelig kasserer")
    person = UserFactory.create(
        role=Role.FRONTLINE_WORKER, municipality_codes=["0461"], email="hemmelig@odense.example"
    )
    run = RunFactory.create(source__municipality_id="0461", source__name="Hemmeligt tilbud")
    ThingFactory.create(source=run.source, offer=offer)
    merge = merge_of(pair_in("0461"))
    return {
        "source_key": run.source.key, "run_id": run.id,
        "slug": "odense", "code": "0461", "report_id": report.id, "review_id": review.id, "offer_id": offer.id,
        "draft_id": draft.id, "step": "hvad", "claim_id": claim.id, "user_id": person.id, "key": offer.key,
        "word": "x", "invitation_id": uuid4(), "question_id": uuid4(), "message_id": uuid4(),
        "name": "tilbud.csv", "offer_key": offer.key, "key_id": uuid4(),
        "pair_id": merge.pair_id, "merge_id": merge.id,
        "import_id": ImportFactory.create(organisation=theirs).id,
        "line_id": CrisisLineFactory.create().id,
    }  # fmt: skip


def closed_on_a_row(world: World) -> Iterator[tuple[str, str]]:
    """Yield the name and address of every closed door whose address names a row."""
    public = open_doors()
    for name, pattern in doors(get_resolver().url_patterns).items():
        wanted = pattern.pattern.converters  # type: ignore[attr-defined]
        is_ours = name not in public | LEADING_ON | set(_SHARED) and not name.startswith(tuple(_NOBODYS))
        for values in _values(world, name, wanted) if wanted and is_ours else ():
            yield f"{name} {values.get('kind', '')}".strip(), reverse(name, kwargs={key: values[key] for key in wanted})


def _values(world: World, name: str, wanted: Collection[str]) -> Iterator[dict[str, object]]:
    """Yield what stands in a door's address; twice where its owner may be an association or a municipality."""
    values = world.values | {"key": world.keys.get(name.rsplit(":", 1)[-1], world.offer.key)}
    if "kind" not in wanted:
        yield values
        return
    yield values | {"kind": "forening", "key": "vores"}
    yield values | {"kind": "kommune", "key": "0461"}


def signed_in(user: User) -> Client:
    client = Client(raise_request_exception=False)
    sign_in(client, user)
    return client


class TestEveryRow:
    @pytest.mark.parametrize("who", ["another association", "another municipality"])
    def test_is_not_there_for_a_neighbour(self, world: World, who: str) -> None:
        stranger, neighbour = signed_in(world.others["nowhere"]), signed_in(world.others[who])
        found = {}
        for name, address in closed_on_a_row(world):
            looked = (stranger.get(address).status_code, neighbour.get(address).status_code)
            wrote = (stranger.post(address, POSTED).status_code, neighbour.post(address, POSTED).status_code)
            is_alike = looked[0] == looked[1] and wrote[0] == wrote[1]
            if not is_alike or not {*looked, *wrote} <= {404, 405} or looked == wrote == (405, 405):
                found[name] = (looked, wrote)

        assert not found

    def test_is_there_for_those_who_look_after_it(self, world: World) -> None:
        clients = [signed_in(user) for user in world.owners.values()]
        missing = {
            name: [client.get(address).status_code for client in clients]
            for name, address in closed_on_a_row(world)
            if not any(client.get(address).status_code in {200, 302, 405} for client in clients)
        }

        assert missing.keys() <= {
            "desks:editor_difference",  # Nobody else has written in it.
            "notifications:message", "web:handle_report",
        }  # fmt: skip

    def test_is_made_of_rows_that_are_there(self, world: World) -> None:
        assert all(isinstance(value, UUID | str) for value in world.values.values())


class TestEveryList:
    """Pages without a row in their address: nothing on them is somebody else's."""

    def lists(self) -> list[str]:
        return [
            reverse(name)
            for name, pattern in doors(get_resolver().url_patterns).items()
            if not pattern.pattern.converters  # type: ignore[attr-defined]
            and name not in LEADING_ON | {"admin:app_list", "was/", "account_reset_password_from_key"}
        ] + ["/soeg/?q=hemmeligt", "/soeg/?q=hemmeligt&hvor=Odense", "/soeg/forslag/?q=hemmel", "/organisationer/"]

    @pytest.mark.parametrize("who", ["nowhere", "another association", "another municipality"])
    def test_tells_a_neighbour_nothing(self, world: World, who: str) -> None:
        client = signed_in(world.others[who])
        told = {}
        for address in self.lists():
            answer = client.get(address, follow=False)
            text = b"".join(answer) if answer.streaming else answer.content  # type: ignore[arg-type]
            said = [word for word in SECRETS if word in text.decode(errors="ignore") and "hemmeligt" not in address]
            if said:
                told[address] = said

        assert not told

    def test_tells_those_who_look_after_it(self, world: World) -> None:
        association = signed_in(world.owners["association"]).get(reverse("desks:association", args=["vores"]))
        desk = signed_in(world.owners["municipality"]).get("/min-side/")

        assert "Hemmelig kladde" in association.content.decode()
        assert "Hemmelig fejl" in desk.content.decode()
