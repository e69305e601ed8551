"""Papers that cannot be read: one clear sentence each, and nothing but our own errors."""

import base64
import random
import re
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from kissandcry.core import KissAndCryError, NotAProtocol, Unreadable
from kissandcry.protocols import audit, read
from kissandcry.protocols.assemble import Assembly
from kissandcry.protocols.batch import audit_files, find, read_files
from kissandcry.protocols.layouts import grid
from kissandcry.protocols.reader import SUFFIXES
from kissandcry.protocols.words import Line
from tests.bad_input import pdfs

_REAL = (
    "2007-08/wc2008/dance_short.pdf",
    "2005-06/wc2006/men_short.pdf",
    "2012-13/gpf1213/men_free.pdf",
    "2024-25/gpf2024/men_free.pdf",
)


@pytest.fixture
def real(shared: Path) -> Path:
    return shared / "protocols" / "2012-13" / "gpf1213" / "men_free.pdf"


def test_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "empty.pdf"
    path.touch()
    with pytest.raises(Unreadable, match=r"^empty\.pdf: the file is empty$"):
        read(path)


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"^none\.pdf: No such file or directory$"):
        read(tmp_path / "none.pdf")


def test_another_kind_of_file(tmp_path: Path) -> None:
    path = tmp_path / "letter.docx"
    path.write_bytes(b"PK\x03\x04 and so on")
    with pytest.raises(NotAProtocol, match=f"read from {re.escape(', '.join(SUFFIXES))}$"):
        read(path)


def test_bytes_that_only_pretend(tmp_path: Path) -> None:
    path = tmp_path / "noise.pdf"
    path.write_bytes(random.Random(1).randbytes(4000))
    with pytest.raises(Unreadable, match=r"is not a PDF, or it is damaged beyond reading$"):
        read(path)


def test_an_encrypted_paper(tmp_path: Path) -> None:
    path = pdfs.encrypted(tmp_path / "locked.pdf")
    with pytest.raises(Unreadable, match=r"^locked\.pdf: the PDF is encrypted and asks for a pass"):
        read(path)


def test_a_scanned_paper(tmp_path: Path) -> None:
    path = pdfs.picture(tmp_path / "scan.pdf")
    with pytest.raises(Unreadable, match="has no text, only pictures"):
        read(path)


def test_five_thousand_pages(tmp_path: Path) -> None:
    path = pdfs.blank(tmp_path / "long.pdf", 5000)
    with pytest.raises(Unreadable, match=r"has 5,000 pages, and 1 to 400 are read$"):
        read(path)


@pytest.mark.parametrize(("megabytes", "times"), [(800, 1), (200, 2)])
def test_a_small_paper_that_unpacks_to_a_large_one(
    tmp_path: Path, megabytes: int, times: int
) -> None:
    path = pdfs.bomb(tmp_path / "bomb.pdf", megabytes, times)
    assert path.stat().st_size < 1_000_000
    with pytest.raises(Unreadable) as raised:
        read(path)
    assert str(raised.value) == (
        f"bomb.pdf: the file has {path.stat().st_size:,} bytes and unpacks to more than 33,554,432,"
        " the most that is read; no protocol is as large"
    )


@pytest.mark.parametrize("rest", [b" and more", b"%", b"\0"])
def test_a_stream_begins_on_the_next_line_whatever_else_stands_on_the_last(
    tmp_path: Path, rest: bytes
) -> None:
    """PDFium passes over the rest of that line."""
    with pytest.raises(Unreadable, match="unpacks to more than 33,554,432"):
        read(pdfs.bomb(tmp_path / "bomb.pdf", 40, rest=rest))


def test_many_streams_are_bounded_together(tmp_path: Path) -> None:
    """Forty megabytes, one in each stream."""
    path = tmp_path / "many.pdf"
    one = b"1 0 obj\n<<>>\nstream\n" + zlib.compress(bytes(1024 * 1024)) + b"\nendstream\n"
    path.write_bytes(b"%PDF-1.4\n" + 40 * one)
    with pytest.raises(Unreadable, match="unpacks to more than 33,554,432"):
        read(path)


