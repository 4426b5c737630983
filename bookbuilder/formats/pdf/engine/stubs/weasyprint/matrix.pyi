from typing import Self

class Matrix(list[list[float]]):
    def __init__(
        self,
        a: float = ...,
        b: float = ...,
        c: float = ...,
        d: float = ...,
        e: float = ...,
        f: float = ...,
        matrix: Matrix | None = ...,
    ) -> None: ...
    @property
    def invert(self) -> Self | None: ...
    @property
    def determinant(self) -> float: ...
    def transform_point(self, x: float, y: float) -> tuple[float, float]: ...
    @property
    def values(self) -> tuple[float, float, float, float, float, float]: ...
    def __matmul__(self, other: Matrix) -> Matrix: ...
