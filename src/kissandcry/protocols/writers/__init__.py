"""Writing protocols: JSON, CSV, Parquet, a web page and a PDF (see docs/writers.md)."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from kissandcry.core import KissAndCryError
from kissandcry.protocols.model import Protocol
from kissandcry.protocols.writers.as_csv import write_csv
from kissandcry.protocols.writers.as_json import read_json, write_json, write_jsonl
from kissandcry.protocols.writers.marks import RulebookOf

__all__ = ["SUFFIXES", "read_json", "write", "write_csv", "write_json", "write_jsonl"]

SUFFIXES: Final = (".json", ".jsonl", ".csv", ".parquet", ".html", ".pdf")


def write(protocols: Sequence[Protocol], path: Path, rulebook_of: RulebookOf | None = None) -> None:
    """Write protocols in the format that the path's suffix names (one of `SUFFIXES`).

    `rulebook_of` gives the rulebook of a protocol or None; the page and the PDF strike the marks
    that its trimming leaves out. Raises `KissAndCryError` for another suffix, for no protocols
    where a paper or page is asked for, and for a file that cannot be written; nothing is half
    written.
    """
    suffix = path.suffix.lower()
    plain: dict[str, Callable[[Sequence[Protocol], Path], None]] = {
        ".json": write_json,
        ".jsonl": write_jsonl,
        ".csv": write_csv,
    }
    # The others' libraries take longer to load than a protocol to read.
    if suffix in plain:
        plain[suffix](protocols, path)
    elif suffix == ".parquet":
        from kissandcry.protocols.writers.as_parquet import write_parquet

        write_parquet(protocols, path)
    elif suffix == ".html":
        from kissandcry.protocols.writers.as_html import write_html

        write_html(protocols, path, rulebook_of)
    elif suffix == ".pdf":
        from kissandcry.protocols.writers.as_pdf import write_pdf

        write_pdf(protocols, path, rulebook_of)
    else:
        raise KissAndCryError(
            f"{path.name}: no format has the suffix {suffix!r}; known are {', '.join(SUFFIXES)}"
        )
