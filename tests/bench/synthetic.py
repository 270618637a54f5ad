"""Offers that nobody makes: the real ones taken apart and put together again by theme, as many as one wants.

Right for how long things take and how large they become; useless for how well things are found.
Offer number n is the same in every run and whatever the number of offers asked for.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from random import Random
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from brobygger.search.documents import Document, Spot
from tests.bench.invented import Inventor
from tests.bench.material import KEY, Material, Pattern, Town

SEED = 20261122

_PLAIN_WORD = re.compile(r"[a-zæøå]{3,14}")
#: As many as there are of each kind of organisation that works everywhere.
_LARGE_OWNERS = 90
_SHARE_LARGE, _SHARE_NEW = 0.45, 0.4
_SHARE_NATIONAL = 0.15
_LONG_WORD = 6
#: How far from its theme's middle: two offers of one theme then have a cosine of about .9, as real ones have.
_SPREAD = 0.35


def generate(count: int, material: Material, *, at: datetime, seed: int = SEED) -> Iterator[tuple[int, Document]]:
    """Yield ``count`` offers as they are at a moment, each with the number of the pattern that it is most like."""
    maker = _Maker(material, at=at, seed=seed)
    for number in range(count):
        yield maker.make(number)


@dataclass(frozen=True, slots=True)
class _Owner:
    id: UUID
    key: str
    name: str
    kind: str
    town: Town | None


class _Maker:
    """Makes one offer after the other from one stream of chance."""

    def __init__(self, material: Material, *, at: datetime, seed: int) -> None:
        self._rng = rng = Random(seed)
        self._material = material
        self._at = at
        self._today = at.date()
        words = {word for pattern in material.patterns for word in pattern.real.words if _PLAIN_WORD.fullmatch(word)}
        self._inventor = Inventor(rng, sorted(words))
        self._topics = sorted(topic.key for topic in material.book.topics.values() if topic.expressions)
        Random(seed).shuffle(self._topics)
        self._large = [self._large_owner(number) for number in range(_LARGE_OWNERS)]
        self._large_weights = list(accumulate(1 / (number + 3) for number in range(_LARGE_OWNERS)))
        self._small: list[_Owner] = []

    def _large_owner(self, number: int) -> _Owner:
        name = f"Landsforeningen {self._inventor.named(7 * number + 3).capitalize()}"
        return _Owner(UUID(int=self._rng.getrandbits(128)), f"landsforening-{number}", name, "national", None)

    def make(self, number: int) -> tuple[int, Document]:
        """Return the next offer, and the number of its pattern."""
        rng = self._rng
        theme = rng.randrange(len(self._material.patterns))
        return theme, self._offer(number, self._material.patterns[theme])

    def _offer(self, number: int, pattern: Pattern) -> Document:
        rng = self._rng
        sibling = self._material.patterns[rng.choice(pattern.kin)]
        owner, town = self._owner(number)
        is_national = rng.random() < _SHARE_NATIONAL
        concepts, said = self._concepts(pattern.real, sibling.real)
        house = self._inventor.name()
        names = {"by": town.name, "hvem": owner.name}
        remote = is_national and rng.random() < 0.8
        return Document(
            id=UUID(int=rng.getrandbits(128)),
            kind="offer",
            key=f"{KEY}{number}",
            title=self._title(pattern, names, house),
            summary=_fill(rng.choice((pattern, sibling)).summary, names),
            body=_fill(self._body(pattern, sibling, said, house), names),
            audience=sibling.real.audience,
            words=self._words(pattern.real, sibling.real, town, is_national=is_national),
            owner_id=owner.id,
            owner_key=owner.key,
            owner_name=owner.name,
            owner_kind=owner.kind,
            concepts=concepts,
            delivery=rng.choice((("phone",), ("phone", "online"), ("online",))) if remote else pattern.real.delivery,
            is_national=is_national,
            municipality_codes=() if is_national else (town.municipality_code,),
            area_names=() if is_national else (f"{town.municipality_name} Kommune",),
            spots=() if remote else (self._spot(town, house),),
            roles=sibling.real.roles,
            **self._whom(pattern.real, sibling.real),
            **self._terms(),
            **self._times(),
        )

    def _owner(self, number: int) -> tuple[_Owner, Town]:
        """Return who does it, and where: a large one anywhere, a new small one, or a small one seen lately."""
        rng = self._rng
        draw = rng.random()
        if draw < _SHARE_LARGE:
            return rng.choices(self._large, cum_weights=self._large_weights)[0], self._town()
        if draw < _SHARE_LARGE + _SHARE_NEW or not self._small:
            town = self._town()
            kind = rng.choice(("association", "association", "association", "church", "municipal", "self_owning"))
            name = f"{self._inventor.compound().capitalize()} {self._inventor.name()}"
            owner = _Owner(UUID(int=rng.getrandbits(128)), f"forening-{number}", name, kind, town)
            self._small.append(owner)
            if len(self._small) > 4_000:
                del self._small[:2_000]
            return owner, town
        owner = rng.choice(self._small)
        return owner, owner.town or self._town()

    def _town(self) -> Town:
        return self._rng.choices(self._material.towns, cum_weights=self._material.weights)[0]

    def _title(self, pattern: Pattern, names: dict[str, str], house: str) -> str:
        rng, invent = self._rng, self._inventor
        draw = rng.random()
        if draw < 0.4:
            return _fill(pattern.title, names)
        if draw < 0.65:
            return f"{invent.compound().capitalize()} i {names['by']}"
        word = rng.choice(pattern.real.words[:6] or ("fællesskab",))
        if draw < 0.85:
            return f"{word.capitalize()} for {pattern.real.audience.lower() or 'alle'} i {house}"
        return f"{house}: {word} og {invent.compound()}"

    def _body(self, pattern: Pattern, sibling: Pattern, said: str, house: str) -> str:
        """Return two or three sentences as a rule; one offer of twenty tells a long story."""
        rng = self._rng
        draw = rng.random()
        many = 2 if draw < 0.45 else 3 if draw < 0.95 else rng.randint(8, 25)
        sentences = [rng.choice((pattern if rng.random() < 0.6 else sibling).sentences) for _ in range(min(many, 3))]
        while len(sentences) < many:
            kin = self._material.patterns[rng.choice(pattern.kin)]
            sentences.append(rng.choice(kin.sentences))
        if said:
            sentences[-1] = f"Kom, hvis du tænker: {said}."
        if rng.random() < 0.3:
            sentences.append(f"Vi mødes i {house} ved {self._inventor.name()} til {self._inventor.compound()}.")
        return " ".join(self._varied(sentence) for sentence in dict.fromkeys(sentences))

    def _varied(self, sentence: str) -> str:
        """Return the sentence with another word in the place of a long one: people write of more than 384 things."""
        rng = self._rng
        words = sentence.split(" ")
        place = rng.randrange(len(words))
        if len(words[place]) >= _LONG_WORD and words[place].isalpha():
            words[place] = self._inventor.compound()
        return " ".join(words)

    def _concepts(self, one: Document, other: Document) -> tuple[tuple[str, ...], str]:
        """Return its concepts, and what people say of one that the real offers may not have."""
        rng = self._rng
        found = {key for key in one.concepts if rng.random() < 0.85}
        found |= {key for key in other.concepts if rng.random() < 0.2}
        said = ""
        if rng.random() < 0.3:
            key = self._topics[min(len(self._topics) - 1, int(rng.paretovariate(0.45)) - 1)]
            found.add(key)
            said = rng.choice(self._material.book.topics[key].expressions)
        return tuple(sorted(found or one.concepts)), said

    def _words(self, one: Document, other: Document, town: Town, *, is_national: bool) -> tuple[str, ...]:
        rng = self._rng
        words = [word for word in one.words[:8] if rng.random() < 0.8]
        words += [word for word in other.words[:4] if rng.random() < 0.3]
        words.append(self._inventor.compound())
        if not is_national:
            words += [town.municipality_name, town.name]
        return tuple(dict.fromkeys(words))

    def _spot(self, town: Town, house: str) -> Spot:
        rng = self._rng
        return Spot(
            lat=round(town.lat + rng.gauss(0, 0.012), 5),
            lon=round(town.lon + rng.gauss(0, 0.02), 5),
            precision="address" if rng.random() < 0.7 else "postcode",
            label=f"{house}vej {rng.randint(1, 140)}, {town.code} {town.name}",
            municipality_code=town.municipality_code,
            postcode=town.code,
        )

    def _whom(self, one: Document, other: Document) -> dict[str, object]:
        """Return ages and gender; the real ones' shares, ages of the sibling when the pattern has none."""
        source = one if one.age_min is not None or one.age_max is not None else other
        return {
            "age_min": source.age_min,
            "age_max": source.age_max,
            "gender": one.gender,
            "needs_sobriety": self._rng.random() < 0.02,
        }

    def _terms(self) -> dict[str, object]:
        """Return price, referral, sign-up, room, languages, access and freshness, in the shares of a kept register."""
        rng = self._rng
        capacity = rng.choices(("", "free", "few", "waiting", "paused"), weights=(70, 12, 8, 7, 3))[0]
        return {
            "is_free": rng.choices((None, True, False), weights=(40, 45, 15))[0],
            "is_referral_free": rng.choices((None, True, False), weights=(60, 35, 5))[0],
            "signup": rng.choices(("unknown", "drop_in", "registration", "talk_first"), weights=(50, 25, 15, 10))[0],
            "is_companion_possible": rng.choices((None, True, False), weights=(85, 10, 5))[0],
            "capacity": capacity,
            "capacity_wait_weeks": rng.randint(1, 26) if capacity == "waiting" else None,
            "capacity_expires_at": self._at + timedelta(days=rng.randint(1, 60)) if capacity else None,
            "languages": rng.choices(
                ((), ("da", "en"), ("da", "ar"), ("da", "uk"), ("da", "en", "de")), weights=(86, 7, 3, 2, 2)
            )[0],
            "accessibility": rng.choices(
                ((), ("wheelchair",), ("wheelchair", "lift"), ("hearing_loop",)), weights=(72, 18, 6, 4)
            )[0],
            "assured_on": self._today - timedelta(days=int(rng.expovariate(1 / 200))) if rng.random() < 0.7 else None,
            "source_year": None,
        }

    def _times(self) -> dict[str, object]:
        """Return slots of the week and the next times: nearly half of all say when."""
        rng = self._rng
        if rng.random() > 0.45:
            return {}
        slots, moments = [], []
        for _ in range(rng.choices((1, 2, 3), weights=(75, 18, 7))[0]):
            part, hour = rng.choice((("morning", 10), ("afternoon", 14), ("evening", 19)))
            days_ahead = rng.randint(0, 6)
            first = datetime.combine(self._today + timedelta(days=days_ahead), datetime.min.time(), self._at.tzinfo)
            first += timedelta(hours=hour)
            slots.append(f"{('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun')[first.weekday()]}-{part}")
            moments += [first + timedelta(days=7 * week) for week in range(rng.choice((4, 8)))]
        return {"weekly": tuple(dict.fromkeys(slots)), "upcoming": tuple(sorted(moments)[:26])}


def _fill(text: str, names: dict[str, str]) -> str:
    return text.replace("{by}", names["by"]).replace("{hvem}", names["hvem"]) if "{" in text else text


def stand_in_vectors(themes: Sequence[int], middles: NDArray[np.float32], *, seed: int) -> NDArray[np.int8]:
    """Return a unit vector × 127 for each offer, near the middle of its theme: its pattern's own vector.

    Stand-ins of the right shape: the real ones of 200,000 offers take half an hour of one core to make.
    """
    rng = np.random.default_rng(seed)
    size = middles.shape[1]
    found = middles[np.asarray(themes)] + rng.normal(0, _SPREAD / size**0.5, (len(themes), size))
    found /= np.linalg.norm(found, axis=1, keepdims=True)
    quantised: NDArray[np.int8] = np.rint(found * 127).astype(np.int8)
    return quantised
