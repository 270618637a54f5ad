"""Situations in life, in the words of the one who is in them: the front page's short cuts to a need."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Situation:
    """One card: where it leads (a need's key), its drawing, and two short lines."""

    need: str
    icon: str
    heading: str | Promise
    text: str | Promise


SITUATIONS = (
    Situation("ensomhed", "cup", _("Jeg er meget alene"), _("Nogen at snakke med, spise med, gå tur med")),
    Situation("sorg", "leaf", _("Jeg har mistet en, jeg holder af"), _("Grupper og samtaler om sorg og savn")),
    Situation("psykisk-saarbarhed", "cloud", _("Alt er svært lige nu"), _("Angst, stress, tristhed og tunge tanker")),
    Situation("at-vaere-paaroerende", "hand", _("Jeg er pårørende"), _("Når det er en anden, der har det svært")),
    Situation("misbrug", "bottle", _("Det tager over"), _("Alkohol, stoffer, spil – hos dig eller en anden")),
    Situation(
        "vold", "shield", _("Jeg er bange for en derhjemme"), _("Vold, kontrol og overgreb. Du må gerne få hjælp")
    ),
    Situation("oekonomi", "payments", _("Pengene slår ikke til"), _("Gæld, mad, tøj og gratis råd")),
    Situation("familie", "family", _("Familien har det hårdt"), _("Skilsmisse, alene med børn, konflikter")),
    Situation("mistrivsel-unge", "sun", _("Jeg er ung og har det ikke godt"), _("Fællesskab, chat og steder at være")),
    Situation("alderdom", "walk", _("Jeg vil gerne mere ud"), _("Besøgsven, fællesspisning, gåture og kørsel")),
    Situation("integration", "language", _("Jeg er ny i Danmark"), _("Dansk, lektier, venner og hverdagshjælp")),
    Situation(
        "breve-fra-det-offentlige", "document", _("Jeg forstår ikke brevet"), _("Hjælp til breve, blanketter og møder")
    ),
)
