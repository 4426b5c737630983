"""The child process with a JVM, in which EPUBCheck, the Nu Html Checker and veraPDF run.

`java_process.py LIBJVM REQUESTS`: REQUESTS is a JSON file (`validator_engine`) in a folder that holds the files of each
request in a folder with its number. Each tool has its own class loader, and checks its files one after the other; two
tools run at once. Prints one line of JSON for each request.
"""

from __future__ import annotations

import json
import sys
import time
import zipfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from lxml import etree

NS = "{http://www.verapdf.org/ValidationProfile}"
MEMORY = 8 << 30
"""Address space in bytes; the JVM reserves several times what it uses."""
OPTIONS = (
    *("-Xmx2g", "-Xss8m", "-XX:+UseSerialGC", "-Djava.awt.headless=true"),
    "-XX:TieredStopAtLevel=1",  # a short run is mostly start-up, which the light compiler halves
)
SHOWN = 10_000
"""Failures of one rule that veraPDF keeps; it counts all."""
_HOW = (SHOWN, False, True, False)
"""veraPDF's options: failures to keep; whether to log passes, failures, and progress."""
PLACES = 20
"""Failures of one rule whose places are reported."""
SCHEMA = "http://s.validator.nu/html5-all.rnc"
"""The name of the HTML schema in the Nu Html Checker's jar."""

_SETTING_UP = (True, False, True)
"""Whether the Nu Html Checker sets up its log, logs addresses, and detects a page's language."""
_PARSING = (False, False)
"""Whether it builds a tree of a page first, and loads external entities."""
_IS_HTML = _IS_UTF8 = _SHOW_SOURCE = True
_ASCII_QUOTES = _IN_BATCHES = False


class Classes:
    """The classes of a jar and of those named in its manifest."""

    def __init__(self, jar: str) -> None:
        import jpype  # lets this module load without validators installed

        self.jpype, self.jar = jpype, jar
        file, loader = jpype.JClass("java.io.File"), jpype.JClass("java.lang.ClassLoader")
        urls = [file(jar).toURI().toURL()]
        self.loader = jpype.JClass("java.net.URLClassLoader")(urls, loader.getPlatformClassLoader())

    def __call__(self, name: str) -> Any:
        """Return a class."""
        return self.jpype.JClass(name, loader=self.loader)

    def enter(self) -> None:
        """Let this thread find services and resources of these classes."""
        self.jpype.JClass("java.lang.Thread").currentThread().setContextClassLoader(self.loader)


class EpubCheck:
    """EPUBCheck by the W3C; its reply is its report."""

    def __init__(self, classes: Classes) -> None:
        self.checker = classes("com.adobe.epubcheck.tool.EpubChecker")

    def judge(self, question: dict[str, Any], folder: Path) -> Any:
        """Return the report on an EPUB."""
        report = folder / "report.json"
        (name,) = question["files"]
        self.checker().run([str(folder / name), "-q", "--json", str(report)])
        return json.loads(_text_of(report))


class Nu:
    """The Nu Html Checker; its reply is page → messages."""

    def __init__(self, classes: Classes) -> None:
        self.classes = classes
        self.file, self.stream = classes("java.io.File"), classes("java.io.ByteArrayOutputStream")
        self.validator = classes("nu.validator.validation.SimpleDocumentValidator")(*_SETTING_UP)
        self.validator.setUpMainSchema(SCHEMA, classes("nu.validator.xml.SystemErrErrorHandler")())

    def judge(self, question: dict[str, Any], folder: Path) -> Any:
        """Return the messages about pages."""
        return {name: self._page(folder / name) for name in question["files"]}

    def _page(self, place: Path) -> Any:
        out, messages = self.stream(), "nu.validator.messages."
        emitter = self.classes(f"{messages}JsonMessageEmitter")(
            self.classes("nu.validator.json.Serializer")(out), None, _ASCII_QUOTES, ""
        )
        source = self.validator.getSourceCode()
        pictures = self.classes("nu.validator.servlet.imagereview.ImageCollector")(source)
        handler = self.classes(f"{messages}MessageEmitterAdapter")(
            None, source, _SHOW_SOURCE, pictures, 0, _IN_BATCHES, emitter
        )
        handler.setHtml(_IS_HTML)
        handler.start(None)
        self.validator.setUpValidatorAndParsers(handler, *_PARSING)
        self.validator.checkHtmlFile(self.file(str(place)), _IS_UTF8)
        handler.end("", "", "")
        return json.loads(str(out.toString("UTF-8")))["messages"]


