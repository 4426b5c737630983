from typing import Any

UA_COUNTER_STYLE: Any
