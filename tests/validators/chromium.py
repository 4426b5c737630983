"""A real browser: Playwright drives the Chromium of the system."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.patience import PATIENCE
from tests.validators.machine import chromium_program

QUIET = (
    "--no-sandbox",  # the tests may run as root
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Give a headless Chromium that starts nothing of its own on the network, one for all the tests of a worker.

    There is no function beside the fixture: Playwright cannot be started twice in a process.
    """
    expect.set_options(timeout=PATIENCE * 1000)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(chromium_program()), args=list(QUIET))
        try:
            yield opened
        finally:
            opened.close()
