"""A folder of protocols read and audited, as the command does it."""

import sys
from pathlib import Path

from kissandcry.protocols.batch import audit_files


def main(folder: Path, jobs: int) -> None:
    """Read and audit each PDF below `folder`, differences included, on `jobs` processes."""
    for _ in audit_files(sorted(folder.rglob("*.pdf")), jobs=jobs):
        pass


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
