"""The process in which veraPDF judges one file:  verapdf_engine.py LIBJVM JAR PDF PROFILE…

Prints one line of JSON: profile → rule → message, contexts, count. The jar holds the engine and the profiles as XML, but
not the JAXB that reads them; so they are read here and handed to the engine value by value.
"""

from __future__ import annotations

import json
import sys
import zipfile
from typing import Any

from lxml import etree

NS = "{http://www.verapdf.org/ValidationProfile}"
MEMORY = 8 << 30
"""Bytes of address space; the JVM reserves several times what it uses."""
SHOWN = 10_000
"""Failures of one rule that the engine remembers; it counts all of them."""
_HOW = (SHOWN, False, True, False)
"""How the engine validates: failures that it remembers; whether it notes what passes, what fails, and its progress."""
PLACES = 20
"""Failures of one rule whose places are told."""


class Engine:
    """The classes of veraPDF that a judgement needs, in a running JVM."""

    def __init__(self, library: str, jar: str) -> None:
        import jpype  # who has no validators can load this module all the same

        self.jpype = jpype
        options = ["-Xmx2g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true"]
        jpype.startJVM(
            library, *options, "--enable-native-access=ALL-UNNAMED", classpath=[jar], convertStrings=True
        )
        values = "org.verapdf.pdfa.validation.profiles."
        self.jar = jar
        self.profiles = jpype.JClass(values + "Profiles")
        self.argument = jpype.JClass(values + "ErrorArgumentImpl")
        self.flavour = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour")
        self.specification = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour$Specification")
        self.array = jpype.JClass("java.util.ArrayList")
        self.set = jpype.JClass("java.util.HashSet")
        jpype.JClass("java.util.logging.LogManager").getLogManager().reset()
        jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
        self.foundry = jpype.JClass("org.verapdf.pdfa.Foundries").defaultInstance()

    def profile(self, name: str) -> Any:
        """Return a validation profile, read from the XML in the jar."""
        with zipfile.ZipFile(self.jar) as archive:
            root = etree.fromstring(archive.read(f"org/verapdf/pdfa/validation/{name}.xml"))
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
            _text(details, "name"), _text(details, "description"), "", self.jpype.JClass("java.util.Date")(0)
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
            None if deferred is None else self.jpype.JClass("java.lang.Boolean")(deferred == "true"),
            rule.get("tags") or "",
            _text(rule, "description"),
            _text(rule, "test"),
            self.profiles.errorFromValues(_text(error, "message"), arguments),
            self.array(),
        )

    def judge(self, pdf: str, name: str) -> dict[str, dict[str, Any]]:
        """Return rule → message, contexts and count of the rules of a profile that a file breaks."""
        profile = self.profile(name)
        try:
            parser = self.foundry.createParser(
                self.jpype.JClass("java.io.File")(pdf), profile.getPDFAFlavour()
            )
        except self.jpype.JException as error:
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


def _text(element: etree._Element, name: str) -> str:
    return element.findtext(f"{NS}{name}") or ""


def main(library: str, jar: str, pdf: str, *profiles: str) -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    engine = Engine(library, jar)
    sys.stdout.write(json.dumps({name: engine.judge(pdf, name) for name in profiles}) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])  # noqa: TID251 # a program of its own
