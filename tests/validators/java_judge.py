"""The process of a resident judge with a JVM: EPUBCheck, the Nu Html Checker and veraPDF. `java_judge.py LIBJVM FOLDER`.

A question names its files whole, or the `folder` in which they are and in which the judge may write.
"""

import json
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import jpype

from bookbuilder.validators import java_process


def main(library: str, folder: str) -> None:
    """Answer the questions of the standard input, one a line."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a judge prints by itself is no answer
    jpype.startJVM(
        library,
        *java_process.OPTIONS,
        f"-Djava.io.tmpdir={folder}",
        "--enable-native-access=ALL-UNNAMED",
        convertStrings=True,
    )
    tools: dict[str, tuple[java_process.Classes, Any]] = {}
    for question in map(json.loads, sys.stdin):
        name = question["tool"]
        try:
            if name not in tools:
                classes = java_process.Classes(question["jar"])
                classes.enter()
                tools[name] = classes, java_process.TOOLS[name](classes)
            classes, tool = tools[name]
            classes.enter()
            with TemporaryDirectory(dir=folder) as scratch:
                line = {"said": tool.judge(question, Path(question.get("folder", scratch)))}
        except Exception as error:  # noqa: BLE001 # no verdict on this file, and none on others
            line = {"failed": repr(error)}
        answers.write(json.dumps(line) + "\n")
        answers.flush()
    os._exit(0)  # threads of Java would keep it


if __name__ == "__main__":
    main(*sys.argv[1:])
