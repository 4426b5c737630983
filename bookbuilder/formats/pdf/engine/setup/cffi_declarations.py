"""Declares what we call of Pango and HarfBuzz, and WeasyPrint does not."""

from __future__ import annotations

from weasyprint.text.ffi import ffi

__all__ = ["DECLARATIONS", "ffi"]

DECLARATIONS = """
PangoLayout *pango_layout_copy(PangoLayout *layout);
hb_blob_t *hb_blob_create(const char *data, unsigned int length, int mode, void *user_data, void *destroy);
hb_face_t *hb_face_create(hb_blob_t *blob, unsigned int index);
"""

ffi.cdef(DECLARATIONS, override=True)
