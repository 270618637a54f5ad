"""Names as somebody else writes them: slips, swaps, abbreviations, towns and owners put in and left out."""

from collections.abc import Callable
from random import Random

from brobygger.directory.writing.likeness import TELLING
from brobygger.duplicates.matching.names import towns_of
from brobygger.duplicates.matching.said import Said
from brobygger.organisations.likeness import bare_name

#: What one register calls it and another does not.
_OTHER_WORDS = (
    ("gruppe", "netværk"), ("værested", "varmestue"), ("café", "cafe"), ("besøgsven", "besøgsvenner"),
    ("forældre", "familier"), ("fællesspisning", "spisefællesskab"), ("rådgivning", "vejledning"),
    ("samtalegruppe", "snakkegruppe"), ("pårørende", "nærtstående"), ("træf", "mødested"), ("og", "&"),
)  # fmt: skip
_SHORTER = (
    ("afdeling", "afd."),
    ("frivillig", "friv."),
    ("Røde Kors", "RK"),
    ("gruppe", "gr."),
    ("forening", "foren."),
)
_KEYS_BESIDE = {"a": "qsz", "e": "wrd", "i": "uok", "n": "bm", "r": "et", "s": "adx", "t": "ry", "l": "kø", "g": "fh"}


def renamed(name: str, *, said: Said, town: str, rng: Random) -> str:
    """Return a name as somebody else writes it: one to three of the ways in which names differ."""
    for way in rng.sample(_WAYS, rng.choice([1, 1, 2, 2, 3])):
        name = way(rng, name, said, town) or name
    return name[:160]


def moved(name: str, town: str, *, is_told: bool) -> str:
    """Return a name with its town for another; without one it is put behind when it is told."""
    words = [word for word in name.split() if not towns_of(word)]
    words = words[:-1] if words and words[-1] == "i" else words
    return " ".join([*words, *(["i", town] if is_told else [])]) or name


def _slipped(rng: Random, name: str, _said: Said, _town: str) -> str:
    """Return a name with one slip of the pen."""
    if len(name) < 5:
        return name
    place = rng.randrange(1, len(name) - 1)
    letter = name[place]
    if " " in name[place - 1 : place + 1]:
        return name
    slips = (
        name[:place] + name[place + 1 :],
        name[:place] + letter + name[place:],
        name[: place - 1] + letter + name[place - 1] + name[place + 1 :],
        name[:place] + rng.choice(_KEYS_BESIDE.get(letter.lower(), "e")) + name[place + 1 :],
    )
    return rng.choice(slips)


def _swapped(rng: Random, name: str, _said: Said, _town: str) -> str:
    """Return a name with its parts the other way round."""
    words = name.split()
    cut = rng.randrange(1, len(words)) if len(words) > 1 else 0
    return " ".join([*words[cut:], *words[:cut]])


def _shortened(rng: Random, name: str, _said: Said, _town: str) -> str:
    """Return a name without one of its words."""
    words = name.split()
    if len(words) < 3:
        return name
    # Whom it is for is what other registers leave out last.
    silent = [place for place, word in enumerate(words) if place and bare_name(word) not in TELLING]
    if silent:
        words.pop(rng.choice(silent))
    return " ".join(words)


def _other_word(rng: Random, name: str, _said: Said, _town: str) -> str:
    one, other = rng.choice(_OTHER_WORDS)
    return name.replace(one, other) if one in name else name.replace(other, one)


def _abbreviated(_rng: Random, name: str, _said: Said, _town: str) -> str:
    for whole, short in _SHORTER:
        name = name.replace(whole, short)
    return name


def _with_owner(rng: Random, name: str, said: Said, _town: str) -> str:
    owner = said.organisation_name
    if not owner or owner in name:
        return name
    return rng.choice([f"{owner}: {name}", f"{name} – {owner}", f"{name} ({owner})"])


def _with_town(_rng: Random, name: str, _said: Said, town: str) -> str:
    return f"{name} i {town}" if town and town not in name else moved(name, "", is_told=False)


def _plain_letters(_rng: Random, name: str, _said: Said, _town: str) -> str:
    return name.replace("æ", "ae").replace("ø", "oe").replace("å", "aa").replace("Æ", "Ae").replace("Ø", "Oe")


def _other_case(rng: Random, name: str, _said: Said, _town: str) -> str:
    return rng.choice([name.upper(), name.lower(), name.title()])


def _without_rest(_rng: Random, name: str, _said: Said, _town: str) -> str:
    """Cut what stands behind a dash, as other registers do."""
    return name.split(" – ")[0].split(" - ")[0].split(", ")[0]


def _led_by(rng: Random, name: str, _said: Said, _town: str) -> str:
    return f"{name} v/ {rng.choice(['Hanne', 'Jens', 'Bodil', 'Ole'])}"


_Way = Callable[[Random, str, Said, str], str]
_WAYS: tuple[_Way, ...] = (
    _slipped, _slipped, _swapped, _shortened, _other_word, _abbreviated, _with_owner, _with_town,
    _plain_letters, _other_case, _without_rest, _led_by,
)  # fmt: skip
