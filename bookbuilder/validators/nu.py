"""The Nu Html Checker by the W3C and WHATWG: checks that a page is valid HTML."""

from __future__ import annotations

import json
from typing import Any

from bookbuilder.diagnostics import Rule
from bookbuilder.validators import java_engine
from bookbuilder.validators.installed_tool import Tool
from bookbuilder.validators.validator import ByEngine, Remark, Validator, ValidatorInput
from bookbuilder.validators.validator_engine import EngineRequest
from bookbuilder.world import World
from bookbuilder.world.node_packages import from_npm, packaged_node

INVALID = Rule(
    "web.invalid",
    "{message} (Nu Html Checker)",
    "The Nu Html Checker holds a page against the standard of HTML. What it complains of is mostly a template of a theme;"
    " browsers guess what was meant, and not all guess alike.",
)
JAR = "vnu-jar/build/dist/vnu.jar"
PAGE = "page.html"


def tool(world: World) -> Tool:
    """Return the installed checker."""
    if missing := java_engine.missing(world, packaged_node(world)):
        return missing
    jar = from_npm(world, JAR)
    if jar is None:
        return Tool(install="npm install --global --ignore-scripts vnu-jar")
    about = world.read_tool(jar.parents[2] / "package.json")
    return Tool(str(json.loads(about).get("version", "")))


def question(judged: ValidatorInput) -> EngineRequest:
    """Return the request to check the pages of a web edition."""
    files = judged.artifact.files
    pages = {name or PAGE: data for name, data in files.items() if not name or name.endswith(".html")}
    return EngineRequest("nu", pages, {"jar": str(from_npm(judged.world, JAR))})


def remarks(judged: ValidatorInput, reply: Any) -> tuple[Remark, ...]:
    """Return the errors in the pages of a web edition.

    Messages about style sheets are left out: the checker knows fewer properties than browsers.
    """
    single = "" in judged.artifact.files
    return tuple(
        Remark(
            rule=str(message.get("subType", message["type"])),
            message=message["message"],
            file="" if single else page,
            line=message.get("lastLine", 0),
            snippet=message.get("extract", "") if single else "",
        )
        for page, messages in reply.items()
        for message in messages
        if message["type"] != "info" and not message["message"].startswith("CSS:")
    )


VALIDATOR = Validator(
    "Nu Html Checker", "HTML", INVALID, (".html", "/"), tool, ByEngine(java_engine.JAVA, question, remarks)
)
