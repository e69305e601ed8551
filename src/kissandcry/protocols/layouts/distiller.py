"""2005-06, made with Acrobat Distiller: no starting numbers, base values to one decimal, twelve
columns with `-` for an absent judge, and columns drawn so close that they run together."""

from kissandcry.protocols.layouts.layout import Layout


def _recognises(metadata: dict[str, str], text: str) -> bool:
    return "Distiller 4" in metadata.get("Producer", "") and "Starting" not in text


LAYOUT = Layout("distiller", _recognises, exact=True)
