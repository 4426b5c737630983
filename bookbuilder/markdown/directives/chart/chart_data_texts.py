"""Says which texts of a data file a chart prints, and a translation needs: categories, and the names of series."""

from __future__ import annotations

from collections.abc import Mapping

from bookbuilder.markdown.data_files import DataCell, DataRows
from bookbuilder.markdown.directives.chart.guessed_kinds import guessed_kind
from bookbuilder.markdown.directives.table.data_texts import column_names, data_texts


def chart_data_texts(rows: DataRows, options: Mapping[str, str]) -> list[DataCell]:
    """Return the texts that a chart needs, given all of its options; what is wrong with these, a build reports."""
    known = [cell.text for cell in rows.names]
    x = options.get("x", "").strip("'")
    first = known.index(x) if x in known else 0
    named = [known.index(name) for name in column_names(options.get("y", "")) if name in known]
    shown = [first, *(named or [index for index in range(len(known)) if index != first])]
    words = options.get("kind") == "timeline"
    kinds = [guessed_kind([row[first] for row in rows.rows]).name]
    kinds += ["text" if words else "number"] * (len(shown) - 1)
    return data_texts(rows, shown, kinds, named=True)
