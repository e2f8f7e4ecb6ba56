"""Unpack the parts of a zip archive within limits; nothing that an archive declares is trusted."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

MOST_PARTS = 10_000
SMALLEST_ENTRY = 47
"""The fewest bytes that the directory needs for a part."""
MOST_AT_ONCE, MOST_EXPANSION = 32 << 20, 1_032
"""A part is unpacked in one step if it cannot have more bytes than this; one byte gives at most so many."""
# Everything that zipfile and zlib raise on damaged bytes.
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    LookupError,
    OverflowError,
    struct.error,
)

ZIP_MAGIC, CENTRAL_HEADER = b"PK\x03\x04", b"PK\x01\x02"
# The header before each part: its mark, the length of the part's name, and the length of its extra field.
LOCAL_HEADER = struct.Struct("<4s22xHH")
ENCRYPTED, UTF_8_NAME = 0x1, 0x800


class TooManyPartsError(zipfile.BadZipFile):
    """An archive has more parts than any review workbook."""


def directory_of(content: bytes) -> list[zipfile.ZipInfo]:
    """Read the directory of a zip archive; raises one of ``DAMAGE``."""
    if len(content) > MOST_PARTS * SMALLEST_ENTRY and content.count(CENTRAL_HEADER) > MOST_PARTS:
        raise TooManyPartsError
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.infolist()


def unpacked(content: bytes, member: zipfile.ZipInfo) -> bytes:
    """Unpack a part of a zip archive, to no more than its declared size; raises one of ``DAMAGE``."""
    if member.compress_type == zipfile.ZIP_DEFLATED and member.compress_size * MOST_EXPANSION <= MOST_AT_ONCE:
        data = zlib.decompress(_packed(content, member), -zlib.MAX_WBITS, member.file_size + 1)
    else:
        data = start_of(content, member, member.file_size + 1)
    # A part that is packed in any other way, which Excel cannot read, fails here too.
    if len(data) != member.file_size or zlib.crc32(data) != member.CRC:
        raise zipfile.BadZipFile
    return data


def start_of(content: bytes, member: zipfile.ZipInfo, most: int) -> bytes:
    """Unpack the first bytes of a part, at most ``most``; raises one of ``DAMAGE``."""
    packed = _packed(content, member)
    if member.compress_type == zipfile.ZIP_DEFLATED:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, most)
    return packed[:most]


def _packed(content: bytes, member: zipfile.ZipInfo) -> bytes:
    magic, name_length, extra_length = LOCAL_HEADER.unpack_from(content, member.header_offset)
    name = member.header_offset + LOCAL_HEADER.size
    start = name + name_length + extra_length
    named = member.orig_filename.encode("utf-8" if member.flag_bits & UTF_8_NAME else "cp437")
    if magic != ZIP_MAGIC or content[name : name + name_length] != named:
        raise zipfile.BadZipFile
    return content[start : start + member.compress_size]
