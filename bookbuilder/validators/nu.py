"""The Nu Html Checker of the W3C and WHATWG: is this page HTML?"""

from __future__ import annotations

import json

from bookbuilder.diagnostics import Rule
from bookbuilder.validators import machine
from bookbuilder.validators.validator import Judged, NoVerdict, Remark, Tool, Validator
from bookbuilder.world import World

INVALID = Rule(
    "web.invalid",
    "{message} (Nu Html Checker)",
    "The Nu Html Checker holds a page against the standard of HTML. What it complains of is mostly a template of a theme;"
    " browsers guess what was meant, and not all guess alike.",
)
JAR = "vnu-jar/build/dist/vnu.jar"


def tool(world: World) -> Tool:
    """Return the checker as it is installed."""
    if missing := machine.missing(machine.java(world), machine.node(world)):
        return missing
    jar = machine.from_npm(world, JAR)
    if jar is None:
        return Tool(install="npm install --global --ignore-scripts vnu-jar")
    about = world.read_tool(jar.parents[2] / "package.json")
    return Tool(str(json.loads(about).get("version", "")))


def judge(judged: Judged) -> tuple[Remark, ...]:
    """Return the errors in the pages of a web edition.

    What it says about style sheets is left out: it knows fewer properties than browsers do.
    """
    world, files = judged.world, judged.artifact.files
    pages = {name or "page.html": data for name, data in files.items() if not name or name.endswith(".html")}
    with world.scratch("judged", pages) as folder:
        options = ("--format", "json", "--stdout", "--exit-zero-always")
        jar = machine.from_npm(world, JAR)
        command = [machine.java(world), *machine.JAVA, "-Xss8m", "-Xmx1g", "-jar", jar, *options]
        done = machine.run(world, [*map(str, command), *(folder / name for name in sorted(pages))])
        start = folder.as_uri() + "/"
    try:
        found = json.loads(done.stdout)["messages"]
    except (ValueError, KeyError):
        raise NoVerdict(machine.last(done)) from None
    return tuple(
        Remark(
            rule=str(message.get("subType", message["type"])),
            message=message["message"],
            file=""
            if "" in files
            else message.get("url", "").removeprefix(start).removeprefix(f"file:{folder}/"),
            line=message.get("lastLine", 0),
            snippet=message.get("extract", "") if "" in files else "",
        )
        for message in found
        if message["type"] != "info" and not message["message"].startswith("CSS:")
    )


VALIDATOR = Validator("Nu Html Checker", "HTML", INVALID, (".html", "/"), tool, judge)
