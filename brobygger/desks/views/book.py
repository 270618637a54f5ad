"""Doors: the book of acts, and who looked at what the portal knows of persons."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from brobygger.accounts.middleware import actor_of
from brobygger.desks.forms.book import BookForm
from brobygger.desks.presenters.book import BookLine, book_url, entry_lines, reading_lines
from brobygger.desks.selectors.book import BookPage, BookWish, entries_page, names_of, readings_page
from brobygger.ui.languages import current_language


@never_cache
@require_safe
def book(request: HttpRequest) -> HttpResponse:
    """Show who did what; 404 for those who may read nothing of it."""
    actor, form = actor_of(request), BookForm(request.GET)
    wish = form.wish()
    page = entries_page(actor=actor, wish=wish)
    names = names_of(actor=actor, entries=page.entries)
    lines = entry_lines(page.entries, names=names, language=current_language())
    return _show(request, form, wish, page, lines, is_readings=False)


@never_cache
@require_safe
def readings(request: HttpRequest) -> HttpResponse:
    """Show who looked at what the portal knows of persons, and why."""
    actor, form = actor_of(request), BookForm(request.GET)
    wish = form.wish()
    page = readings_page(actor=actor, wish=wish)
    names = names_of(actor=actor, entries=page.readings)
    lines = reading_lines(page.readings, names=names, language=current_language())
    return _show(request, form, wish, page, lines, is_readings=True)


def _show(
    request: HttpRequest, form: BookForm, wish: BookWish, page: BookPage, lines: list[BookLine], *, is_readings: bool
) -> HttpResponse:
    newer = book_url(wish, page=wish.page - 1, is_readings=is_readings) if wish.page > 1 else ""
    older = book_url(wish, page=wish.page + 1, is_readings=is_readings) if page.has_older else ""
    context = {
        "form": form,
        "lines": lines,
        "newer": newer,
        "older": older,
        "is_readings": is_readings,
        "is_narrowed": bool(wish.subject_id or wish.actor_id),
    }
    return render(request, "desks/book/book.html", context)
