"""Declares what we call of Pango and HarfBuzz, and WeasyPrint does not."""

from __future__ import annotations

from weasyprint.text.ffi import ffi

__all__ = ["DECLARATIONS", "ffi"]

DECLARATIONS = """
PangoLayout *pango_layout_copy(PangoLayout *layout);
int pango_layout_get_width(PangoLayout *layout);
void pango_layout_line_index_to_x(PangoLayoutLine *line, int index, int trailing, int *x_pos);
hb_blob_t *hb_blob_create(const char *data, unsigned int length, int mode, void *user_data, void *destroy);
hb_face_t *hb_face_create(hb_blob_t *blob, unsigned int index);
"""

ffi.cdef(DECLARATIONS, override=True)
