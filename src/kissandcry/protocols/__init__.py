"""What does the paper say? Protocols read, audited and written.

`read(path)` gives the `Protocol`s of a file, `audit(protocol)` recomputes one from its marks, and
`write(protocols, path)` writes them as JSON, CSV, Parquet, a web page or a PDF.
"""

from kissandcry.protocols.audit import Audit, Finding, audit
from kissandcry.protocols.model import (
    Official,
    Performance,
    PrintedComponent,
    PrintedDeduction,
    PrintedElement,
    Protocol,
)
from kissandcry.protocols.reader import read
from kissandcry.protocols.writers import write

__all__ = [
    "Audit",
    "Finding",
    "Official",
    "Performance",
    "PrintedComponent",
    "PrintedDeduction",
    "PrintedElement",
    "Protocol",
    "audit",
    "read",
    "write",
]
