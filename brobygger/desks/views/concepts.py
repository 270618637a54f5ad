"""Doors: the everyday words that mean a concept, for the editors who know how people talk."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from brobygger.accounts.middleware import actor_of
from brobygger.desks.forms.editors import WordForm
from brobygger.kernel.actors import Actor
from brobygger.kernel.errors import DomainError, NotFound
from brobygger.taxonomy.policies import may_edit_words
from brobygger.taxonomy.selectors import concepts_of, facets, get_concept
from brobygger.taxonomy.services import change_word
from brobygger.ui.languages import current_language


@never_cache
@require_safe
def concepts(request: HttpRequest) -> HttpResponse:
    """Show every concept, by what kind of question it answers."""
    _editor(request)
    language = current_language()
    shelves = [
        (label, [(row.key, row.label(language), len(row.expressions_da)) for row in concepts_of(facet)])
        for facet, label in facets()
    ]
    return render(request, "desks/concepts/list.html", {"shelves": shelves})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def concept_words(request: HttpRequest, key: str) -> HttpResponse:
    """Show the everyday words of one concept; put one on or take one off."""
    actor, concept = _editor(request), get_concept(key)
    form = WordForm(request.POST or None, initial={"language": "da"})
    if form.is_valid():
        is_removed = request.POST.get("do") == "remove"
        try:
            change_word(actor=actor, key=key, is_removed=is_removed, at=timezone.now(), **form.cleaned_data)
        except DomainError as error:
            form.add_error("text", gettext(error.message))
        else:
            told = gettext("Ordet er taget af.") if is_removed else gettext("Ordet er sat på.")
            messages.success(request, told)
            return redirect("desks:concept_words", key)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    words = [("da", gettext("På dansk"), concept.expressions_da), ("en", gettext("På engelsk"), concept.expressions_en)]
    context = {"concept": concept, "label": concept.label(current_language()), "words": words, "form": form}
    return render(request, "desks/concepts/words.html", context, status=status)


def _editor(request: HttpRequest) -> Actor:
    """Return the one who asks, if they edit words; to others there is nothing here."""
    actor = actor_of(request)
    if not may_edit_words(actor):
        raise NotFound
    return actor
