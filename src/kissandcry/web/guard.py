"""What holds for every request: known hosts, bounded addresses, and the headers of the answers."""

import re
from collections.abc import Callable, Sequence
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LONGEST_PATH: Final = 512
LONGEST_QUERY: Final = 1024
_HOST: Final = re.compile(r"(?:[a-z0-9](?:[a-z0-9.-]{0,252})|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?")
POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


Fault = Callable[[Request, Exception], Response]


class Guard:
    """Refuses hosts that the site does not serve and addresses without measure; adds headers, also
    to what `fault` answers where the application breaks."""

    def __init__(self, app: ASGIApp, hosts: Sequence[str], fault: Fault) -> None:
        self._app = app
        self._fault = fault
        self._hosts = frozenset(host.lower() for host in hosts)
        self._any = "*" in self._hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        started = False

        async def with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        problem = self._problem(scope)
        app = _refusal(scope, problem) if problem else self._app
        try:
            await app(scope, receive, with_headers)
        except ClientDisconnect:  # nobody is left to be answered, and nothing of ours broke
            return
        except Exception as error:
            if started:
                raise
            await self._fault(Request(scope), error)(scope, receive, with_headers)

    def _problem(self, scope: Scope) -> str:
        named = [value for name, value in scope["headers"] if name == b"host"]
        host = named[0].decode("latin-1").lower() if len(named) == 1 else ""
        if not _HOST.fullmatch(host):
            return "the request names no host that can be one"
        if not self._any and _name(host) not in self._hosts:
            return "the request names a host that is not served here"
        if len(scope.get("raw_path") or scope["path"]) > LONGEST_PATH:
            return f"the address is longer than {LONGEST_PATH} characters"
        if len(scope["query_string"]) > LONGEST_QUERY:
            return f"the query is longer than {LONGEST_QUERY} characters"
        if not _is_text(scope["query_string"]):
            return "the query has bytes that are no text; it is written in UTF-8"
        scope["kissandcry.origin"] = f"{scope['scheme']}://{host}"
        return ""


def _refusal(scope: Scope, sentence: str) -> Response:
    if scope["path"].startswith("/api/"):
        return JSONResponse({"error": sentence, "near": []}, 400)
    return PlainTextResponse(f"{sentence}\n", 400)


def _is_text(query: bytes) -> bool:
    try:
        query.decode()
    except UnicodeDecodeError:
        return False
    return True


def _name(host: str) -> str:
    """The name of a host without its port."""
    return host if host.endswith("]") else host.rpartition(":")[0] or host
