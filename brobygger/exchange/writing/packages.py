"""Several files as one zip file."""

import zipfile
from collections.abc import Iterable, Iterator
from typing import IO


def write_package(file: IO[bytes], parts: Iterable[tuple[str, Iterator[bytes]]]) -> None:
    """Write each part under its name, piece by piece."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package:
        for name, pieces in parts:
            with package.open(name, "w", force_zip64=True) as part:
                for piece in pieces:
                    part.write(piece)
