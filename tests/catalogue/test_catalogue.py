"""A catalogue: what its tasks give is what `build` gives, and no book holds up another."""

from __future__ import annotations

import json
import os
import signal
from contextlib import nullcontext
from pathlib import Path

import pytest

from bookbuilder import api
from bookbuilder.catalogue.book_list import book_folders, report_twins
from bookbuilder.catalogue.book_outcome import BookOutcome, Manifest, seconds_per_task
from bookbuilder.catalogue.book_process import BookProcesses, BookWork, DirectBookWork, ProcessSettings
from bookbuilder.catalogue.build_catalogue import PlannedBook, build_books, plan_book
from bookbuilder.catalogue.build_task import BuildTask, build
from bookbuilder.catalogue.cluster import check_address
from bookbuilder.cli import main
from bookbuilder.cli.shared.os_error import error_diagnostics
from bookbuilder.diagnostics import BookbuilderError
from bookbuilder.pipeline.build_record import SharedLookups, previous_build
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.session import Session
from bookbuilder.workers.environment_hash import fingerprint
from bookbuilder.world import World
from tests.cases import book
from tests.catalogue.books import outputs, texts, write_books
from tests.catalogue.local_queue import LocalQueue
from tests.series import desk as series

REQUEST = BuildRequest()
PRINT = '[editions.pdf]\nformat = "pdf"\n'
WEB = '[editions.web]\nformat = "web"\n'


def made(
    roots: list[Path], here: LocalQueue, request: BuildRequest = REQUEST, work: BookWork | None = None
) -> dict[str, BookOutcome]:
    """Build books, and return what came of them by the names of their folders."""
    plans = [plan_book(root, request) for root in roots]
    books = [plan for plan in plans if isinstance(plan, PlannedBook)]
    found = [plan for plan in plans if isinstance(plan, BookOutcome)]
    around = fingerprint(here.machine)
    found += build_books(books, request, here, work or DirectBookWork(), around, error_diagnostics)
    return {Path(outcome.book).name: outcome for outcome in found}


@pytest.mark.heavy
def test_the_files_are_those_of_build_and_build_knows_them(tmp_path: Path) -> None:
    roots, alone = write_books(tmp_path / "many", 2), write_books(tmp_path / "alone", 2)
    results = [api.build(root, jobs=1) for root in alone]
    found = made(roots, here := LocalQueue(tmp_path / "worker"))
    assert {outcome.state for outcome in found.values()} == {"made"}
    assert outputs(tmp_path / "many") == outputs(tmp_path / "alone")
    assert here.priorities == sorted(here.priorities, reverse=True) and len(here.priorities) == 4
    around = SharedLookups(fingerprint(World(roots[0])))
    for root, result in zip(roots, results, strict=True):
        assert previous_build(World(root), REQUEST, around) is not None
        again = api.build(root, jobs=1)
        assert again.unchanged and again.diagnostics == result.diagnostics
        assert again.reused == result.made + result.reused
    assert around.assets
    outcome = found["b0"]
    assert outcome.workers == ("here",) and outcome.seconds == 2.0 and outcome.made > 0
    for file in outcome.files:
        assert len((roots[0] / file.path).read_bytes()) == file.size
    (roots[1] / "chapters/en/02-b.md").write_text("# Two\n\nNew.\n")
    assert previous_build(World(roots[1]), REQUEST, around) is None
    assert previous_build(World(roots[0]), REQUEST, around) is not None


def test_books_of_a_series_have_what_it_shares(tmp_path: Path) -> None:
    chapter = "# Eins\n\n[Öl]{fact=oil} ist teuer.\n"
    for name in ("many", "alone"):
        files = {
            "series.toml": '[series]\nid = "heft"\n[book]\nsource = "de"\n[imprint]\npublisher = "Verlag X"\n'
            + PRINT,
            "facts.toml": '[oil]\namount = "95 USD"\n',
            "a/book.toml": series.settings("a", "2022-01-10"),
            "a/chapters/de/01-a.md": chapter,
        }
        series.write(tmp_path / name, files)
    result = api.build(tmp_path / "alone/a", jobs=1)
    assert not result.failed
    found = made([tmp_path / "many/a"], LocalQueue(tmp_path / "worker"))
    assert found["a"].state == "made" and found["a"].findings == result.diagnostics
    assert outputs(tmp_path / "many") == outputs(tmp_path / "alone") != {}
    assert api.build(tmp_path / "many/a", jobs=1).unchanged
    (tmp_path / "many/facts.toml").write_text('[oil]\namount = "96 USD"\n')
    assert previous_build(World(tmp_path / "many/a"), REQUEST) is None


