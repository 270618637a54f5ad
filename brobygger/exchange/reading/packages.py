"""Excel and OpenDocument files are zip files of XML. Both can be made to burst, so they are looked through first.

What a zip file says of its own sizes is not believed: every part is unpacked in small pieces, counted and thrown away.
Lists of dangers: OWASP "File Upload Cheat Sheet", and for XML "XML External Entity Prevention Cheat Sheet".
"""

import io
import zipfile
import zlib

from brobygger.exchange.reading.refusals import FileRefused

#: 50,000 rows of 30 columns of text are about 150 MB of XML.
MOST_UNPACKED = 300 * 1024 * 1024
#: Honest spreadsheets shrink to a tenth or a thirtieth; a bomb to a thousandth.
MOST_SHRUNK = 200
_FROM_SIZE = 1024 * 1024
MOST_PARTS = 1000
_PIECE = 256 * 1024
_ENTITIES = ("<!DOCTYPE", "<!ENTITY")
_ENTITIES_AS_BYTES = tuple(word.encode(encoding) for word in _ENTITIES for encoding in ("utf-8", "utf-16-le"))
_XML_ENDINGS = (".xml", ".rels")


def look_through(content: bytes) -> None:
    """Raise ``FileRefused`` for a zip file that is no spreadsheet, has macros or entities, or unpacks to too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            _look_at_names(package)
            _look_at_sizes(package, packed=len(content))
    # RuntimeError is also what an encrypted file, or a way of packing that Python does not know, comes to.
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, OSError) as error:
        raise FileRefused(
            "Filen er i stykker. Åbn den i dit regneark, gem den igen, og prøv så en gang til."
        ) from error


def _look_at_names(package: zipfile.ZipFile) -> None:
    """Refuse what is no spreadsheet, and what brings programs along."""
    names = package.namelist()
    is_spreadsheet = "xl/workbook.xml" in names or "content.xml" in names
    if not is_spreadsheet:
        raise FileRefused("Det er ikke et regneark. Gem det som Excel (.xlsx) eller CSV, og prøv igen.")
    if len(names) > MOST_PARTS:
        raise FileRefused("Regnearket er sat sammen af for mange dele. Gem kun arket med tilbuddene, og prøv igen.")
    if any(name.lower().endswith(("vbaproject.bin", ".exe", ".dll", ".js")) for name in names):
        raise FileRefused(
            "Regnearket har makroer eller programmer med. Gem det som almindelig Excel (.xlsx) uden makroer."
        )


def _look_at_sizes(package: zipfile.ZipFile, *, packed: int) -> None:
    """Refuse what unpacks to more than a spreadsheet holds, and XML that names entities."""
    unpacked = 0
    for part in package.infolist():
        tail = b""
        with package.open(part) as file:
            while piece := file.read(_PIECE):
                unpacked += len(piece)
                _refuse_bomb(unpacked, packed=packed)
                if part.filename.lower().endswith(_XML_ENDINGS):
                    _refuse_entities(tail + piece)
                    tail = piece[-32:]


def _refuse_bomb(unpacked: int, *, packed: int) -> None:
    is_bomb = unpacked > _FROM_SIZE and unpacked > packed * MOST_SHRUNK
    if is_bomb or unpacked > MOST_UNPACKED:
        raise FileRefused(
            "Regnearket fylder alt for meget, når det pakkes ud. Gem kun arket med tilbuddene, og prøv igen."
        )


def _refuse_entities(piece: bytes) -> None:
    if any(word in piece for word in _ENTITIES_AS_BYTES):
        raise FileRefused("Regnearket bruger noget i XML, vi ikke tager imod. Gem det igen i dit regneark, og prøv så.")
