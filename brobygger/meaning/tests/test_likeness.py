"""A question is near some examples and far from others."""

from pathlib import Path

import numpy as np
import pytest

from brobygger.meaning.encoder import Encoder
from brobygger.meaning.likeness import Prototypes

EXAMPLES = {
    "money": ["jeg har gæld", "regninger jeg ikke kan betale", "hjælp til budget", "min økonomi er et rod"],
    "sport": ["fodbold for begyndere", "svømning om aftenen", "løb sammen med andre", "gymnastik for ældre"],
}


class TestPrototypes:
    def test_find_the_topic_of_a_question(self, encoder: Encoder, tmp_path: Path) -> None:
        prototypes = Prototypes.of(EXAMPLES, encoder=encoder, folder=tmp_path)

        for text, topic in (("i cannot pay my rent", "money"), ("badminton for voksne", "sport")):
            chances = prototypes.chances(encoder.questions([text])[0])
            assert max(chances, key=lambda name: chances[name]) == topic
            assert sum(chances.values()) == pytest.approx(1)

    def test_keep_the_examples_vectors_for_the_next(
        self, encoder: Encoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        question = encoder.questions(["fodbold"])[0]
        first = Prototypes.of(EXAMPLES, encoder=encoder, folder=tmp_path).chances(question)
        monkeypatch.delattr(Encoder, "questions")

        assert Prototypes.of(EXAMPLES, encoder=encoder, folder=tmp_path).chances(question) == first

    def test_work_them_out_again_when_what_was_kept_is_damaged(self, encoder: Encoder, tmp_path: Path) -> None:
        Prototypes.of(EXAMPLES, encoder=encoder, folder=tmp_path)
        (kept,) = tmp_path.iterdir()
        kept.write_bytes(b"?")

        Prototypes.of(EXAMPLES, encoder=encoder, folder=tmp_path)

        assert np.load(kept).shape == (8, encoder.size)

    def test_do_without_a_folder_that_can_be_written_to(self, encoder: Encoder, tmp_path: Path) -> None:
        (tmp_path / "a file").touch()

        prototypes = Prototypes.of(EXAMPLES, encoder=encoder, folder=tmp_path / "a file" / "folder")

        assert prototypes.chances(encoder.questions(["løb"])[0])["sport"] > 0.5
