"""The server: one process, one port, the pages of one archive."""

import gc
import socket
import threading
import webbrowser
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

import uvicorn

from kissandcry.core import Unreadable
from kissandcry.web.app import LOOPBACK, create_app

__all__ = ["LOOPBACK", "address_of", "listen", "open_soon", "serve"]

_BACKLOG: Final = 512
_CONNECTIONS: Final = 400  # at once; more are told to come again
_IDLE: Final = 15  # seconds that a quiet connection is kept


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes a free one.

    Raises `Unreadable` where the address is not of this computer or the port is taken.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With its protocol named, small answers are sent at once (asyncio asks for that by it).
    opened = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if not hasattr(socket, "SO_EXCLUSIVEADDRUSE"):  # elsewhere than on Windows
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.bind((host.strip("[]"), port))
        opened.listen(_BACKLOG)
    except OSError as error:
        opened.close()
        raise Unreadable(
            f"{host}, port {port}: cannot be served there: {error.strerror or error};"
            " another port is chosen with --port"
        ) from None
    return opened


def address_of(opened: socket.socket) -> str:
    """The address of the first page."""
    host, port = opened.getsockname()[:2]
    if host in {"0.0.0.0", "::"}:
        host = "localhost"
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


def open_soon(address: str) -> None:
    """Open the first page in a browser, once the server had a moment to start."""
    timer = threading.Timer(1.0, webbrowser.open, [address])
    timer.daemon = True
    timer.start()


def serve(
    path: str | None,
    opened: socket.socket,
    *,
    host: str,
    names: Sequence[str] = (),
    allow_uploads: bool = True,
    shelf: Path | None = None,
) -> None:
    """Serve an archive (None: your own) on a socket until the process is told to stop.

    `shelf` is the folder of reviews that are shown (None: none are).

    Asked for may be the names of this computer's own loopback, `host` and `names`.
    """
    app = create_app(
        path, allow_uploads=allow_uploads, hosts=(*LOOPBACK, host, *names), shelf=shelf
    )
    config = uvicorn.Config(
        app,
        http="httptools",
        loop="asyncio",
        ws="none",
        log_level="warning",
        access_log=False,
        server_header=False,
        limit_concurrency=_CONNECTIONS,
        timeout_keep_alive=_IDLE,
    )
    gc.collect()
    gc.freeze()  # what is there now stays: to look through it for garbage again and again is no use
    with suppress(KeyboardInterrupt):  # told to stop, which it has done by then
        uvicorn.Server(config).run(sockets=[opened])
    gc.unfreeze()
