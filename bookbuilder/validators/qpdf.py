"""qpdf, by pikepdf: checks the syntax of a PDF."""

from __future__ import annotations

from io import BytesIO

from bookbuilder.diagnostics import Rule
from bookbuilder.phrases import Phrase
from bookbuilder.validators.installed_tool import Tool
from bookbuilder.validators.validator import Remark, Validator, ValidatorInput
from bookbuilder.world import World

UNSOUND = Rule(
    "pdf.unsound",
    "{message} (qpdf)",
    "The file breaks the syntax of PDF. Viewers mend that silently, presses do not. It is a bug of bookbuilder, or a broken"
    " disk.",
)


def tool(world: World) -> Tool:
    """Return the qpdf inside pikepdf, which every build needs."""
    import pikepdf

    del world
    return Tool(f"{pikepdf.__libqpdf_version__}, pikepdf {pikepdf.__version__}")


def judge(judged: ValidatorInput) -> tuple[Remark, ...]:
    """Return qpdf's complaints about objects and streams."""
    import pikepdf

    try:
        with pikepdf.open(BytesIO(judged.data)) as pdf:
            result = [*pdf.check_pdf_syntax(), *map(str, pdf.get_warnings())]
    except pikepdf.PdfError as error:
        result = [str(error)]
    return tuple(Remark(rule="syntax", message=message) for message in dict.fromkeys(result))


VALIDATOR = Validator("qpdf", Phrase("PDF syntax"), UNSOUND, (".pdf",), tool, judge)
