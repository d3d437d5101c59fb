"""A link as a picture that phones open with their camera."""

from __future__ import annotations

from io import BytesIO


def png(link: str) -> bytes:
    """A QR code with error correction enough for a poster (ISO/IEC 18004, level M)."""
    import segno  # loaded when first used

    picture = BytesIO()
    segno.make_qr(link, error="m").save(picture, kind="png", scale=10, border=4)
    return picture.getvalue()
