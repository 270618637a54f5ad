"""What is said of a file that we do not take."""

from brobygger.kernel.errors import BadData


class FileRefused(BadData):
    """Filen kan vi ikke læse. Gem den som Excel (.xlsx) eller CSV, og prøv igen."""

    code = "file_refused"
