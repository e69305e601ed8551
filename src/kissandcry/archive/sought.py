"""Write down by which words the search finds skaters, officials and events."""

from collections.abc import Iterable, Mapping
from typing import Final

import duckdb

from kissandcry.archive import letters
from kissandcry.archive.store import run

_DETAIL: Final = {
    "skaters": "ltrim(t.nation || ', ' || replace(t.discipline, '_', ' '), ', ')",
    "judges": "ltrim(t.nation || ', official', ', ')",
    "events": "t.season",
}


def put(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    texts: Mapping[int, Iterable[str]],
    gone: Iterable[int] = (),
) -> None:
    """Let rows of a table of ours (skaters, judges, events) be found by all words of these texts,
    instead of those before; `gone` are rows that are no more."""
    run(
        connection,
        "DELETE FROM sought WHERE kind = ? AND id IN (SELECT unnest(?::INTEGER[]))",
        [table, sorted({*texts, *gone})],
    )
    words = [
        dict.fromkeys(word for text in own for word in letters.slug(text).split("-"))
        for own in texts.values()
    ]
    run(
        connection,
        "INSERT INTO sought SELECT ?, t.id, w.words, t.key, t.name,"
        f" {_DETAIL[table]} FROM (SELECT unnest(?::INTEGER[]) AS id,"
        f" unnest(?::VARCHAR[]) AS words) w JOIN {table} t ON t.id = w.id ORDER BY t.id",
        [table, list(texts), [f" {' '.join(own)}" for own in words]],
    )
