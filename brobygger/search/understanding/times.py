"""When, and in what form: words for days and parts of the day."""

from collections.abc import Sequence

_DAYS = {
    "mon": ("mandag", "mandage", "mandagen", "monday"),
    "tue": ("tirsdag", "tirsdage", "tirsdagen", "tuesday"),
    "wed": ("onsdag", "onsdage", "onsdagen", "wednesday"),
    "thu": ("torsdag", "torsdage", "torsdagen", "thursday"),
    "fri": ("fredag", "fredage", "fredagen", "friday"),
    "sat": ("lørdag", "lørdage", "lørdagen", "saturday", "weekend", "weekenden", "weekender"),
    "sun": ("søndag", "søndage", "søndagen", "sunday", "weekend", "weekenden", "weekender"),
}
_PARTS = {
    "morning": ("formiddag", "formiddagen", "formiddage", "formiddagene", "morgenen", "morning"),
    "afternoon": ("eftermiddag", "eftermiddagen", "eftermiddage", "eftermiddagene", "afternoon"),
    "evening": ("aften", "aftenen", "aftener", "aftenerne", "evening", "evenings", "fyraften"),
}
#: "sidder alene om aftenen" tells what hurts, not when the offer must be.
_LAMENT = frozenset({"alene", "ensom", "ensomme", "bange", "drikker", "græder", "sove", "alone", "lonely", "slår"})


def understand_when(words: Sequence[str]) -> tuple[tuple[str, ...], frozenset[str]]:
    """Return the wished days and parts of the day, and the words that said so."""
    if _LAMENT & set(words):
        return (), frozenset()
    found = [key for table in (_DAYS, _PARTS) for key, forms in table.items() if set(forms) & set(words)]
    used = {word for table in (_DAYS, _PARTS) for forms in table.values() for word in forms if word in words}
    return tuple(found), frozenset(used)
