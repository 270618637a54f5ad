"""Guides for tests, as values: nothing of them is in the database."""

from typing import Any

from brobygger.guides.entries import qr_of
from brobygger.guides.indexes import indexes_of
from brobygger.guides.values import Chapter, Crisis, CrisisLine, Entry, Guide, Line, Paper, Reach, Wanted

ADDRESS = "https://brobygger.example/tilbud/cafe/"
ODENSE = Wanted(municipality_code="0461", municipality_name="Odense", municipality_slug="odense")
BOOKLET = Wanted(municipality_code="0461", municipality_name="Odense", municipality_slug="odense", paper=Paper.A5)
LARGE = Wanted(municipality_code="0461", municipality_name="Odense", municipality_slug="odense", is_large=True)


def entry(number: int = 1, **values: Any) -> Entry:
    """Return an offer in a guide."""
    given = {
        "id": f"tilbud-{number}",
        "name": f"Tilbud nummer {number}",
        "organisation": "Ældre Sagen på Ærø",
        "summary": "Kaffe og snak.",
        "alert": "",
        "lines": (Line(label="Hvornår", texts=("Hver tirsdag kl. 14.00-16.00",)),),
        "reach": (Reach(phone="66 12 34 56", email="cafe@brobygger.example", note="Værten · hverdage"),),
        "freshness": "Bekræftet 3. november 2026.",
        "url": ADDRESS,
        "address": "brobygger.example/tilbud/cafe",
        "qr": qr_of(ADDRESS),
        "towns": ("Ærøskøbing",),
        **values,
    }
    return Entry(**given)


def guide(*entries: Entry, **values: Any) -> Guide:
    """Return a guide with one chapter; without entries it has none."""
    emergency = CrisisLine(name="Alarm 112", phone="112", hours="", about="", website="")
    line = CrisisLine(
        name="Livslinien", phone="70 201 201", hours="Hver dag", about="Dig, der har det svært.", website=""
    )
    given = {
        "title": "Fællesskab og hjælp i Odense",
        "about": "",
        "made": "22. november 2026",
        "site": "brobygger.example",
        "site_url": "https://brobygger.example",
        "operator": "Testkommune",
        "crisis": Crisis(emergency=emergency, lines=(line,), checked="1. november 2026"),
        "chapters": (Chapter(title="Ensomhed", entries=entries),) if entries else (),
        "indexes": indexes_of(entries),
        **values,
    }
    return Guide(**given)
