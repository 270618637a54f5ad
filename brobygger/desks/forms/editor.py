"""Forms of the offer editor: one for each step, one for each kind of row.

They only show: what was typed is kept as it is, and ``directory.editing`` says what is to be put right and where.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from brobygger.directory.editing.steps import LONGEST, Problem
from brobygger.directory.editing.times import DAYS, KEPT, NTHS, REPEATS
from brobygger.directory.models import (
    Access,
    Accessibility,
    CommunityType,
    Delivery,
    Gender,
    Language,
    LocationKind,
    PriceKind,
    Role,
    Signup,
)

Choices = Iterable[tuple[str, Any]]
_DO_NOT_SAY = ("", _("siger vi ikke noget om"))


def known(choices: type[Any]) -> list[tuple[str, Any]]:
    """Return a list of choices less the one that means that nobody has said."""
    return [(value, label) for value, label in choices.choices if value != "unknown"]


def line(
    label: Any, hint: Any = "", *, is_needed: bool = False, is_short: bool = False, **attrs: str
) -> forms.CharField:
    """One line of text."""
    looks = {"class": "is-short"} if is_short else {}
    widget = forms.TextInput(attrs={"autocomplete": "off", **looks, **attrs})
    return forms.CharField(label=label, help_text=hint, required=is_needed, widget=widget)


def text(label: Any, hint: Any = "", *, is_needed: bool = False, rows: int = 4) -> forms.CharField:
    """Several lines of text."""
    return forms.CharField(label=label, help_text=hint, required=is_needed, widget=forms.Textarea(attrs={"rows": rows}))


def one_of(label: Any, choices: Choices, hint: Any = "", *, is_needed: bool = False) -> forms.ChoiceField:
    """One of a few, all of them seen at once."""
    widget = forms.RadioSelect
    return forms.ChoiceField(label=label, help_text=hint, choices=list(choices), required=is_needed, widget=widget)


def pick(label: Any, choices: Choices, hint: Any = "", *, is_needed: bool = False) -> forms.ChoiceField:
    """One of many, folded away."""
    return forms.ChoiceField(label=label, help_text=hint, choices=list(choices), required=is_needed)


def some_of(label: Any, choices: Choices, hint: Any = "", *, is_needed: bool = False) -> forms.MultipleChoiceField:
    """As many as fit."""
    widget = forms.CheckboxSelectMultiple
    return forms.MultipleChoiceField(
        label=label, help_text=hint, choices=list(choices), required=is_needed, widget=widget
    )


def tick(label: Any, hint: Any = "") -> forms.BooleanField:
    """Yes or nothing."""
    widget = forms.CheckboxInput(attrs={"value": "ja"}, check_test=lambda value: value == "ja")
    return forms.BooleanField(label=label, help_text=hint, required=False, widget=widget)


def day(label: Any, hint: Any = "") -> forms.CharField:
    """A day; browsers show a calendar, and send it as an ISO date."""
    return line(label, hint, type="date", is_short=True)


def clock(label: Any) -> forms.CharField:
    """A time of day."""
    return line(label, type="time", is_short=True)


class TypedForm(forms.Form):
    """A form that shows what was typed and what is to be put right; Django never judges what is in it."""

    use_required_attribute = False

    def __init__(
        self, typed: Mapping[str, Any], problems: Iterable[Problem] = (), *, prefix: str | None = None
    ) -> None:
        super().__init__(initial=dict(typed), prefix=prefix)
        self.is_typed = False
        for name, field in self.fields.items():
            kind = prefix.split("-", 1)[0] + "-" if prefix else ""
            if longest := LONGEST.get(f"{kind}{name}"):
                field.widget.attrs.setdefault("data-longest", str(longest))
        for problem in problems:
            name = problem.field.removeprefix(f"{prefix}-") if prefix else problem.field
            if name in self.fields and (prefix is None or problem.field.startswith(f"{prefix}-")):
                self.errors.setdefault(name, self.error_class()).append(problem.message)


class WhatForm(TypedForm):
    """Step 1."""

    name = line(_("Hvad hedder tilbuddet?"), _("Det navn, folk kender det under."), is_needed=True)
    summary = text(
        _("Kort fortalt"),
        _("En eller to sætninger: hvad sker der, og for hvem? Det er det første, folk læser. Højst 200 tegn."),
        is_needed=True,
        rows=3,
    )
    description = text(
        _("Fortæl lidt mere"),
        _("Hvad laver I sammen? Hvem møder man? Skriv, som du ville sige det til en, der ringer."),
        rows=9,
    )


class WhoForm(TypedForm):
    """Step 2; what it is about is chosen beside it, from the concepts."""

    audience = text(_("Hvem er det for? Skriv det med jeres egne ord"), rows=3)
    roles = some_of(_("Hvad kan man komme for?"), Role.choices)
    age_from = line(_("Fra alder"), inputmode="numeric", is_short=True)
    age_to = line(_("Til alder"), inputmode="numeric", is_short=True)
    gender = one_of(_("Er det kun for ét køn?"), Gender.choices)
    gender_reason = line(_("Hvorfor kun for ét køn?"), _("Skriv grunden. Alle kan se den."))
    needs_sobriety = tick(_("Man skal være ædru og clean, når man kommer"))
    access = one_of(
        _("Kan man komme uden henvisning fra kommunen eller lægen?"),
        [(Access.OPEN, _("Ja, alle må komme")), (Access.REFERRAL, _("Nej, man skal have en henvisning"))],
    )


class WhereForm(TypedForm):
    """Step 3; the places are rows."""

    delivery = some_of(
        _("Hvordan mødes man?"),
        [
            (Delivery.IN_PERSON, _("Man kommer et sted hen")),
            (Delivery.PHONE, _("På telefonen")),
            (Delivery.ONLINE, _("På nettet: video eller chat")),
            (Delivery.HOME_VISIT, _("Vi kommer hjem til folk")),
            (Delivery.OUTREACH, _("Vi finder folk der, hvor de er")),
        ],
    )
    reach = one_of(
        _("Hvor må folk komme fra?"),
        [
            ("kommuner", _("Fra bestemte kommuner")),
            ("regioner", _("Fra en hel region")),
            ("landet", _("Fra hele landet")),
        ],
        is_needed=True,
    )
    municipalities = line(
        _("Hvilke kommuner?"), _("Sæt komma imellem, hvis der er flere. For eksempel: Odense, Assens.")
    )
    regions = line(_("Hvilken region?"), _("For eksempel: Syddanmark."))

    def __init__(
        self, typed: Mapping[str, Any], problems: Iterable[Problem] = (), *, prefix: str | None = None
    ) -> None:
        super().__init__(typed, problems, prefix=prefix)
        if typed.get("reach") == "begge":
            self.fields["reach"].choices += [("begge", _("Fra bestemte kommuner og en region"))]  # type: ignore[attr-defined]


class WhenForm(TypedForm):
    """Step 4; the times and pauses are rows."""

    schedule_note = line(
        _("Hvornår, med jeres egne ord?"), _("For eksempel: Hver tirsdag eftermiddag, også i skoleferien.")
    )
    alert = line(
        _("Er der noget særligt lige nu?"), _("For eksempel: Vi holder lukket i uge 7. Det vises øverst på siden.")
    )


class HowForm(TypedForm):
    """Step 5; the contacts are rows."""

    signup = one_of(
        _("Skal man melde sig til?"),
        [
            (Signup.DROP_IN, _("Nej, mød bare op")),
            (Signup.REGISTRATION, _("Ja, man skal melde sig til")),
            (Signup.TALK_FIRST, _("Ja, vi taler sammen først")),
        ],
    )
    signup_note = line(_("Sådan gør man"), _("For eksempel: Ring til os, eller skriv en mail."))
    price_kind = one_of(_("Koster det noget?"), [(PriceKind.FREE, _("Nej, det er gratis")), (PriceKind.PAID, _("Ja"))])
    price_note = line(_("Hvad koster det?"), _("For eksempel: 20 kr. for kaffe og kage."))
    concessions = line(_("Er der hjælp til betalingen?"), _("For eksempel: Har du ikke råd, så sig det til os."))
    first_visit = text(
        _("Hvad sker der, første gang man kommer?"),
        _("Hvem tager imod? Skal man sige noget? Må man bare kigge? Det gør det lettere at gå ind ad døren."),
    )
    host_function = line(_("Hvem tager imod?"), _("For eksempel: den frivillige vært."))
    companion = one_of(_("Kan nogen følge med første gang?"), [("ja", _("Ja")), ("nej", _("Nej"))])
    community_type = pick(_("Hvad slags fællesskab er det?"), [_DO_NOT_SAY, *known(CommunityType)])
    accessibility = some_of(_("Hvad gør det let at komme ind og være der?"), Accessibility.choices)
    accessibility_note = line(
        _("Mere om at komme ind"), _("For eksempel: Der er to trin ved døren, men en rampe bagved.")
    )
    languages = some_of(_("Hvilke sprog taler I?"), Language.choices)
    practical_help = line(_("Praktisk hjælp"), _("For eksempel: Vi kan hente dig i bil."))


class MoreForm(TypedForm):
    """Step 6; the links are rows, the picture has a form of its own."""


class PlaceForm(TypedForm):
    """One place."""

    kind = one_of(
        _("Hvad slags sted?"),
        [(LocationKind.PHYSICAL, _("Et sted, man kan gå hen")), (LocationKind.VIRTUAL, _("På nettet eller telefonen"))],
    )
    name = line(_("Stedets navn"), _("For eksempel: Medborgerhuset."))
    address = line(_("Vej og nummer"), autocomplete="street-address")
    postcode = line(_("Postnummer"), inputmode="numeric", autocomplete="postal-code", is_short=True)
    directions = line(
        _("Sådan finder man derhen"), _("For eksempel: Indgang fra gården. Bus 31 stopper lige uden for.")
    )
    accessibility_note = line(_("Om at komme ind her"))
    url = line(_("Adresse på nettet"), _("Kun hvis man mødes på nettet."), inputmode="url")
    municipality = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, typed: Mapping[str, Any], problems: Iterable[Problem] = (), *, prefix: str | None = None
    ) -> None:
        super().__init__({"kind": "physical", **typed}, problems, prefix=prefix)


class TimeForm(TypedForm):
    """One time that may come again."""

    repeat = pick(_("Hvor tit?"), [("", _("vælg")), *REPEATS])
    days = some_of(_("Hvilken dag?"), DAYS)
    nth = pick(_("Hvilken uge i måneden?"), [("", _("vælg")), *NTHS])
    starts = clock(_("Fra kl."))
    ends = clock(_("Til kl."))
    first = day(_("Første gang"), _("Skal kun skrives, når det er hver anden uge eller én bestemt dag."))
    last = day(_("Sidste gang"), _("Kun hvis det slutter."))
    note = line(_("En note"), _("For eksempel: kun for nye."))
    place = pick(_("Hvor?"), [("", _("alle stederne"))])
    rrule = forms.CharField(required=False, widget=forms.HiddenInput)
    timezone = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        typed: Mapping[str, Any],
        problems: Iterable[Problem] = (),
        *,
        prefix: str | None = None,
        places: Iterable[tuple[str, str]] = (),
    ) -> None:
        super().__init__(typed, problems, prefix=prefix)
        named = list(places)
        if len(named) < 2:
            self.fields["place"] = forms.CharField(required=False, widget=forms.HiddenInput)
        else:
            self.fields["place"].choices = [("", _("alle stederne")), *named]  # type: ignore[attr-defined]
        if typed.get("repeat") == KEPT:
            self.fields["repeat"].choices += [(KEPT, _("som det er nu"))]  # type: ignore[attr-defined]


class PauseForm(TypedForm):
    """Some days on which it is not."""

    begins = day(_("Første dag i pausen"))
    ends = day(_("Sidste dag i pausen"))


class ContactForm(TypedForm):
    """Somebody to turn to."""

    function = line(_("Hvem er det?"), _("En rolle, ikke et navn. For eksempel: Kontoret."), is_needed=True)
    phone = line(_("Telefon"), type="tel", autocomplete="tel")
    email = line(_("E-mail"), type="email", autocomplete="email")
    hours = line(_("Hvornår kan man ringe?"), _("For eksempel: hverdage kl. 10-14."))
    person_name = line(_("Personens navn"), _("Kun hvis folk skal kende navnet."))
    consent = tick(_("Personen har sagt ja til, at navnet vises for alle"))


class LinkForm(TypedForm):
    """Somewhere to read more."""

    label = line(_("Hvad fører linket til?"), _("For eksempel: Program for efteråret."), is_needed=True)
    url = line(_("Adressen"), _("For eksempel: www.forening.dk"), is_needed=True, inputmode="url", autocomplete="url")


class CriterionForm(TypedForm):
    """A yes/no question that tells whether it is for somebody."""

    text = line(_("Spørgsmål"), _("Et, man kan svare ja eller nej til. For eksempel: Bor du alene?"))
    fits_when = one_of(_("Tilbuddet passer, når svaret er"), [("ja", _("ja")), ("nej", _("nej"))])

    def __init__(
        self, typed: Mapping[str, Any], problems: Iterable[Problem] = (), *, prefix: str | None = None
    ) -> None:
        super().__init__({"fits_when": "ja", **typed}, problems, prefix=prefix)


STEP_FORMS: dict[str, type[TypedForm]] = {
    "hvad": WhatForm,
    "hvem": WhoForm,
    "hvor": WhereForm,
    "hvornaar": WhenForm,
    "komme": HowForm,
    "billede": MoreForm,
}
ROW_FORMS: dict[str, type[TypedForm]] = {
    "criteria": CriterionForm,
    "places": PlaceForm,
    "times": TimeForm,
    "pauses": PauseForm,
    "contacts": ContactForm,
    "links": LinkForm,
}
#: What a row of each kind is called: its heading, and the button that adds one more.
ROW_WORDS: dict[str, tuple[Any, Any]] = {
    "criteria": (_("Spørgsmål"), _("Tilføj et spørgsmål")),
    "places": (_("Sted"), _("Tilføj et sted mere")),
    "times": (_("Tidspunkt"), _("Tilføj et tidspunkt mere")),
    "pauses": (_("Pause"), _("Tilføj en pause")),
    "contacts": (_("Kontakt"), _("Tilføj en kontakt mere")),
    "links": (_("Link"), _("Tilføj et link")),
}
#: Kinds of rows that nearly everybody needs: an empty one is there from the start.
ALWAYS_ONE = frozenset({"places", "times", "contacts"})
