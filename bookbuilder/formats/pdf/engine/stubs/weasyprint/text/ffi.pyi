from typing import Any

class CData:
    """A value of a C library: its fields are those of the declarations."""

    def __getattr__(self, name: str) -> Any: ...
    def __getitem__(self, index: Any) -> Any: ...

FROM_UNITS: float
TO_UNITS: int
ffi: Any
gobject: Any
pango: Any
fontconfig: Any
harfbuzz: Any
