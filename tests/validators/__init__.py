"""Other people's judges for what we ship: EPUBCheck, Ace, veraPDF, qpdf, a browser (the fixture `chromium`).

Each takes a file and returns findings. A judge that is missing is an error that names the command which installs it;
nothing is ever skipped.
"""

from tests.validators.ace import ace
from tests.validators.epubcheck import epubcheck
from tests.validators.finding import Finding
from tests.validators.machine import JudgeFailed, JudgeMissing
from tests.validators.qpdf import qpdf_check
from tests.validators.verapdf import verapdf

__all__ = ["Finding", "JudgeFailed", "JudgeMissing", "ace", "epubcheck", "qpdf_check", "verapdf"]
