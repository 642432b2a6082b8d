"""Stands before a real Elasticsearch and, when told to, answers in its place as servers in trouble do."""

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlparse

PRODUCT = {"X-Elastic-Product": "Elasticsearch"}
# How it answers instead: status, type, body.
ANSWERS = {
    "503": (503, "application/json", b'{"error": {"type": "cluster_block_exception"}, "status": 503}'),
    "502 of a proxy": (502, "text/html", b"<html><h1>Bad gateway</h1></html>"),
    "a page": (200, "text/html", b"<html><h1>Welcome to nginx!</h1></html>"),
    "half an answer": (200, "application/json", b'{"took": 3, "timed_out": false, "hits": {"to'),
    "another shape": (200, "application/json", b'{"hits": 7}'),
    "a list": (200, "application/json", b"[]"),
    "nothing": (200, "application/json", b""),
    "too many requests": (
        429,
        "application/json",
        b'{"error": {"type": "es_rejected_execution_exception"}, "status": 429}',
    ),
    "wrong password": (401, "application/json", b'{"error": {"type": "security_exception"}, "status": 401}'),
}
PASS, SILENT, SHUT = "pass", "silent", "shut"


class Misbehaving(ThreadingHTTPServer):
    """``mode`` is ``PASS``, ``SILENT`` (no answer for 30 s), ``SHUT`` (ends the connection), or one of ``ANSWERS``."""

    daemon_threads = True

    def __init__(self, url: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.real = urlparse(url).netloc
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.asked = 0
        self.is_closed = threading.Event()
        self.mode = PASS

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever asked has gone."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Misbehaving

    def answer(self) -> None:
        self.server.asked += 1
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.server.mode == PASS:
            self._pass_on(body)
        elif self.server.mode in ANSWERS:
            status, kind, text = ANSWERS[self.server.mode]
            self._send(status, {"Content-Type": kind, **PRODUCT}, text)
        else:
            if self.server.mode == SILENT:
                self.server.is_closed.wait(30)
            self.close_connection = True

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = answer

    def _pass_on(self, body: bytes) -> None:
        real = http.client.HTTPConnection(self.server.real, timeout=60)
        headers = {name: value for name, value in self.headers.items() if name.lower() != "host"}
        real.request(self.command, self.path, body, headers)
        response = real.getresponse()
        text = response.read()
        kept = {name: response.headers[name] for name in ("Content-Type", *PRODUCT) if name in response.headers}
        self._send(response.status, kept, text)
        real.close()

    def _send(self, status: int, headers: dict[str, str], text: bytes) -> None:
        self.send_response(status)
        for name, value in (headers | {"Content-Length": str(len(text))}).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(text)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@contextmanager
def misbehaving(url: str) -> Iterator[Misbehaving]:
    server = Misbehaving(url)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield server
    finally:
        server.is_closed.set()
        server.shutdown()
        server.server_close()
