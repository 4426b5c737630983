"""axe: can everybody use this page of the web edition? It runs inside Chromium, on the page as it is laid out.

axe and what drives the browser come with Ace, so who has that has both.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bookbuilder.diagnostics import Rule, Severity
from bookbuilder.validators import ace, machine
from bookbuilder.validators.validator import Judged, NoVerdict, Remark, Tool, Validator
from bookbuilder.world import World

INACCESSIBLE = Rule(
    "web.inaccessible",
    "{message} (axe {rule})",
    "axe tests what a machine can test of WCAG 2.2 AA and of good practice, in light and dark and on a small screen. Some"
    " readers cannot use the place that it names: those who listen to a page, who enlarge it, who have no mouse, or who need"
    " contrast.",
)


def tool(world: World) -> Tool:
    """Return Ace, with axe in it, and the browser."""
    return ace.tool(world)


def judge(judged: Judged) -> tuple[Remark, ...]:
    """Return the violations that axe finds on the pages of a web edition."""
    world, files = judged.world, judged.artifact.files
    held = {name or "page.html": data for name, data in files.items()}
    pages = sorted(name for name in held if name.endswith(".html"))
    script = Path(__file__).with_name("axe.cjs")
    with world.scratch("judged", held) as folder, world.scratch("browser", {}) as home:
        own = {name: str(home) for name in ("HOME", "XDG_CONFIG_HOME", "TMPDIR")}
        given = (machine.from_npm(world, ace.SCRIPT), machine.chromium(world), folder)
        done = machine.run(world, [*map(str, (machine.node(world), script, *given)), *pages], environment=own)
    if done.returncode:
        raise NoVerdict(machine.last(done))
    try:
        return tuple(_remarks(json.loads(done.stdout.splitlines()[-1]), single="" in files))
    except (ValueError, KeyError, IndexError, TypeError):
        raise NoVerdict(machine.last(done)) from None


def _remarks(found: Sequence[dict[str, Any]], *, single: bool) -> Iterator[Remark]:
    """Give each violation once, with the look of the page in which it was found first."""
    told: set[tuple[str, str, str]] = set()
    for one in found:
        key = (one["page"], one["id"], one["html"])
        if key in told:
            continue
        told.add(key)
        minor = one["impact"] in ("minor", "moderate")
        detail = " ".join(one["said"].split("\n", 1)[-1].split())
        yield Remark(
            rule=f"{one['id']}, {one['look']}",
            message=f"{one['help']}: {detail}"[:400] if detail else one["help"],
            severity=Severity.WARNING if minor else Severity.ERROR,
            file="" if single else one["page"],
            snippet=one["html"],
        )


VALIDATOR = Validator("axe", "WCAG 2.2 AA on the web", INACCESSIBLE, (".html", "/"), tool, judge)
