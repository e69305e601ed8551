"""2019-20 on, made with FS Manager: five components until 2021-22 and three after; the landing on
the quarter and several flags in the Info column; the event's name is a picture from 2020-21 on."""

from kissandcry.protocols.layouts.layout import Layout


def _recognises(metadata: dict[str, str], text: str) -> bool:
    return "PDFsharp" in metadata.get("Producer", "") or "printed:" in text


LAYOUT = Layout("fs_manager", _recognises)
