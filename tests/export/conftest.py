"""The book with every construct, read once for all exports of a worker."""

import shutil
from pathlib import Path

import pytest

from bookbuilder.formats.book import Book
from tests.export.exported import read_book

EVERYTHING = Path(__file__).parents[1] / "books" / "everything"
PROOF = """\
[[note]]
id = "comment-7"
kind = "comment"
file = "chapters/de/02-bloecke.md"
quote = "Ein zweiter Absatz der Erklärung."
author = "Eva Beispiel"
date = "2024-02-03T10:00:00Z"
text = "Stimmt das?\\nUnd wenn ja, woher?"

[[note]]
id = "comment-8"
kind = "comment"
file = "chapters/de/02-bloecke.md"
quote = "Ein zweiter Absatz der Erklärung."
author = "Max"
text = "Ja."
answers = "comment-7"
resolved = true

[[note]]
id = "change-1"
kind = "insertion"
file = "chapters/de/01-fuegungen.md"
quote = "nochmals"
before = "Charles Babbage, "
author = "Max"
date = "2024-02-04T10:00:00+02:00"

[[note]]
id = "change-2"
kind = "deletion"
file = "chapters/de/02-bloecke.md"
before = "Ein Satz, der "
after = "herausgezogen"
text = "hier "
author = "Max"

[[note]]
id = "comment-9"
kind = "comment"
file = "chapters/de/03-chronik.md"
quote = "was nicht mehr dasteht"
text = "Wo ist es?"
"""


@pytest.fixture(scope="session")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Book:
    root = tmp_path_factory.mktemp("everything") / "book"
    shutil.copytree(EVERYTHING, root)
    (root / "proof.toml").write_text(PROOF, encoding="utf-8")
    return read_book(root)
