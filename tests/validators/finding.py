"""What a judge says about a file, the same form for all of them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One complaint: the judge's name for the rule, how bad it is, its words, and where (a path, a line, an object)."""

    rule: str
    severity: str
    message: str
    place: str = ""
    count: int = 1

    def __str__(self) -> str:
        times = f" ({self.count} times)" if self.count > 1 else ""
        return (
            f"{self.severity} {self.rule}: {self.message}{times}{f' at {self.place}' if self.place else ''}"
        )
