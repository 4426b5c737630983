"""The fork server of the workers."""

from __future__ import annotations

import subprocess
import sys

import pytest

ASK_AND_GO = """
import os, signal, socket
from multiprocessing import forkserver
from bookbuilder.pipeline import worker_start

worker_start.start()
with socket.socket(socket.AF_UNIX) as asking:
    asking.connect(forkserver._forkserver._forkserver_address)
os.waitpid(forkserver._forkserver._forkserver_pid, 0)
"""


@pytest.mark.heavy
def test_a_server_whose_caller_goes_in_the_middle_of_a_request_ends_in_silence() -> None:
    """A killed build may have connected and sent nothing; its server printed a traceback after the build had ended."""
    done = subprocess.run(
        [sys.executable, "-c", ASK_AND_GO], check=False, capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
