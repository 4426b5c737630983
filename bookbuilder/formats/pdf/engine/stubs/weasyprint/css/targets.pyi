from typing import Any

class TargetCollector:
    counter_lookup_items: dict[Any, Any]
    def __init__(self) -> None: ...
