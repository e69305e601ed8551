"""Result sites that are served on this machine: what is fetched, how politely, what is refused."""

import gzip
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from kissandcry.archive import hosts
from kissandcry.archive.fetching import AGENT, Limits
from kissandcry.archive.site import Fetched, fetch
from kissandcry.core import AgainstTheRules, KissAndCryError, NotAProtocol, Unreadable
from tests.archive.sites import Reply, Site, bomb, served

INDEX = b"""<title>Club Evening 2024</title><table>
<tr><td>Women<td><a href=CAT001EN.htm>Entries</a><td><a href=CAT001RS.htm>Result</a>
<tr><td>Short Program<td><a href=SEG001OF.htm>Panel</a><td><a href=SEG001.htm>Details</a>
<td><a href=FSKWSINGLES-----------QUAL000100--_JudgesDetailsperSkater.pdf>Judges Scores</a>
<td><a href=FSKWSINGLES-----------QUAL000100--_StartListwithTimes.pdf>Start list</a>
<tr><td><a href=SEG001.htm>Short Program</a><td><a href=evening_protocol.pdf>Protocol</a>
<tr><td><a href=../other/CAT001EN.htm>Other event</a><a href=http://elsewhere.example/SEG001.htm>x</a>
<a href=deeper/SEG001.htm>x</a><a href=%2e%2e/SEG001.htm>x</a><a href=file:///etc/SEG001.htm>x</a>
<a href="javascript:history.go(-1)">Back</a><a href=http://127.0.0.1:1/evening/SEG001.htm>x</a>
</table>"""
PAPER = "/evening/FSKWSINGLES-----------QUAL000100--_JudgesDetailsperSkater.pdf"
WANTED = [
    "/evening/CAT001EN.htm",
    "/evening/CAT001RS.htm",
    "/evening/SEG001.htm",
    "/evening/SEG001OF.htm",
    PAPER,
]


@pytest.fixture
def site() -> Iterator[Site]:
    files = {path: path.encode() for path in WANTED}
    with served(Site({"/evening/": INDEX, **files})) as running:
        yield running


class Visitor:
    """Visits with one cache, without waiting; `waits` are the seconds that it would have waited."""

    def __init__(self, cache: Path) -> None:
        self.cache = cache
        self.waits: list[float] = []

    def visit(
        self, address: str, *, rate: float = 1000.0, limits: Limits | None = None, here: bool = True
    ) -> list[Fetched]:
        return list(
            fetch(
                address,
                cache=self.cache,
                rate=rate,
                allow_loopback=here,
                limits=limits,
                pause=self.waits.append,
            )
        )


@pytest.fixture
def visitor(tmp_path: Path) -> Visitor:
    return Visitor(tmp_path / "cache")


def test_only_what_the_index_links_in_its_folder_entries_first(
    site: Site, visitor: Visitor
) -> None:
    found = visitor.visit(f"{site.address}evening/")
    assert [(one.address, one.problem) for one in found] == [
        (f"{site.address}{path[1:]}", "") for path in WANTED
    ]
    assert [one.content for one in found] == [path.encode() for path in WANTED]
    assert site.paths() == ["/evening/", *WANTED]
    assert {headers["user-agent"] for _, headers in site.asked} == {AGENT}
    assert AGENT.startswith("KissAndCry/")


@pytest.mark.parametrize("typed", ["evening", "evening/", "evening/index.htm"])
def test_an_address_may_be_a_folder_or_its_index(site: Site, visitor: Visitor, typed: str) -> None:
    site.files["/evening/index.htm"] = site.files.pop("/evening/")
    assert len(visitor.visit(site.address + typed)) == len(WANTED)


def test_a_second_visit_fetches_nothing_that_is_unchanged(site: Site, visitor: Visitor) -> None:
    first = visitor.visit(f"{site.address}evening/")
    assert all(one.changed for one in first)
    site.files["/evening/SEG001.htm"] = b"revised"
    sent = len(site.asked)
    second = visitor.visit(f"{site.address}evening/")
    asked = dict(site.asked[sent:])
    assert all(
        "if-none-match" in headers for path, headers in asked.items() if "robots" not in path
    )
    assert [one.name for one in second if one.changed] == ["SEG001.htm"]
    assert [one.content for one in second] == [site.files[path] for path in WANTED]


def test_a_damaged_cache_is_fetched_again(site: Site, visitor: Visitor) -> None:
    visitor.visit(f"{site.address}evening/")
    for file in visitor.cache.rglob("*.body"):
        file.write_bytes(b"half a fi")
    again = visitor.visit(f"{site.address}evening/")
    assert [one.content for one in again] == [site.files[path] for path in WANTED]


