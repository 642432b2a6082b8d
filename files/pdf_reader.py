"""The program that reads PDF files for ``files.pdf``; it imports nothing of the site.

Read are a file's length, eight bytes, and its bytes, again and again; written is a line a page, its text as JSON, and
``null`` after the last one.
"""

import json
import resource
import sys
from collections.abc import Iterator
from contextlib import closing, suppress

import pypdfium2

MEMORY = 2 * 1024**3


def texts(data: bytes, pages: int, characters: int) -> Iterator[str]:
    """The text of each page, of at most so many, until there are so many characters."""
    with closing(pypdfium2.PdfDocument(data)) as document:
        for number in range(min(len(document), pages)):
            text = ""
            with suppress(pypdfium2.PdfiumError):
                text = document[number].get_textpage().get_text_bounded()[:characters]
            yield text
            characters -= len(text)
            if characters <= 0:
                return


def main(pages: int, characters: int) -> None:
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    while length := sys.stdin.buffer.read(8):
        data = sys.stdin.buffer.read(int.from_bytes(length, "big"))
        with suppress(pypdfium2.PdfiumError):
            for text in texts(data, pages, characters):
                print(json.dumps(text), flush=True)
        print("null", flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
