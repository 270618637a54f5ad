"""The accounts of a demonstration, one for each role. Known to all who read this, so they exist nowhere else."""

from dataclasses import dataclass

from brobygger.accounts.permissions import Role

DEMO_PASSWORD = "bro over vandet 2026"  # noqa: S105

#: A real association of the demonstration's register, with several offers.
DEMO_ASSOCIATION = "selvhjaelp-odense"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoAccount:
    """One account of the demonstration."""

    email: str
    name: str
    role: Role
    municipality_codes: tuple[str, ...] = ()
    #: The association somebody writes for, and as what (``organisations.models.MemberRole``).
    organisation_key: str = ""
    organisation_role: str = ""


DEMO_ACCOUNTS: tuple[DemoAccount, ...] = (
    DemoAccount(email="national@brobygger.example", name="Nanna National", role=Role.NATIONAL_ADMINISTRATOR),
    DemoAccount(
        email="odense@brobygger.example",
        name="Otto Odense",
        role=Role.LOCAL_ADMINISTRATOR,
        municipality_codes=("0461",),
    ),
    DemoAccount(
        email="front@brobygger.example", name="Freja Front", role=Role.FRONTLINE_WORKER, municipality_codes=("0461",)
    ),
    DemoAccount(email="redaktion@brobygger.example", name="Rikke Redaktør", role=Role.EDITOR),
    DemoAccount(email="pulje@brobygger.example", name="Peter Pulje", role=Role.GRANT_OWNER),
    DemoAccount(
        email="forening@brobygger.example",
        name="Fie Forening",
        role=Role.ASSOCIATION_MEMBER,
        organisation_key=DEMO_ASSOCIATION,
        organisation_role="administrator",
    ),
    DemoAccount(
        email="medlem@brobygger.example",
        name="Mads Medlem",
        role=Role.ASSOCIATION_MEMBER,
        organisation_key=DEMO_ASSOCIATION,
        organisation_role="member",
    ),
    DemoAccount(email="ny@brobygger.example", name="Noor Ny", role=Role.ASSOCIATION_MEMBER),
)
