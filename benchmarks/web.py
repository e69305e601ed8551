"""The speed of the pages: `python -m benchmarks.web [ARCHIVE] [--rate 200] [--seconds 30]`.

A server process serves the archive (by default your own); this process asks for mixed pages drawn
from it, at a fixed rate whether or not the answers come ("open loop"), so that a slow answer delays
no other question. A latency counts from the moment when the question was due. The server begins
with nothing kept, and all pages differ (but for the few that everybody has), unless `--pages N` is
given: then N pages are what all visitors look at.
"""

import argparse
import asyncio
import random
import subprocess
import sys
from collections import Counter, defaultdict
from time import perf_counter

from kissandcry import archive
from kissandcry.web import addresses, serving

_MIX = {  # how often each kind of page is asked for
    "skate": 24,
    "segment": 16,
    "skater": 12,
    "category": 10,
    "hits": 8,
    "event": 8,
    "home": 4,
    "events": 3,
    "why": 3,
    "records": 2,
    "compare": 2,
    "normal": 2,
    "skaters": 1,
    "series": 1,
    "form": 1,
    "elements": 1,
    "judges": 1,
    "people": 1,
}
_SKATES = """
SELECT e.key AS event, p.category, p.segment_name AS segment, s.key AS skater, s.name, p.season,
    p.discipline
FROM performances p JOIN events e ON e.id = p.event JOIN skaters s ON s.id = p.skater
USING SAMPLE reservoir({count} ROWS) REPEATABLE (1)
"""


def questions(path: str | None, count: int) -> list[tuple[str, str]]:
    """Kinds and addresses, drawn evenly from all performances of an archive."""
    chance = random.Random(1)
    with archive.open(path) as opened:
        rows = opened.rows(_SKATES.format(count=count))
    chance.shuffle(rows)
    kinds = chance.choices(list(_MIX), list(_MIX.values()), k=count)
    places = range(count)
    return [
        (kind, _address(kind, rows[place % len(rows)], rows[(place + 1) % len(rows)], chance))
        for place, kind in zip(places, kinds, strict=True)
    ]


def _address(kind: str, row: dict[str, str], other: dict[str, str], chance: random.Random) -> str:
    at = (row["event"], row["category"], row["segment"])
    name, skate = row["name"].split()[-1], addresses.performance(*at, row["skater"])
    skater = addresses.skater(row["skater"])
    return {
        "skate": skate,
        "segment": addresses.segment(*at),
        "category": addresses.category(*at[:2]),
        "skater": skater,
        "event": addresses.event(row["event"]),
        "hits": addresses.search(name[: chance.randint(3, 8)]).replace("?", "/hits?"),
        "home": "/",
        "events": f"/events?page={chance.randint(1, 3)}",
        "why": addresses.why(*at, row["skater"], "1"),
        "records": f"/records?discipline={row['discipline']}&grades={chance.choice('35')}",
        "compare": addresses.compare(row["skater"], other["skater"]),
        "normal": f"{skate}/normal",
        "skaters": f"/skaters?discipline={row['discipline']}&page={chance.randint(1, 3)}",
        "series": f"/series/{row['season']}",
        "form": f"{skater}/form",
        "elements": f"{skater}/elements",
        "judges": "/judges",
        "people": "/people",
    }[kind]


_REQUEST = "GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n"


class Connections:
    """Open connections to the server, taken and given back."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._free: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def get(self, path: str) -> int:
        """Ask for a page; its status, 0 where the server gave none."""
        kept = bool(self._free)
        try:
            pair = self._free.pop() if kept else await self._new()
            reader, writer = pair
            writer.write(_REQUEST.format(path=path).encode("ascii"))
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
            length = head.partition("content-length:")[2].split("\r\n")[0]
            await reader.readexactly(int(length or 0))
        except (OSError, asyncio.IncompleteReadError):
            # A connection that was quiet for long is closed by the server at any moment.
            return await self.get(path) if kept else 0
        if "connection: close" in head:
            writer.close()
        else:
            self._free.append(pair)
        return int(head.split(" ", 2)[1])

    async def _new(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection("127.0.0.1", self._port, limit=2**22)


async def load(
    port: int, asked: list[tuple[str, str]], rate: float
) -> list[tuple[str, float, int]]:
    """Ask every question when it is due: its kind, its latency in seconds, its status."""
    connections = Connections(port)
    done: list[tuple[str, float, int]] = []
    start = perf_counter() + 0.1

    async def one(kind: str, path: str, due: float) -> None:
        await asyncio.sleep(max(0.0, due - perf_counter()))
        status = await connections.get(path)
        done.append((kind, perf_counter() - due, status))

    await asyncio.gather(
        *(one(kind, path, start + place / rate) for place, (kind, path) in enumerate(asked))
    )
    return done


def report(done: list[tuple[str, float, int]]) -> None:
    """Print the latencies of each kind of page, and of all."""
    by_kind: dict[str, list[float]] = defaultdict(list)
    for kind, latency, _ in done:
        by_kind[kind].append(latency)
        by_kind["all"].append(latency)
    print(f"{'page':<10}{'asked':>7}{'p50':>9}{'p95':>9}{'p99':>9}{'worst':>9}")
    for kind, values in by_kind.items():
        values.sort()
        cuts = [
            values[min(len(values) - 1, int(len(values) * share))] for share in (0.5, 0.95, 0.99)
        ]
        shown = "".join(f"{1000 * cut:>6.1f} ms" for cut in (*cuts, values[-1]))
        print(f"{kind:<10}{len(values):>7}{shown}")
    print("statuses:", dict(Counter(status for _, _, status in done)))


def main() -> None:
    """Serve, ask, report."""
    parser = argparse.ArgumentParser()
    parser.add_argument("archive", nargs="?")
    parser.add_argument("--rate", type=float, default=200.0)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--pages", type=int)
    given = parser.parse_args()
    with serving.listen("127.0.0.1", 0) as probe:
        port = probe.getsockname()[1]
    count = int(given.rate * given.seconds)
    asked = questions(given.archive, given.pages or count)
    if given.pages:
        asked = random.Random(2).choices(asked, k=count)
    command = [sys.executable, "-m", "kissandcry", "serve", "--port", str(port)]
    command += ["--archive", given.archive] if given.archive else []
    server = subprocess.Popen(command, stdout=subprocess.PIPE)
    try:
        assert server.stdout is not None
        server.stdout.readline()
        asyncio.run(_until_it_answers(port))
        report(asyncio.run(load(port, asked, given.rate)))
    finally:
        server.terminate()
        server.wait()


async def _until_it_answers(port: int) -> None:
    while True:
        if await Connections(port).get("/events"):
            return
        await asyncio.sleep(0.1)


if __name__ == "__main__":
    main()
