"""WeasyPrint and our changes to it. No other package imports it, and none of its objects leaves this one."""

from bookbuilder.formats.pdf.engine import load as load  # before any module here imports WeasyPrint
