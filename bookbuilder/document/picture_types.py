"""The types of pictures that a book may have."""

PICTURE_TYPES = {
    ".png": ("image/png", "PNG"),
    ".jpg": ("image/jpeg", "JPEG"),
    ".jpeg": ("image/jpeg", "JPEG"),
    ".gif": ("image/gif", "GIF"),
    ".webp": ("image/webp", "WEBP"),
    ".svg": ("image/svg+xml", "SVG"),
}
"""By file suffix: media type, and Pillow's name."""
