"""Whoever is killed and whatever the shared cache does, a catalogue ends with whole files and the bytes of one machine.

`python -m tests.catalogue.kills 1 300 100` does three hundred kills and a hundred faults, in about two hours.
"""

from pathlib import Path

import pytest

from tests.catalogue.kills import VICTIMS, faults, kills
from tests.shared_cache.faulty_store import FAULTS

pytestmark = pytest.mark.heavy


def test_kills(tmp_path: Path) -> None:
    """In one cluster, which goes on with what the kill before has left."""
    assert kills(tmp_path, 5, len(VICTIMS)) == dict.fromkeys(VICTIMS, 1)


def test_faults_of_the_store(tmp_path: Path) -> None:
    counts = faults(tmp_path, 5, len(FAULTS))
    assert sum(counts.values()) > 25 and sum(map(bool, counts.values())) > 6, counts
