from importlib.resources import files as files
from typing import Any

from weasyprint.pdf import fonts as fonts

D50: Any
D65: Any

def _use_references(pdf: Any, resources: Any, images: Any, color_profiles: Any) -> None: ...
def generate_pdf(document: Any, target: Any, zoom: Any, **options: Any) -> Any: ...
