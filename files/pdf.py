"""PDF files, opened by PDFium, which bears one thread at a time in a process."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

import pypdfium2

Broken = pypdfium2.PdfiumError
_one_at_a_time = Lock()


@contextmanager
def opened(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """The document in ``data`` until the block ends; raises ``Broken`` for what does not open."""
    with _one_at_a_time:
        document = pypdfium2.PdfDocument(data)
        try:
            yield document
        finally:
            document.close()
