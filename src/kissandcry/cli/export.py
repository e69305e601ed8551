"""`kissandcry export`: the archive as a folder of Parquet."""

import click

from kissandcry.cli import answers, options
from kissandcry.cli.exits import FINE
from kissandcry.cli.words import many


@click.command("export", short_help="Write the archive as Parquet, for many machines to read.")
@click.argument("place", metavar="FOLDER_OR_ADDRESS")
@options.archive
@options.as_json
def command(place: str, archive: str | None, as_json: bool) -> int:
    """Write the archive as Parquet: a file for each table, one for each season of the large ones.

    FOLDER_OR_ADDRESS is a folder, or an address in object storage such as s3://bucket/skating. The
    other commands read it there: --archive FOLDER_OR_ADDRESS.
    """
    from kissandcry import archive as archives
    from kissandcry.archive import parquet

    with archives.open(archive) as found:
        files = parquet.export(found, place)
    if as_json:
        answers.emit({"place": place, "files": files})
    else:
        answers.say(f"{many(files, 'file')} written to {place}.")
    return FINE
