"""A plugin of pytest: WeasyPrint's tests run with our patches."""

from bookbuilder.formats.pdf.engine.setup import install_patches


def pytest_configure() -> None:
    """Install the patches that stay for a whole process."""
    install_patches.install()
