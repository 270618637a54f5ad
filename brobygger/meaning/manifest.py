"""A model is a folder of files and a manifest that holds the checksum of each: nothing unchecked is ever used."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from brobygger.meaning.errors import BrokenModel, NoModel

MANIFEST = "manifest.json"
GRAPH, WEIGHTS, WORDS = "graph.onnx", "graph.weights", "words.bin"
PIECES, PIECE_IDS, PIECE_SCORES = "pieces.marisa", "piece_ids.npy", "piece_scores.npy"
FILES = (GRAPH, WEIGHTS, WORDS, PIECES, PIECE_IDS, PIECE_SCORES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a model is: a short name that no other weights have, the length of its vectors, its source and its files."""

    model: str
    size: int
    source: str
    source_sha256: str
    recipe: int
    files: Mapping[str, str]


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a folder; raise NoModel when there is none, BrokenModel when it makes no sense."""
    try:
        data = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NoModel from error
    except (OSError, ValueError) as error:
        raise BrokenModel from error
    names = {field.name for field in fields(Manifest)}
    if not isinstance(data, dict) or data.keys() != names or set(data["files"]) != set(FILES):
        raise BrokenModel
    return Manifest(**data)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest: the last file of a model, so that a folder without it is a model that was never finished."""
    (folder / MANIFEST).write_text(json.dumps(asdict(manifest), indent=2) + "\n", encoding="utf-8")


def check_files(folder: Path, manifest: Manifest) -> None:
    """Raise BrokenModel unless every file is there and is the one the manifest speaks of."""
    for name, expected in manifest.files.items():
        try:
            is_right = fingerprint(folder / name) == expected
        except OSError as error:
            raise BrokenModel from error
        if not is_right:
            raise BrokenModel


def fingerprint(path: Path) -> str:
    """Return a file's SHA-256."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
