"""The text of PDF files, read by a process of its own (``pdf_reader``), which waits for the next one.

PDFium bears one thread at a time, and a file made for it takes hours or ends the process: not that of the site.
"""

import atexit
import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Lock, Timer

PROGRAM = Path(__file__).with_name("pdf_reader.py")

_one_at_a_time = Lock()
# By the process that started it: one that was forked from that starts another.
_readers: dict[int, "subprocess.Popen[bytes]"] = {}


def pages_of(data: bytes, *, pages: int, characters: int, seconds: float) -> list[str]:
    """The text of each page, raw; of at most so many pages and characters, and what was read after so many seconds.

    What does not open has no pages.
    """
    with _one_at_a_time:
        reader = _running(pages, characters)
        watchdog = Timer(seconds, reader.kill)
        watchdog.start()
        found: list[str] = []
        is_done = False
        try:
            reader.stdin.write(len(data).to_bytes(8, "big") + data)  # type: ignore[union-attr]
            reader.stdin.flush()  # type: ignore[union-attr]
            for line in reader.stdout:  # type: ignore[union-attr]
                if not line.endswith(b"\n"):
                    break
                if (text := json.loads(line)) is None:
                    is_done = True
                    break
                found.append(text)
        except BrokenPipeError:
            pass
        finally:
            watchdog.cancel()
            if not is_done:
                _stop()
    return found


def _running(pages: int, characters: int) -> "subprocess.Popen[bytes]":
    reader = _readers.get(os.getpid())
    if reader and reader.poll() is None:
        return reader
    _stop()
    reader = _readers[os.getpid()] = subprocess.Popen(
        [sys.executable, "-I", PROGRAM, str(pages), str(characters)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    return reader


@atexit.register
def _stop() -> None:
    if reader := _readers.pop(os.getpid(), None):
        reader.kill()
        with suppress(BrokenPipeError):
            reader.stdin.close()  # type: ignore[union-attr]
        reader.stdout.close()  # type: ignore[union-attr]
        reader.wait()
