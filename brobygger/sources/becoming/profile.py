"""What the Danish profile of the standard adds (``dk_…``): other portals of our kind say the same things by it."""

from collections.abc import Collection, Mapping
from typing import Any

from brobygger.directory.models import (
    Access,
    Accessibility,
    CommunityType,
    Delivery,
    Gender,
    Offer,
    PriceKind,
    Role,
    Signup,
)
from brobygger.directory.values import CapacityData, CriterionData, OfferData
from brobygger.sources.becoming.texts import cut, line_of, rows_of, text_of

_SOBRIETY = "Man skal være ædru og clean, når man kommer."
_TEXTS = ("first_visit", "gender_reason", "signup_note", "concessions", "schedule_note", "host_function",
          "accessibility_note", "practical_help")  # fmt: skip
_CHOICES: Mapping[str, Collection[str]] = {
    "signup": Signup.values,
    "access": Access.values,
    "price_kind": PriceKind.values,
    "community_type": CommunityType.values,
}
_LISTS: Mapping[str, Collection[str]] = {
    "roles": Role.values,
    "delivery": Delivery.values,
    "accessibility": Accessibility.values,
}
_MOST = 50


def profile_of(service: Mapping[str, Any], said: OfferData) -> dict[str, Any]:
    """Return what a service says by our profile, as fields of an offer; nothing when it does not speak it."""
    if "dk_key" not in service:
        return {}
    values: dict[str, Any] = {name: _text(service, name) for name in _TEXTS}
    values |= {name: _one_of(service, name, known) for name, known in _CHOICES.items()}
    values |= {name: _some_of(service, name, known) for name, known in _LISTS.items()}
    summary = cut(line_of(service, "dk_summary"), 200)
    gender = line_of(service, "dk_gender_limit")
    companion = service.get("dk_companion_possible")
    year = service.get("dk_source_year")
    values |= {
        "summary": summary or said.summary,
        "description": said.description.removeprefix(summary).strip() if summary else said.description,
        "gender": gender if gender in Gender.values and values["gender_reason"] else Gender.ANY.value,
        "needs_sobriety": service.get("dk_needs_sobriety") is True,
        "is_companion_possible": companion if isinstance(companion, bool) else None,
        "tags": tuple(tag[:80] for tag in _strings(service, "dk_tags")) or said.tags,
        "criteria": _criteria(service),
        "source_year": year if isinstance(year, int) and not isinstance(year, bool) and 1990 <= year <= 2200 else None,
        "capacity": _capacity(service, said),
    }
    return {**values, "audience": _audience(said.audience, values)}


def _text(service: Mapping[str, Any], name: str) -> str:
    longest = getattr(Offer._meta.get_field(name), "max_length", None)
    text = text_of(service, f"dk_{name}")
    return cut(" ".join(text.split()), longest) if longest else text


def _one_of(service: Mapping[str, Any], name: str, known: Collection[str]) -> str:
    word = line_of(service, f"dk_{name}")
    return word if word in known else "unknown"


def _some_of(service: Mapping[str, Any], name: str, known: Collection[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in _strings(service, f"dk_{name}") if word in known))


def _strings(service: Mapping[str, Any], name: str) -> list[str]:
    value = service.get(name)
    return [word for word in value[:_MOST] if isinstance(word, str)] if isinstance(value, list) else []


def _criteria(service: Mapping[str, Any]) -> tuple[CriterionData, ...]:
    rows = list(rows_of(service, "dk_criteria"))[:_MOST]
    return tuple(
        CriterionData(text=cut(line_of(row, "text"), 200), fits_when=row.get("fits_when") is not False)
        for row in rows
        if line_of(row, "text")
    )


def _capacity(service: Mapping[str, Any], said: OfferData) -> CapacityData | None:
    """Return the answer about room in our words: the standard's numbers say less."""
    word = line_of(service, "dk_room")
    return CapacityData(status=word) if word in {"free", "few", "waiting", "paused"} else said.capacity


def _audience(text: str, values: Mapping[str, Any]) -> str:
    """Return whom it is for without the sentences that stand there for readers who do not know the profile."""
    told = [_SOBRIETY] if values["needs_sobriety"] else []
    if values["gender"] != Gender.ANY:
        told.append(f"{str(Gender(values['gender']).label).capitalize()}: {values['gender_reason']}")
    told += [f"{row.text} {'Ja' if row.fits_when else 'Nej'}, så passer tilbuddet." for row in values["criteria"]]
    for sentence in told:
        text = text.replace(sentence, "")
    return text.strip()
