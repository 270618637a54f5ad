"""The house rules that a linter does not know (docs/architecture.md says them in prose)."""

import ast
from collections import Counter
from collections.abc import Iterator
from statistics import median

from tests.house.source import ROOT, Module, modules, own_modules

MOST_LINES_IN_A_FILE = 400
MOST_LINES_IN_A_FUNCTION = 40
USUAL_LINES_IN_A_FUNCTION = 8
EMPTY_WORDS = {"utils", "helpers", "common", "managers", "signals", "misc", "base"}
EDGES = ("views", "api", "tasks", "handlers", "admin", "management", "middleware", "context", "forms", "urls",
         "desk", "counting", "doors")  # fmt: skip
FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef
#: They follow from an act of the room that owns the document, which has asked its policy and written in the book.
ACTS_WITHOUT_AN_ACTOR = {"publish", "publish_many", "withdraw", "withdraw_many", "mark_unanswered"}
#: Where whatever goes wrong is told and the rest goes on: one step of the night must not stop the others.
LAST_RESORTS = {"desks/nights.py", "sources/management/commands/sources.py"}
#: Above these a room is asked whether it is one room. Asked on 2026-11-22, and what was answered:
MOST_LINES_IN_A_ROOM = 2_500
LARGE_ROOMS = {
    "desks": "desks of many kinds of people, each with thin pages; the offer editor would be the first to move out",
    "accounts": "signing in, rights and who gave them hang on one row; the half-yearly review would be the first out",
    "search": "one engine behind one door; analysis, understanding and engine are packages that need each other",
    "opendata": "the register in HSDS, its lists and its feed are one promise; the mapping would be first out",
    "web": "pages are many and thin; the operators' commands would be the first to move out",
    "notifications": "outbox, delivery and worker share their states; the schedule would be the first to move out",
    "exchange": "files out, files in and keys share owners and columns; keys for other systems would be the first out",
    "duplicates": "finding, merging and parting share what an entry is; training would be the first to move out",
    "directory": "the register and the loading of files; loading would be the first to move out",
    "sources": "reading, becoming and writing are one way in; the readers of feeds would be the first to move out",
    "organisations": "who offers, who writes for them and how that is proved; claims would be the first to move out",
}


