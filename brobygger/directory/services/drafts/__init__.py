"""Acts on drafts: beginning one, keeping what is typed, sending it in, and letting it become the offer."""

from brobygger.directory.services.drafts.applying import DraftNotWhole, apply_draft, return_draft
from brobygger.directory.services.drafts.importing import fill_draft, show_draft
from brobygger.directory.services.drafts.mailed import (
    ChangeUnderWay,
    NothingChanged,
    is_open_to_links,
    send_change,
)
from brobygger.directory.services.drafts.saving import (
    DraftClosed,
    DraftConflict,
    SavedDraft,
    keep_aside,
    save_draft,
    take_aside,
)
from brobygger.directory.services.drafts.starting import copy_offer, start_draft
from brobygger.directory.services.drafts.submitting import submit_draft, take_back_draft, withdraw_draft

__all__ = [
    "ChangeUnderWay",
    "DraftClosed",
    "DraftConflict",
    "DraftNotWhole",
    "NothingChanged",
    "SavedDraft",
    "apply_draft",
    "copy_offer",
    "fill_draft",
    "is_open_to_links",
    "keep_aside",
    "return_draft",
    "save_draft",
    "send_change",
    "show_draft",
    "start_draft",
    "submit_draft",
    "take_aside",
    "take_back_draft",
    "withdraw_draft",
]
