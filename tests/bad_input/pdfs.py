"""Papers that are not protocols, made for the tests."""

import hashlib
import zlib
from pathlib import Path

import pypdfium2 as pdfium
import typst

_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def printed(path: Path, *lines: str) -> Path:
    """A paper with these lines of text."""
    text = "\n\n".join(line.replace("#", "\\#") for line in lines)
    source = path.with_suffix(".typ")
    source.write_text(text, encoding="utf-8")
    path.write_bytes(typst.compile(str(source)))
    return path


def blank(path: Path, pages: int) -> Path:
    """A paper of empty pages."""
    document = pdfium.PdfDocument.new()
    for _ in range(pages):
        document.new_page(595, 842)
    document.save(path)
    document.close()
    return path


def picture(path: Path) -> Path:
    """A scanned paper: one page with a picture and no text."""
    document = pdfium.PdfDocument.new()
    page = document.new_page(200, 200)
    scan = pdfium.PdfImage.new(document)
    scan.set_bitmap(pdfium.PdfBitmap.new_native(20, 20, 4))
    scan.set_matrix(pdfium.PdfMatrix().scale(200, 200))
    page.insert_obj(scan)
    page.gen_content()
    document.save(path)
    document.close()
    return path


def encrypted(path: Path) -> Path:
    """A paper that asks for a password (PDF 1.7, 7.6.3: the standard handler, revision 2)."""
    identity = bytes(16)
    owner_key = hashlib.md5(_padded(b"owner")).digest()[:5]
    owner = _rc4(owner_key, _padded(b"secret"))
    permissions = (-4 & 0xFFFFFFFF).to_bytes(4, "little")
    key = hashlib.md5(_padded(b"secret") + owner + permissions + identity).digest()[:5]
    user = _rc4(key, _PADDING)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
        b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>"
        % (owner.hex().encode(), user.hex().encode()),
    ]
    trailer = b"/Encrypt 4 0 R /ID [<%s> <%s>]" % (identity.hex().encode(), identity.hex().encode())
    path.write_bytes(_file(objects, trailer))
    return path


def bomb(
    path: Path, megabytes: int, times: int = 1, unit: bytes = b"\0", rest: bytes = b""
) -> Path:
    """A paper of one page whose content is so large, and packed so often; `rest` stands behind the
    word before it, on its line."""
    packing, packed = zlib.compressobj(9), b""
    for _ in range(megabytes):
        packed += packing.compress(unit * (1024 * 1024 // len(unit)))
    packed += packing.flush()
    for _ in range(times - 1):
        packed = zlib.compress(packed, 9)
    filters = b"/FlateDecode " * times
    return content(path, packed, b"/Filter [%s]" % filters, rest=rest)


def content(path: Path, packed: bytes, filters: bytes, *more: bytes, rest: bytes = b"") -> Path:
    """A paper of one page with these bytes as its content and these words on how they are packed;
    `more` are objects from number 5 on."""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R"
        b" /Resources << /Font << /F1 %s >> >> >>" % font,
        b"<< /Length %d %s >>\nstream%s\n%s\nendstream" % (len(packed), filters, rest, packed),
        *more,
    ]
    path.write_bytes(_file(objects))
    return path


def _file(objects: list[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of these objects; the first is its catalog."""
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    end = b"trailer << /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n"
    head = b"xref\n0 %d\n0000000000 65535 f \n" % count
    return data + head + table + end % (count, trailer, len(data))


def _padded(password: bytes) -> bytes:
    return (password + _PADDING)[:32]


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)
