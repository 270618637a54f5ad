"""docs/cli.md says what the command line is: every command, every option, nothing else."""

import re
from argparse import Action

import pytest
from django.core.management import get_commands, load_command_class

from tests.house.source import ROOT

DOCUMENT = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
#: Django's own commands that an operator is told to use.
FROM_DJANGO = {"migrate"}
#: Every Django command has these.
EVERYWHERE = {
    "--help", "--version", "--verbosity", "--settings", "--pythonpath", "--traceback", "--no-color", "--force-color",
    "--skip-checks",
}  # fmt: skip


def own_commands() -> dict[str, str]:
    """Return our commands, with the room each lives in."""
    return {name: str(app) for name, app in get_commands().items() if str(app).startswith("brobygger.")}


def actions(name: str) -> list[Action]:
    """Return what a command really takes."""
    app = own_commands().get(name, "django.core")
    return load_command_class(app, name).create_parser("brobygger", name)._actions


def documented() -> dict[str, set[str]]:
    """Return the commands of the document's table, each with the options and arguments named anywhere in its rows."""
    found: dict[str, set[str]] = {}
    for row in re.findall(r"^\| (`.+) \|$", DOCUMENT, flags=re.MULTILINE):
        names = []
        for code in re.findall(r"`([^`]+)`", row):
            if re.match(r"[a-z]", code):
                names.append(code.split()[0])
            takes_one = re.match(r'[a-z-]+ (\[?[A-Z]{4}|")', code)
            words = {*re.findall(r"--[a-z-]+", code), *(["FILE or words"] if takes_one else [])}
            if names and names[-1] in own_commands() | dict.fromkeys(FROM_DJANGO, ""):
                found.setdefault(names[-1], set()).update(words)
    return found


class TestTheTable:
    def test_names_every_command_of_ours_and_no_other(self) -> None:
        assert set(documented()) == set(own_commands()) | FROM_DJANGO

    @pytest.mark.parametrize("name", sorted(own_commands()))
    def test_names_every_option_and_no_other(self, name: str) -> None:
        real = {option for action in actions(name) for option in action.option_strings if option.startswith("--")}

        assert {word for word in documented()[name] if word.startswith("--")} == real - EVERYWHERE

    @pytest.mark.parametrize("name", sorted(own_commands()))
    def test_says_whether_it_takes_a_file_or_words(self, name: str) -> None:
        takes_one = any(not action.option_strings for action in actions(name))

        assert takes_one == ("FILE or words" in documented()[name])

    @pytest.mark.parametrize("name", sorted(own_commands()))
    def test_has_help_in_words(self, name: str) -> None:
        command = load_command_class(own_commands()[name], name)

        assert len(command.help) > 15
        assert all(action.help for action in actions(name))
