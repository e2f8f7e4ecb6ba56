"""Write a zip file, the same bytes for the same parts; parts that never change are compressed once."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from functools import lru_cache

STORED, DEFLATED = 0, 8
VERSION_NEEDED = 20
NO_TIME, FIRST_ZIP_DAY = 0, (1 << 5) | 1  # 1 January 1980: a letter has no time of writing of its own
BEST, QUICK = 9, 3  # the best costs twice the time of the quick for a letter that is 7 % smaller
MOST_REMEMBERED = 4_000


@dataclass(frozen=True, slots=True)
class Member:
    """One compressed part: its bytes, and its entry in the directory at the end, without the offset."""

    body: bytes
    entry: bytes
    name: bytes


def member(name: str, content: bytes, level: int = QUICK) -> Member:
    """Compress one part; store it as it is where that is smaller (pictures)."""
    method, packed = (_known_packed if len(content) <= MOST_REMEMBERED else _packed)(content, level)
    shown = name.encode()
    common = struct.pack(
        "<HHHHHIIIHH",
        *(VERSION_NEEDED, 0, method, NO_TIME, FIRST_ZIP_DAY),
        *(zlib.crc32(content), len(packed), len(content), len(shown), 0),
    )
    entry = b"PK\x01\x02" + struct.pack("<H", VERSION_NEEDED) + common + struct.pack("<HHHI", 0, 0, 0, 0)
    return Member(b"PK\x03\x04" + common + shown + packed, entry, shown)


def _packed(content: bytes, level: int) -> tuple[int, bytes]:
    squeezer = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = squeezer.compress(content) + squeezer.flush()
    return (DEFLATED, packed) if len(packed) < len(content) else (STORED, content)


# Headers and footers are small, and many letters have the same.
_known_packed = lru_cache(maxsize=64)(_packed)


def package(members: list[Member]) -> bytes:
    """Join the parts and the directory to a file."""
    offset, directory = 0, []
    for each in members:
        directory.append(each.entry + struct.pack("<I", offset) + each.name)
        offset += len(each.body)
    listed = b"".join(directory)
    count = len(members)
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, count, count, len(listed), offset, 0)
    return b"".join([*(each.body for each in members), listed, end])
