"""The command line, as somebody at a terminal meets it."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import signal
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from bookbuilder import api, discovery
from bookbuilder.cli import commands, main
from bookbuilder.cli.shared import replay_build
from bookbuilder.diagnostics import Diagnostic, Severity, Span
from bookbuilder.formats.format import formats
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.project import book_schema
from bookbuilder.project.check_settings import IGNORE
from bookbuilder.session import Session
from bookbuilder.validators.find_tools import install_command
from bookbuilder.world import World
from tests.conftest import modules_at_startup, outcome
from tests.dossier_files import TABLES

REPOSITORY = Path(__file__).parents[2]
COMMANDS = tuple(commands())
BOOK = """\
[book]
id = "tage"
source = "de"
date = 2022-01-22
[locales.de]
title = "Fünf Tage"
"""

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command; return exit code, standard output, standard error."""

    def command(*words: object) -> tuple[int, str, str]:
        code = main([str(word) for word in words])
        return code, *capsys.readouterr()

    return command


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small book; we are in its folder."""
    (tmp_path / "book.toml").write_text(BOOK)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def says(monkeypatch: pytest.MonkeyPatch, *found: Diagnostic, files: dict[str, bytes] | None = None) -> None:
    """Let the chain come to these findings and files."""

    def chain(session: Session, request: BuildRequest, **_: object) -> api.Result:
        if session.progress:
            session.progress("de: pages")
        result = api.Result(found, strict=request.strict)
        artifacts = [(name, {"": data}) for name, data in (files or {}).items()]
        made = () if result.failed else session.world.publish("output", artifacts)
        return api.Result(found, made, request.strict)

    monkeypatch.setattr(api, "requested_build", chain)
    monkeypatch.setattr(api, "requested_check", chain)


def finding(severity: Severity, code: str = "image.alt") -> Diagnostic:
    return Diagnostic(
        code, severity, Span("chapters/de/03-mittwoch.md", 14, 7), "no [b]alternative[/b] text", "write one"
    )


# -- build and check ----------------------------------------------------------------------------------------------


def test_a_good_build_ends_with_its_files(run: Run, book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    says(monkeypatch, files={"tage.de.pdf": bytes(1_234_567), "tage.de.epub": bytes(4_321)})
    code, out, err = run("build")
    assert code == 0
    assert out == "output/tage.de.pdf     1.2 MB\noutput/tage.de.epub    4.3 kB\n"
    assert err == "de: pages\n"


def test_an_error_is_shown_with_place_code_and_hint(
    run: Run, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    says(monkeypatch, finding(Severity.ERROR), files={"tage.de.pdf": b"x"})
    code, out, err = run("build")
    assert code == 1
    assert out == ""
    assert err == (
        "de: pages\n"
        "chapters/de/03-mittwoch.md:14:7: error: no [b]alternative[/b] text [image.alt]\n"
        "  hint: write one\n"
        "1 error: nothing was written\n"
        "`bookbuilder build --draft` shows it as it stands\n"
    )


def test_paths_begin_where_we_are(run: Run, book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    says(monkeypatch, finding(Severity.WARNING), files={"tage.de.pdf": b"x"})
    monkeypatch.chdir(book.parent)
    _, out, err = run("build", book.name)
    assert f"\n{book.name}/chapters/de/03-mittwoch.md:14:7: warning: " in err
    assert out.startswith(f"{book.name}/output/tage.de.pdf ")


@pytest.mark.parametrize("command", ["build", "check"])
def test_findings_of_one_kind_are_folded(
    run: Run, book: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    def at(path: str, line: int, code: str) -> Diagnostic:
        return Diagnostic(code, Severity.NOTICE, Span(path, line, 1), f"number {line}")

    found = [at("a.md", line, "typography.space") for line in range(1, 2801)]
    found += [at("a.md", 5, "image.alt"), at("b.md", 1, "typography.space")]
    found += [at("b.md", line, "image.alt") for line in range(1, 11)]
    says(monkeypatch, *sorted(found, key=lambda one: (one.span, one.code)))
    _, _, err = run(command)
    lines = err.splitlines()
    assert sum("[typography.space]" in line for line in lines) == 12
    assert "a.md: and 2,790 more of this kind; --all shows them [typography.space]" in lines
    assert sum("[image.alt]" in line for line in lines) == 11
    assert "2,790" not in run(command, "--all")[2]
    assert run(command, "--all")[2].count("[typography.space]") == 2801
    assert lines[-1] == "2812 notices"
    out = run(command, "--json")[1]
    told = outcome(out) if command == "build" else json.loads(out)
    assert len(told["diagnostics"]) == 2812


def test_forms_for_programs_keep_all_findings(run: Run, book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [
        Diagnostic("image.alt", Severity.NOTICE, Span("a.md", n, 1), f"number {n}") for n in range(1, 41)
    ]
    says(monkeypatch, *found)
    for form in ("sarif", "junit"):
        assert "number 40" in run("check", "--format", form)[1], form


@pytest.mark.parametrize(
    ("severity", "options", "code"),
    [
        (Severity.ERROR, [], 1),
        (Severity.WARNING, [], 0),
        (Severity.WARNING, ["--strict"], 1),
        (Severity.NOTICE, ["--strict"], 0),
    ],
)
@pytest.mark.parametrize("command", ["build", "check"])
def test_what_counts(
    run: Run,
    book: Path,
    monkeypatch: pytest.MonkeyPatch,
    command: str,
    severity: Severity,
    options: list[str],
    code: int,
) -> None:
    says(monkeypatch, finding(severity))
    assert run(command, *options)[0] == code


FOUND = {
    "code": "image.alt",
    "severity": "warning",
    "path": "chapters/de/03-mittwoch.md",
    "line": 14,
    "column": 7,
    "message": "no [b]alternative[/b] text",
    "hint": "write one",
}


def test_a_build_says_events_as_lines_of_json(run: Run, book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    says(monkeypatch, finding(Severity.WARNING), files={"tage.de.pdf": b"x"})
    code, out, err = run("build", "--json")
    assert (code, err) == (0, "")
    assert [json.loads(line) for line in out.splitlines()] == [
        {"event": "started"},
        {"event": "diagnostic", **FOUND},
        {"event": "file", "path": "output/tage.de.pdf"},
        {"event": "done", "ok": True, "unchanged": False},
    ]


def test_a_check_as_json_is_one_object(run: Run, book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    says(monkeypatch, finding(Severity.WARNING))
    code, out, err = run("check", "--json")
    assert (code, err) == (0, "")
    assert json.loads(out) == {"diagnostics": [FOUND], "files": [], "ok": True}


def test_a_check_that_finds_nothing_says_so(run: Run, book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    says(monkeypatch)
    assert run("check") == (0, "", "de: pages\nnothing is wrong\n")


def test_no_book(run: Run, tmp_path: Path) -> None:
    code, _, err = run("build", tmp_path)
    assert code == 1
    assert "book.toml: error: there is no book.toml in this folder [book.absent]\n  hint: " in err


def test_names_that_the_book_does_not_have_are_wrong_usage(run: Run, book: Path) -> None:
    code, out, err = run("build", "--locale", "dee", "-e", "pfd")
    assert (code, out) == (2, "")
    assert "book.toml: error: the book has no locale 'dee' [locale.absent]\n" in err
    assert "book.toml: error: the book has no edition 'pfd' [edition.absent]\n" in err
    code, out, _ = run("check", "--json", "--locale", "dee")
    assert code == 2
    assert [d["code"] for d in json.loads(out)["diagnostics"]] == ["locale.absent"]


@pytest.mark.parametrize(
    "words", [["buil"], ["build", "--locale"], ["build", "no-such-folder"], ["build", "--what"]]
)
def test_wrong_usage(run: Run, book: Path, words: list[str]) -> None:
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert "Error" in err
    assert "Traceback" not in err


def fails_with(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def chain(*_: object, **__: object) -> api.Result:
        raise error

    monkeypatch.setattr(api, "requested_build", chain)


def test_a_folder_that_cannot_be_written(run: Run, book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fails_with(monkeypatch, PermissionError(13, "Permission denied", "output"))
    code, _, err = run("build")
    assert code == 1
    assert "output: error: nothing can be written here: Permission denied [output.unwritable]\n" in err


def test_a_library_that_is_missing(run: Run, book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fails_with(monkeypatch, OSError("cannot load library 'libpango-1.0-0': not found"))
    code, _, err = run("build")
    assert code == 3
    assert (
        "bookbuilder: error: a library of the system is missing: cannot load library 'libpango-1.0-0'" in err
    )
    assert "[tool.library]\n  hint: `bookbuilder doctor`" in err


@pytest.mark.parametrize(
    ("words", "broken"),
    [
        (["status"], "bookbuilder.project.load"),
        (["new-locale", "fr"], "bookbuilder.project.load"),
        (["clean"], "bookbuilder.project.load"),
        (["facts", "rates"], "bookbuilder.world.World.text"),
        (["facts", "promote"], "bookbuilder.world.World.files"),
        (["cache", "stats"], "bookbuilder.cli.shared.cache_command.open_store"),
        (["theme", "show"], "bookbuilder.html.theme_files.list_theme_files"),
        (["build", "--watch"], "bookbuilder.cli.shared.watch_builds.confine_and_start"),
        (["preview"], "bookbuilder.cli.shared.run_preview.configured_editor"),
        (["catalogue", "build"], "bookbuilder.cli.shared.run_catalogue.book_folders"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_library_that_is_missing_is_said_by_each_command(
    words: list[str], broken: str, run: Run, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_: object, **__: object) -> object:
        raise OSError("cannot load library 'libpango-1.0-0': not found")

    monkeypatch.setattr(broken, missing)
    code, _, err = run(*words)
    assert (code, "[tool.library]" in err) == (3, True), err


def test_a_bug_of_ours_looks_like_one(run: Run, book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fails_with(monkeypatch, ZeroDivisionError("division by zero"))
    code, _, err = run("build")
    assert code == 70
    assert "ZeroDivisionError" in err
    assert "Sorry: this is a bug in bookbuilder" in err


def test_interrupted(run: Run, book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def chain(*_: object, **__: object) -> api.Result:
        raise KeyboardInterrupt

    monkeypatch.setattr(api, "requested_build", chain)
    assert run("build")[0] == 130


# -- new, clean, doctor, explain ----------------------------------------------------------------------------------


def test_new_makes_a_book_and_says_what_comes_next(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "Mein erstes Büchlein"
    code, out, _ = run("new", folder)
    assert code == 0
    steps = f"  cd '{folder}'\n  bookbuilder preview --open\n  bookbuilder build\n"
    assert out.endswith(f"Look at it, then build it:\n{steps}")
    settings = (folder / "book.toml").read_text()
    assert tomllib.loads(settings)["book"]["id"] == "mein-erstes-buchlein"
    assert settings.startswith("# The book:")
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    shipped = {
        path.relative_to(REPOSITORY).as_posix()
        for home in ("chapters", "l10n")
        for path in (REPOSITORY / home).rglob("*")
        if path.is_file()
    }
    assert names == shipped | {"book.toml", ".gitignore", *TABLES}
    assert "/output/" in (folder / ".gitignore").read_text().splitlines()


def test_new_may_use_an_empty_repository(run: Run, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert run("new", tmp_path)[0] == 0


@pytest.mark.parametrize("name", ["notes.txt", ".hidden", "empty-folder/"])
def test_new_leaves_a_folder_alone_that_holds_something(run: Run, tmp_path: Path, name: str) -> None:
    if name.endswith("/"):
        (tmp_path / name).mkdir()
    else:
        (tmp_path / name).write_text("mine")
    code, _, err = run("new", tmp_path)
    assert code == 2
    assert "is not empty" in err
    assert len(list(tmp_path.iterdir())) == 1


def test_new_does_not_take_a_file_for_a_folder(run: Run, book: Path) -> None:
    code, _, err = run("new", book / "book.toml")
    assert code == 2
    assert "Traceback" not in err
    assert (book / "book.toml").read_text() == BOOK


def test_clean(run: Run, book: Path) -> None:
    world = World(book)

    def fill() -> None:
        world.publish("output", (("web", {"a/file": b"x"}), ("b.pdf", {"": b"x"})), output=True)
        world.retain("a", b"x")

    fill()
    assert run("clean", "--cache")[1] == "deleted .bookbuilder/cache\n"
    assert (book / "output/web/a/file").exists()
    fill()
    assert run("clean")[1] == "deleted output and .bookbuilder/cache\n"
    assert not (book / "output").exists()
    assert run("clean")[:2] == (0, "there was nothing to delete\n")
    assert (book / "book.toml").exists()


def test_clean_leaves_what_no_build_made(run: Run, book: Path) -> None:
    """Nobody is asked, so what cannot be made again stays."""
    World(book).publish("output", (("web", {"a/file": b"x"}), ("b.pdf", {"": b"x"})), output=True)
    (book / "output/web/a/notes.txt").write_text("mine")
    (book / "output/c.pdf").write_text("mine")
    code, out, _ = run("clean")
    assert code == 0
    assert out == (
        "deleted the finished files in output and .bookbuilder/cache\n"
        "output/c.pdf stays: no build made it, or none that is known\n"
        "output/web/a/notes.txt stays: no build made it, or none that is known\n"
    )
    assert [path.name for path in sorted((book / "output").rglob("*")) if path.is_file()] == [
        "c.pdf",
        "notes.txt",
    ]
    for number in range(12):
        (book / f"output/{number:02}").write_text("mine")
    _, out, _ = run("clean")
    assert out.startswith("there was nothing to delete\n") and out.endswith("and 4 more files stay\n")


def test_clean_leaves_what_keeps_the_folder_in_a_repository(run: Run, book: Path) -> None:
    (book / "output").mkdir()
    (book / "output/.gitignore").write_text("*\n")
    World(book).publish("output", (("b.pdf", {"": b"x"}),), output=True)
    assert run("clean")[1] == "deleted the finished files in output and .bookbuilder/cache\n"
    assert [path.name for path in (book / "output").iterdir()] == [".gitignore"]
    assert run("clean")[1] == "there was nothing to delete\n"


def test_clean_deletes_the_folder_that_the_book_names(run: Run, book: Path) -> None:
    (book / "book.toml").write_text(BOOK.replace("[locales.de]", 'output = "made"\n[locales.de]'))
    World(book).publish("made", (("b.pdf", {"": b"x"}),), output=True)
    assert run("clean")[1] == "deleted made and .bookbuilder/cache\n"
    assert not (book / "made").exists()


def test_clean_deletes_nothing_where_there_is_no_book(run: Run, tmp_path: Path) -> None:
    (tmp_path / "output").mkdir()
    code, _, err = run("clean", tmp_path)
    assert code == 1
    assert "[book.absent]" in err
    assert (tmp_path / "output").exists()


def test_clean_follows_no_link(run: Run, book: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "file").write_text("x")
    (book / "output").symlink_to(elsewhere)
    code, _, err = run("clean")
    assert code == 1
    assert "[path.outside]" in err
    assert (elsewhere / "file").exists()


def test_explain(run: Run) -> None:
    code, out, _ = run("explain", "book.isbn")
    assert code == 0
    assert out.startswith("book.isbn (error): … is not an ISBN\n\nAn ISBN has 13 digits")
    assert run("explain", "[book.isbn]")[1] == out


def test_explain_lists_every_rule(run: Run) -> None:
    code, out, _ = run("explain")
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()] == list(discovery.rules())


def test_explain_does_not_know(run: Run) -> None:
    code, _, err = run("explain", "book.isbm")
    assert code == 2
    assert err == "no message has the code 'book.isbm'\n  hint: did you mean \"book.isbn\"?\n"


def test_explain_without_pango(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def rules() -> object:
        raise OSError("cannot load library 'libpango-1.0-0': not found")

    monkeypatch.setattr(discovery, "rules", rules)
    code, _, err = run("explain")
    assert code == 3
    assert "[tool.library]" in err


def machine(
    monkeypatch: pytest.MonkeyPatch, folder: Path, stdout: str, stderr: str = "", *programs: str
) -> None:
    """Let WeasyPrint be probed with this outcome, on a machine that has only these programs: beside the book in `folder`,
    since those in it do not count."""
    folder = folder.parent / f"{folder.name}-programs"
    folder.mkdir()
    for name in programs:
        (folder / name).write_text("#!/bin/sh\n")
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    ended = subprocess.CompletedProcess([], 0 if stdout else 1, stdout, stderr)
    monkeypatch.setattr(World, "run", lambda *_, **__: ended)


def test_doctor_finds_everything(
    run: Run, book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine(monkeypatch, tmp_path, "loaded\n")
    code, out, _ = run("doctor")
    assert code == 0
    assert "✓ Pango and HarfBuzz" in out
    assert out.endswith("Everything that a build needs is here.\n")


@pytest.mark.parametrize(
    ("manager", "command"),
    [
        (
            "apt-get",
            "sudo apt-get install --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
        ),
        ("brew", "brew install pango"),
        ("none", "install pango with the package manager of this system"),
    ],
)
def test_doctor_says_how_to_get_pango(
    run: Run, book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, manager: str, command: str
) -> None:
    error = "Traceback …\nOSError: cannot load library 'libpango-1.0-0': not found"
    machine(monkeypatch, tmp_path, "", error, manager)
    code, out, _ = run("doctor")
    assert code == 3
    assert re.search(r"✗ Pango and HarfBuzz +no libpango-1.0-0\n +" + re.escape(command) + "\n", out)


def test_doctor_tells_who_judges_books(
    run: Run, book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine(monkeypatch, tmp_path, "loaded\n", "", "apt-get")
    monkeypatch.setattr(World, "package_file", lambda *_: None)
    monkeypatch.setattr(World, "beside", lambda *_: None)
    code, out, _ = run("doctor")
    assert code == 0
    for name in ("EPUBCheck", "veraPDF", "Ace by DAISY", "Nu Html Checker"):
        assert re.search(rf"✗ {name} +missing\n +{re.escape(install_command())}\n", out), name


def test_doctor_tells_what_only_tests_need(
    run: Run, book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine(monkeypatch, tmp_path, "loaded\n", "", "apt-get")
    code, out, _ = run("doctor")
    assert code == 0
    assert re.search(r"✗ Chromium +missing\n +sudo apt-get install --no-install-recommends chromium\n", out)


# -- the program as a whole ---------------------------------------------------------------------------------------


def program(*words: str, cwd: Path | None = None, **environ: str) -> subprocess.CompletedProcess[str]:
    start = "import sys; from bookbuilder.cli import main; sys.exit(main())"
    return subprocess.run(
        [sys.executable, "-c", start, *words],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
        cwd=cwd,
        env={**os.environ, "COLUMNS": "100", **environ},
    )


def test_the_program_in_a_process_of_its_own(tmp_path: Path) -> None:
    assert program("new", "b", cwd=tmp_path).returncode == 0
    (tmp_path / "b/book.toml").write_text("titel = 1\n" + BOOK)
    ended = program("check", "b", "--quick", cwd=tmp_path)
    assert ended.returncode == 1
    assert "b/book.toml:1:1: error: book.toml has no key called 'titel' [book.key]\n" in ended.stderr
    assert "\x1b" not in ended.stderr


def test_ctrl_c_before_anything_is_loaded_prints_nothing() -> None:
    """Python would print a traceback of whatever module it was loading."""
    interrupted = (
        "import builtins, signal, sys; from bookbuilder.__main__ import main; theirs = builtins.__import__\n"
        "def ours(name, *given):\n"
        "    if name == 'bookbuilder.cli': signal.raise_signal(signal.SIGINT)\n"
        "    return theirs(name, *given)\n"
        "builtins.__import__ = ours; sys.exit(main())"
    )
    done = subprocess.run(
        ["env", "--default-signal=INT", sys.executable, "-c", interrupted, "--version"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, "", "")


def test_the_program_is_a_module_as_well() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bookbuilder", "--version"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0 and done.stdout.startswith("bookbuilder ")


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """The help of the program, and of each command."""
    found = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", "100")
        for command in ("", *COMMANDS):
            with contextlib.redirect_stdout(io.StringIO()) as out:
                assert main([*command.split(), "--help"]) == 0
            found[command] = out.getvalue()
    return found


def test_help_is_readable(pages: dict[str, str]) -> None:
    ended = program("--help")
    assert ended.returncode == 0
    assert ended.stdout == pages[""]
    for command in COMMANDS:
        assert f" {command.partition(' ')[0]} " in ended.stdout
        page = pages[command]
        assert f"Usage: bookbuilder {command}" in page
        assert "<bool>" not in page


LIGHT = {
    "msgspec",
    "typer",
    "rich",
    "markdown_it",
    "mdurl",
    "pygments",
    "shellingham",
    "annotated_doc",
    "typing_extensions",
    "attr",
}
"""What typer loads to print help; rich, which does that, loads markdown-it itself, and attrs where it is installed."""
HEAVY = {
    *(
        "babel",
        "currency_converter",
        "ebooklib",
        "fontTools",
        "icu",
        "jinja2",
        "lxml",
        "mdit_py_plugins",
        "PIL",
    ),
    *(
        "openpyxl",
        "pikepdf",
        "pypdfium2",
        "pyphen",
        "segno",
        "tinycss2",
        "tomlkit",
        "watchfiles",
        "weasyprint",
        "yaml",
    ),
}


@pytest.mark.parametrize(
    "words", [["--help"], ["build", "--help"], ["--version"], ["clean", "no-book"]], ids=" ".join
)
def test_help_loads_little(words: list[str], tmp_path: Path) -> None:
    listing = "import sys; from bookbuilder.cli import main; main(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"
    ended = subprocess.run(
        [sys.executable, "-c", listing, *words],
        check=False, capture_output=True, text=True, timeout=60, cwd=tmp_path,
    )  # fmt: skip
    names = ended.stderr.splitlines()[-1].split()
    loaded = {name.partition(".")[0] for name in names}
    assert "typer" in loaded
    assert not loaded & HEAVY
    if words == ["--help"]:
        others = loaded - set(sys.stdlib_module_names) - modules_at_startup()
        assert {name for name in others if not name.startswith("_")} <= LIGHT | {"bookbuilder"}
    ours = {name.split(".")[1] for name in names if name.startswith("bookbuilder.")}
    ours_light = {
        "input_log",
        "cache",
        "cache_key",
        "cli",
        "diagnostics",
        "discovery",
        "open_folder",
        "isolation",
        "workers",
        "jail",
        "paragraph_counts",
        "phrases",
        "printed_text",
        "program_language",
        "pipeline",
        "typed_decoding",
    }
    assert ours == ours_light | {"folder_lock", "library_files", "user_folders", "atomic_publish", "world"}
    light = {
        "pipeline",
        "pipeline.build_record",
        "pipeline.build_request",
        "workers",
        "workers.environment_hash",
    }
    heavy = ("bookbuilder.pipeline", "bookbuilder.workers")
    assert {name.removeprefix("bookbuilder.") for name in names if name.startswith(heavy)} == light
    assert not list(tmp_path.iterdir())


def test_version(run: Run) -> None:
    assert re.fullmatch(r"bookbuilder \d+\.\d+\.\d+\n", run("--version")[1])


def test_the_shell_completes_the_locales_of_the_book(book: Path) -> None:
    def completed(words: str, folder: Path = book) -> list[str]:
        ended = program(
            cwd=folder,
            _BOOKBUILDER_COMPLETE="complete_bash",
            COMP_WORDS=words,
            COMP_CWORD=str(len(words.split(" ")) - 1),
        )
        return ended.stdout.split()

    assert completed("bookbuilder che") == ["check"]
    assert completed("bookbuilder build --locale d") == ["de"]
    assert completed("bookbuilder build -e ") == sorted(formats())
    (book / "book.toml").write_text(
        BOOK + '[editions.druck]\nformat = "pdf"\n[editions.netz]\nformat = "web"\n'
    )
    assert completed("bookbuilder build -e ") == ["druck", "netz"]
    assert completed("bookbuilder check --edition d") == ["druck"]
    (book / "chapters").mkdir(exist_ok=True)
    # A book before the option, one after others, and the book around a folder.
    for words in (
        f"build {book.name} -e ",
        f"build -l de {book.name} --edition ",
        f"check -l de {book.name} -e ",
    ):
        assert completed(f"bookbuilder {words}", book.parent) == ["druck", "netz"]
    assert completed("bookbuilder build -e ", book / "chapters") == ["druck", "netz"]
    assert completed(f"bookbuilder build {book.name} -l d", book.parent) == ["de"]


# -- the manual ---------------------------------------------------------------------------------------------------


def test_the_manual_knows_every_command_and_option(pages: dict[str, str]) -> None:
    manual = (REPOSITORY / "docs/commands.md").read_text()
    for name, page in pages.items():
        found = set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", page))
        section = manual.partition(f"\n## {name or 'Options of the program'}\n")[2].partition("\n## ")[0]
        assert section, name
        shared = {"--help", "-h"} if name else set()
        if name == "check":  # the short forms stand with `build`
            shared |= {"-l", "-e", "-j"}
        missing = [
            option for option in found - shared if not re.search(rf"(?<![\w-]){option}(?![\w-])", section)
        ]
        assert not missing, name


def test_the_manual_knows_every_key_of_book_toml_and_no_other() -> None:
    manual = (REPOSITORY / "docs/book-toml.md").read_text()
    sections = {
        "[book]": book_schema.BOOK,
        "People": book_schema.PERSON,
        "[locales.name]": book_schema.LOCALE,
        "[imprint]": {**book_schema.IMPRINT, "isbn": None},
        "[print]": book_schema.PRINT,
        "[web]": book_schema.WEB,
        "[editions.name]": book_schema.edition(()),
        "[check]": {**dict.fromkeys(("severity", "ignore", "proof")), **IGNORE},
    }
    for title, keys in sections.items():
        section = manual.partition(f"\n## {title}\n")[2].partition("\n## ")[0]
        assert set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)) == set(keys), title


def test_the_smallest_book_of_the_manual_is_one(run: Run, tmp_path: Path) -> None:
    manual = (REPOSITORY / "docs/book-toml.md").read_text()
    (tmp_path / "book.toml").write_text(manual.partition("```toml\n")[2].partition("```")[0])
    project, found = api.load(tmp_path)
    assert project is not None
    assert not found


@pytest.mark.parametrize(
    ("line", "starts"),
    [
        ("build", True),
        ("build . --edition pdf", True),
        ("build --watch", True),
        ("build --help", False),
        ("build --jobs 1", False),
        ("check", False),
        ("", False),
    ],
)
def test_a_line_that_builds_starts_processes_before_it_is_read(
    line: str, starts: bool, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[World] = []
    monkeypatch.setattr(
        replay_build,
        "start_workers",
        lambda worlds, *, jailed, stays: begun.extend(worlds) if jailed else None,
    )
    assert replay_build.replay_or_start(replay_build.look_up(line.split())) == replay_build.CommandLine(
        tuple(line.split())
    )
    assert [world.root for world in begun] == [book] * starts


def test_a_line_about_no_book_starts_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(replay_build, "start_workers", None)
    assert replay_build.replay_or_start(
        replay_build.look_up(["build", "\0", "nowhere"])
    ) == replay_build.CommandLine(("build", "\0", "nowhere"))


# -- the folder of the book ---------------------------------------------------------------------------------------


def test_a_book_is_found_from_a_folder_below(run: Run, book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    below = book / "chapters" / "de"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    says(monkeypatch, finding(Severity.WARNING), files={"tage.de.pdf": b"x"})
    code, out, err = run("build")
    assert code == 0
    assert err.startswith("the book is in ../..\n")
    assert "\n../../chapters/de/03-mittwoch.md:14:7: warning: " in err
    assert out.startswith("../../output/tage.de.pdf ")


def test_the_nearest_book_counts_and_a_folder_that_is_named_is_that_folder(
    run: Run, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = book / "inner"
    inner.mkdir()
    code, _, err = run("check", "inner", "--quick")
    assert code == 1 and "[book.absent]" in err  # nobody looks above a folder that is named
    (inner / "book.toml").write_text(BOOK)
    monkeypatch.chdir(inner)
    says(monkeypatch)
    assert "the book is in" not in run("check")[2]


def test_without_a_book_above_it_is_missing_here(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, err = run("check", "--quick")
    assert code == 1 and err.startswith("book.toml: error: there is no book.toml in this folder")


def test_help_searches_the_whole_manual(run: Run) -> None:
    code, out, _ = run("help", "Unterschneidung")
    assert code == 0 and "glossary › Letters and lines\n  | kerning | Unterschneidung |" in out
    code, out, _ = run("help", "registration", "marks")
    assert code == 0 and "print › A PDF for a printer\n" in out, "words in any order, in one line"
    code, out, err = run("help", "xyzzyq")
    assert (code, out) == (2, "") and "the manual has nothing about 'xyzzyq'" in err


def test_a_locale_that_there_is_not_is_told_with_those_that_there_are(run: Run, book: Path) -> None:
    code, _, err = run("build", "--no-jail", "-l", "fr")
    assert code == 2 and "the book has no locale 'fr' [locale.absent]\n  hint: there is de\n" in err
    (book / "book.toml").write_text(BOOK + '[locales.en]\ntitle = "Five Days"\n')
    assert "hint: there are de, en\n" in run("build", "--no-jail", "-l", "fr")[2]
    assert 'hint: did you mean "en"?; there are de, en\n' in run("build", "--no-jail", "-l", "enn")[2]
