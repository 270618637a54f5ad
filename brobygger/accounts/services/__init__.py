"""Acts on accounts; what is newer than the account itself lies in modules of its own beside ``users``."""

from brobygger.accounts.services.users import ensure_account, note_sign_in

__all__ = ["ensure_account", "note_sign_in"]
