"""Reads the data files of tables, CSV and XLSX: their rows of cells, each with its place."""

from bookbuilder.markdown.data_files.data_rows import DataCell, DataRows
from bookbuilder.markdown.data_files.read_rows import read_rows
from bookbuilder.markdown.data_files.stored_file import StoredFile

__all__ = ["DataCell", "DataRows", "StoredFile", "read_rows"]
