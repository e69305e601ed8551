"""`kissandcry serve`: the pages of the archive, on this computer."""

from pathlib import Path

import click

from kissandcry.cli import answers, options
from kissandcry.cli.exits import FINE

_HERE = "127.0.0.1"


@click.command("serve", short_help="Serve the archive's pages and its JSON interface.")
@options.archive
@click.option("--port", type=click.IntRange(0, 65535), default=8130, show_default=True)
@click.option(
    "--host",
    default=_HERE,
    show_default=True,
    help="The address to listen on; any other than the default lets other computers in.",
)
@click.option(
    "--name",
    "names",
    multiple=True,
    metavar="HOST",
    help="A name under which the pages may be asked for; for each other one again.",
)
@click.option("--open", "open_", is_flag=True, help="Open the first page in your browser.")
@click.option("--no-uploads", is_flag=True, help="Take no files for the audit.")
@click.option(
    "--reviews",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder of the reviews of clips. Default: your own; where other computers are let in"
    " none are shown without this option.",
)
def command(
    archive: str | None,
    port: int,
    host: str,
    names: tuple[str, ...],
    open_: bool,
    no_uploads: bool,
    reviews: Path | None,
) -> int:
    """Serve the pages of an archive and their JSON interface, until Ctrl-C.

    Only this computer can reach them unless --host says otherwise. Nothing of the archive can be
    changed through them.
    """
    from kissandcry.video.shelf import Shelf
    from kissandcry.web import serving

    socket = serving.listen(host, port)
    address = serving.address_of(socket)
    if host not in serving.LOOPBACK:
        click.echo(
            f"Other computers can reach these pages at {host}: everybody on this network can read"
            " the archive and hand in files for the audit.",
            err=True,
        )
    answers.say(f"Serving {archive or 'your archive'} at {address} (Ctrl-C ends it)")
    answers.finish()
    if open_:
        serving.open_soon(address)
    own = Shelf().folder if host in serving.LOOPBACK else None
    serving.serve(
        archive,
        socket,
        host=host,
        names=names,
        allow_uploads=not no_uploads,
        shelf=reviews or own,
    )
    return FINE
