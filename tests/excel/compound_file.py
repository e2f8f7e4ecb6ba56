"""A reader of compound files and of the VBA project in one, written from [MS-CFB] and [MS-OVBA] alone.

It takes nothing from the library that makes our VBA projects, and refuses whatever the two specifications forbid to writers.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

FREE, END, FAT_SECTOR, NO_STREAM = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
SECTOR, SMALL, CUTOFF, ENTRY = 512, 64, 4096, 128
UNUSED, STORAGE, STREAM, ROOT = 0, 1, 2, 5
RED, BLACK = 0, 1


class BrokenFile(Exception):
    """The bytes are not as the specification asks."""


def need(fine: bool, what: str) -> None:
    if not fine:
        raise BrokenFile(what)


@dataclass(frozen=True)
class Entry:
    """A directory entry ([MS-CFB] 2.6.1)."""

    number: int
    name: str
    kind: int
    colour: int
    left: int
    right: int
    child: int
    start: int
    size: int


def streams(data: bytes) -> dict[str, bytes]:
    """The streams of a compound file of version 3, by their path; every sector is of exactly one use."""
    need(data[:8] == bytes.fromhex("d0cf11e0a1b11ae1"), "signature")
    need(data[8:24] == bytes(16), "class id of the header")
    minor, major, order, shift, small_shift = struct.unpack_from("<5H", data, 24)
    need((minor, major, order, shift, small_shift) == (0x3E, 3, 0xFFFE, 9, 6), "version and sector sizes")
    need(data[34:40] == bytes(6), "reserved bytes of the header")
    directories, fats, directory, transaction, cutoff, small_fat, small_fats, more, mores = struct.unpack_from(
        "<9I", data, 40
    )
    need((directories, transaction, cutoff, more, mores) == (0, 0, CUTOFF, END, 0), "fixed numbers of the header")
    need(len(data) % SECTOR == 0, "whole sectors")
    sectors = len(data) // SECTOR - 1
    listed = struct.unpack_from("<109I", data, 76)
    need(all(each < sectors for each in listed[:fats]) and set(listed[fats:]) <= {FREE}, "list of FAT sectors")
    fat = [number for each in listed[:fats] for number in struct.unpack_from("<128I", data, SECTOR * (each + 1))]
    need(all(fat[each] == FAT_SECTOR for each in listed[:fats]), "FAT sectors in the FAT")
    need(set(fat[sectors:]) <= {FREE}, "sectors behind the end")
    used: list[int] = list(listed[:fats])

    def chained(start: int, table: list[int], taken: list[int]) -> list[int]:
        chain = []
        while start != END:
            need(start < len(table), "number of a sector")
            chain.append(start)
            taken.append(start)
            need(len(taken) == len(set(taken)), "a sector in two chains")
            start = table[start]
        return chain

    def content(start: int) -> bytes:
        return b"".join(data[SECTOR * (each + 1) : SECTOR * (each + 2)] for each in chained(start, fat, used))

    entries = _entries(content(directory))
    small = list(struct.unpack(f"<{small_fats * 128}I", content(small_fat)))
    root = entries[0]
    need(root.kind == ROOT and root.name == "Root Entry", "root entry first")
    need((root.left, root.right, root.colour) == (NO_STREAM, NO_STREAM, BLACK), "root entry alone and black")
    small_stream = content(root.start)
    need(root.size % SMALL == 0 and 0 <= len(small_stream) - root.size < SECTOR, "size of the small stream")
    small_used: list[int] = []
    found: dict[str, bytes] = {}
    seen = {0}
    waiting = [(root, "")]
    while waiting:
        storage, path = waiting.pop()
        for entry in _siblings(storage.child, entries, seen):
            if entry.kind == STORAGE:
                need((entry.start, entry.size) == (0, 0), f"a storage without bytes: {entry.name}")
                waiting.append((entry, f"{path}{entry.name}/"))
                continue
            need(entry.kind == STREAM and entry.child == NO_STREAM, f"kind of {entry.name}")
            if entry.size >= CUTOFF:
                whole, unit = content(entry.start), SECTOR
            else:
                chain = chained(entry.start, small, small_used)
                whole, unit = b"".join(small_stream[SMALL * each : SMALL * (each + 1)] for each in chain), SMALL
            need(0 <= len(whole) - entry.size < unit, f"length of the chain of {entry.name}")
            found[path + entry.name] = whole[: entry.size]
    need(seen == {entry.number for entry in entries if entry.kind != UNUSED}, "entries outside of the tree")
    need({each for each in range(sectors) if fat[each] != FREE} == set(used), "sectors of no use")
    need({each for each in range(len(small)) if small[each] != FREE} == set(small_used), "small sectors of no use")
    return found


def _entries(directory: bytes) -> list[Entry]:
    made = []
    for number in range(len(directory) // ENTRY):
        raw = directory[ENTRY * number : ENTRY * (number + 1)]
        length, kind, colour, left, right, child = struct.unpack_from("<H2B3I", raw, 64)
        start, size = struct.unpack_from("<IQ", raw, 116)
        if kind == UNUSED:
            need(raw == bytes(68) + b"\xff" * 12 + bytes(48), f"unused entry {number} is blank")
            name = ""
        else:
            need(colour in {RED, BLACK} and length % 2 == 0 and 2 <= length <= 64, f"entry {number}")
            name = raw[: length - 2].decode("utf-16-le")
            need(raw[length - 2 : 64] == bytes(66 - length), f"rest of the name {name}")
            need(not set(name) & set("/\\:!"), f"letters of {name}")
            if kind == STREAM:
                need(raw[80:116] == bytes(36), f"class id, state and times of the stream {name}")
        made.append(Entry(number, name, kind, colour, left, right, child, start, size))
    return made


def _siblings(top: int, entries: list[Entry], seen: set[int]) -> list[Entry]:
    """The entries of one storage, in order; their tree is a red-black one ([MS-CFB] 2.6.4)."""

    def walk(number: int, under_red: bool) -> list[Entry]:
        if number == NO_STREAM:
            return []
        need(number < len(entries) and number not in seen, "tree of entries")
        seen.add(number)
        entry = entries[number]
        need(not (under_red and entry.colour == RED), f"two red entries one below the other: {entry.name}")
        red = entry.colour == RED
        return [*walk(entry.left, red), entry, *walk(entry.right, red)]

    found = walk(top, False)
    keys = [(len(each.name), each.name.upper()) for each in found]
    need(keys == sorted(set(keys)), "order of the entries")
    return found


def decompressed(container: bytes) -> bytes:
    """A compressed container of [MS-OVBA] 2.4.1, to its last byte."""
    need(container[:1] == b"\x01", "signature of compression")
    made, at = bytearray(), 1
    while at < len(container):
        (header,) = struct.unpack_from("<H", container, at)
        need(header >> 12 & 0b111 == 0b011, "signature of a chunk")
        end, begun = at + (header & 0xFFF) + 3, len(made)
        need(end <= len(container), "length of a chunk")
        at += 2
        if not header & 0x8000:
            made += container[at:end]
            at = end
            continue
        while at < end:
            flags, at = container[at], at + 1
            for bit in range(8):
                if at >= end:
                    break
                if not flags >> bit & 1:
                    made.append(container[at])
                    at += 1
                    continue
                (token,) = struct.unpack_from("<H", container, at)
                at += 2
                bits = max((len(made) - begun - 1).bit_length(), 4)
                back, count = (token >> 16 - bits) + 1, (token & 0xFFFF >> bits) + 3
                need(back <= len(made) - begun, "copy from before the chunk")
                for _ in range(count):
                    made.append(made[-back])
        need(len(made) - begun <= 4096, "size of a chunk")
    return bytes(made)


@dataclass(frozen=True)
class Module:
    """A module as the ``dir`` stream names it."""

    name: str
    stream: str
    offset: int
    standard: bool


def modules(directory: bytes) -> list[Module]:
    """The modules of a decompressed ``dir`` stream ([MS-OVBA] 2.3.4.2), which has to end where its terminator ends."""
    at, found = 0, list[Module]()
    fields: dict[int, bytes] = {}
    count = -1
    while True:
        need(at + 6 <= len(directory), "a record without its end")
        kind, size = struct.unpack_from("<HI", directory, at)
        size = 6 if kind == 0x0009 else size  # PROJECTVERSION names no size
        value = directory[at + 6 : at + 6 + size]
        need(len(value) == size, f"length of the record {kind:#06x}")
        at += 6 + size
        if kind == 0x0010:
            break
        if kind == 0x000F:
            count = int.from_bytes(value, "little")
        if kind == 0x002B:
            name, stream = fields[0x0019].decode("cp1252"), fields[0x001A].decode("cp1252")
            need(fields[0x0047].decode("utf-16-le") == name, f"the two names of {name}")
            need(fields[0x0032].decode("utf-16-le") == stream, f"the two streams of {name}")
            need((0x0021 in fields) != (0x0022 in fields), f"kind of {name}")
            found.append(Module(name, stream, int.from_bytes(fields[0x0031], "little"), 0x0021 in fields))
            fields = {}
        elif count >= 0:
            need(kind not in fields or kind == 0x000F, f"the record {kind:#06x} twice")
            fields[kind] = value
    need(size == 0 and at == len(directory), f"{len(directory) - at} bytes after the terminator")
    need(count == len(found), "number of modules")
    return found
