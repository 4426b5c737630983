"""The Nu Html Checker of the W3C and WHATWG: is this file HTML?"""

from collections.abc import Iterable
from pathlib import Path

from tests.validators.finding import Finding
from tests.validators.java import JAVA
from tests.validators.machine import REPO, JudgeMissing


def nu(paths: Iterable[Path], *, seconds: float = 300) -> tuple[Finding, ...]:
    """Return the errors that the checker finds in HTML files; () means that all are sound.

    What it says about style sheets is left out: it knows fewer properties than the browsers that we test in.
    """
    jar = REPO / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    if not jar.is_file():
        raise JudgeMissing("the Nu Html Checker is not installed: run `make test-environment`")
    pages = [str(path.resolve()) for path in sorted(paths)]
    found = JAVA.ask({"tool": "nu", "jar": str(jar), "files": pages}, seconds=seconds)
    return tuple(
        Finding(
            "html",
            message.get("subType", message["type"]),
            message["message"],
            f"{page}:{message.get('lastLine', 0)}",
        )
        for page in pages
        for message in found[page]
        if message["type"] != "info" and not message["message"].startswith("CSS:")
    )
