"""The floor: the bare text of every PDF in a folder, by pypdfium2 alone."""

import sys
from pathlib import Path

import pypdfium2 as pdfium


def main(folder: Path) -> None:
    """Extract the text of each page of each PDF below `folder` and keep none of it."""
    for path in sorted(folder.rglob("*.pdf")):
        document = pdfium.PdfDocument(path)
        for page in document:
            text = page.get_textpage()
            text.get_text_range()
            text.close()
            page.close()
        document.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
