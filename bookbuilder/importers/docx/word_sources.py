"""Turns the sources that Word manages itself into CSL-JSON (ECMA-376, part 1, section 22.6), and reads its CITATION fields
(section 17.16.5.8)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from bookbuilder.diagnostics import BookbuilderError
from bookbuilder.importers.docx.package import DocxPackage, child
from bookbuilder.importers.manuscript import nodes
from bookbuilder.importers.manuscript.csl_citations import UNREAD, ReadCitation
from bookbuilder.importers.safe_xml import elements, local

_PART = re.compile(r"customXml/item\d+\.xml")
_NAMESPACE = "{http://schemas.openxmlformats.org/officeDocument/2006/bibliography}"
_TYPES = {
    "Book": "book", "BookSection": "chapter", "JournalArticle": "article-journal",
    "ArticleInAPeriodical": "article-newspaper", "ConferenceProceedings": "paper-conference",
    "Report": "report", "InternetSite": "webpage",
    "DocumentFromInternetSite": "webpage", "ElectronicSource": "document", "Art": "graphic", "SoundRecording": "song",
    "Performance": "performance", "Film": "motion_picture", "Interview": "interview", "Patent": "patent",
    "Case": "legal_case", "Misc": "document",
}  # fmt: skip
_TEXTS = {
    "Title": "title", "ShortTitle": "title-short", "BookTitle": "container-title", "JournalName": "container-title",
    "PeriodicalTitle": "container-title", "InternetSiteTitle": "container-title", "ConferenceName": "container-title",
    "Publisher": "publisher", "Institution": "publisher", "City": "publisher-place", "Volume": "volume", "Issue": "issue",
    "Pages": "page", "Edition": "edition", "URL": "URL", "DOI": "DOI", "ThesisType": "genre", "Medium": "medium",
    "NumberVolumes": "number-of-volumes", "PatentNumber": "number", "CaseNumber": "number", "Court": "authority",
    "StandardNumber": "ISBN",
}  # fmt: skip
_NAMES = {
    "Author": "author", "Editor": "editor", "BookAuthor": "container-author", "Translator": "translator",
    "Director": "director", "Interviewee": "author", "Interviewer": "interviewer", "Composer": "composer",
    "Inventor": "author", "Artist": "author", "ProducerName": "producer",
}  # fmt: skip
_MONTHS = {
    name: number
    for names in (
        "january february march april may june july august september october november december",
        "januar februar märz april mai juni juli august september oktober november dezember",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    )
    for number, name in enumerate(names.split(), 1)
}
_WORD = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')


def word_sources(package: DocxPackage) -> dict[str, Mapping[str, object]]:
    """Return the sources of a file by their tags; what cannot be read is none."""
    found: dict[str, Mapping[str, object]] = {}
    for part in package.source.names:
        if not _PART.fullmatch(part):
            continue
        try:
            root = package.xml(part)
        except BookbuilderError:  # data of another program
            continue
        if root.tag != f"{_NAMESPACE}Sources":
            continue
        for source in elements(root):
            values = _values(source)
            if tag := values.get("Tag", ""):
                found[tag] = {**_item(source, values), "citation-key": tag}
    return found


def _values(source: etree._Element) -> dict[str, str]:
    return {local(one): " ".join((one.text or "").split()) for one in elements(source) if not len(one)}


def _item(source: etree._Element, values: Mapping[str, str]) -> dict[str, object]:
    item: dict[str, object] = {"type": _TYPES.get(values.get("SourceType", ""), "document")}
    for name, variable in _TEXTS.items():
        if text := values.get(name):
            item.setdefault(variable, text)
    people = child(source, "Author")
    for role in elements(people) if people is not None else ():
        if (variable := _NAMES.get(local(role), "")) and (names := list(_people(role))):
            item[variable] = names
    for variable, ending in (("issued", ""), ("accessed", "Accessed")):
        if date := _date(*(values.get(f"{name}{ending}", "") for name in ("Year", "Month", "Day"))):
            item[variable] = date
    return item


def _people(role: etree._Element) -> Iterator[dict[str, str]]:
    for one in role.iter(f"{_NAMESPACE}Person", f"{_NAMESPACE}Corporate"):
        if local(one) == "Corporate":
            yield {"literal": " ".join((one.text or "").split())}
            continue
        parts = _values(one)
        given = " ".join(filter(None, (parts.get("First"), parts.get("Middle"))))
        name = {"family": parts.get("Last", ""), "given": given}
        yield {key: text for key, text in name.items() if text} or {"literal": "?"}


def _date(year: str, month: str, day: str) -> dict[str, object]:
    if not re.fullmatch(r"\d{1,4}", year):
        return {"literal": year} if year else {}
    number = int(month) if re.fullmatch(r"\d{1,2}", month) else _MONTHS.get(month.casefold(), 0)
    parts = [int(year)]
    if 1 <= number <= 12:
        parts.append(number)
        if re.fullmatch(r"\d{1,2}", day) and 1 <= int(day) <= 31:
            parts.append(int(day))
    return {"date-parts": [parts]}


def word_citation(instruction: str, sources: Mapping[str, Mapping[str, object]]) -> ReadCitation:
    r"""Return the citation that a field makes: `CITATION Mey20 \p 12 \m Kan95 \f "vgl. "`."""
    words = [match[1] if match[1] is not None else match[2] for match in _WORD.finditer(instruction)][1:]
    works: list[dict[str, str]] = []
    switch = "m"
    for word in words:
        if word.startswith("\\") and len(word) == 2:
            switch = word[1].lower()
            if switch == "n" and works:
                works[-1]["n"] = "none"
        elif switch == "m":
            works.append({"tag": word})
            switch = ""
        elif works and switch:
            works[-1][switch] = word
            switch = ""
    if not works or any(one["tag"] not in sources for one in works):
        return UNREAD
    cited = tuple(
        nodes.CitedWork(
            one["tag"],
            _words(one.get("f", "")),
            "page" if "p" in one else "volume" if "v" in one else "",
            one.get("p") or one.get("v", ""),
            _words(one.get("s", "")),
            one.get("n", ""),
        )
        for one in works
    )
    return ReadCitation(cited, {one["tag"]: sources[one["tag"]] for one in works})


def _words(text: str) -> tuple[nodes.Inline, ...]:
    return (nodes.Text(" ".join(text.split())),) if text.strip() else ()