def test_robots_that_forbid_are_obeyed(site: Site, visitor: Visitor) -> None:
    site.files["/robots.txt"] = b"User-agent: *\nDisallow: /evening/SEG\nCrawl-delay: 7\n"
    found = {one.name: one for one in visitor.visit(f"{site.address}evening/")}
    assert "robots.txt of 127.0.0.1 asks not to fetch it" in found["SEG001.htm"].problem
    assert not {path for path in site.paths() if "SEG" in path}
    assert found["CAT001EN.htm"].content
    # what the site asks for; nothing sleeps here, so each waits for those before it too
    assert visitor.waits[-1] - visitor.waits[-2] == pytest.approx(7, abs=0.5)
    site.files["/robots.txt"] = b"User-agent: KissAndCry\nDisallow: /\n"
    with pytest.raises(AgainstTheRules, match=r"robots.txt of 127.0.0.1 asks not to fetch it"):
        visitor.visit(f"{site.address}evening/")


def test_robots_with_stars_and_ends_are_obeyed(site: Site, visitor: Visitor) -> None:
    """RFC 9309 2.2.3 and 2.2.2: the longest rule decides, wherever it stands."""
    site.files["/robots.txt"] = (
        b"User-agent: *\nAllow: /\nDisallow: /*.pdf$\nDisallow: /*/SEG*.htm\n"
        b"Allow: /evening/SEG001OF.htm\nDisallow: /*RS$\n"
    )
    found = {one.name: one.problem for one in visitor.visit(f"{site.address}evening/")}
    refused = {name for name, problem in found.items() if "robots.txt" in problem}
    assert refused == {"SEG001.htm", PAPER.rpartition("/")[2]}
    assert PAPER not in site.paths()
    assert not [name for name, problem in found.items() if problem and name not in refused]


def test_robots_that_cannot_be_read_forbid_everything(site: Site, visitor: Visitor) -> None:
    """Source: RFC 9309 2.3.1.4."""
    site.special["/robots.txt"] = lambda _: Reply(500)
    with pytest.raises(Unreadable, match=r"robots.txt cannot be read \(status 500\)"):
        visitor.visit(f"{site.address}evening/")
    assert site.paths() == []


def test_the_rate_is_kept(site: Site, visitor: Visitor) -> None:
    """Seven requests with robots.txt and the index; each but the first waits half a second."""
    visitor.visit(f"{site.address}evening/", rate=2.0)
    assert len(visitor.waits) == 6
    assert visitor.waits[-1] == pytest.approx(3.0, abs=0.5)


def test_a_busy_site_is_asked_again_later(site: Site, visitor: Visitor) -> None:
    site.special["/evening/CAT001EN.htm"] = lambda times: Reply(503) if times < 2 else None
    site.special[PAPER] = lambda times: (
        Reply(429, headers={"Retry-After": "33"}) if times == 0 else None
    )
    found = visitor.visit(f"{site.address}evening/")
    assert not [one.problem for one in found if one.problem]
    assert [wait for wait in visitor.waits if wait >= 1] == [1, 2, 33]


def test_a_site_that_stays_away_is_told_of(site: Site, visitor: Visitor) -> None:
    site.special["/evening/CAT001EN.htm"] = lambda _: Reply(503)
    site.special[PAPER] = lambda _: Reply(503, headers={"Retry-After": "86400"})
    found = {one.name: one.problem for one in visitor.visit(f"{site.address}evening/")}
    assert found["CAT001EN.htm"].endswith("the site answers with status 503")
    assert found[PAPER.rpartition("/")[2]].endswith("asks to come back in 86400 seconds")
    assert found["SEG001.htm"] == ""


def test_missing_papers_are_told_and_completed_by_the_next_visit(
    site: Site, visitor: Visitor
) -> None:
    paper = site.files.pop(PAPER)
    first = visitor.visit(f"{site.address}evening/")
    assert first[-1].problem.endswith("the site has no such file (status 404)")
    assert len([one for one in first if not one.problem]) == 4
    site.files[PAPER] = paper
    second = visitor.visit(f"{site.address}evening/")
    assert [one.name for one in second if one.changed] == [PAPER.rpartition("/")[2]]


def test_a_file_that_is_cut_short_is_never_kept(site: Site, visitor: Visitor) -> None:
    whole = site.files[PAPER] = b"%PDF" + bytes(100_000)
    site.special[PAPER] = lambda times: Reply(200, whole, short=1000) if times < 4 else None
    first = visitor.visit(f"{site.address}evening/")
    assert first[-1].problem.endswith("the file arrives cut short")
    assert first[-1].content == b""
    assert visitor.visit(f"{site.address}evening/")[-1].content == whole
    assert not list(visitor.cache.rglob("*.part"))