def test_what_is_packed_twice_is_found_however_late_it_begins(tmp_path: Path) -> None:
    """Empty blocks (RFC 1951, 3.2.4) part the first byte of what is within from the second."""
    within = zlib.compress(bytes(40 * 1024 * 1024))
    packing = zlib.compressobj()
    first = packing.compress(within[:1]) + packing.flush(zlib.Z_FULL_FLUSH)
    packed = first + 20_000 * b"\0\0\0\xff\xff" + packing.compress(within[1:]) + packing.flush()
    assert zlib.decompress(packed) == within
    path = tmp_path / "late.pdf"
    path.write_bytes(b"%PDF-1.4\n1 0 obj\n<<>>\nstream\n" + packed + b"\nendstream\n")
    with pytest.raises(Unreadable, match="unpacks to more than 33,554,432"):
        read(path)


@pytest.mark.parametrize("words", [
    "/Filter /ASCIIHexDecode", "/Filter /AHx", "/Filter[/AHx]", "/Filter/A#48x",
    "/F#69#6Ct#65r/AHx", "/Filter 5 0 R", "/Filter % said later\n /AHx",
    "/Filter [% said later\n /AHx]", "/Filter\x80/AHx", "/Filter /FlateDecode /Filter /AHx",
])  # fmt: skip
def test_a_packing_that_is_not_weighed_is_refused_however_it_is_spelt(
    tmp_path: Path, words: str
) -> None:
    """PDFium unpacks each of these pages; the text on it shows that."""
    hexadecimal = b"BT /F1 12 Tf 20 20 Td (Hello) Tj ET".hex().encode("ascii")
    path = pdfs.content(tmp_path / "a.pdf", hexadecimal, words.encode("latin-1"), b"/AHx")
    with pdfium.PdfDocument(path) as document:
        assert document[0].get_textpage().get_text_range() == "Hello"
    with pytest.raises(Unreadable, match=r"^a\.pdf: a stream of the PDF has .*, and only "):
        read(path)


