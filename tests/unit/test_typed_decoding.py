from __future__ import annotations

import subprocess
import sys

import msgspec
import pytest

from bookbuilder.typed_decoding import converted, from_json, from_msgpack
from tests.conftest import REPO

DECODED_AT_ONCE = """
import sys, threading
from dataclasses import make_dataclass
import msgspec
from bookbuilder.typed_decoding import from_json, from_msgpack

sys.setswitchinterval(1e-6)
DATA = {f"a{i}": i for i in range(20)}
for number in range(25):
    inner = [make_dataclass(f"Inner{i}", [(f"b{j}", "int | None") for j in range(9)]) for i in range(20)]
    outer = make_dataclass("Outer", [(f"a{i}", inner[i] | int) for i in range(20)])
    start = threading.Barrier(4)
    right = []

    def decode(function, data):
        start.wait()
        right.append(vars(function(data, outer)) == DATA)

    threads = [
        threading.Thread(target=decode, args=(function, encode(DATA)))
        for function, encode in ((from_json, msgspec.json.encode), (from_msgpack, msgspec.msgpack.encode)) * 2
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert right == [True] * 4, number
"""


def test_threads_may_decode_a_new_class_at_once() -> None:
    """With msgspec's own functions such a process ends by a segmentation fault within seconds."""
    done = subprocess.run(
        [sys.executable, "-c", DECODED_AT_ONCE], cwd=REPO, capture_output=True, text=True, timeout=120, check=False
    )  # fmt: skip
    assert done.returncode == 0, (done.returncode, done.stderr)


def test_what_is_not_of_the_type_raises() -> None:
    assert from_json(b"[1, 2]", list[int]) == [1, 2]
    assert from_json('{"a": 1}') == {"a": 1}
    assert from_msgpack(b"\x92\x01\x02", list[int]) == [1, 2]
    assert converted({"a": 1}, dict[str, int]) == {"a": 1}
    with pytest.raises(msgspec.MsgspecError):
        from_json(b'["a"]', list[int])
    with pytest.raises(msgspec.MsgspecError):
        from_json(b"")
    with pytest.raises(msgspec.MsgspecError):
        from_msgpack(b"\x91\xa1a", list[int])
    with pytest.raises(msgspec.MsgspecError):
        converted(["a"], list[int])
