"""One file after another from one site: politely, within bounds, and none twice that is unchanged.

A file is fetched whole or not at all: the cache holds no half of one, so that a run that was cut
short goes on where it stopped. Sources: robots.txt RFC 9309, conditional requests RFC 9110 13.1,
`Retry-After` RFC 9110 10.2.3.
"""

import hashlib
import os
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, Final, Self
from urllib.parse import unquote, urljoin, urlsplit

import msgspec
import urllib3

from kissandcry import __version__
from kissandcry.archive import hosts
from kissandcry.core import AgainstTheRules, Unreadable

AGENT: Final = f"KissAndCry/{__version__}"
_TRY_AGAIN: Final = frozenset({429, 500, 502, 503, 504})
_MOVED: Final = frozenset({301, 302, 303, 307, 308})
_CHUNK: Final = 64 * 1024
_ROBOTS_BYTES: Final = 500 * 1024  # RFC 9309 2.5


class NotThere(Unreadable):
    """The site has no such file, or not yet."""


@dataclass(frozen=True)
class Limits:
    """What a visit to a site may take at most."""

    file_bytes: int = 32 * 1024 * 1024
    files: int = 2000
    seconds: float = 3600.0  # of a whole visit
    file_seconds: float = 120.0
    redirects: int = 5
    tries: int = 4
    longest_wait: float = 120.0  # that a server may ask for


class _Kept(msgspec.Struct, frozen=True):
    """What the cache knows of a file; the content lies beside it."""

    url: str
    sha256: str
    etag: str
    modified: str


@dataclass(frozen=True)
class _Answer:
    status: int
    headers: Mapping[str, str]
    content: bytes