def test_a_packed_file_is_unpacked_and_a_bomb_is_not(site: Site, visitor: Visitor) -> None:
    packed = {"Content-Encoding": "gzip"}
    limits = Limits(file_bytes=2 * 1024 * 1024)
    site.special["/evening/CAT001EN.htm"] = lambda _: Reply(200, bomb(1), packed)
    site.special["/evening/CAT001RS.htm"] = lambda _: Reply(200, bomb(64), packed)
    site.special["/evening/SEG001.htm"] = lambda _: Reply(200, bomb(1)[:-200], packed)
    site.special["/evening/SEG001OF.htm"] = lambda _: Reply(200, b"no", {"Content-Encoding": "br"})
    site.special[PAPER] = lambda _: Reply(200, bytes(3 * 1024 * 1024))
    found = visitor.visit(f"{site.address}evening/", limits=limits)
    assert found[0].content == bytes(1024 * 1024)
    assert "more than 2,097,152 bytes" in found[1].problem
    assert found[2].problem.endswith("the packed file is cut short")
    assert "is packed as 'br', which was not asked for" in found[3].problem
    assert "has 3,145,728 bytes, and at most 2,097,152 are fetched" in found[4].problem


def test_a_packed_file_of_several_members_is_unpacked_whole(site: Site, visitor: Visitor) -> None:
    """RFC 1952 2.2: the members follow one another."""
    packed = gzip.compress(b"one, ") + gzip.compress(b"two")
    reply = Reply(200, packed, {"Content-Encoding": "gzip"})
    site.special["/evening/CAT001EN.htm"] = lambda _: reply
    assert visitor.visit(f"{site.address}evening/")[0].content == b"one, two"


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/evening/SEG001.htm",
        "http://[::ffff:10.0.0.1]/evening/SEG001.htm",
        "http://127.0.0.1:1/evening/SEG001.htm",
        "http://localhost/evening/SEG001.htm",
        "file:///etc/passwd",
        "/other/SEG001.htm",
        "{site}evening/../other/SEG001.htm",
        "{site}evening/%2e%2E/other/SEG001.htm",
        "{site}evening/..%2Fother/SEG001.htm",
    ],
)
def test_a_redirect_does_not_lead_astray(site: Site, visitor: Visitor, target: str) -> None:
    site.files["/other/SEG001.htm"] = b"of another event"
    target = target.replace("{site}", site.address)
    moved = Reply(302, headers={"Location": target})
    site.special["/evening/SEG001.htm"] = lambda _: moved
    found = {one.name: one for one in visitor.visit(f"{site.address}evening/")}
    assert found["SEG001.htm"].problem
    assert found["SEG001.htm"].content == b""
    assert "/other/SEG001.htm" not in site.paths()
    assert "/evening/..%2Fother/SEG001.htm" not in site.paths()
    if target[0] != "/" and not target.startswith(
        site.address
    ):  # nor may the first page lead there
        site.special["/evening/"] = lambda _: moved
        with pytest.raises(AgainstTheRules):
            visitor.visit(f"{site.address}evening/")


def test_a_site_may_move_within_its_host(site: Site, visitor: Visitor) -> None:
    site.special["/old/"] = lambda _: Reply(301, headers={"Location": "/evening/"})
    assert len(visitor.visit(f"{site.address}old/")) == len(WANTED)
    site.special["/round/"] = lambda _: Reply(301, headers={"Location": "/round/"})
    with pytest.raises(Unreadable, match="more than 5 redirects"):
        visitor.visit(f"{site.address}round/")


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:{port}/evening/",
        "http://localhost:{port}/evening/",
        "http://127.1:{port}/evening/",
        "http://2130706433:{port}/evening/",
        "http://0x7f000001:{port}/evening/",
        "http://0:{port}/evening/",
        "http://[::1]:{port}/evening/",
        "http://[::ffff:127.0.0.1]:{port}/evening/",
        "http://[64:ff9b::7f00:1]:{port}/evening/",
        "http://[2002:7f00:1::]:{port}/evening/",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/",
        "http://[fc00::1]/",
        "http://[fe80::1%25eth0]/",
        "http://100.64.0.1/",
        "http://224.0.0.1/",
        "http://someone:secret@127.0.0.1:{port}/evening/",
        "file:///etc/passwd",
        "ftp://127.0.0.1/",
        "http:///evening/",
        "http://127.0.0.1:99999/",
        "http://[::1",
    ],
)
def test_addresses_within_this_machine_and_its_network_are_refused(
    site: Site, visitor: Visitor, address: str
) -> None:
    with pytest.raises(AgainstTheRules) as told:
        visitor.visit(address.format(port=site.port), here=False)
    assert "\n" not in str(told.value)
    assert "secret" not in str(told.value)
    assert site.asked == []


