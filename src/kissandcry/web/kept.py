"""Finished pages, kept until the archive is written to: a page that many look at is made once."""

import gzip
from collections import OrderedDict
from threading import Lock
from typing import Final, NamedTuple

from starlette.requests import Request
from starlette.responses import Response

_MOST: Final = 64 * 2**20  # bytes of all pages
_LARGEST: Final = 2**20  # of one
_LEAST: Final = 1024  # a shorter body is not worth packing
_AROUND: Final = 4096  # bytes that a page takes beside its body, its address and headers included
_LEVEL: Final = 4  # of gzip

Key = tuple[str, bytes, str, bool]


class _Page(NamedTuple):
    state: int
    headers: dict[str, str]
    body: bytes  # packed where `packed` says so
    packed: bool


class Kept:
    """Answers by what was asked for, those asked for last; threads may use it at once."""

    def __init__(self) -> None:
        self._pages: OrderedDict[Key, _Page] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def find(self, request: Request, state: int | None) -> Response | None:
        """The answer to a request as it was made in this state of the archive."""
        key = _key(request)
        with self._lock:
            page = self._pages.get(key)
            if page is None or page.state != state:
                return None
            self._pages.move_to_end(key)
        return _answer(request, page)

    def keep(self, request: Request, state: int | None, answer: Response) -> Response:
        """Keep a finished answer of a state; the answer as this request takes it. Nothing is kept
        where nobody knows the state."""
        body = bytes(answer.body)
        if state is None or len(body) > _LARGEST:
            return answer
        packed = len(body) >= _LEAST and not answer.headers["content-type"].startswith("image/")
        headers = {
            name: value for name, value in answer.headers.items() if name != "content-length"
        }
        page = _Page(state, headers, gzip.compress(body, _LEVEL) if packed else body, packed)
        with self._lock:
            self._forget(_key(request))
            self._pages[_key(request)] = page
            self._size += len(page.body) + _AROUND
            while self._size > _MOST:
                self._forget(next(iter(self._pages)))
        return _answer(request, page)

    def _forget(self, key: Key) -> None:
        if (old := self._pages.pop(key, None)) is not None:
            self._size -= len(old.body) + _AROUND


def _key(request: Request) -> Key:
    """What was asked for, as it came: an address that is put together and read again may be that of
    another page, since an encoded "#" or tab does not stay what it was."""
    scope, part = request.scope, request.headers.get("hx-request") == "true"
    return scope["path"], scope["query_string"], scope.get("kissandcry.origin", ""), part


def _answer(request: Request, page: _Page) -> Response:
    if not page.packed:
        return Response(page.body, headers=page.headers)
    headers = {**page.headers, "vary": f"{page.headers['vary']}, Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(page.body, headers={**headers, "Content-Encoding": "gzip"})
    return Response(gzip.decompress(page.body), headers=headers)
