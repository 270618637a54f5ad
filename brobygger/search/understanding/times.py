"""When, and in what form: words for days and parts of the day."""

from collections.abc import Sequence
from functools import cache

_DAYS = {
    "mon": ("mandag", "mandage", "mandagen", "monday", "mondays"),
    "tue": ("tirsdag", "tirsdage", "tirsdagen", "tuesday", "tuesdays"),
    "wed": ("onsdag", "onsdage", "onsdagen", "wednesday", "wednesdays"),
    "thu": ("torsdag", "torsdage", "torsdagen", "thursday", "thursdays"),
    "fri": ("fredag", "fredage", "fredagen", "friday", "fridays"),
    "sat": ("lørdag", "lørdage", "lørdagen", "saturday", "saturdays"),
    "sun": ("søndag", "søndage", "søndagen", "sunday", "sundays"),
}
_PARTS = {
    "morning": ("formiddag", "formiddagen", "formiddage", "formiddagene", "morgenen", "morning", "mornings"),
    "afternoon": ("eftermiddag", "eftermiddagen", "eftermiddage", "eftermiddagene", "afternoon", "afternoons"),
    "evening": ("aften", "aftenen", "aftener", "aftenerne", "evening", "evenings", "fyraften"),
}
_SEVERAL = {
    "weekend": ("sat", "sun"),
    "weekenden": ("sat", "sun"),
    "weekender": ("sat", "sun"),
    "weekenderne": ("sat", "sun"),
    "weekends": ("sat", "sun"),
    "hverdag": ("mon", "tue", "wed", "thu", "fri"),
    "hverdage": ("mon", "tue", "wed", "thu", "fri"),
    "hverdagene": ("mon", "tue", "wed", "thu", "fri"),
    "weekdays": ("mon", "tue", "wed", "thu", "fri"),
    "dagtimerne": ("morning", "afternoon"),
    "dagtid": ("morning", "afternoon"),
}
#: "efter arbejde" and "after school" are parts of the day too.
_AFTER = {
    "arbejde": "evening",
    "arbejdet": "evening",
    "arbejdstid": "evening",
    "job": "evening",
    "work": "evening",
    "skole": "afternoon",
    "skolen": "afternoon",
    "skoletid": "afternoon",
    "school": "afternoon",
}
_ORDER = (*_DAYS, *_PARTS)
#: "sidder alene om aftenen" tells what hurts, not when the offer must be, unless somebody asks for something.
_LAMENT = frozenset("alene ensom ensomme bange drikker drukket græder sove sover alone lonely slår skændes".split())
_ASKING = frozenset("gerne søger gruppe mødes møde klub kor tilbud aktiviteter cafe noget åbent hvor kan find".split())
_NEAR = 4


def understand_when(words: Sequence[str]) -> tuple[tuple[str, ...], frozenset[str]]:
    """Return the wished days and parts of the day, and the words that said so."""
    found: set[str] = set()
    used: set[str] = set()
    for place, word in enumerate(words):
        keys = _keys_of().get(word, ())
        if word in _AFTER and place and words[place - 1] in {"efter", "after"}:
            keys = (_AFTER[word],)
        if keys and not _is_lament(words, place):
            found.update(keys)
            used.add(word)
    return tuple(key for key in _ORDER if key in found), frozenset(used)


def _is_lament(words: Sequence[str], place: int) -> bool:
    """Test whether a day is when something hurts: "sidder alene hver aften"."""
    near = words[max(0, place - _NEAR) : place + _NEAR + 1]
    return not _LAMENT.isdisjoint(near) and _ASKING.isdisjoint(words)


@cache
def _keys_of() -> dict[str, tuple[str, ...]]:
    return {form: (key,) for table in (_DAYS, _PARTS) for key, forms in table.items() for form in forms} | _SEVERAL