def test_a_book_that_failed_is_remembered_as_such(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`series status` tells it until the book changes."""
    files = {
        "series.toml": '[series]\nid = "heft"\n[book]\nsource = "de"\n' + WEB,
        "a/book.toml": series.settings("a", "2022-01-10"),
        "a/chapters/de/01-a.md": "# Eins\n\nSiehe [](#nirgends).\n",
    }
    root = series.write(tmp_path / "many", files)

    def state() -> tuple[str, int | None]:
        capsys.readouterr()
        main(["series", "status", "--json", "--series", str(root)])
        (row,) = json.loads(capsys.readouterr().out)["books"][0]["locales"]
        return row["build"]["state"], row["checks"] and row["checks"]["errors"]

    assert state() == ("never", None)
    found = made([root / "a"], LocalQueue(tmp_path / "worker"), BuildRequest(("de",)))
    assert found["a"].state == "failed" and state() == ("never", None), "only some of it was to be made"
    assert made([root / "a"], LocalQueue(tmp_path / "worker"))["a"].state == "failed"
    assert state() == ("failed", 1)
    (root / "a/chapters/de/01-a.md").write_text("# Eins\n\nText.\n")
    assert state() == ("never", None)
    assert made([root / "a"], LocalQueue(tmp_path / "worker"))["a"].state == "made"
    assert state() == ("current", 0)


def test_the_outcome_has_notices_and_at_the_end_no_time_is_left(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Errors come last, where they are seen."""
    roots = write_books(tmp_path / "many", 2, editions=WEB)
    text = (roots[0] / "book.toml").read_text()
    (roots[0] / "book.toml").write_text(text.replace('issn = "0028-0836"\n', ""))
    (roots[1] / "chapters/de/01-a.md").write_text("# Eins\n\nSiehe [](#nirgends).\n")
    monkeypatch.chdir(tmp_path)
    queue = LocalQueue(tmp_path / "worker")
    monkeypatch.setattr("bookbuilder.cli.shared.run_catalogue.Cluster", lambda settings: nullcontext(queue))
    assert main(["catalogue", "build", "many", "--no-jail"]) == 1
    lines = capsys.readouterr().err.splitlines()
    progress = [line for line in lines if " %" in line]
    assert len(progress) == 2 and " left)" in progress[0]
    assert progress[1].endswith("(2 of 2 books, 100 %)"), progress
    told = [line for line in lines if line.startswith("many/")]
    assert told[0].startswith("many/b0/book.toml:") and ": notice: " in told[0]
    assert "[imprint.number]" in told[0]
    assert told[-1].startswith("many/b1/chapters/de/01-a.md:3:7: error: ") and lines[-1] == "1 made, 1 failed"


@pytest.mark.heavy
def test_an_issue_is_known_by_its_folder(tmp_path: Path) -> None:
    """A notice says which of its recorded pages have moved, as `build` does."""
    files = {
        "series.toml": '[series]\nid = "heft"\n[book]\nsource = "de"\n' + PRINT,
        "a/book.toml": series.settings("a", "2022-01-10"),
        "a/chapters/de/01-a.md": "# Eins\n\nEin Satz.\n",
    }
    root = series.write(tmp_path / "many", files)
    _, record = api.record(Session(World(root / "a"), jobs=1))
    assert record is not None
    (root / "issues").mkdir()
    (root / "issues/a.json").write_bytes(record.encode().replace(b'"page": "', b'"page": "9'))
    found = made([root / "a"], LocalQueue(tmp_path / "worker"))
    codes = [finding.code for finding in found["a"].findings]
    assert codes.count("issue.moved") == 1
    assert api.build(root / "a", jobs=1).unchanged
    (root / "issues/a.json").write_bytes(record.encode())
    result = api.build(root / "a", jobs=1)
    assert not result.unchanged and "issue.moved" not in [one.code for one in result.diagnostics]


@pytest.mark.heavy
def test_books_are_read_and_published_in_processes_as_in_this_one(tmp_path: Path) -> None:
    many, alone = (
        write_books(tmp_path / name, 3, editions='[editions.web]\nformat = "web"\n')
        for name in ("many", "alone")
    )
    for roots in (many, alone):
        (roots[1] / "chapters/en/01-a.md").write_text("# One\n\nSee [](#nowhere).\n")
    with BookProcesses(2, ProcessSettings(str(many[0]), jail=False)) as work:
        found = made(many, LocalQueue(tmp_path / "worker"), work=work)
    expected = made(alone, LocalQueue(tmp_path / "worker"))
    assert {name: (one.state, one.findings, one.files, one.inputs) for name, one in found.items()} == {
        name: (one.state, one.findings, one.files, one.inputs) for name, one in expected.items()
    }
    assert outputs(tmp_path / "many") == outputs(tmp_path / "alone") != {}
    assert sorted(one.state for one in found.values()) == ["failed", "made", "made"]
    assert [previous_build(World(root), REQUEST) is not None for root in many] == [True, False, True]


def test_a_process_that_publishes_has_ended(tmp_path: Path) -> None:
    """Its books fail with a sentence, one by one; nothing waits for it."""
    roots = write_books(tmp_path / "many", 2, editions=WEB)
    with BookProcesses(1, ProcessSettings(str(roots[0]), jail=False)) as work:
        os.kill(work._processes[0].pid, signal.SIGKILL)
        found = made(roots, LocalQueue(tmp_path / "worker"), work=work)
    assert {one.state for one in found.values()} == {"failed"}
    assert {one.findings[0].code for one in found.values()} == {"build.ended"}


@pytest.mark.heavy
def test_a_broken_book_holds_up_no_other(tmp_path: Path) -> None:
    roots = write_books(tmp_path / "many", 5, editions=PRINT)
    (roots[0] / "chapters/en/01-a.md").write_text("# One\n\nSee [](#nowhere).\n")
    (roots[1] / "book.toml").write_text("[book\n")
    (roots[2] / "output").mkdir()
    (roots[2] / "output/fall2.de.pdf").mkdir()
    (roots[2] / "output/fall2.de.pdf/mine.txt").touch()
    found = made(roots, LocalQueue(tmp_path / "worker"))
    assert {name: outcome.state for name, outcome in found.items()} == {
        "b0": "failed", "b1": "failed", "b2": "failed", "b3": "made", "b4": "made",
    }  # fmt: skip
    assert [str(one.span) for one in found["b0"].findings if one.code == "reference.unknown"] == [
        "chapters/en/01-a.md:3:5"
    ]
    assert found["b1"].findings[0].code == "book.syntax" and found["b2"].findings[-1].code == "output.foreign"
    assert not (roots[0] / "output").exists()


def test_strict_refuses_warnings_and_locales_are_chosen(tmp_path: Path) -> None:
    (root,) = write_books(tmp_path / "many", 1, editions=PRINT)
    found = made([root], LocalQueue(tmp_path / "worker"), BuildRequest(("en",), ("pdf",)))
    assert [file.path for file in found["b0"].files] == ["output/fall0.en.pdf"]
    found = made([root], LocalQueue(tmp_path / "worker"), BuildRequest(("fr",)))
    assert [one.code for one in found["b0"].findings] == ["locale.absent"]
    (root / "chapters/en/01-a.md").write_text("# One\n\n![](a.png)\n")
    found = made([root], LocalQueue(tmp_path / "worker"), BuildRequest(strict=True))
    assert found["b0"].state == "failed"


def test_a_book_has_a_task_for_each_language_unless_an_edition_has_two(tmp_path: Path) -> None:
    (root,) = write_books(tmp_path, 1, editions=PRINT)
    plan = plan_book(root, REQUEST)
    assert isinstance(plan, PlannedBook) and plan.tasks == (("de",), ("en",)) and plan.editions == 2
    both = '[editions.both]\nformat = "pdf"\nlocales = ["de", "en"]\n'
    book.write(root, texts(0), editions=PRINT + both)
    plan = plan_book(root, REQUEST)
    assert isinstance(plan, PlannedBook) and plan.tasks == ((),) and plan.editions == 3


def test_paths_of_a_task_stay_in_their_folder(tmp_path: Path) -> None:
    files = {
        "book.toml": book.settings(["de"]).encode(),
        "../out.txt": b"x",
        "/tmp/out.txt": b"x",
        "a//b": b"x",
    }
    here = LocalQueue(tmp_path / "worker")
    for folder in ("a", "", "..", "../out.txt", "/tmp/out.txt", "a\0"):
        built = build(BuildTask(files, folder=folder), here.session)
        assert built.artifacts == () and built.diagnostics
        assert not list(tmp_path.rglob("out.txt"))


def test_folders_are_books_or_hold_books(tmp_path: Path) -> None:
    """[catalogue.twice]"""
    roots = write_books(tmp_path / "many", 2)
    assert book_folders([tmp_path / "many"]) == tuple(roots)
    assert book_folders([roots[1], tmp_path / "many"]) == (roots[1], roots[0])
    (tmp_path / "empty").mkdir()
    with pytest.raises(BookbuilderError, match=r"no book\.toml"):
        book_folders([tmp_path / "many", tmp_path / "empty"])
    (roots[1] / "book.toml").write_text((roots[0] / "book.toml").read_text())
    with pytest.raises(BookbuilderError) as told:
        report_twins((root, "fall0") for root in roots)
    assert [str(one) for one in told.value.diagnostics] == [
        f"{roots[1]}/book.toml:2:1: error: the id 'fall0' is that of {roots[0]} as well [catalogue.twice]"
    ]


@pytest.mark.parametrize(
    "address",
    ["", "tls://cluster.example.org:8786", "tcp://127.0.0.1:8786", "tcp://localhost:1", "tcp://[::1]:1"],
)
def test_these_schedulers_are_asked(address: str) -> None:
    check_address(address)


@pytest.mark.parametrize(
    "address",
    ["tcp://cluster.example.org:8786", "tcp://10.0.0.1:8786", "cluster:8786", "ucx://127.0.0.1:1", "tcp://"],
)
def test_a_scheduler_on_a_network_is_reached_over_tls(address: str) -> None:
    """[cluster.plain]"""
    with pytest.raises(BookbuilderError, match="not reached over TLS"):
        check_address(address)


def test_an_earlier_manifest_says_how_long_it_takes() -> None:
    manifest = Manifest(
        "v",
        (
            BookOutcome("a", "made", seconds=3.0),
            BookOutcome("b", "unchanged"),
            BookOutcome("c", "made", seconds=1.0),
        ),
    )
    assert seconds_per_task(manifest.encoded()) == 2.0
    assert json.loads(manifest.encoded())["books"][1] == {"book": "b", "state": "unchanged"}
    assert seconds_per_task(b"{") == 0.0 == seconds_per_task(Manifest("v", ()).encoded())


@pytest.mark.heavy
def test_nothing_has_changed_and_no_cluster_is_started(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    roots = write_books(tmp_path / "many", 2, editions=PRINT)
    made(roots, LocalQueue(tmp_path / "worker"))
    monkeypatch.setattr("bookbuilder.cli.shared.run_catalogue.Cluster", None)
    assert main(["catalogue", "build", str(tmp_path / "many"), "--manifest", str(tmp_path / "m.json")]) == 0
    assert capsys.readouterr().err == "2 unchanged\n"
    states = [one["state"] for one in json.loads((tmp_path / "m.json").read_bytes())["books"]]
    assert states == ["unchanged", "unchanged"]
    (tmp_path / "empty").mkdir()
    assert main(["catalogue", "build", str(tmp_path / "empty")]) == 1
    assert "[book.absent]" in capsys.readouterr().err
    assert main(["catalogue", "build", str(tmp_path / "many"), "--scheduler", "tcp://10.0.0.1:1"]) == 1
    assert "[cluster.plain]" in capsys.readouterr().err
