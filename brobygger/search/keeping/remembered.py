"""The documents that were shown lately, so that a page asked for again needs no query for them."""

from collections import OrderedDict
from collections.abc import Collection, Iterable, Sequence
from threading import Lock
from uuid import UUID

from brobygger.search.documents import Document
from brobygger.search.keeping.codec import decode
from brobygger.search.models import IndexedDocument

#: Ten thousand bytes each.
_MOST = 300


class RememberedDocuments:
    """The documents of one state of the index. Any number of threads may ask at once."""

    def __init__(self, known: Iterable[tuple[UUID, Document]] = ()) -> None:
        self._known = OrderedDict(known)
        self._lock = Lock()

    def fetch(self, ids: Sequence[UUID]) -> list[Document | None]:
        """Return documents in the order of their ids; None for one that is gone. One query at most."""
        found = self._look_up(ids)
        missing = [key for key in ids if key not in found]
        if missing:
            contents = IndexedDocument.objects.all().contents_with_ids(missing)
            read = {document.id: document for document in map(decode, contents)}
            self._remember(read.values())
            found |= read
        return [found.get(key) for key in ids]

    def without(self, ids: Collection[UUID]) -> "RememberedDocuments":
        """Return what is remembered besides some documents, which have changed.

        A new memory: a thread that has read an old content still writes it into the old one.
        """
        with self._lock:
            return RememberedDocuments((key, document) for key, document in self._known.items() if key not in ids)

    def _look_up(self, ids: Sequence[UUID]) -> dict[UUID, Document]:
        with self._lock:
            found = {key: self._known[key] for key in ids if key in self._known}
            for key in found:
                self._known.move_to_end(key)
            return found

    def _remember(self, documents: Iterable[Document]) -> None:
        with self._lock:
            for document in documents:
                self._known[document.id] = document
            while len(self._known) > _MOST:
                self._known.popitem(last=False)