class Fetcher:
    """A visit to one site. `address` is where it begins; the site is the host that answers there.

    `pause` waits for a number of seconds. Raises `AgainstTheRules` for an address that may not be
    asked (see `hosts.origin`).
    """

    def __init__(
        self,
        address: str,
        *,
        cache: Path,
        rate: float = 2.0,
        allow_loopback: bool = False,
        limits: Limits | None = None,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self.limits = limits or Limits()
        self.origin = hosts.origin(address, allow_loopback=allow_loopback)
        self._cache = cache
        self._every = 1 / rate
        self._pause = pause
        self._next = 0.0
        self._end = time.monotonic() + self.limits.seconds
        self._robots: _Robots | None = None

    def start(self, url: str) -> tuple[str, bytes, bool]:
        """The first page, wherever the site has moved to: its address, content, and whether it is
        new. From there on, files are asked of that host."""
        for _ in range(self.limits.redirects + 1):
            content, changed, moved = self._get(url)
            if not moved:
                return url, content, changed
            url = self._follow(url, moved)
        raise Unreadable(f"{url}: more than {self.limits.redirects} redirects")

    def get(self, url: str) -> tuple[bytes, bool]:
        """A file, and whether it is new or changed. Raises `NotThere` where the site has none,
        `AgainstTheRules` where robots.txt or a redirect out of the folder forbids it, and
        `Unreadable` where it cannot be fetched whole."""
        folder = url.rpartition("/")[0] + "/"
        for _ in range(self.limits.redirects + 1):
            content, changed, moved = self._get(url)
            if not moved:
                return content, changed
            below = hosts.decoded(moved.removeprefix(folder)).replace("\\", "/")
            if not moved.startswith(folder) or ".." in below.split("/"):
                raise AgainstTheRules(f"{url}: leads out of its folder, to {moved[:80]}")
            url = moved
        raise Unreadable(f"{url}: more than {self.limits.redirects} redirects")

    def _follow(self, url: str, moved: str) -> str:
        """Go on at another address; at another host only where it is a public one."""
        old, new = urlsplit(url), urlsplit(moved)
        if (old.scheme, old.netloc) != (new.scheme, new.netloc):
            self.origin = hosts.origin(moved)
            self._robots = None
        return moved

    def _get(self, url: str) -> tuple[bytes, bool, str]:
        """Content, whether it is new, and where it has moved to."""
        parts = urlsplit(url)
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        robots = self._rules()
        if not robots.allows(path):
            raise AgainstTheRules(f"{url}: robots.txt of {self.origin.host} asks not to fetch it")
        kept, content = self._from_cache(url)
        headers = {}
        if kept is not None and kept.etag:
            headers["If-None-Match"] = kept.etag
        if kept is not None and kept.modified:
            headers["If-Modified-Since"] = kept.modified
        answer = self._ask(path, headers, self.limits.file_bytes)
        if answer.status == 304 and kept is not None:
            return content, False, ""
        if answer.status in _MOVED:
            return b"", False, hosts.normal(urljoin(url, answer.headers.get("location", "")))
        if answer.status in (404, 410):
            raise NotThere(f"{url}: the site has no such file (status {answer.status})")
        if answer.status != 200:
            raise Unreadable(f"{url}: the site answers with status {answer.status}")
        digest = self._keep(url, answer)
        return answer.content, kept is None or kept.sha256 != digest, ""

    def _rules(self) -> "_Robots":
        """robots.txt of the host: none allows everything, one that cannot be had forbids it."""
        if self._robots is None:
            answer = self._robots_answer()
            text = answer.content.decode("utf-8", errors="replace")
            self._robots = _Robots(text.lstrip("\ufeff") if answer.status == 200 else "")
            self._every = max(self._every, min(self._robots.delay, self.limits.longest_wait))
        return self._robots

    def _robots_answer(self) -> _Answer:
        path, origin = "/robots.txt", self.origin
        for _ in range(self.limits.redirects + 1):
            answer = self._ask(path, {}, _ROBOTS_BYTES, origin)
            if answer.status not in _MOVED:
                break
            target = hosts.normal(urljoin(origin.url(path), answer.headers.get("location", "")))
            if urlsplit(target).netloc != origin.name:
                return _Answer(404, {}, b"")  # the rules of another host are not those of this one
            path = urlsplit(target).path
        if answer.status >= 500:
            raise Unreadable(
                f"{self.origin.host}: robots.txt cannot be read (status {answer.status}), so"
                " nothing is fetched"
            )
        return answer

    def _ask(
        self, path: str, headers: dict[str, str], most: int, origin: hosts.Origin | None = None
    ) -> _Answer:
        """Ask until there is an answer, a few times, waiting longer each time."""
        origin = origin or self.origin
        url = origin.url(path)
        wait = 1.0
        for attempt in range(1, self.limits.tries + 1):
            self._wait_for_turn(url)
            asked = wait
            try:
                answer = self._once(origin, path, headers, most)
            except urllib3.exceptions.HTTPError as error:
                if attempt == self.limits.tries:
                    raise Unreadable(f"{url}: {_why(error)}") from None
            else:
                if answer.status not in _TRY_AGAIN or attempt == self.limits.tries:
                    return answer
                asked = max(wait, _retry_after(answer.headers))
            if asked > self.limits.longest_wait:
                raise Unreadable(f"{url}: the site asks to come back in {asked:.0f} seconds")
            self._pause(asked)
            wait *= 2
        raise AssertionError("unreachable")

    def _wait_for_turn(self, url: str) -> None:
        now = time.monotonic()
        if now > self._end:
            raise Unreadable(
                f"{url}: the visit took longer than {self.limits.seconds:.0f} seconds; the next run"
                " goes on from here"
            )
        if self._next > now:
            self._pause(self._next - now)
        self._next = max(now, self._next) + self._every

    def _once(self, origin: hosts.Origin, path: str, headers: dict[str, str], most: int) -> _Answer:
        seconds = max(0.001, min(self.limits.file_seconds, self._end - time.monotonic()))
        url = origin.url(path)
        with _Clock(seconds) as clock:
            try:
                answer = self._within(clock, origin, path, headers, most)
            except urllib3.exceptions.HTTPError:
                if not clock.over:
                    raise
            if clock.over:  # also where what was cut off looks whole, for want of a length
                raise Unreadable(f"{url}: did not arrive within {seconds:.3g} seconds")
            return answer

    def _within(
        self, clock: "_Clock", origin: hosts.Origin, path: str, headers: dict[str, str], most: int
    ) -> _Answer:
        failed: urllib3.exceptions.HTTPError | None = None
        for address in origin.addresses:
            pool = _pool(origin, address, clock)
            try:
                response = pool.request(
                    "GET",
                    path,
                    headers={
                        "Host": origin.name,
                        "User-Agent": AGENT,
                        "Accept-Encoding": "gzip",
                        **headers,
                    },
                    redirect=False,
                    retries=False,
                    preload_content=False,
                    timeout=urllib3.Timeout(
                        connect=min(10, clock.seconds), read=min(30, clock.seconds)
                    ),
                )
                with response:
                    content = self._content(response, origin.url(path), most)
                    found = {name.lower(): text for name, text in response.headers.items()}
                    return _Answer(response.status, found, content)
            except urllib3.exceptions.NewConnectionError as error:
                failed = error  # the next address of the host may answer
            finally:
                pool.close()
        assert failed is not None
        raise failed

    def _content(self, response: urllib3.BaseHTTPResponse, url: str, most: int) -> bytes:
        """The content, unpacked; no more of it is held than may be."""
        if response.status != 200:
            return b""
        said = response.headers.get("Content-Length", "")
        if said.isdecimal() and int(said) > most:
            raise Unreadable(f"{url}: has {int(said):,} bytes, and at most {most:,} are fetched")
        coding = response.headers.get("Content-Encoding", "identity").lower().strip()
        if coding not in ("identity", "gzip", "x-gzip", ""):
            raise Unreadable(f"{url}: is packed as {coding[:20]!r}, which was not asked for")
        chunks = response.stream(_CHUNK, decode_content=False)
        parts, size = [], 0
        for part in _unpacked(chunks, most) if "gzip" in coding else chunks:
            parts.append(part)
            size += len(part)
            if size > most:
                raise Unreadable(f"{url}: has more than {most:,} bytes, the most that is fetched")
        return b"".join(parts)

    def _place(self, url: str) -> Path:
        name = hashlib.sha256(url.encode()).hexdigest()
        host = "".join(c if c.isalnum() or c in "-." else "_" for c in self.origin.name)
        return self._cache / host / name

    def _from_cache(self, url: str) -> tuple[_Kept | None, bytes]:
        place = self._place(url)
        try:
            kept = msgspec.json.decode(place.with_suffix(".json").read_bytes(), type=_Kept)
            content = place.with_suffix(".body").read_bytes()
        except (OSError, msgspec.DecodeError):
            return None, b""
        whole = hashlib.sha256(content).hexdigest() == kept.sha256 and kept.url == url
        return (kept, content) if whole else (None, b"")

    def _keep(self, url: str, answer: _Answer) -> str:
        """Put a file into the cache; the content first, so that what is known of it holds."""
        digest = hashlib.sha256(answer.content).hexdigest()
        etag, modified = answer.headers.get("etag", ""), answer.headers.get("last-modified", "")
        place = self._place(url)
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            _write(place.with_suffix(".body"), answer.content)
            kept = _Kept(url, digest, etag, modified)
            _write(place.with_suffix(".json"), msgspec.json.encode(kept))
        except OSError as error:
            raise Unreadable(
                f"{self._cache}: the cache cannot be written: {error.strerror or error}"
            ) from None
        return digest


def _write(path: Path, content: bytes) -> None:
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


class _Robots:
    """What a robots.txt asks of us: the groups that name us, else those for all (RFC 9309 2.2)."""

    def __init__(self, text: str) -> None:
        groups: dict[str, list[tuple[str, str]]] = {}
        agents: list[str] = []
        within = False
        for line in text.splitlines():
            name, _, said = line.partition("#")[0].partition(":")
            name, said = name.strip().lower(), said.strip()
            if name == "user-agent":
                agents = [] if within else agents
                within = False
                agents.append(said.partition("/")[0].lower())
                groups.setdefault(agents[-1], [])
            elif name in ("allow", "disallow", "crawl-delay"):
                within = True
                for agent in agents:
                    groups[agent].append((name, said))
        found = groups.get(AGENT.partition("/")[0].lower(), groups.get("*", []))
        self._rules = [(said, name == "allow") for name, said in found if name[-5:] != "delay"]
        delays = [said for name, said in found if name == "crawl-delay" and said.isdecimal()]
        self.delay = float(delays[0][:9]) if delays else 0.0

    def allows(self, path: str) -> bool:
        """The longest rule that matches decides, of two alike the one that allows."""
        found = [(len(rule), allow) for rule, allow in self._rules if rule and _matches(rule, path)]
        return max(found, default=(0, True))[1]


def _matches(rule: str, path: str) -> bool:
    """RFC 9309 2.2.3: `*` is any text, `$` the end. Not by a regular expression: a rule full of
    stars would take one for ever."""
    path = unquote(path)
    first, *rest = map(unquote, rule.removesuffix("$").split("*"))
    whole = rule.endswith("$")
    if not rest:
        return path == first if whole else path.startswith(first)
    if not path.startswith(first):
        return False
    at = len(first)
    for part in rest[:-1]:
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return path[at:].endswith(rest[-1]) if whole else rest[-1] in path[at:]


class _Clock:
    """Cuts a connection off when its time is over: the time limit of a socket begins anew with
    every byte, so that a site could send one now and then for ever."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.over = False
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def watch(self, connected: socket.socket | None) -> None:
        """The connection that is to be cut off."""
        self._socket = connected
        if self.over:
            self._cut()

    def _cut(self) -> None:
        self.over = True
        if self._socket is not None:
            with suppress(OSError):  # not of the class of TLS sockets: another thread reads there
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


class _Connection(urllib3.connection.HTTPConnection):
    def __init__(self, *args: Any, clock: _Clock, **more: Any) -> None:
        super().__init__(*args, **more)
        self._clock = clock

    def connect(self) -> None:
        super().connect()
        self._clock.watch(self.sock)


class _SafeConnection(urllib3.connection.HTTPSConnection):
    def __init__(self, *args: Any, clock: _Clock, **more: Any) -> None:
        super().__init__(*args, **more)
        self._clock = clock

    def connect(self) -> None:
        super().connect()
        self._clock.watch(self.sock)


class _Pool(urllib3.HTTPConnectionPool):
    ConnectionCls = _Connection


class _SafePool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _SafeConnection


def _pool(origin: hosts.Origin, address: str, clock: _Clock) -> urllib3.HTTPConnectionPool:
    """A connection to that very address; a certificate must be that of the host."""
    place = f"[{address}]" if ":" in address else address
    if origin.scheme == "http":
        return _Pool(place, origin.port, maxsize=1, clock=clock)
    return _SafePool(
        place,
        origin.port,
        maxsize=1,
        cert_reqs="CERT_REQUIRED",
        assert_hostname=origin.host,
        server_hostname=origin.host,
        clock=clock,
    )


def _unpacked(chunks: Iterator[bytes], most: int) -> Iterator[bytes]:
    """What is packed as gzip, of one member or several (RFC 1952 2.2); never more at once than
    `most` and one byte."""
    unpack = zlib.decompressobj(wbits=31)
    try:
        for chunk in chunks:
            rest = chunk
            while rest:
                if unpack.eof:
                    unpack = zlib.decompressobj(wbits=31)
                yield unpack.decompress(rest, most + 1)
                rest = unpack.unused_data if unpack.eof else unpack.unconsumed_tail
    except zlib.error:
        raise urllib3.exceptions.DecodeError("the packed file is damaged") from None
    if not unpack.eof:
        raise urllib3.exceptions.DecodeError("the packed file is cut short")


def _retry_after(headers: Mapping[str, str]) -> float:
    """Seconds that a server asks to wait; 0 where it does not say."""
    said = headers.get("retry-after", "").strip()
    if said.isdecimal():
        return float(said[:9])
    try:
        when = parsedate_to_datetime(said)
    except (ValueError, TypeError):
        return 0.0
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return max(0.0, (when - datetime.now(UTC)).total_seconds())


def _why(error: urllib3.exceptions.HTTPError) -> str:
    """An error of the network in plain words."""
    match error:
        case urllib3.exceptions.NewConnectionError():  # one of the next, by inheritance
            return "no connection can be made; nothing listens there, or there is no network"
        case urllib3.exceptions.ConnectTimeoutError() | urllib3.exceptions.ReadTimeoutError():
            return "the site does not answer"
        case urllib3.exceptions.SSLError():
            return "the site's certificate is not valid for it"
        case urllib3.exceptions.DecodeError():
            return str(error)
        case urllib3.exceptions.IncompleteRead() | urllib3.exceptions.ProtocolError():
            return "the file arrives cut short"
    return f"the site cannot be read: {type(error).__name__}"