def functions(module: Module) -> Iterator[FunctionNode]:
    return (node for node in ast.walk(module.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def takes(node: FunctionNode, name: str) -> bool:
    return name in [argument.arg for argument in node.args.kwonlyargs]


def is_edge(module: Module) -> bool:
    return any(module.is_part_of(edge) for edge in EDGES)


class TestFiles:
    def test_are_short_enough_to_read(self) -> None:
        written = [module.path for module in modules() if not module.is_migration]
        written += [*(ROOT / "tests").rglob("*.py"), *(ROOT / "scripts").rglob("*.py")]
        lengths = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8").count("\n") for path in written}

        assert not {path: lines for path, lines in lengths.items() if lines > MOST_LINES_IN_A_FILE}

    def test_have_names_that_say_something(self) -> None:
        assert not [module.path for module in modules() if module.path.stem in EMPTY_WORDS]

    def test_introduce_themselves(self) -> None:
        silent = [
            str(module.path)
            for module in modules()
            if module.text.strip() and not module.is_migration and not ast.get_docstring(module.tree)
        ]

        assert not silent


class TestRooms:
    def test_are_large_only_after_being_asked(self) -> None:
        lines: Counter[str] = Counter()
        for module in own_modules():
            lines[module.room] += module.text.count("\n")

        assert {room for room, count in lines.items() if count > MOST_LINES_IN_A_ROOM} <= LARGE_ROOMS.keys()


class TestFunctions:
    def test_are_short_as_a_rule(self) -> None:
        lengths = [(node.end_lineno or 0) - node.lineno + 1 for module in own_modules() for node in functions(module)]

        assert median(lengths) <= USUAL_LINES_IN_A_FUNCTION

    def test_fit_on_a_screen(self) -> None:
        long = [
            f"{module.where(node)} {node.name}"
            for module in own_modules()
            for node in functions(module)
            if (node.end_lineno or 0) - node.lineno + 1 > MOST_LINES_IN_A_FUNCTION
        ]

        assert not long

    def test_do_not_import_our_own_code(self) -> None:
        hidden = [
            module.where(node)
            for module in own_modules()
            for function in functions(module)
            for node in ast.walk(function)
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("brobygger")
        ]

        assert not hidden


def public_functions(*parts: str) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Yield the functions that other rooms may call in some parts of every room, with where they stand."""
    for module in own_modules():
        if not any(module.is_part_of(part) for part in parts):
            continue
        for node in module.tree.body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                yield f"{module.where(node)} {node.name}", node


class TestServices:
    def test_take_keywords_only(self) -> None:
        """One thing may stand first without a name where there is nothing to mistake it for: ``get_concept(key)``."""
        assert not [where for where, node in public_functions("services", "selectors") if len(node.args.args) > 1]
        assert not [where for where, node in public_functions("services") if node.args.args and takes(node, "at")]

    def test_take_the_actor_first(self) -> None:
        acts = [(where, node) for where, node in public_functions("services") if takes(node, "at")]
        wrong = [where for where, node in acts if node.args.kwonlyargs[0].arg != "actor"]

        assert {where.rsplit(" ", 1)[1] for where in wrong} == ACTS_WITHOUT_AN_ACTOR

    def test_never_see_a_request(self) -> None:
        rooms_acts = [m for m in own_modules() if m.is_part_of("services") or m.is_part_of("selectors")]

        assert not [str(module.path) for module in rooms_acts if "django.http" in module.text]


class TestViews:
    def test_never_touch_a_manager(self) -> None:
        touching = [
            module.where(node)
            for module in own_modules()
            if module.is_part_of("views")
            for node in ast.walk(module.tree)
            if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}
        ]

        assert not touching

    def test_are_thin(self) -> None:
        thick = [
            f"{module.where(node)} {node.name}"
            for module in own_modules()
            if module.is_part_of("views")
            for node in functions(module)
            if (node.end_lineno or 0) - node.body[0].lineno + 1 > 25
        ]

        assert not thick


class TestModels:
    def test_do_not_override_save(self) -> None:
        overriding = [
            module.where(node)
            for module in own_modules()
            for node in functions(module)
            if node.name == "save" and module.is_part_of("models")
        ]

        assert not overriding

    def test_inherit_at_most_two_steps_of_our_own(self) -> None:
        parents: dict[str, list[str]] = {}
        for module in own_modules():
            for node in ast.walk(module.tree):
                if isinstance(node, ast.ClassDef):
                    parents[node.name] = [base.id for base in node.bases if isinstance(base, ast.Name)]

        def depth(name: str, seen: frozenset[str] = frozenset()) -> int:
            own = [base for base in parents.get(name, []) if base in parents and base not in seen | {name}]
            return 1 + max((depth(base, seen | {name}) for base in own), default=0)

        assert not {name for name in parents if depth(name) > 3}


class TestQueries:
    def test_have_names(self) -> None:
        """``.filter(`` lives in models, selectors and the services that own the rows, so that a query has one name."""
        nameless = [
            module.where(node)
            for module in own_modules()
            if is_edge(module) or module.is_part_of("policies")
            for node in ast.walk(module.tree)
            if isinstance(node, ast.Attribute) and node.attr in {"filter", "exclude", "get_or_create"}
            if isinstance(node.value, ast.Attribute) and node.value.attr == "objects"
        ]

        assert not nameless


class TestSignals:
    def test_are_not_used(self) -> None:
        words = ("django.dispatch", "db.models.signals", "receiver(")

        assert not [str(m.path) for m in own_modules() if any(word in m.text for word in words)]


class TestTheClock:
    def test_is_read_at_the_edges(self) -> None:
        reading = [
            module.where(node)
            for module in own_modules()
            if not is_edge(module) and module.room not in {"config"}
            for node in ast.walk(module.tree)
            if isinstance(node, ast.Call)
            and ast.unparse(node)
            in {"timezone.now()", "datetime.now()", "datetime.now(UTC)", "date.today()", "timezone.localdate()"}
        ]

        assert not reading


class TestErrors:
    def test_are_caught_by_name(self) -> None:
        greedy = [
            module.where(node)
            for module in own_modules()
            if f"{module.room}/{module.inner}" not in LAST_RESORTS
            for node in ast.walk(module.tree)
            if isinstance(node, ast.ExceptHandler)
            and (node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"})
        ]

        assert not greedy