@pytest.mark.parametrize(
    ("filters", "pack"),
    [
        ("/ASCIIHexDecode /FlateDecode", lambda packed: packed.hex().encode("ascii") + b">"),
        ("/ASCII85Decode /FlateDecode", lambda packed: base64.a85encode(packed) + b"~>"),
        ("/RunLengthDecode", lambda _: b"\x81\0" * 330_000 + b"\x80"),
        ("/LZWDecode", lambda _: b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01"),
    ],
)
def test_another_packing_is_refused_in_a_sentence(
    tmp_path: Path, filters: str, pack: Callable[[bytes], bytes]
) -> None:
    """Each but the last unpacks to forty megabytes; that is the example of PDF 1.7, 7.4.4.2."""
    packed = pack(zlib.compress(bytes(40 * 1024 * 1024), 9))
    path = pdfs.content(tmp_path / "a.pdf", packed, f"/Filter [ {filters} ]".encode("ascii"))
    assert path.stat().st_size < 1_000_000
    with pytest.raises(Unreadable) as raised:
        read(path)
    assert str(raised.value) == (
        f"a.pdf: a stream of the PDF has the filter [ {filters} ], and only FlateDecode and"
        " those of pictures are read (PDF 1.7, 7.4), which all protocols that we know keep to"
    )


@pytest.mark.parametrize("words", [
    "/Filter/DCTDecode", "/Filter [/FlateDecode /DCTDecode]", "/Filter /CCITTFaxDecode",
    "/Filter [/JBIG2Decode]", "/Filter /JPXDecode", "/Filter []",
    "/Filter /Adobe.PPKLite", "/FilterNot 5 0 R",
])  # fmt: skip
def test_pictures_and_signatures_are_no_reason_to_refuse(tmp_path: Path, words: str) -> None:
    more = b"<< /Length 2 %s >>\nstream\n\xff\xd8\nendstream" % words.encode("ascii")
    path = pdfs.content(tmp_path / "a.pdf", b"", b"", more)
    with pytest.raises(Unreadable, match="has no text, only pictures"):
        read(path)


def test_a_large_page_within_the_bounds_is_judged_by_what_it_shows(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="has no text, only pictures"):
        read(pdfs.bomb(tmp_path / "large.pdf", 20))


def test_a_starting_order(tmp_path: Path) -> None:
    path = pdfs.printed(
        tmp_path / "order.pdf", "ISU Grand Prix Final 2012", "MEN FREE SKATING STARTING ORDER",
        "1 Tatsuki MACHIDA JPN", "2 Takahiko KOZUKA JPN",
    )  # fmt: skip
    with pytest.raises(NotAProtocol, match=r"no page is headed 'Judges Details per Skater'$"):
        read(path)


def test_an_invoice(tmp_path: Path) -> None:
    path = pdfs.printed(tmp_path / "invoice.pdf", "Invoice 2012-17", "Ice time 3 hours 120.00")
    with pytest.raises(NotAProtocol, match=r"^invoice\.pdf: no page is headed"):
        read(path)


def test_a_title_without_skaters(tmp_path: Path) -> None:
    path = pdfs.printed(tmp_path / "title.pdf", "MEN FREE SKATING JUDGES DETAILS PER SKATER")
    with pytest.raises(NotAProtocol, match=r"no skater's scores stand in it$"):
        read(path)


def test_a_cut_paper(tmp_path: Path, real: Path) -> None:
    path = tmp_path / "cut.pdf"
    path.write_bytes(real.read_bytes()[:20_000])
    with pytest.raises(Unreadable, match="damaged"):
        read(path)


@pytest.mark.parametrize("seed", range(40))
def test_damage_gives_our_errors_only(shared: Path, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray((shared / "protocols" / chance.choice(_REAL)).read_bytes())
    for _ in range(chance.choice([1, 10, 300])):
        data[chance.randrange(len(data))] = chance.randrange(256)
    path = tmp_path / "damaged.pdf"
    path.write_bytes(data[: chance.choice([len(data), len(data), chance.randrange(len(data))])])
    try:
        for protocol in read(path):
            audit(protocol)
    except KissAndCryError as error:
        sentence = str(error)
        assert sentence.startswith("damaged.pdf")
        assert "\n" not in sentence


def test_a_lost_page_is_noticed(tmp_path: Path, real: Path) -> None:
    """Skaters who are missing from the middle leave a hole in the placements."""
    document = pdfium.PdfDocument(real)
    document.del_page(1)
    path = tmp_path / "lost.pdf"
    document.save(path)
    document.close()
    (protocol,) = read(path)
    found = {finding.check for finding in audit(protocol).findings}
    assert "rank" in found


def test_bad_files_do_not_stop_the_others(tmp_path: Path, real: Path) -> None:
    empty = tmp_path / "empty.pdf"
    empty.touch()
    results = list(audit_files([empty, real, tmp_path / "none.pdf"]))
    assert [bool(result.error) for result in results] == [True, False, True]
    assert results[1].performances == 6
    assert results[1].differing == 0


@pytest.mark.parametrize("name", ["a" * 300 + ".pdf", "nul\0l.pdf"])
def test_a_name_that_no_system_takes(tmp_path: Path, name: str) -> None:
    (result,) = audit_files(find([str(tmp_path / name)]))
    assert result.error


def test_a_folder_without_papers(tmp_path: Path) -> None:
    (result,) = audit_files(find([str(tmp_path)]))
    assert result.error == (
        f"{tmp_path}: no protocol lies in this folder; protocols end in .pdf, .csv, .json, .jsonl"
        " or .skate"
    )
    (found,) = read_files(find([str(tmp_path)]))
    assert found.error == result.error


def test_a_line_without_end_is_not_taken_apart() -> None:
    """Reading a row takes time by its length; a protocol's have at most 150 characters."""
    words = ["Deductions:", *["ABC"] * 20_000, "1.00"]
    (line,) = grid.read_lines([Line(words, [0.0] * len(words))])
    assert isinstance(line, grid.OtherLine)
    assert len(line.text) < 400


def test_text_beside_the_grid_is_bounded() -> None:
    assembly = Assembly()
    for number in range(5000):
        assembly.note(f"Line {number}")
    assert len(assembly.notes) == 201
    assert list(assembly.notes)[-1] == "more text stands on the paper than is kept"


def test_readers_in_several_threads_agree(shared: Path) -> None:
    files = sorted((shared / "protocols" / "2012-13" / "gpf1213").glob("*.pdf"))
    alone = [read(file) for file in files]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(read, files * 3)) == alone * 3
