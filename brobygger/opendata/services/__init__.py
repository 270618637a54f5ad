"""Acts of the room: keeping what is published in step with the register, and what sources said."""

from brobygger.opendata.services.forgetting import forget_tombstones
from brobygger.opendata.services.keeping import keep_in_step
from brobygger.opendata.services.moving import move, move_rows
from brobygger.opendata.services.origins import drop_origin, keep_origin
from brobygger.opendata.services.rebuilding import Rebuilt, rebuild

__all__ = ["Rebuilt", "drop_origin", "forget_tombstones", "keep_in_step", "keep_origin", "move", "move_rows", "rebuild"]
