"""Makes QR codes, printed beside links so that readers can scan their addresses."""

from __future__ import annotations

from markupsafe import Markup


def code(address: str) -> Markup:
    """Return a QR code (ISO/IEC 18004, error correction M) as an inline image."""
    import segno  # imports network libraries, and few books need it

    picture = segno.make_qr(address, error="m").svg_data_uri(border=0, omitsize=True, encode_minimal=True)
    return Markup('<img class="qr" src="{}" alt="{}"/>').format(picture, address)
