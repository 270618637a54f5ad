"""Which files there are of one making, told in ``filer.json`` beside them."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

MANIFEST = "filer.json"
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class FileKind:
    """A file we make: its name, what it is to programs and to people, and whether it lies packed beside itself too."""

    name: str
    media_type: str
    is_packed: bool = False


FILES: dict[str, FileKind] = {
    kind.name: kind
    for kind in (
        FileKind(name="tilbud.xlsx", media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        FileKind(name="tilbud.csv", media_type="text/csv; charset=utf-8", is_packed=True),
        FileKind(name="steder.geojson", media_type="application/geo+json", is_packed=True),
        FileKind(name="hsds.zip", media_type="application/zip"),
        FileKind(name="tilbud.ndjson", media_type="application/x-ndjson", is_packed=True),
        FileKind(name="register.ndjson", media_type="application/x-ndjson", is_packed=True),
        FileKind(name="katalog.ttl", media_type="text/turtle; charset=utf-8"),
        FileKind(name="katalog.jsonld", media_type="application/ld+json"),
        FileKind(name="tilbud.csv.license", media_type="text/plain; charset=utf-8"),
        FileKind(name="tilbud.ndjson.license", media_type="text/plain; charset=utf-8"),
    )
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeFile:
    """One file as it was made."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """One making: how far it goes in the feed, when, how many things of each kind, and the files."""

    sequence: int
    made_at: datetime
    things: dict[str, int]
    left_out: dict[str, int]
    files: dict[str, MadeFile]

    def as_json(self) -> dict[str, object]:
        """Return it as ``filer.json`` has it."""
        return {**asdict(self), "made_at": self.made_at.isoformat(), "files": [asdict(f) for f in self.files.values()]}


def measure(path: Path) -> MadeFile:
    """Return a file's size and digest."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return MadeFile(name=path.name, bytes=path.stat().st_size, sha256=digest.hexdigest())


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Keep it beside the files."""
    text = json.dumps(manifest.as_json(), ensure_ascii=False, indent=1)
    (folder / MANIFEST).write_text(text, encoding="utf-8")


def read_manifest(folder: Path) -> Manifest | None:
    """Return what a folder of files holds, or None when it holds none."""
    try:
        said = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return Manifest(
        sequence=said["sequence"],
        made_at=datetime.fromisoformat(said["made_at"]),
        things=said["things"],
        left_out=said["left_out"],
        files={file["name"]: MadeFile(**file) for file in said["files"]},
    )
