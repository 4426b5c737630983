"""Gives the objects of a compiled part their numbers in the file. The result is kept while these stay the same."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import msgspec

from bookbuilder.build_step import Step
from bookbuilder.formats.pdf.compile.compiled_part import LOCAL_REF, ROOM, SLOT, CompiledPart, decode
from bookbuilder.typed_decoding import from_msgpack

_LOCAL = re.compile(LOCAL_REF + rb"(\d+)")
_ANNOTATED = re.compile(rb" ?<</Type/OBJR/Obj " + LOCAL_REF + rb"\d+ 0 R/Pg " + LOCAL_REF + rb"\d+ 0 R>>")
_GROUP = re.compile(rb"/Group\s*<<[^<>]*>>")
_LINK = (b"<</Type/StructElem/S/Link/", b"<</Type/StructElem/S/Span/")


@dataclass(frozen=True, slots=True)
class Relocation:
    """A compiled part, encoded, its first object number, and whether its links and the transparency groups of its drawings
    stay: a group changes nothing where all is opaque, but a press may take it for transparency."""

    data: bytes
    start: int
    links: bool = True
    groups: bool = True


@dataclass(frozen=True, slots=True)
class RelocatedPart:
    """A part as bytes of a file: `blob` with the `offsets` of its objects, and the numbers of the objects that stand
    `packed` in its object stream `pack`. `with_slots` are dictionaries whose slots name pictures or files.
    `parent_tree` is its share of the parent tree."""

    blob: bytes
    offsets: tuple[tuple[int, int], ...]
    pack: int
    packed: tuple[int, ...]
    with_slots: tuple[tuple[int, bytes], ...]
    parent_tree: bytes


def starts(parts: Sequence[CompiledPart], first: int) -> list[int]:
    """Return the first object number of each part, and then the first one that is free."""
    numbers = []
    following = -(-first // ROOM) * ROOM
    for part in parts:
        numbers.append(following)
        # One more than its objects: the object stream of the part.
        following += -(-(part.object_count + 1) // ROOM) * ROOM
    return [*numbers, following]


def relocate(job: Relocation) -> bytes:
    """Return a relocated part, encoded."""
    part, start = decode(job.data), job.start
    if not job.links:
        part = _without_links(part)
    if not job.groups and not part.transparent:
        part = replace(
            part, streams=tuple((n, _GROUP.sub(b"", head), data) for n, head, data in part.streams)
        )

    def numbered(data: bytes) -> bytes:
        return _LOCAL.sub(lambda match: b"%d" % (start + int(match[1])), data)

    blob, offsets = bytearray(), []
    with_slots: list[tuple[int, bytes]] = []
    items: list[tuple[int, bytes]] = []
    for number, head, stream in part.streams:
        offsets.append((start + number, len(blob)))
        blob += b"%d 0 obj\n%b\nstream\n%b\nendstream\nendobj\n" % (start + number, numbered(head), stream)
    for number, data in part.items:
        (with_slots if SLOT in data else items).append((start + number, numbered(data)))
    pack = start + part.object_count
    parent_tree = b" ".join(b"%d %b" % (start + key, numbered(value)) for key, value in part.parent_tree)
    if items:
        offsets.append((pack, len(blob)))
        blob += object_stream(pack, items)
    relocated = RelocatedPart(
        bytes(blob),
        tuple(offsets),
        pack,
        tuple(number for number, _ in items),
        tuple(with_slots),
        parent_tree,
    )
    return msgspec.msgpack.encode(relocated)


def _without_links(part: CompiledPart) -> CompiledPart:
    """Return a part whose links are plain text: no element names an annotation."""
    gone = {link.number for link in part.links}
    # PDF/X forbids annotations on the page; the words of a link stay, as a span.
    items = tuple((number, _ANNOTATED.sub(b"", data).replace(*_LINK)) for number, data in part.items)
    return replace(
        part, items=items, parent_tree=tuple(pair for pair in part.parent_tree if pair[0] not in gone)
    )


def _decode(data: bytes) -> RelocatedPart:
    return from_msgpack(data, RelocatedPart)


_ONE_PART = 1 << 20
"""Bytes of a chapter, encoded: to send it to a worker and back takes longer than to relocate it."""
RELOCATE = Step(f"{__name__}:relocate", Relocation, _decode, lambda job: len(job.data), _ONE_PART)


def object_stream(number: int, items: Sequence[tuple[int, bytes]]) -> bytes:
    """Return objects without streams as one object stream (ISO 32000-1, 7.5.7)."""
    head, offset = [], 0
    for item, data in items:
        head.append(b"%d %d" % (item, offset))
        offset += len(data) + 1
    first = b" ".join(head) + b"\n"
    data = zlib.compress(first + b"\n".join(data for _, data in items), 9)
    extra = b"/Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d" % (len(items), len(first), len(data))
    return b"%d 0 obj\n<<%b>>\nstream\n%b\nendstream\nendobj\n" % (number, extra, data)
