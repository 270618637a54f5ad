"""The encoder is there when its model is, and nobody notices when it is not."""

import builtins
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from brobygger.meaning import selectors
from brobygger.meaning.conversion import MODEL
from brobygger.meaning.manifest import GRAPH
from brobygger.meaning.selectors import current_encoder, model_folder


@pytest.fixture
def models(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder that is looked at every time."""
    settings.DATA, settings.MODEL = tmp_path, ""
    monkeypatch.setattr(selectors, "LOOK_AGAIN", 0.0)
    return tmp_path / "models"


class TestCurrentEncoder:
    def test_is_none_without_a_model_and_there_when_one_was_set_up_later(self, models: Path, model: Path) -> None:
        assert current_encoder() is None
        models.mkdir()
        (models / MODEL).symlink_to(model)

        encoder = current_encoder()

        assert encoder is not None
        assert current_encoder() is encoder

    def test_is_opened_by_one_thread_only(self, models: Path, model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Who waited while another thread looked takes what that one found."""
        models.mkdir()
        (models / MODEL).symlink_to(model)

        class Waited:
            def __enter__(self) -> None:
                selectors._desk.look_again_at = float("inf")

            def __exit__(self, *_: object) -> None:
                pass

        selectors.forget_encoder()
        monkeypatch.setattr(selectors._desk, "lock", Waited())

        assert current_encoder() is None

    def test_goes_when_the_model_goes(self, models: Path, model: Path) -> None:
        models.mkdir()
        (models / MODEL).symlink_to(model)
        assert current_encoder() is not None
        (models / MODEL).unlink()

        assert current_encoder() is None

    @pytest.mark.usefixtures("models")
    def test_may_be_the_operators_own(self, settings: Settings, model: Path) -> None:
        settings.MODEL = str(model)

        encoder = current_encoder()

        assert encoder is not None
        assert model_folder() == model

    def test_is_none_when_turned_off(self, models: Path, model: Path, settings: Settings) -> None:
        models.mkdir()
        (models / MODEL).symlink_to(model)
        settings.MODEL = "off"

        assert current_encoder() is None
        assert model_folder() is None

    @pytest.mark.parametrize("file", [GRAPH, "piece_ids.npy", "words.bin"])
    def test_is_none_when_a_file_is_damaged(self, file: str, models: Path, model: Path) -> None:
        shutil.copytree(model, models / MODEL)
        (models / MODEL / file).write_bytes(b"?")

        assert current_encoder() is None

    @pytest.mark.parametrize("package", ["onnxruntime", "marisa_trie"])
    def test_is_none_without_the_packages(
        self, package: str, models: Path, model: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        models.mkdir()
        (models / MODEL).symlink_to(model)
        monkeypatch.setattr(builtins, "__import__", _without(package))

        assert current_encoder() is None

    def test_does_not_look_at_the_disk_at_every_question(
        self, models: Path, model: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(selectors, "LOOK_AGAIN", 60.0)
        assert current_encoder() is None
        models.mkdir()
        (models / MODEL).symlink_to(model)

        assert current_encoder() is None


def _without(package: str) -> Callable[..., Any]:
    real = builtins.__import__

    def importing(name: str, *args: Any, **more: Any) -> Any:
        if name.split(".")[0] == package:
            raise ImportError(name)
        return real(name, *args, **more)

    return importing
