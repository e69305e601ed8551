"""Which address may be asked at all: none that points back into this machine or its network.

A name is looked up once, every address that it has is checked, and the connection goes to one of
those: what a name means a moment later does not matter (DNS rebinding).
"""

import re
import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from kissandcry.core import AgainstTheRules, Unreadable

_PORTS: Final = {"http": 80, "https": 443}
# IPv4 addresses within IPv6 ones, as gateways translate them (RFC 6052).
_TRANSLATED: Final = IPv6Network("64:ff9b::/96")
_HOST: Final = re.compile(r"[A-Za-z0-9._:%-]+", re.ASCII)
_SAFE: Final = "/%:@!$&'()*+,;=~-._"  # characters that a path may have as they are (RFC 3986)


@dataclass(frozen=True, slots=True)
class Origin:
    """Scheme, host and port of a site; `addresses` are those to connect to, each checked."""

    scheme: str
    host: str
    port: int
    addresses: tuple[str, ...]

    @property
    def name(self) -> str:
        """Host and port as they stand in an address."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    def url(self, path: str) -> str:
        """The address of a path."""
        return f"{self.scheme}://{self.name}{path}"


def is_url(text: str) -> bool:
    """Whether a text is meant as an address rather than as a path: `C:\\papers` is a path."""
    scheme, mark, _ = text.partition("://")
    return bool(mark) and scheme.isalnum()


def normal(url: str) -> str:
    """The address with its path quoted, without dot segments (RFC 3986 5.2.4, however they are
    quoted) and without fragment. Raises `AgainstTheRules` for one that
    is not http or https, or that holds a name and a password."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
        host = parts.hostname or ""
        host = host if host.isascii() else host.encode("idna").decode()
    except ValueError:
        raise AgainstTheRules(f"{_short(url)}: this is no address") from None
    if parts.scheme not in _PORTS:
        raise AgainstTheRules(
            f"{_short(url)}: addresses of result sites begin with http:// or https://"
        )
    if "@" in parts.netloc:
        raise AgainstTheRules(f"{parts.scheme}://...: an address must not hold a name or password")
    if port == 0 or not _HOST.fullmatch(host):
        raise AgainstTheRules(f"{_short(url)}: the address names no host")
    host = f"[{host}]" if ":" in host else host
    place = host if port in (None, _PORTS[parts.scheme]) else f"{host}:{port}"
    return urlunsplit(
        (
            parts.scheme,
            place,
            _without_dots(quote(parts.path, safe=_SAFE)) or "/",
            quote(parts.query, safe=f"{_SAFE}?"),
            "",
        )
    )


def _without_dots(path: str) -> str:
    found: list[str] = []
    segments = path.split("/")
    for segment in segments:
        plain = unquote(segment)
        if plain == "..":
            del found[max(1, len(found) - 1) :]  # what stands before the first slash stays
        elif plain != ".":
            found.append(segment)
    ends = unquote(segments[-1]) in (".", "..")
    return "/".join([*found, ""] if ends else found)


def origin(url: str, *, allow_loopback: bool = False) -> Origin:
    """Where to connect to for an address that `normal` gave.

    `allow_loopback` lets a literal address of this machine pass, such as 127.0.0.1; no name is a
    literal address. Raises `AgainstTheRules` where the host or any of its addresses lies within
    this machine, its network or a range that is not public, and `Unreadable` where the name is not
    known.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    port = parts.port or _PORTS[parts.scheme]
    literal = _literal(host)
    if literal is not None:
        if not (allow_loopback and literal.is_loopback and str(literal) == host):
            _check(literal, host)
        return Origin(parts.scheme, host, port, (str(literal),))
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unreadable(f"{host}: no such host is known") from None
    addresses = tuple(dict.fromkeys(str(one[4][0]).partition("%")[0] for one in found))
    for address in addresses:
        _check(ip_address(address), host)
    return Origin(parts.scheme, host, port, addresses)


def decoded(path: str) -> str:
    """A path as the server will understand it."""
    return unquote(path)


def _literal(host: str) -> IPv4Address | IPv6Address | None:
    """The address that a host is, in any spelling that systems take: 127.1, 0x7f000001."""
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        pass
    try:
        return IPv4Address(socket.inet_aton(host))
    except OSError:
        return None


def _check(address: IPv4Address | IPv6Address, host: str) -> None:
    for one in (address, *_within(address)):
        if not one.is_global or one.is_multicast or one.is_reserved:
            raise AgainstTheRules(
                f"{host}: its address {address} does not lie in the public network, and only public"
                " result sites are collected"
            )


def _within(address: IPv4Address | IPv6Address) -> list[IPv4Address]:
    """The IPv4 addresses that an IPv6 address stands for."""
    if isinstance(address, IPv4Address):
        return []
    found = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _TRANSLATED:
        found.append(IPv4Address(int(address) & 0xFFFFFFFF))
    return [one for one in found if one is not None]


def _short(url: str) -> str:
    return url if len(url) <= 80 else f"{url[:77]}..."
