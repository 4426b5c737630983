"""WeasyPrint and our changes to it. No other package imports it, and none of its objects leaves this one."""

# Before any module here imports WeasyPrint.
from bookbuilder.formats.pdf.engine.setup import load_weasyprint as load_weasyprint
