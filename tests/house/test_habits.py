"""The house rules that a linter does not know (docs/architecture.md says them in prose)."""

import ast
from collections.abc import Iterator

from tests.house.source import Module, modules, own_modules

MOST_LINES_IN_A_FILE = 400
MOST_LINES_IN_A_FUNCTION = 40
EMPTY_WORDS = {"utils", "helpers", "common", "managers", "signals", "misc", "base"}
EDGES = ("views", "api", "tasks", "handlers", "admin", "management", "middleware", "context", "forms", "urls")
FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


def functions(module: Module) -> Iterator[FunctionNode]:
    return (node for node in ast.walk(module.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def is_edge(module: Module) -> bool:
    return any(module.is_part_of(edge) for edge in EDGES)


class TestFiles:
    def test_are_short_enough_to_read(self) -> None:
        long = {
            str(module.path): lines
            for module in modules()
            if not module.is_migration and (lines := module.text.count("\n")) > MOST_LINES_IN_A_FILE
        }

        assert not long

    def test_have_names_that_say_something(self) -> None:
        assert not [module.path for module in modules() if module.path.stem in EMPTY_WORDS]

    def test_introduce_themselves(self) -> None:
        silent = [
            str(module.path)
            for module in modules()
            if module.text.strip() and not module.is_migration and not ast.get_docstring(module.tree)
        ]

        assert not silent


class TestFunctions:
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


class TestServices:
    def test_take_keywords_only_and_the_actor_first(self) -> None:
        wrong = []
        for module in own_modules():
            if not module.is_part_of("services"):
                continue
            for node in module.tree.body:
                if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                    continue
                arguments = [argument.arg for argument in node.args.kwonlyargs]
                writes = "at" in arguments
                if node.args.args and "request" not in [a.arg for a in node.args.args] and writes:
                    wrong.append(f"{module.where(node)} {node.name}: positional")
                if writes and arguments[0] != "actor" and module.room not in {"search", "curation"}:
                    wrong.append(f"{module.where(node)} {node.name}: actor is not first")

        assert not wrong

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
            for node in ast.walk(module.tree)
            if isinstance(node, ast.ExceptHandler)
            and (node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"})
        ]

        assert not greedy
