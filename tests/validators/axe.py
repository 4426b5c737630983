"""axe: can everybody use this page? It runs inside the browser, on the page as it is laid out (it comes with Ace)."""

from playwright.sync_api import Page

from tests.validators.finding import Finding
from tests.validators.machine import REPO, JudgeMissing

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def axe(page: Page) -> tuple[Finding, ...]:
    """Return the violations of WCAG 2.2 AA and of axe's good practice on an open page; () is a clean page."""
    script = REPO / "node_modules" / "@daisy" / "axe-core-for-ace" / "axe.min.js"
    if not script.is_file():
        raise JudgeMissing("Ace, which brings axe, is not installed: run `make test-environment`")
    if not page.evaluate("'axe' in window"):
        page.evaluate(script.read_text(encoding="utf-8"))
    found = page.evaluate("tags => axe.run({runOnly: tags})", TAGS)
    return tuple(
        Finding(violation["id"], violation["impact"], violation["help"], node["html"][:200])
        for violation in found["violations"]
        for node in violation["nodes"]
    )
