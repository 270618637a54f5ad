"""What somebody who decides fills in, and what the association answers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from brobygger.curation.models import Outcome
from brobygger.curation.rulebook import Rule, reasons_for, rulebook
from brobygger.curation.services.decisions import LONGEST_TEXT
from brobygger.directory.posting_rules import Known
from brobygger.privacy.forms import refuse_cpr

_RULE = "rule-"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleQuestion:
    """One posting rule on the page: the question, what is known already, and the field that answers."""

    rule: Rule
    question: str
    help: str
    why: str
    field: BoundField


class DecisionForm(forms.Form):
    """Ja eller nej. ``has_checklist``: each posting rule is asked, with what is known already as the first answer."""

    outcome = forms.ChoiceField(
        label=_("Hvad siger du?"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg ja eller nej.")},
    )
    reasons = forms.MultipleChoiceField(
        label=_("Hvis nej: hvorfor?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    text = forms.CharField(
        label=_("Med dine egne ord"),
        help_text=_("Foreningen læser det. Skriv, hvad der skal til for at få et ja."),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        validators=[refuse_cpr],
    )

    def __init__(
        self,
        data: Any = None,
        *,
        scope: str,
        language: str,
        has_checklist: bool,
        known: Mapping[str, Known] | None = None,
    ) -> None:
        super().__init__(data)
        self.language, self.known = language, known or {}
        self.rules = rulebook().rules if has_checklist else ()
        choices = [(reason.key, reason.words[language]) for reason in reasons_for(scope)]
        self.fields["reasons"].choices = choices  # type: ignore[attr-defined]
        for rule in self.rules:
            self.fields[f"{_RULE}{rule.key}"] = self._rule_field(rule)

    def questions(self) -> Iterator[RuleQuestion]:
        """Yield the posting rules as the page asks them."""
        for rule in self.rules:
            known = self.known.get(rule.key)
            yield RuleQuestion(
                rule=rule,
                question=rule.question[self.language],
                help=rule.help[self.language],
                why=known.why if known else "",
                field=self[f"{_RULE}{rule.key}"],
            )

    def decision(self) -> dict[str, Any]:
        """Return what was filled in, as ``curation.services.decide`` takes it."""
        given = self.cleaned_data
        answers = {rule.key: given[f"{_RULE}{rule.key}"] for rule in self.rules if given[f"{_RULE}{rule.key}"]}
        return {
            "outcome": given["outcome"],
            "reasons": tuple(given["reasons"]),
            "text": given["text"],
            "checklist": answers,
        }

    def _rule_field(self, rule: Rule) -> forms.ChoiceField:
        known = self.known.get(rule.key)
        return forms.ChoiceField(
            label=rule.question[self.language],
            choices=[(answer.value, answer.label) for answer in rule.answers],
            widget=forms.RadioSelect,
            required=False,
            initial=known.answer if known else "",
        )


class RemarkForm(forms.Form):
    """En besked til den anden side."""

    text = forms.CharField(
        label=_("Skriv en besked"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[refuse_cpr],
        error_messages={"required": _("Skriv noget, før du sender.")},
    )


class AppealForm(forms.Form):
    """En klage: somebody else looks again."""

    text = forms.CharField(
        label=_("Hvorfor skal en anden se på det?"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        validators=[refuse_cpr],
        error_messages={"required": _("Skriv kort, hvorfor du er uenig.")},
    )
