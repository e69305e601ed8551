"""2006-07 to 2018-19, made with Crystal Reports. Starting numbers, the Info and the Ref. columns
came in along the way; judges stand "in random order" until 2015-16."""

from kissandcry.protocols.layouts.layout import Layout


def _recognises(metadata: dict[str, str], text: str) -> bool:
    return "Crystal" in metadata.get("Producer", "") or "JUDGES DETAILS PER SKATER" in text


LAYOUT = Layout("crystal", _recognises)
