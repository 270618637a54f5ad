"""What a file says of itself: whose it is, how far it goes, under which licence."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from brobygger.opendata.licence import LICENCE_NAME, LICENCE_SPDX, LICENCE_URL, SOURCES, attribution


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """One making of the files: whose portal, when, and the last change in the feed that is in them."""

    operator: str
    base_url: str
    sequence: int
    made_at: datetime

    @property
    def attribution(self) -> str:
        """The line to name us by."""
        return attribution(name=self.operator, base_url=self.base_url)

    @property
    def sources(self) -> tuple[str, ...]:
        """Lines that go with the data."""
        return SOURCES

    @property
    def changes_url(self) -> str:
        """Where what has happened since can be read."""
        return f"{self.base_url}/hsds/3/changes?after={self.sequence}"

    def as_json(self) -> dict[str, object]:
        """Return all of it for programs."""
        return {
            "title": "Brobygger: åbne tilbud fra det danske civilsamfund",
            "made_at": self.made_at.isoformat().replace("+00:00", "Z"),
            "sequence": self.sequence,
            "changes": self.changes_url,
            "license": LICENCE_URL,
            "attribution": self.attribution,
            "sources": list(SOURCES),
        }

    def lines(self) -> list[tuple[str, str]]:
        """Return it for people: a word and what it says."""
        made_at = timezone.localtime(self.made_at)
        return [
            ("Hvad", "Alle tilbud, der vises på Brobygger."),
            ("Lavet", f"{made_at:%d.%m.%Y} kl. {made_at:%H.%M}"),
            ("Licens", f"{LICENCE_NAME} ({LICENCE_URL})"),
            ("Nævn os sådan", self.attribution),
            *(("Om data", line) for line in SOURCES),
            (
                "Pas på",
                "Hvert tilbud siger, hvornår nogen sidst bekræftede det. Vis det, når du bruger data.",
            ),
            ("Siden er der sket", self.changes_url),
        ]

    def licence_file(self) -> bytes:
        """Return the text beside a file that has no room for it, in the words of REUSE (reuse.software)."""
        lines = "".join(f"{word}: {text}\n" for word, text in self.lines())
        owner = self.operator or "Brobygger"
        return f"SPDX-FileCopyrightText: {owner}\nSPDX-License-Identifier: {LICENCE_SPDX}\n\n{lines}".encode()
