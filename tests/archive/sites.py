"""A result site on this machine: the sample pages, served by a real HTTP server."""

import gzip
import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


@dataclass
class Reply:
    """What the server answers; `short` bytes of the body are left out though they were promised."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    short: int = 0


@dataclass
class Site:
    """Files by path; `special` answers before them, `None` from it means: as usual. `asked` holds
    each request: path and headers (names in small letters)."""

    files: dict[str, bytes] = field(default_factory=dict)
    special: dict[str, Callable[[int], Reply | None]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    port: int = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def add(self, folder: Path, under: str) -> None:
        """Serve the files of a folder."""
        self.files |= {f"/{under}/{file.name}": file.read_bytes() for file in folder.iterdir()}

    def paths(self) -> list[str]:
        """What was asked for, without robots.txt."""
        return [path for path, _ in self.asked if path != "/robots.txt"]

    def answer(self, path: str, headers: dict[str, str]) -> Reply:
        """The answer to a request, with an ETag that is that of the content."""
        times = sum(one == path for one, _ in self.asked)
        self.asked.append((path, headers))
        if path in self.special and (reply := self.special[path](times)) is not None:
            return reply
        body = self.files.get(path)
        if body is None:
            return Reply(404, b"no such file")
        tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if headers.get("if-none-match") == tag:
            return Reply(304, headers={"ETag": tag})
        return Reply(200, body, {"ETag": tag})


@contextmanager
def served(site: Site) -> Iterator[Site]:
    """The site, answering on a port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            headers = {name.lower(): text for name, text in self.headers.items()}
            reply = site.answer(self.path, headers)
            self.send_response(reply.status)
            for name, text in reply.headers.items():
                self.send_header(name, text)
            self.send_header("Content-Length", str(len(reply.body)))
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(reply.body[: len(reply.body) - reply.short])

        def log_message(self, format: str, *args: object) -> None:
            """Nothing is written to the terminal of the tests."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    site.port = server.server_address[1]
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def bomb(megabytes: int) -> bytes:
    """Zeros of that size, packed to a thousandth of it."""
    return gzip.compress(bytes(megabytes * 1024 * 1024))
