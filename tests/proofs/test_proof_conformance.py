"""A proof is archivable and accessible as its edition is: what it adds are artifacts."""

from __future__ import annotations

from pathlib import Path

import pytest

from bookbuilder import api
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.session import Session
from bookbuilder.world import World
from tests.conftest import copy_dossier
from tests.validators.verapdf import verapdf


@pytest.mark.heavy
def test_a_proof_conforms_to_pdf_a_and_pdf_ua(tmp_path: Path) -> None:
    root = copy_dossier(tmp_path / "book")
    request = BuildRequest(("de",), ("pdf",), proof=True, date="2022-01-29")
    (made,) = api.requested_build(Session(World(root), jobs=1), request).files
    assert not any(verapdf(made, "3a", "ua1").values())
