"""Olympic Games: the surname first, headlines in several languages, the nation by NOC code, the
venue instead of the event's name."""

from unicodedata import name

from kissandcry.protocols.layouts.layout import Layout


def _recognises(metadata: dict[str, str], text: str) -> bool:
    del metadata
    return "Report Created" in text or "Notation détaillée" in text or "NOTATION DÉTAILLÉE" in text


def _repeats(text: str) -> bool:
    """Each headline comes in the host's language and in French as well."""
    return any(letter.isalpha() and not name(letter, "").startswith("LATIN") for letter in text)


LAYOUT = Layout("olympic", _recognises, prints_event=False, repeats=_repeats)
