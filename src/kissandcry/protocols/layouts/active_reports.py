"""Made with ActiveReports (Japan in 2017 and others): tight columns, "(factorized)", a capital X
for the second half."""

from kissandcry.protocols.layouts.layout import Layout


def _recognises(metadata: dict[str, str], text: str) -> bool:
    return "ActiveReports" in metadata.get("Producer", "") or "(factorized)" in text


LAYOUT = Layout("active_reports", _recognises)