def test_only_a_literal_address_of_this_machine_may_be_typed(site: Site, visitor: Visitor) -> None:
    for host in ("localhost", "127.1", "2130706433", "[::ffff:127.0.0.1]"):
        with pytest.raises(AgainstTheRules):
            visitor.visit(f"http://{host}:{site.port}/evening/")
    assert site.asked == []


def test_a_name_is_looked_up_once_and_each_of_its_addresses_is_checked() -> None:
    """A connection goes to an address that was checked, so that no second answer of a name server
    can lead elsewhere."""
    found = hosts.origin("https://93.184.215.14/results/")
    assert (found.name, found.addresses) == ("93.184.215.14", ("93.184.215.14",))
    with pytest.raises(AgainstTheRules, match=r"localhost: its address .* public network"):
        hosts.origin("http://localhost/")


def test_a_path_is_no_address() -> None:
    assert not hosts.is_url("C:\\papers")
    assert not hosts.is_url("papers/wc2014")
    assert hosts.is_url("http://x")
    assert hosts.is_url("file:///etc/passwd")


def test_a_page_that_is_no_result_site(site: Site, visitor: Visitor) -> None:
    site.files["/evening/"] = b"<a href=holiday.htm>Holiday</a>"
    with pytest.raises(NotAProtocol, match="links no page of a result site"):
        visitor.visit(f"{site.address}evening/")
    del site.files["/evening/"]
    with pytest.raises(Unreadable, match="no page of a result site lies there"):
        visitor.visit(f"{site.address}evening/")


def test_the_bounds_of_a_visit(site: Site, visitor: Visitor) -> None:
    found = visitor.visit(f"{site.address}evening/", limits=Limits(files=2))
    assert found[0].problem.endswith("links 5 files, and at most 2 are fetched")
    assert len(found) == 3
    with pytest.raises(KissAndCryError, match="took longer than -1 seconds"):
        visitor.visit(f"{site.address}evening/", limits=Limits(seconds=-1.0))


@contextmanager
def dripping(start: bytes) -> Iterator[str]:
    """A site without robots.txt that sends `start` and then a byte now and then, without end."""
    done = threading.Event()

    def answer(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            if b"/robots.txt" in connection.recv(4096):
                connection.sendall(b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n")
                return
            connection.sendall(start)
            while not done.wait(0.05):
                connection.sendall(b"1")

    def serve() -> None:
        with suppress(OSError):
            while not done.is_set():
                answer(server.accept()[0])

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}/evening/"
        finally:
            done.set()
            with suppress(OSError):
                socket.create_connection(server.getsockname()).close()
            thread.join()


@pytest.mark.parametrize("limits", [Limits(file_seconds=0.3), Limits(seconds=0.3)])
@pytest.mark.parametrize(
    "start",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX-Slow: ",
    ],
    ids=["length", "no length", "chunked", "headers"],
)
def test_a_site_that_drips_is_cut_off(visitor: Visitor, start: bytes, limits: Limits) -> None:
    with (
        dripping(start) as address,
        pytest.raises(Unreadable, match=r"did not arrive within 0\.\d"),
    ):
        visitor.visit(address, limits=limits)
    assert not list(visitor.cache.rglob("*.body"))


def test_the_site_of_the_world_championships_of_2014(shared: Path, visitor: Visitor) -> None:
    with served(Site()) as site:
        site.add(shared / "pages/sites/wc2014", "wc2014")
        found = visitor.visit(f"{site.address}wc2014")
    assert len(found) == 32
    assert not [one for one in found if one.problem]
    ends = ["EN.HTM"] * 4 + ["RS.HTM"] * 4
    assert [one.name[-6:] for one in found[:8]] == ends
    assert sum(one.name.endswith("_Scores.pdf") for one in found[-8:]) == 8


def test_a_site_of_fs_manager_without_its_papers(shared: Path, visitor: Visitor) -> None:
    with served(Site()) as site:
        site.add(shared / "formats/fsm_site", "glo2025")
        found = visitor.visit(f"{site.address}glo2025")
    assert [one.name for one in found if not one.problem] == [
        "CAT001EN.htm",
        "CAT001RS.htm",
        "SEG001.htm",
        "SEG002.htm",
        "SEG001OF.htm",
        "SEG002OF.htm",
    ]
    assert [one.name for one in found if one.problem] == [
        "FSKWSINGLES-----------FNL-000100--_JudgesDetailsperSkater.pdf",
        "FSKWSINGLES-----------QUAL000100--_JudgesDetailsperSkater.pdf",
    ]
