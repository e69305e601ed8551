"""Do the odds hold? Every event of seasons that nothing was fitted to, as of the day before.

    python -m kissandcry.planning.odds.backtest ARCHIVE

Season by season, the form model, the widths and the rivals are fitted to the seasons before. The
tables are those of docs/odds.md.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec

from kissandcry.archive.form.fitting import fit_to
from kissandcry.archive.form.parameters import Parameters
from kissandcry.archive.form.skates import cut, read
from kissandcry.archive.store import Archive
from kissandcry.core import KissAndCryError, NotInArchive
from kissandcry.planning.odds import report, trial

_FIRST: Final = 2  # seasons that only the form model learns from


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="python -m kissandcry.planning.odds.backtest",
        description="Try the odds on every season of an archive, each as of the days before.",
    )
    parser.add_argument("archive", type=Path)
    parser.add_argument("--rounds", type=int, default=5, help="of the fits of the form model")
    parser.add_argument("--save", type=Path, help="write the figures fitted to all events here")
    options = parser.parse_args(arguments)
    try:
        with Archive(options.archive, read_only=True) as archive:
            skates = read(archive)
            every = trial.categories(archive, skates)
        years = sorted({one.held.season for one in every})[_FIRST:]
        if len(years) <= trial.TEACHING:
            raise NotInArchive(
                f"the archive holds events of {len(years) + _FIRST} seasons; a backtest needs more"
                f" than {_FIRST + trial.TEACHING}"
            )

        def fitted(year: int) -> Parameters:
            return fit_to(cut(skates, year), rounds=options.rounds)

        done, wide = trial.foretell(every, skates, years, fitted, print)
    except KissAndCryError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 2
    if options.save is not None:
        options.save.write_bytes(msgspec.json.format(msgspec.json.encode(wide), indent=1) + b"\n")
    for table in (report.scores(done), report.ahead(done), report.calibrated(done)):
        print("\n".join(table), end="\n\n")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
