"""The panel of a protocol, from the page that the result site published beside the paper.

Papers since 2005 number the judges and do not name them; the site names them on a page for each
segment. Source of the names of these pages: the sites themselves (`SEG001OF.HTM`), and the habit of
saving them as `men_free_panel.html`.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from kissandcry.core import Contradiction, KissAndCryError, NotAProtocol, Unreadable
from kissandcry.protocols import headlines
from kissandcry.protocols.model import Protocol
from kissandcry.protocols.result_pages import PageKind, ResultPage, read_page
from kissandcry.protocols.writers import words
from kissandcry.protocols.writers.marks import judges

MOST_PAGES: Final = 1000  # an event has about ten

_PAGE: Final = re.compile(r"(?:.+_panel|SEG\d{1,4}OF)\.html?", re.IGNORECASE | re.ASCII)
_TEAM: Final = re.compile(r"(?<![a-z])team(?![a-z])", re.IGNORECASE)
_JUDGE: Final = re.compile(r"Judge\b", re.IGNORECASE)


def with_officials(protocol: Protocol, folder: Path | None = None) -> Protocol:
    """The protocol with its panel, as the page of the same segment names it.

    Pages are the files `<category>_<segment>_panel.html` and `SEG001OF.HTM`; which of them belongs
    is told by the page's own heading, such as "Ladies - Free Skating", and by the event where both
    print it. They are looked for in `folder`; where that holds none, in the folders below it that
    are named as the paper's own folders are (`folder/gpf1213`, `folder/2012-13/gpf1213`), so that
    one folder can serve many papers. Without a `folder` they are looked for beside the paper.

    A protocol that names its officials is given back as it is; so is one beside which, without a
    `folder`, no page of its segment lies. The paper itself is not read again and nothing is
    written.

    Raises `Unreadable` for a folder that cannot be listed; `NotAProtocol` where the `folder` holds
    no page of the segment; `Contradiction` where the pages of the segment are of another event,
    where two of them differ, and where the page has another number of judges than the paper has
    columns of marks; and, where no page fits but one could not be read, the error of `read_page`.
    """
    if protocol.officials or (folder is None and not protocol.file):
        return protocol
    pages: list[tuple[Path, ResultPage]] = []
    bad: list[KissAndCryError] = []
    for path in _pages(protocol, folder):
        try:
            page = read_page(path)
            if page.kind is PageKind.PANEL and _is_of(page, path, protocol):
                pages.append((path, page))
        except KissAndCryError as error:
            bad.append(error)
    if not pages and bad:
        raise bad[0]
    if not pages and folder is not None:
        raise NotAProtocol(
            f"{folder}: no page with the panel of {_segment(protocol)} lies there, and such pages"
            " are called men_free_panel.html or SEG001OF.HTM"
        )
    return _filled(protocol, pages) if pages else protocol


def _filled(protocol: Protocol, pages: list[tuple[Path, ResultPage]]) -> Protocol:
    """The protocol with the officials of these pages, which must agree."""
    ours = [(path, page) for path, page in pages if _same_event(page.event, protocol.event)]
    if not ours:
        path, page = pages[0]
        raise Contradiction(
            f"{path.name}: the page is of {page.event!r}, and the paper of {protocol.event!r}"
        )
    (path, page), *others = ours
    for other, same in others:
        if same.officials != page.officials:
            raise Contradiction(
                f"{path.name} and {other.name}: both name a panel of {_segment(protocol)}, and"
                " they differ"
            )
    columns = judges([protocol])
    named = sum(_JUDGE.match(official.role) is not None for official in page.officials)
    if columns and named != columns:
        raise Contradiction(
            f"{path.name}: the judges on the page are {named}, and the paper has the marks of"
            f" {columns}"
        )
    return replace(protocol, officials=page.officials)


def _pages(protocol: Protocol, folder: Path | None) -> list[Path]:
    """The pages in the first of the folders that holds any."""
    paper = Path(protocol.file)
    if folder is None:
        return _listed(paper.parent)
    found = _listed(folder)
    above = [
        name for name in (paper.parent.parent.name, paper.parent.name) if name not in {"", ".."}
    ]
    for place in range(len(above) - 1, -1, -1):
        below = folder.joinpath(*above[place:])
        if not found and below.is_dir():
            found = _listed(below)
    return found


def _listed(folder: Path) -> list[Path]:
    """The files in a folder that are named as pages of a panel, in order."""
    try:
        found = sorted(path for path in folder.iterdir() if _PAGE.fullmatch(path.name))
    except OSError as error:
        raise Unreadable(f"{folder}: {error.strerror or error}") from None
    if len(found) > MOST_PAGES:
        raise Unreadable(
            f"{folder}: {len(found):,} pages of panels lie there, and at most {MOST_PAGES:,} are"
            " looked through"
        )
    return found


def _is_of(page: ResultPage, path: Path, protocol: Protocol) -> bool:
    """Whether a page is of the protocol's segment. An event of teams has the same segments, held
    on other days with other panels; only the names tell it."""
    category = headlines.category([page.heading], path.name)
    return (category.discipline, category.level, category.segment) == (
        protocol.discipline,
        protocol.level,
        protocol.segment,
    ) and _is_team([page.heading, path.name]) == _is_team(list(_names(protocol)))


def _same_event(one: str, other: str) -> bool:
    """Whether two names may be of one event: the same letters and figures, or none printed."""
    plain = [re.sub(r"\W", "", name).casefold() for name in (one, other)]
    return plain[0] == plain[1] or "" in plain


def _names(protocol: Protocol) -> Iterator[str]:
    yield protocol.event
    yield from protocol.notes
    yield Path(protocol.file).name


def _is_team(names: list[str]) -> bool:
    return any(_TEAM.search(name) for name in names)


def _segment(protocol: Protocol) -> str:
    """Such as "Senior Men, Short Program"."""
    category = words.category(protocol.level, protocol.discipline)
    return f"{category}, {words.SEGMENTS[protocol.segment]}"
