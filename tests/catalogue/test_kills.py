"""Whoever is killed and whatever the shared cache does, a catalogue ends with whole files and the bytes of one machine.

`python -m tests.catalogue.kills 1 300 100` does three hundred kills and a hundred faults, in about two hours.
"""

from pathlib import Path

import pytest

from tests.catalogue.kills import VICTIMS, faults, kills

pytestmark = pytest.mark.heavy


@pytest.mark.parametrize("victim", VICTIMS)
def test_kills(victim: str, tmp_path: Path) -> None:
    assert kills(tmp_path, 5, 2, [victim]) == {victim: 2}


def test_faults_of_the_store(tmp_path: Path) -> None:
    counts = faults(tmp_path, 5, 12)
    assert sum(counts.values()) > 40 and sum(map(bool, counts.values())) > 4, counts
