"""A real model for tests, made once and kept between runs (``var/test-models``) until the way it is made changes."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings

from brobygger.meaning.conversion import MODEL
from brobygger.meaning.errors import PackagesMissing
from brobygger.meaning.selectors import forget_encoder
from brobygger.meaning.services import set_up_model
from brobygger.meaning.weights import package_file

ROOM = Path(__file__).resolve().parents[1]


@cache
def kept_data() -> Path:
    """Return a data folder with a model in it; skip the test without the packages, which is a failure in CI."""
    try:
        package_file()
        pytest.importorskip("onnx")
        pytest.importorskip("onnxruntime")
        pytest.importorskip("marisa_trie")
    except (PackagesMissing, pytest.skip.Exception):
        if os.environ.get("CI") == "true":
            pytest.fail("The language model's packages are missing: make install-test")
        pytest.skip("the language model's packages are not installed")
    sources = b"".join(path.read_bytes() for path in sorted(ROOM.glob("*.py")))
    sources += f"{version('onnx')} {version('onnxruntime')}".encode()
    data = Path(settings.PACKAGE).parent / "var" / "test-models" / hashlib.sha256(sources).hexdigest()[:12]
    with override_settings(DATA=data, MODEL=""):
        set_up_model(say=lambda line: None)
    return data


def kept_model() -> Path:
    """Return the folder of the real model."""
    return kept_data() / "models" / MODEL


@contextmanager
def with_the_model(folder: Path | None = None) -> Iterator[None]:
    """Let ``current_encoder()`` give the real model's encoder, or that of another data folder."""
    with override_settings(DATA=folder or kept_data(), MODEL=""):
        forget_encoder()
        yield
    forget_encoder()
