"""What the tests of this room share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from brobygger.meaning.encoder import Encoder
from brobygger.meaning.selectors import forget_encoder
from brobygger.meaning.tests.models import kept_model


@pytest.fixture(scope="session")
def model() -> Path:
    """The folder of the real model."""
    return kept_model()


@pytest.fixture(scope="session")
def encoder(model: Path) -> Encoder:
    """The encoder on the real model."""
    return Encoder(model)


@pytest.fixture(autouse=True)
def opened_anew() -> Iterator[None]:
    """Leave no test's encoder to the next."""
    forget_encoder()
    yield
    forget_encoder()