class VeraPdf:
    """veraPDF; its reply is profile → rule → message, contexts, count.

    Its jar contains the engine and the profiles as XML, but not JAXB to read them. So they are read here and passed to the
    engine value by value.
    """

    def __init__(self, classes: Classes) -> None:
        values = "org.verapdf.pdfa.validation.profiles."
        self.classes, self.jar = classes, classes.jar
        self.profiles = classes(values + "Profiles")
        self.argument = classes(values + "ErrorArgumentImpl")
        self.flavour = classes("org.verapdf.pdfa.flavours.PDFAFlavour")
        self.specification = classes("org.verapdf.pdfa.flavours.PDFAFlavour$Specification")
        self.array = classes("java.util.ArrayList")
        self.set = classes("java.util.HashSet")
        classes("java.util.logging.LogManager").getLogManager().reset()
        classes("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
        self.foundry = classes("org.verapdf.pdfa.Foundries").defaultInstance()

    def judge(self, question: dict[str, Any], folder: Path) -> Any:
        """Return the violations of each profile in a PDF."""
        (name,) = question["files"]
        return {profile: self._broken(str(folder / name), profile) for profile in question["profiles"]}

    def _broken(self, pdf: str, name: str) -> dict[str, dict[str, Any]]:
        """Return rule → message, contexts and count of a profile's violations in a file."""
        profile = self.profile(name)
        try:
            parser = self.foundry.createParser(self.classes("java.io.File")(pdf), profile.getPDFAFlavour())
        except self.classes.jpype.JException as error:
            return {"unreadable": {"message": str(error), "contexts": [], "count": 1}}
        try:
            verdict = self.foundry.createValidator(profile, *_HOW).validate(parser)
        finally:
            parser.close()
        failed: dict[str, dict[str, Any]] = {}
        for assertion in verdict.getTestAssertions():
            if str(assertion.getStatus().name()) != "FAILED":
                continue
            rule, location = assertion.getRuleId(), assertion.getLocation()
            one = failed.setdefault(
                f"{rule.getClause()}-{rule.getTestNumber()}",
                {
                    "message": str(assertion.getErrorMessage() or assertion.getMessage()),
                    "contexts": [],
                    "count": int(verdict.getFailedChecks().get(rule) or 1),
                },
            )
            if location and len(one["contexts"]) < PLACES:
                one["contexts"].append(str(location.getContext()))
        if bool(verdict.isCompliant()) is bool(failed):
            raise RuntimeError(
                f"veraPDF contradicts itself on {name}: compliant {verdict.isCompliant()}, {failed}"
            )
        if int(verdict.getTotalAssertions()) == 0:
            raise RuntimeError(f"veraPDF tested nothing for {name}")
        return failed

    def profile(self, name: str) -> Any:
        """Return a validation profile from the XML in the jar."""
        with zipfile.ZipFile(self.jar) as archive:
            root = etree.fromstring(archive.read(f"org/verapdf/pdfa/validation/{name}.xml"))  # noqa: TID251 # this process has no module of the program
        rules, variables = self.set(), self.set()
        for rule in root.iter(f"{NS}rule"):
            rules.add(self._rule(rule))
        for variable in root.iter(f"{NS}variable"):
            initial, value = _text(variable, "defaultValue"), _text(variable, "value")
            variables.add(
                self.profiles.variableFromValues(variable.get("name"), variable.get("object"), initial, value)
            )
        details = root.find(f"{NS}details")
        assert details is not None
        about = self.profiles.profileDetailsFromValues(
            _text(details, "name"), _text(details, "description"), "", self.classes("java.util.Date")(0)
        )
        return self.profiles.profileFromValues(
            getattr(self.flavour, str(root.get("flavour"))), about, "", rules, variables
        )

    def _rule(self, rule: etree._Element) -> Any:
        number = rule.find(f"{NS}id")
        error = rule.find(f"{NS}error")
        assert number is not None and error is not None
        arguments = self.array()
        for argument in rule.iter(f"{NS}argument"):
            arguments.add(self.argument.fromValues(argument.text, argument.get("name"), None))
        deferred = rule.get("deferred")
        return self.profiles.ruleFromValues(
            self.profiles.ruleIdFromValues(
                getattr(self.specification, str(number.get("specification"))),
                number.get("clause"),
                int(str(number.get("testNumber"))),
            ),
            rule.get("object"),
            None if deferred is None else self.classes("java.lang.Boolean")(deferred == "true"),
            rule.get("tags") or "",
            _text(rule, "description"),
            _text(rule, "test"),
            self.profiles.errorFromValues(_text(error, "message"), arguments),
            self.array(),
        )


TOOLS: dict[str, Callable[[Classes], EpubCheck | Nu | VeraPdf]] = {
    "epubcheck": EpubCheck,
    "nu": Nu,
    "verapdf": VeraPdf,
}


def _text_of(place: Path) -> str:
    """Return the text of a UTF-8 file, read by Java."""
    import jpype

    files, path = jpype.JClass("java.nio.file.Files"), jpype.JClass("java.nio.file.Path")
    return str(files.readString(path.of(str(place))))


def _text(element: etree._Element, name: str) -> str:
    return element.findtext(f"{NS}{name}") or ""


def _judged(name: str, questions: Sequence[tuple[int, dict[str, Any]]], folder: Path) -> None:
    tool = None
    for index, question in questions:
        begun = time.monotonic()
        line: dict[str, Any] = {"at": index}
        try:
            if tool is None:
                classes = Classes(question["jar"])
                classes.enter()
                tool = TOOLS[name](classes)
            line["said"] = tool.judge(question, folder / str(index))
        except Exception as error:  # noqa: BLE001 # whatever a tool raises is no verdict on this file, and none on others
            line["failed"] = " ".join(str(error).split())[:300] or type(error).__name__
        line["seconds"] = time.monotonic() - begun
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()


def main(library: str, file: str) -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    import jpype

    scratch = f"-Djava.io.tmpdir={Path(file).parent}"  # Java ignores TMPDIR, and may write nowhere else
    jpype.startJVM(library, *OPTIONS, scratch, "--enable-native-access=ALL-UNNAMED", convertStrings=True)
    nowhere = jpype.JClass("java.io.OutputStream").nullOutputStream()
    jpype.JClass("java.lang.System").setOut(jpype.JClass("java.io.PrintStream")(nowhere))
    place = Path(file)
    questions = list(enumerate(json.loads(_text_of(place))))
    with ThreadPoolExecutor(2) as threads:
        for name in TOOLS:
            asked = [(index, question) for index, question in questions if question["tool"] == name]
            if asked:
                threads.submit(_judged, name, asked, place.parent)


if __name__ == "__main__":
    main(*sys.argv[1:])  # noqa: TID251 # a program of its own
