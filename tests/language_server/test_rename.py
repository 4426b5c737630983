"""A rename changes everything in one go, or is refused with the reason."""

import shutil
from pathlib import Path

import pytest

from bookbuilder.diagnostics import Severity
from bookbuilder.language_server.rename import RefusedName, can_rename, rename
from bookbuilder.language_server.text_edits import Edit, edited
from bookbuilder.language_server.translation_state import block_states
from tests.language_server.conftest import DE, DE_END, EN, FILES, Read, read, write


def apply(root: Path, edits: tuple[Edit, ...]) -> None:
    for path in {edit.place.path for edit in edits}:
        file = root / path
        file.write_text(
            edited(file.read_text(encoding="utf-8"), [e for e in edits if e.place.path == path]), "utf-8"
        )


def everything(root: Path) -> str:
    return "\n".join(f.read_text("utf-8") for f in sorted(root.rglob("*")) if f.suffix in (".md", ".toml"))


def troubles(book: Read) -> list[str]:
    return [
        f"{one.span.path}:{one.span.line} {one.message}"
        for one in book.reading.diagnostics
        if one.severity is not Severity.NOTICE
    ]


@pytest.mark.parametrize(
    ("path", "text", "new", "before", "after"),
    [
        (DE, "{fact=tr▮oops}", "soldiers", "troops", "soldiers"),
        ("facts.toml", "[tr▮oops]", "soldiers", "troops", "soldiers"),
        (EN, "name=ky▮iv", "kyiv-city", "kyiv", "kyiv-city"),
        ("names.toml", "[persons.ze▮lensky]", "ze", "zelensky", "ze"),
        (EN, "{#za▮hl}", "number", "zahl", "number"),
        (DE, "(#ka▮sten)", "box", "kasten", "box"),
        (DE_END, "01-anfang.md#za▮hl", "number", "zahl", "number"),
        (DE, "[^que▮lle]:", "report", "quelle", "report"),
    ],
)
def test_a_rename_reaches_all_locales(
    tmp_path: Path, path: str, text: str, new: str, before: str, after: str
) -> None:
    root = write(tmp_path / "book", FILES)
    book = read(root)
    old, known = everything(root), troubles(book)
    apply(root, rename(book.index, *book.at(path, text), new))
    again = everything(root)
    assert again == old.replace(f"={before}", f"={after}").replace(f"#{before}", f"#{after}").replace(
        f"^{before}", f"^{after}"
    ).replace(f"[{before}]", f"[{after}]").replace(f".{before}]", f".{after}]").replace(
        f"{before} = ", f"{after} = "
    )
    assert again != old
    assert troubles(read(root)) == known


@pytest.mark.heavy
def test_a_rename_keeps_translations_as_up_to_date_as_they_were(tmp_path: Path, dossier_read: Read) -> None:
    """The states know blocks by hashes of their text, and the name stands in the text."""
    root = tmp_path / "book"
    shutil.copytree(dossier_read.root, root)

    def states(book: Read) -> list[str]:
        return [
            f"{c.path} {s.status}" for c in book.index.chapters.values() for s in block_states(book.index, c)
        ]

    before = states(dossier_read)
    edits = rename(dossier_read.index, *dossier_read.at("facts.toml", "[tr▮oops]"), "soldiers")
    assert {edit.place.path.partition("/")[0] for edit in edits} == {"chapters", "facts.toml", "l10n"}
    apply(root, tuple(edit for edit in edits if not edit.place.path.startswith("l10n")))
    assert len(states(read(root))) > len(before)  # without the edits of the states, much would be outdated
    apply(root, tuple(edit for edit in edits if edit.place.path.startswith("l10n")))
    assert states(read(root)) == before
    assert troubles(read(root)) == troubles(dossier_read)


def test_all_headers_of_a_fact_are_renamed(tmp_path: Path) -> None:
    facts = '[aid]\namount = "1 USD"\n[aid.rates]\nEUR = "1.1"\n[other]\nnumber = 1\n'
    root = write(
        tmp_path / "book",
        {**FILES, "facts.toml": facts.replace("[other]", "[troops]") + "[day]\ndate = 2022-01-19\n"},
    )
    book = read(root)
    apply(root, rename(book.index, *book.at("facts.toml", "[ai▮d]"), "help"))
    assert (
        "[help]\n" in everything(root)
        and "[help.rates]" in everything(root)
        and "aid" not in everything(root)
    )


@pytest.mark.parametrize(
    ("path", "text", "new", "why"),
    [
        (DE, "{fact=tr▮oops}", "two words", "cannot be a key"),
        (DE, "{fact=tr▮oops}", "", "cannot be a key"),
        (DE, "{fact=tr▮oops}", "aid", "already has a fact aid"),
        (DE, "name=ky▮iv", "biden", "already has a name biden"),
        (DE, "{#za▮hl}", "kasten", "already a place with the id kasten"),
        (DE, "{#za▮hl}", "02-ende", "already a place with the id 02-ende"),
        (DE, "{#za▮hl}", "toc", "already a place with the id toc"),
        (DE, "{#za▮hl}", "größe", "cannot be an id"),
        (DE, "[^que▮lle]:", "a b", "cannot be the label"),
        (DE, "(#02-▮ende)", "x", "the name of its file"),
        (DE, "Noch ein Ab▮satz", "x", "there is none here"),
        (DE_END, "(images/bi▮ld.svg)", "x", "there is none here"),
    ],
)
def test_what_cannot_be_renamed(small: Read, path: str, text: str, new: str, why: str) -> None:
    with pytest.raises(RefusedName, match=why):
        rename(small.index, *small.at(path, text), new)


def test_an_unknown_fact_or_id_cannot_be_renamed(small_root: Path) -> None:
    book = read(small_root, {DE: "# T\n\n[a]{fact=nix} [b](#nirgends)\n"})
    with pytest.raises(RefusedName, match=r"facts\.toml has no fact nix"):
        can_rename(book.index, *book.at(DE, "fact=n▮ix"))
    with pytest.raises(RefusedName, match="nobody has given the id"):
        can_rename(book.index, *book.at(DE, "#nir▮gends"))


def test_a_place_that_spells_it_otherwise_refuses(small_root: Path) -> None:
    text = '---\ntitle: "A \\"[b]{fact=troops}"\n---\n\nWorte.\n'
    book = read(small_root, {"chapters/de/03-neu.md": text})
    with pytest.raises(RefusedName, match=r"chapters/de/03-neu\.md:2:.* change it there by hand"):
        rename(book.index, *book.at("facts.toml", "[tr▮oops]"), "soldiers")


def test_the_word_is_what_is_offered(small: Read) -> None:
    word = can_rename(small.index, *small.at(DE, "{fact=tr▮oops}"))
    assert (word.name, small.words(word.place)) == ("troops", "troops")
    with pytest.raises(RefusedName, match="where its name stands"):
        can_rename(small.index, *small.at(DE, "[100▮.000]"))


def test_the_same_name_changes_nothing(small: Read) -> None:
    assert rename(small.index, *small.at(DE, "{fact=tr▮oops}"), "troops") == ()
