"""Reads one file by itself: `python -m kissandcry.web.upload_process PATH` prints a `Reply`.

A file from a stranger is read here and not in the server: it can take no more than its share of
memory and time, and what it breaks ends with this process.
"""

import sys
from pathlib import Path
from typing import Final, Literal

import msgspec

from kissandcry.core import KissAndCryError, MissingExtra, limits

_MEMORY: Final = 2 * 1024**3  # bytes of addresses, libraries included
_CPU_SECONDS: Final = 20


Kind = Literal["", "refused", "large", "missing"]


class Reply(msgspec.Struct, frozen=True):
    """What was read: `protocols` is JSON. `error` is the sentence of a refusal, and `kind` what
    was wrong: the file, its size, or a part of the program that is not installed. A fault of the
    program is no reply: the process ends with its trace."""

    kind: Kind = ""
    error: str = ""
    protocols: bytes = b""
    findings: tuple[tuple[tuple[int, str, str], ...], ...] = ()
    unverified: tuple[int, ...] = ()
    days: tuple[str, ...] = ()


def reply(path: Path) -> Reply:
    """Read and audit a file."""
    from kissandcry.protocols import audit, read
    from kissandcry.protocols.writers import as_json

    try:
        audits = [audit(one) for one in read(path)]
    except MissingExtra as error:
        return Reply("missing", str(error))
    except KissAndCryError as error:
        return Reply("refused", str(error))
    except MemoryError:
        return Reply("large", f"{path.name}: reading it needs more memory than is allowed here")
    return Reply(
        protocols=as_json.dumps([one.protocol for one in audits]),
        findings=tuple(
            tuple((f.performance, f.check, f.text) for f in one.findings) for one in audits
        ),
        unverified=tuple(one.unverified for one in audits),
        days=tuple(one.recomputed.day.isoformat() for one in audits),
    )


def limit() -> None:
    """Take no more than a share of memory and time, where the system has such limits."""
    limits.memory(addresses=_MEMORY)
    limits.seconds(_CPU_SECONDS)  # on Windows the server's own time limit holds
    limits.no_files()


def main() -> None:
    """Answer on standard output."""
    limit()
    sys.stdout.buffer.write(msgspec.json.encode(reply(Path(sys.argv[1]))))


if __name__ == "__main__":
    main()
