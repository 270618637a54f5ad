"""One measured number with what was wished for."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """``at_most``/``at_least`` is the wish, in the same unit as ``value``; neither means that it is for comparison."""

    name: str
    value: float
    unit: str
    at_most: float | None = None
    at_least: float | None = None

    @property
    def shown(self) -> str:
        """The number as people read it."""
        digits = 0 if self.value >= 100 or self.value == int(self.value) else 1
        return f"{self.value:.{digits}f} {self.unit}"

    @property
    def wish(self) -> str:
        """What was asked for, or nothing."""
        if self.at_most is not None:
            return f"≤ {self.at_most:g} {self.unit}"
        return f"≥ {self.at_least:g} {self.unit}" if self.at_least is not None else ""

    @property
    def is_reached(self) -> bool | None:
        """Whether the wish is met; None when there is none."""
        if self.at_most is not None:
            return self.value <= self.at_most
        return self.value >= self.at_least if self.at_least is not None else None

    @staticmethod
    def as_json(figures: Sequence["Figure"]) -> str:
        """All figures for a program."""
        return json.dumps([asdict(figure) for figure in figures], ensure_ascii=False, indent=2)
