"""Every refusal is one sentence: as a page, or as `{"error": ..., "near": [...]}`."""

import logging
from typing import Final

from kissandcry import core
from kissandcry.archive.store import Held
from kissandcry.core import KissAndCryError
from kissandcry.web import uploads
from kissandcry.web.ask import BadQuestion, NotFound
from kissandcry.web.page import Page
from kissandcry.web.planner import posted

_LOG: Final = logging.getLogger("kissandcry.web")
FAULT: Final = "This page has a fault on our side; the server's log says more. Please try another."
_STATUS: Final[dict[type[KissAndCryError], int]] = {
    BadQuestion: 400,
    NotFound: 404,
    core.UnknownOnDate: 404,
    core.MissingExtra: 501,
    core.NotInArchive: 404,
    uploads.TooLarge: 413,
    uploads.Busy: 503,
    posted.Elsewhere: 403,
    Held: 503,
}
_TITLES: Final = {
    400: "That cannot be asked",
    403: "That came from elsewhere",
    404: "Nothing stands here",
    405: "That cannot be done here",
    413: "The file is too large",
    422: "That cannot be read",
    500: "A fault on our side",
    501: "Not installed here",
    503: "Busy for a moment",
}


def status_of(error: KissAndCryError) -> int:
    """The status of a refusal: 422 for what was handed over and cannot be read."""
    for kind in type(error).__mro__:
        if kind in _STATUS:
            return _STATUS[kind]
    return 422


def near_of(error: BaseException) -> list[tuple[str, str]]:
    """(words, address) of what may have been meant."""
    return [(str(words), str(address)) for words, address in getattr(error, "near", ())]


def page_of(status: int, sentence: str, near: list[tuple[str, str]] | None = None) -> Page:
    """A refusal as a page that says what to do next."""
    return Page(
        title=_TITLES.get(status, "That did not work"),
        answer=f"{sentence[:1].upper()}{sentence[1:]}".rstrip(".") + ".",
        template="error.html",
        status=status,
        more={"near": near or []},
    )


def log_fault(error: BaseException, address: str) -> None:
    """Write a fault of ours to the log; the visitor gets one sentence."""
    _LOG.error("fault at %s", address, exc_info=error)
