"""Every act that the code writes in the book has words for those who read it."""

import ast
import re
from collections.abc import Iterator

from brobygger.audit.words import actor_label, acts_by_room, has_words, subject_label
from brobygger.kernel.actors import ActorKind
from tests.house.source import FLOORS, Module, own_modules

#: ``room.thing.past_tense``; ``{}`` where the code puts a word in.
ACT = re.compile(r"^({})\.(\w+|{{}})\.(\w|{{}})+$".format("|".join(room for rooms in FLOORS for room in rooms)))


def _text(node: ast.expr) -> list[str]:
    """Return what a literal, an f-string or a choice between two says."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return [*_text(node.body), *_text(node.orelse)]
    if isinstance(node, ast.JoinedStr):
        parts = [_text(part) if isinstance(part, ast.Constant) else ["{}"] for part in node.values]
        return ["".join(part[0] for part in parts)]
    return []


def acts(module: Module) -> Iterator[str]:
    """Yield what is given as ``act=`` or named as an act in one module."""
    for node in ast.walk(module.tree):
        given = node.keywords if isinstance(node, ast.Call) else []
        for keyword in given:
            if keyword.arg == "act":
                yield from _text(keyword.value)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id.lower() in {
            "act", "cut",
        }:  # fmt: skip
            yield from _text(node.value)


class TestActs:
    def test_have_words_in_both_languages(self) -> None:
        written = {act for module in own_modules() for act in acts(module)}
        whole = {act for act in written if ACT.match(act) and "{}" not in act}
        shapes = {act for act in written if ACT.match(act) and "{}" in act}
        known = [act for _room, pairs in acts_by_room(language="da") for act, _words in pairs]

        assert len(whole) > 25
        assert not {act for act in whole if not has_words(act)}
        assert not {
            shape
            for shape in shapes
            if not any(re.fullmatch(re.escape(shape).replace(r"\{\}", r"[\w.]+"), act) for act in known)
        }

    def test_actors_and_rows_have_words_too(self) -> None:
        for kind in ActorKind:
            assert actor_label(kind, language="da") != kind
        assert subject_label("offer", language="en") == "an offer"
        assert subject_label("ukendt", language="da") == "ukendt"
