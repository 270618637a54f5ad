"""The same offer as another register would have it, and offers that only look the same: for training and measuring.

Contacts and streets are invented and kept nowhere: nothing here is said about anybody.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random
from uuid import UUID

from brobygger.duplicates.matching.names import take_apart
from brobygger.duplicates.matching.renaming import moved, renamed
from brobygger.duplicates.matching.said import OFFER, Said
from brobygger.places.package_data import PostcodeRow, postcodes

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_STREETS = """Vestergade Østergade Nørregade Søndergade Kirkevej Skolevej Møllevej Stationsvej Engvej Parkvej Havnegade
Algade Bredgade Storegade Torvet Bakkevej Rosenvej Industrivej Strandvejen Kongensgade""".split()
_WHOM = ("for unge", "for voksne", "for børn", "for mænd", "for kvinder", "for ældre", "tirsdag", "torsdag", "hold 2")
_NEIGHBOURS = ("Ungdommens {}", "{}s Venner", "Støtteforeningen for {}", "{} Ungdom", "{} Børneklub", "Pårørende i {}")


class Noise:
    """Makes noise from one stream of chance: the same seed makes the same noise."""

    def __init__(self, seed: int, *, among: Sequence[Said]) -> None:
        # The same noise again for the same seed.
        self.rng = Random(seed)  # noqa: S311
        self._among = among
        self._postcodes: dict[str, list[PostcodeRow]] = {}
        for row in postcodes():
            self._postcodes.setdefault(row.municipality_code, []).append(row)
        self._points_of = {row.code: (row.lat, row.lon) for rows in self._postcodes.values() for row in rows}
        self._codes = sorted(self._postcodes)
        self._owner_phones: dict[object, str] = {}
        self._owner_numbers: dict[object, str] = {}
        self._owner_rows: dict[object, UUID] = {}

    def furnished(self, said: Said) -> Said:
        """Return an entry with ways to reach it where it has none: most registers have a number and half an address."""
        rng = self.rng
        owner = said.organisation_id or said.id
        own = self._owner_phones.setdefault(owner, self._phone())
        phones = said.phones or ((own if rng.random() < 0.4 else self._phone(),) if rng.random() < 0.8 else ())
        domain = next((url.split("//")[-1].split("/")[0] for url in said.urls), "gmail.com").removeprefix("www.")
        emails = said.emails or ((f"post{rng.randrange(900)}@{domain}",) if rng.random() < 0.55 else ())
        has_street = any(char.isdigit() for address, _code in said.streets for char in address)
        streets = said.streets if has_street or rng.random() > 0.6 else self._street(said.municipality_codes)
        cvr = said.cvr or self._owner_numbers.setdefault(owner, self._cvr() if rng.random() < 0.6 else "")
        points = said.points or (self._points(streets) if rng.random() < 0.6 else ())
        times = said.times or (frozenset({self._time()}) if rng.random() < 0.5 and said.kind == OFFER else frozenset())
        return replace(said, cvr=cvr, phones=phones, emails=emails, streets=streets, points=points, times=times)

    def twin(self, said: Said) -> Said:
        """Return the same as another register has it: other words, spellings, numbers, less or more of it."""
        rng, changed = self.rng, self._id()
        is_row_kept = rng.random() < 0.4
        owner_name = said.organisation_name if rng.random() < 0.4 else self.renamed(said.organisation_name, said=said)
        kept = replace(
            said,
            id=changed,
            name=self.renamed(said.name, said=said) if rng.random() < 0.85 else said.name,
            organisation_id=said.organisation_id if is_row_kept else self._other_owner(said),
            organisation_name=said.organisation_name if is_row_kept else owner_name,
            cvr=said.cvr if rng.random() < 0.6 else "",
            phones=self._mostly(said.phones, keep=0.68, other=0.14, change=self._written, new=self._phone),
            emails=self._mostly(said.emails, keep=0.5, other=0.2, change=str.upper, new=self._email),
            urls=said.urls if rng.random() < 0.55 else (),
            streets=self._other_streets(said),
            points=self._nearby(said.points) if rng.random() < 0.6 else (),
            concepts=self._other_concepts(said),
            times=said.times if rng.random() < 0.45 else self._perhaps_other_times(),
            text=self._other_text(said.text),
        )
        is_aged = rng.random() < 0.5
        return kept if is_aged else replace(kept, age_min=None, age_max=None, gender="any")

    def branch(self, said: Said) -> Said:
        """Return what the same people do in another town: nearly the same words, another place."""
        rng = self.rng
        code = rng.choice([code for code in self._codes if code not in said.municipality_codes])
        town = rng.choice(self._postcodes[code]).name.split(" ")[0]
        has_own_row = rng.random() < 0.5
        streets = self._street(frozenset({code})) if rng.random() < 0.7 else ()
        return replace(
            said,
            id=self._id(),
            name=moved(said.name, town, is_told=rng.random() < 0.75),
            organisation_id=self._id() if has_own_row else said.organisation_id,
            organisation_name=moved(said.organisation_name, town, is_told=True)
            if has_own_row
            else said.organisation_name,
            phones=said.phones if rng.random() < 0.25 else (self._phone(),),
            emails=said.emails if rng.random() < 0.2 else (self._email(),),
            cvr=said.cvr if not has_own_row or rng.random() < 0.4 else rng.choice(["", self._cvr()]),
            streets=streets,
            points=self._points(streets) if rng.random() < 0.6 else (),
            municipality_codes=frozenset({code}),
            times=frozenset({self._time()}) if rng.random() < 0.5 else said.times,
            text=self._other_text(said.text) if rng.random() < 0.5 else said.text,
        )

    def sister(self, said: Said) -> Said:
        """Return another offer of the same people at the same place: the way to it is the same, what it is is not."""
        rng = self.rng
        other = self._somebody_else(said)
        return replace(
            other,
            id=self._id(),
            organisation_id=said.organisation_id,
            organisation_name=said.organisation_name,
            phones=said.phones if rng.random() < 0.8 else (self._phone(),),
            emails=said.emails if rng.random() < 0.8 else (),
            urls=said.urls,
            streets=said.streets if rng.random() < 0.8 else (),
            points=said.points,
            cvr=said.cvr,
            municipality_codes=said.municipality_codes,
        )

    def for_others(self, said: Said) -> Said:
        """Return the same for other people or on another day: "Sorggruppe for unge" beside "Sorggruppe for voksne"."""
        rng = self.rng
        age = rng.choice([(18, 30), (60, None), (None, 12), (13, 17)]) if rng.random() < 0.5 else (None, None)
        return replace(
            said,
            id=self._id(),
            name=f"{_without(said.name, _WHOM)} {rng.choice(_whom_else(said))}",
            times=frozenset({self._time()}) if rng.random() < 0.6 else said.times,
            age_min=age[0],
            age_max=age[1],
            text=self._other_text(said.text),
        )

    def neighbour(self, said: Said) -> Said:
        """Return another association of the same town whose name holds this one's: "Ungdommens Røde Kors"."""
        rng = self.rng
        name = rng.choice(_NEIGHBOURS).format(said.name)
        emails = (self._email(),) if rng.random() < 0.6 else ()
        urls = said.urls if rng.random() < 0.4 else ()
        return replace(
            said, id=self._id(), name=name, cvr="", phones=(self._phone(),), emails=emails, urls=urls, text=""
        )

    def namesake(self, said: Said) -> Said:
        """Return another association's offer with nearly the same name in the same town, reached in other ways."""
        rng = self.rng
        other = self._somebody_else(said)
        return replace(
            said,
            id=self._id(),
            name=self.renamed(said.name, said=said) if rng.random() < 0.5 else said.name,
            organisation_id=self._id(),
            organisation_name=other.organisation_name or other.name,
            cvr=rng.choice(["", self._cvr()]),
            phones=(self._phone(),),
            emails=(self._email(),) if rng.random() < 0.6 else (),
            urls=other.urls,
            streets=self._street(said.municipality_codes) if rng.random() < 0.8 else (),
            points=(),
            times=frozenset({self._time()}) if rng.random() < 0.5 else frozenset(),
            text=self._other_text(said.text) if rng.random() < 0.3 else other.text,
        )

    def lodger(self, said: Said) -> Said:
        """Return what somebody else does in the same house, now and then with the house's own number."""
        other = self._somebody_else(said)
        return replace(
            other,
            id=self._id(),
            streets=said.streets,
            points=said.points,
            municipality_codes=said.municipality_codes,
            phones=said.phones if self.rng.random() < 0.3 else (self._phone(),),
        )

    def renamed(self, name: str, *, said: Said) -> str:
        """Return a name as somebody else writes it: one to three of the ways in which names differ."""
        return renamed(name, said=said, town=self.town_of(said), rng=self.rng)

    def town_of(self, said: Said) -> str:
        """Return a town where an entry is; empty for the whole country."""
        codes = sorted(said.municipality_codes)
        return self._postcodes[codes[0]][0].name.split(" ")[0] if codes and codes[0] in self._postcodes else ""

    def _somebody_else(self, said: Said) -> Said:
        """Return an entry of another association, and of none of its branches."""
        mine = _owner_words(said)
        others = [one for one in self.rng.choices(self._among, k=12) if _owner_words(one) != mine]
        return others[0] if others else self._among[0]

    def _mostly(
        self,
        values: tuple[str, ...],
        *,
        keep: float,
        other: float,
        change: Callable[[str], str],
        new: Callable[[], str],
    ) -> tuple[str, ...]:
        chance = self.rng.random()
        if chance < keep:
            return tuple(change(value) for value in values)
        return (new(),) if chance < keep + other else ()

    def _other_streets(self, said: Said) -> tuple[tuple[str, str], ...]:
        chance = self.rng.random()
        if chance < 0.2:
            return ()
        if chance < 0.28:
            return self._street(said.municipality_codes)
        return tuple(
            (self._respelled(address), code if self.rng.random() < 0.9 else "") for address, code in said.streets
        )

    def _respelled(self, address: str) -> str:
        ways = (
            address,
            address.upper(),
            address.replace("vej ", "v. ").replace("gade ", "g. "),
            f"{address}, 1. th.",
            f"{address} st.",
        )
        return self.rng.choice(ways)

    def _other_concepts(self, said: Said) -> frozenset[str]:
        kept = frozenset(key for key in sorted(said.concepts) if self.rng.random() < 0.7)
        if self.rng.random() < 0.3:
            kept |= frozenset(sorted(self.rng.choice(self._among).concepts)[:1])
        return kept

    def _perhaps_other_times(self) -> frozenset[str]:
        return frozenset({self._time()}) if self.rng.random() < 0.2 else frozenset()

    def _other_text(self, text: str) -> str:
        chance, words = self.rng.random(), text.split()
        if chance < 0.25:
            return ""
        if chance < 0.5:
            return text.split(". ")[0]
        kept = [word for word in words if self.rng.random() < 0.55]
        return " ".join(kept)

    def _other_owner(self, said: Said) -> UUID | None:
        """Return the row another register's association became: one for each of ours, mostly."""
        if said.organisation_id is None:
            return None
        return self._owner_rows.setdefault(said.organisation_id, self._id())

    def _street(self, codes: frozenset[str]) -> tuple[tuple[str, str], ...]:
        code = self.rng.choice(sorted(codes)) if codes else self.rng.choice(self._codes)
        row = self.rng.choice(self._postcodes.get(code) or self._postcodes["0461"])
        return ((f"{self.rng.choice(_STREETS)} {self.rng.randrange(1, 180)}", row.code),)

    def _points(self, streets: tuple[tuple[str, str], ...]) -> tuple[tuple[float, float], ...]:
        """Return where invented streets lie: somewhere in their postcode."""
        found = [self._points_of[code] for _street, code in streets if code in self._points_of]
        return tuple((lat + self.rng.gauss(0, 0.015), lon + self.rng.gauss(0, 0.025)) for lat, lon in found)

    def _nearby(self, points: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
        """Return points as somebody else measured them: at the door, or now and then only in the same quarter."""
        spread = self.rng.choice([0.0003, 0.0003, 0.01])
        return tuple((lat + self.rng.gauss(0, spread), lon + self.rng.gauss(0, spread)) for lat, lon in points)

    def _cvr(self) -> str:
        return str(self.rng.randrange(10_000_000, 45_999_999))

    def _written(self, phone: str) -> str:
        digits = "".join(char for char in phone if char.isdigit())[-8:]
        pairs = " ".join(digits[place : place + 2] for place in range(0, 8, 2))
        return self.rng.choice([digits, pairs, f"+45 {pairs}", f"+45{digits}", f"tlf. {digits[:4]} {digits[4:]}"])

    def _phone(self) -> str:
        return str(self.rng.randrange(20_000_000, 99_999_999))

    def _email(self) -> str:
        return f"kontakt{self.rng.randrange(99_999)}@gmail.com"

    def _time(self) -> str:
        return f"{self.rng.choice(_DAYS)} {self.rng.randrange(9, 20)}"

    def _id(self) -> UUID:
        return UUID(int=self.rng.getrandbits(128), version=4)


def _owner_words(said: Said) -> tuple[str, ...]:
    return take_apart(said.organisation_name or said.name).words


def _whom_else(said: Said) -> list[str]:
    """Return whom a name does not say that it is for."""
    told = take_apart(said.name).telling
    return [words for words in _WHOM if told.isdisjoint(take_apart(words).telling)]


def _without(name: str, endings: Sequence[str]) -> str:
    for ending in endings:
        name = name.replace(ending, "").strip()
    return name
