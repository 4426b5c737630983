"""Pages about proofs for people: self-contained HTML."""

from __future__ import annotations

from bookbuilder.world import Assets

FOLDER = "package/proof"


def proof_page(template: str, world: Assets, **values: object) -> bytes:
    """Return a page made of a template of this package."""
    from jinja2 import FunctionLoader, StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    env = SandboxedEnvironment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        loader=FunctionLoader(lambda name: world.read_asset(f"{FOLDER}/{name}").decode()),
    )
    return env.get_template(template).render(**values).encode()
