"""A document and a template made into a PDF, by Typst."""

import importlib.resources
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import typst

from kissandcry.core.fonts import Typeface


def pdf(package: str, template: str, document: Mapping[str, Any], face: Typeface) -> bytes:
    """The bytes of the `template` of a package's folder `templates`, filled with the `document`.

    The same document gives the same bytes on every day and every computer: no fonts but those of
    `face` are looked for. Tagged, so that a screen reader knows its tables (PDF/UA-1).
    """
    source = importlib.resources.files(package) / "templates" / template
    made = typst.compile(
        source.read_bytes(),
        format="pdf",
        font_paths=typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=False,
            font_paths=list(face.folders),
        ),
        sys_inputs={"data": json.dumps({**document, "fonts": face.families})},
        pdf_standards=["ua-1"],
        timestamp=datetime(2000, 1, 1, tzinfo=UTC),
    )
    assert isinstance(made, bytes)
    return made
