"""Hostile templates: whatever one asks for ends as one error at its line, soon, and without taking memory."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Mapping, Sequence
from math import inf
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder import locales
from bookbuilder.diagnostics import BookbuilderError
from bookbuilder.html import template_result_sizes
from bookbuilder.html.environment import environment, render
from bookbuilder.html.theme import Theme
from bookbuilder.world import World
from tests.cases.case import ROOT

GROW = "{% set ns = namespace(a=@) %}{% for i in range(60) %}{% set ns.a = # %}{% endfor %}{{ ns.a|string|length }}"
CAPTURE = (
    "{% set ns = namespace(a='x' * 1000) %}{% for i in range(60) %}{% set x %}{{ ns.a }}{{ ns.a }}{% endset %}"
    "{% set ns.a = x %}{% endfor %}"
)
HOSTILE = [
    "{{ '\\ud800' }}",
    "{{ 'x'|truncate(-5) }}",
    "{{ 'x' * 10**10 }}",
    "{{ 10**10 * ['x'] }}",
    "{{ 'x'|format(1) }}",
    "{{ '%1000000000d'|format(1) }}",
    "{{ '%*d'|format(10**9, 1) }}",
    "{{ '%.*f'|format(10**9, 1) }}",
    "{{ '%1000000000d' % 1 }}",
    "{{ '%(a)1000000s' % {'a': 1} }}",
    "{{ '%s%s%s' % (('x' * 10**6,) * 3) }}",
    "{{ '{:1000000000}'.format(1) }}",
    "{{ '{:.1000000000f}'.format(1.5) }}",
    "{{ '{:{}}'.format(1, 10**9) }}",
    "{{ '{0:{w}}'.format(1, w=10**9) }}",
    "{{ '{a:1000000000}'.format_map({'a': 1}) }}",
    "{{ '{0}{0}{0}'.format('x' * 10**6) }}",
    "{{ 'x'|center(10**9) }}",
    "{{ 'x'|center(width=10**9) }}",
    "{{ ['x']|map('center', 10**9)|list }}",
    "{{ 'x'|indent(10**9, true) }}",
    "{{ ('x\n' * 10**5)|indent(10**5) }}",
    "{{ ('x ' * 10**5)|wordwrap(1, wrapstring='y' * 10**4) }}",
    "{{ ('a' * 2000000)|wordwrap(1) }}",
    "{{ ('a' * 2000000)|wordwrap(width=3) }}",
    "{% set x = (':' * 2000000).format() %}{{ nothing }}",
    "{{ ('%(' * 1000000) % 1 }}",
    "{{ (')' ~ '%(' * 900000)|format(1) }}",
    "{{ 'x'.ljust(10**9) }}{{ 'x'.rjust(10**9) }}",
    "{{ 'x'.center(10**9) }}",
    "{{ 'x'.zfill(10**9) }}",
    "{{ ('\t' * 100).expandtabs(10**8) }}",
    "{{ ('a' * 1000).replace('', 'x' * 10**6) }}",
    "{{ ('a' * 1000)|replace('a', 'x' * 10**6) }}",
    "{{ ('a' * 1000).translate({97: 'x' * 10**6}) }}",
    "{{ 'x'.join(['y' * 1000] * 10**5) }}",
    "{{ ('x' * 10**5).join(range(10**5)|map('string')) }}",
    "{{ (['x' * 10**5] * 1000)|join }}",
    "{{ range(1000)|join('x' * 10**6) }}",
    "{{ ''.encode().ljust(10**9) }}",
    "{{ (1).to_bytes(10**9, 'big') }}",
    "{{ range(10**9)|list }}",
    "{{ [1]|batch(10**9, 0)|list }}",
    "{{ [1]|slice(10**9)|list }}",
    "{{ {'a': 1}|tojson(indent=10**9) }}",
    "{{ 9**(9**9) }}",
    "{{ 2**(2**31) }}",
    "{{ (10**1000) * (10**5000) }}",
    "{{ 5|round(-99999999) }}",
    "{{ 5.5|round(-99999999, 'floor') }}",
    "{{ 'x'|int(base=10**9) }}",
    "{{ lipsum(10**6) }}",
    "{{ 'abc'|random }}",
    "{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}",
    "{% for a in range(100000) %}{% for b in range(100000) if false %}{% endfor %}{% endfor %}",
    "{% for a in range(100000) %}{{ range(100000)|select('none')|list|length }}{% endfor %}",
    "{% for a in range(100000) %}{{ 'x' * 1000000 }}{% endfor %}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(60) }}",
    "{% macro m(l) %}{% if l %}{{ m(l[1:]) }}{{ m(l[1:]) }}{% endif %}{% endmacro %}{{ m(range(60)|list) }}",
    "{{ self.a() }}{% block a %}{{ self.a() }}{% endblock %}",
    "{% for i in [[1]] recursive %}{{ loop([[1]]) }}{% endfor %}",
    "{% include 'styles/x/a.css' %}",
    "{% extends 'styles/x/a.css' %}",
    "{% import 'styles/x/a.css' as x %}",
    GROW.replace("@", "'x' * 1000").replace("#", "ns.a ~ ns.a"),
    GROW.replace("@", "'x' * 1000").replace("#", "ns.a + ns.a"),
    GROW.replace("@", "[1]").replace("#", "[ns.a, ns.a, ns.a, ns.a]"),
    GROW.replace("@", "[1]").replace("#", "[ns.a] * 1000"),
    GROW.replace("@", "{'a': 1}").replace("#", "{'a': ns.a, 'b': ns.a}"),
    CAPTURE,
    "{% set a = ['x'] %}{% for i in range(60) %}{% set _ = a.extend(a) %}{% endfor %}",
    "{% set ns = namespace(a=['x']) %}{% for i in range(60) %}{% set ns.a = [ns.a] * 1000 %}{% endfor %}{{ ns.a }}",
    "{{ 1 / 0 }}",
    "{{ 2.0 ** 10000 }}",
    "{{ nothing }}",
    "{{ nothing.at.all }}",
    "{{ ().__class__.__mro__ }}",
    "{% for x in 5 %}{% endfor %}",
    "{{ 'x'.encode('no such thing') }}",
    "{{ {'a b': 1}|xmlattr }}",
    "{{ cycler() }}",
    "{% if %}",
    "{{ " + "(" * 5000 + ")" * 5000 + " }}",
    "{{ " + "-" * 100_000 + "1 }}",
    "{{ " + "9" * 10_000 + " }}",
    "{% if 1 %}" * 200 + "{% endif %}" * 200,
    "{{ edition }}",
    "{{ [1, 2] }}",
    "{{ say }}",
    "{{ theme }}",
]  # fmt: skip
QUIET = {
    "{{ 'a' ~ 1 ~ '<b>' }}": "a1<b>",
    "{% for k, v in {'a': 1}.items() %}{{ k }}{{ v }}{{ loop.last }}{{ loop.length }}{% endfor %}": "a1True1",
    "{% for a in [1, 2, 3] if a > 1 %}{{ a }}{% else %}x{% endfor %}": "23",
    "{{ ', '.join(['a', 'b']|map('upper')) }}": "A, B",
    "{{ '%5.2f'|format(1.5) }}{{ '{:>5}'.format(3) }}{{ 'a'.ljust(3) }}|": " 1.50    3a  |",
    "{{ 3.14159|round(2) }}{{ 'abcdefghijkl'|truncate(6, true, '…') }}": "3.14abcde…",
    "{{ theme.a.b }}{{ edition.name }}{{ 2 ** 10 }}": "1mmpdf1024",
    "{% macro m(n) %}{{ n }}{% if n %}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(9) }}": "9876543210",
}


@pytest.mark.heavy
def test_every_hostile_template_ends_as_an_error_at_its_line_soon_and_in_little_memory() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.security.run_templates"],
        input=json.dumps([*HOSTILE, *QUIET]),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["peak"] < 300 << 20
    for template, (said, seconds) in zip(HOSTILE, answer["found"], strict=False):
        assert len(said) == 1 and "[template.broken]" in said[0], template[:200]
        assert said[0].startswith("styles/x/a.css"), said
        assert len(said[0]) < 600, said
        assert seconds < 30, template[:200]  # on a machine that is busy
    lines = [said[0].split(": ")[0] for said, _ in answer["found"][: len(HOSTILE)]]
    assert sum(line.startswith("styles/x/a.css:2") for line in lines) >= len(lines) - 8
    for (template, text), (said, _) in zip(QUIET.items(), answer["found"][len(HOSTILE) :], strict=True):
        assert said == [f"wrote {len(text) + 2}"], template


def filled(template: str, **others: str) -> str:
    """Return a template of a theme, filled as HTML."""
    templates = {"a.html.j2": template, **{name.replace("__", "."): text for name, text in others.items()}}
    world = World(Path(ROOT))
    homes = {f"templates/{name}": f"styles/x/templates/{name}" for name in templates}
    theme = Theme("x", {}, {}, templates, {}, homes=homes)
    return str(
        render(
            environment(world, theme, "web", locales.load("de", world)),
            "a.html.j2",
            items=["<", "b"],
            body="<p>x</p>" * 500,
        )
    )


def test_texts_are_put_together_as_jinja_does() -> None:
    assert filled("{{ items[0] ~ ('<i>'|safe) ~ 1 }}") == "&lt;<i>1"
    assert filled("{{ '<' ~ 1 }}") == "&lt;1"
    assert filled("{% set a %}<b>{{ items[0] }}{% endset %}{{ a ~ items[1] }}") == "<b>&lt;b"


def test_the_line_is_that_of_the_template_that_is_included() -> None:
    with pytest.raises(BookbuilderError) as caught:
        filled("<p>\n{% include 'b.html.j2' %}", b__html__j2="\n\n{{ 'x' * 10 ** 9 }}")
    assert str(caught.value.diagnostics[0].span) == "styles/x/templates/b.html.j2:3"


@pytest.mark.heavy
def test_all_templates_of_an_edition_have_one_budget() -> None:
    world = World(Path(ROOT))
    text = "{% for a in range(80000) %}{% for b in range(10) %}{% endfor %}{% endfor %}"
    env = environment(world, Theme("x", {}, {}, {"a.html.j2": text}, {}), "web", locales.load("de", world))
    filled_once = [render(env, "a.html.j2") for _ in range(2)]
    assert filled_once == ["", ""]
    with pytest.raises(BookbuilderError, match="it takes more than 2,000,000 steps"):
        render(env, "a.html.j2")


SMALL = st.text("ab\t %\n{", max_size=8)
NUMBER = st.integers(-3, 40)
METHODS: Mapping[str, Callable[[st.DataObject], tuple[Any, ...]]] = {
    "ljust": lambda data: (data.draw(NUMBER),),
    "rjust": lambda data: (data.draw(NUMBER),),
    "center": lambda data: (data.draw(NUMBER),),
    "zfill": lambda data: (data.draw(NUMBER),),
    "expandtabs": lambda data: (data.draw(NUMBER),),
    "replace": lambda data: (data.draw(SMALL), data.draw(SMALL)),
    "join": lambda data: (data.draw(st.lists(SMALL)),),
    "translate": lambda data: ({ord(a): data.draw(SMALL) for a in "ab"},),
    "upper": lambda _: (),
    "splitlines": lambda _: (),
}


@pytest.mark.parametrize("name", METHODS)
@given(st.data())
def test_what_a_method_makes_is_never_more_than_was_reckoned(name: str, data: st.DataObject) -> None:
    own, given_to = data.draw(SMALL), METHODS[name](data)
    method = getattr(own, name)
    assert len(method(*given_to)) <= max(template_result_sizes.of_method(method, given_to, {}), len(own))


@given(
    SMALL | NUMBER | st.lists(NUMBER), SMALL | NUMBER | st.lists(NUMBER), st.sampled_from(["+", "*", "**"])
)
def test_what_an_operator_makes_is_never_more_than_was_reckoned(left: Any, right: Any, operator: str) -> None:
    work = {"+": lambda: left + right, "*": lambda: left * right, "**": lambda: left**right}
    try:
        made = work[operator]()
    except (TypeError, ZeroDivisionError):
        return
    if isinstance(made, Sequence):
        assert len(made) <= template_result_sizes.of_operator(operator, left, right)


@given(st.text("{}:1a%().*", max_size=30))
def test_widths_are_found_where_they_stand(text: str) -> None:
    assert template_result_sizes._has_width(text) == bool(re.search(r":[^}]*\d", text))


@pytest.mark.parametrize("text", [":" * 2_000_000, "{:" * 1_000_000, "%(" * 1_000_000, ")" + "%(" * 999_999])
def test_a_format_is_reckoned_in_linear_time(text: str) -> None:
    start = time.process_time()
    template_result_sizes.of_braces(text, ())
    template_result_sizes.of_percent(text, 1)
    assert time.process_time() - start < 30  # on a machine that is busy; it took hours


def test_breaking_words_is_reckoned() -> None:
    assert template_result_sizes.of_filter("wordwrap", ("a" * 2_000_000, 1), {}) == inf
    assert template_result_sizes.of_filter("wordwrap", ("a" * 2_000_000,), {"width": 2}) == inf
    assert template_result_sizes.of_filter("wordwrap", ("ab " * 500_000, 1), {}) < inf


@pytest.mark.heavy
@given(
    st.recursive(SMALL | NUMBER | st.none(), lambda inner: st.lists(inner) | st.dictionaries(SMALL, inner))
)
def test_a_value_is_reckoned_whole(value: Any) -> None:
    """The letters of all texts and numbers in it, however deep they lie."""

    def letters(one: Any) -> int:
        if isinstance(one, dict):
            return sum(map(letters, [*one, *one.values()]))
        return sum(map(letters, one)) if isinstance(one, list) else len(str(one)) if one is not None else 0

    assert template_result_sizes.text_size(value) >= letters(value)


IN_ITSELF = {
    "include": ("{% include 'a.html.j2' %}", ""),
    "two files": ("{% include 'b.html.j2' %}", "{% include 'a.html.j2' %}"),
    "extends": ("{% extends 'a.html.j2' %}", ""),
    "import": ("{% import 'a.html.j2' as x %}", ""),
    "in a block": ("{% set x %}{% include 'a.html.j2' %}{% endset %}", ""),
    "in a loop": ("{% for a in [1, 2] %}{% include 'a.html.j2' %}{% endfor %}", ""),
    "macro": ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", ""),
    "caller": (
        "{% macro n() %}{% call n() %}{{ n() }}{% endcall %}{% endmacro %}{{ n() }}",
        "",
    ),
    "recursive loop": ("{% for i in [[1]] recursive %}{{ loop([[1]]) }}{% endfor %}", ""),
}
NESTED = {
    "brackets": "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
    "lists": "{{ " + "[" * 300 + "]" * 300 + " }}",
    "tables": "{{ " + "{1:" * 3000 + "1" + "}" * 3000 + " }}",
    "signs": "{{ " + "-" * 5000 + "1 }}",
    "not": "{{ " + "not " * 300 + "1 }}",
    "sums": "{{ 1" + "+1" * 300 + " }}",
    "attributes": "{{ a" + ".b" * 5000 + " }}",
    "filters": "{{ 'a'" + "|upper" * 300 + " }}",
    "choices": "{{ " + "1 if 1 else " * 300 + "2 }}",
    "conditions": "{% if 1 %}" * 150 + "{% endif %}" * 150,
    "else": "{% if 1 %}{% else %}" * 150 + "{% endif %}" * 150,
    "elif": "{% if 1 %}" + "{% elif 0 %}" * 5000 + "{% endif %}",
    "loops": "{% for a in [1] %}" * 25 + "{% endfor %}" * 25,
    "macros": "{% macro m() %}" * 300 + "{% endmacro %}" * 300,
    "digits": "{{ " + "9" * 10_000 + " }}",
}
MULTIPLIES = {
    "text": "{% for a in range(1000) %}{% for b in range(100) %}{{ 'x ' * 100 }}{% endfor %}{% endfor %}",
    "paragraphs": "{% for a in range(200000) %}<p>x</p>{% endfor %}",
    "body": "{% for a in range(500) %}{{ body }}{% endfor %}",
    "elements": "{% for a in range(300) %}<div>{% endfor %}",
    "spans": "{{ '<b>'|safe * 300 }}",
    "written": "<i>" * 300,
}


@pytest.mark.parametrize("name", [*IN_ITSELF, *NESTED, *MULTIPLIES])
def test_it_is_told_at_its_line(name: str) -> None:
    """Also what Jinja or Python cannot even compile."""
    template, other = IN_ITSELF.get(name) or (NESTED.get(name) or MULTIPLIES[name], "")
    with pytest.raises(BookbuilderError) as caught:
        filled(f"<p>\n\n{template}", b__html__j2=f"\n\n{other}")
    (only,) = caught.value.diagnostics
    assert only.code == "template.broken"
    assert only.span.path in ("styles/x/templates/a.html.j2", "styles/x/templates/b.html.j2")
    assert only.span.line == 3 or name in (
        "elements",
        "spans",
        "written",
    )  # what stands in one another in the end
    assert len(only.message) < 400


PIECES = (
    *(
        "{{ a }}",
        "{{ body }}",
        "{{ a * 3 }}",
        "{{ a ~ a }}",
        "{{ 'x' * 10 ** 5 }}",
        "{{ [a] * 9 }}",
        "{{ a|indent(9) }}",
    ),
    *(
        "{{ a|batch(3)|list }}",
        "{{ a|replace('x', a) }}",
        "{{ '%9999d'|format(1) }}",
        "{{ '{:9}'.format(a) }}",
    ),
    *(
        "{{ (a, a) * 3 }}",
        "{{ 9 ** 99 }}",
        "{{ a|join(a) }}",
        "{{ range(9)|join(a) }}",
        "{{ a.split('x')|length }}",
    ),
    *(
        "{% set a = a ~ a %}",
        "{% set a = a * 5 %}",
        "{% set a %}{{ a }}{{ a }}{% endset %}",
        "{% set a = [a, a] %}",
    ),
    *(
        "{% set a = a|string %}",
        "{% set a = 'x' * 999 %}",
        "{% set a = range(99) %}",
        "<p>",
        "</p>",
        "<b>",
        "x\n",
    ),
    *(
        "{{ m() }}",
        "{{ n(3) }}",
        "{{ caller() }}",
        "{% include 'a.html.j2' %}",
        "{% include 'b.html.j2' %}",
        "{{ self.c() }}",
    ),
)
AROUND = (
    "{{% for b in range(3) %}}{}{{% endfor %}}",
    "{{% for b in range(999) %}}{}{{% endfor %}}",
    "{{% if a %}}{}{{% endif %}}",
    "{{% macro m() %}}{}{{% endmacro %}}",
    "{{% set a %}}{}{{% endset %}}",
    "{{% macro n(k) %}}{{% if k %}}{}{{{{ n(k - 1) }}}}{{{{ n(k - 1) }}}}{{% endif %}}{{% endmacro %}}",
    "{{% call m() %}}{}{{% endcall %}}",
    "{{% filter upper %}}{}{{% endfilter %}}",
    "{{% with a = a %}}{}{{% endwith %}}",
    "{{% for b in [[1], [2]] recursive %}}{}{{{{ loop(b) }}}}{{% endfor %}}",
)


def drawn(source: random.Random, depth: int = 0) -> str:
    """Return a template: pieces, and statements around others."""
    parts = []
    for _ in range(source.randint(1, 4)):
        if depth < 5 and source.random() < 0.5:
            parts.append(source.choice(AROUND).format(drawn(source, depth + 1)))
        else:
            parts.append(source.choice(PIECES))
    return "".join(parts)


@pytest.mark.heavy
@pytest.mark.parametrize("seed", range(200))
def test_any_template_ends_soon_and_in_little_memory(seed: int) -> None:
    source = random.Random(seed)
    text = "{% set a = 'x' %}" + drawn(source)
    tracemalloc.start()
    try:
        written = filled(text, b__html__j2=drawn(source))
        assert len(written) < 4_000_000
    except BookbuilderError as error:
        (only,) = error.diagnostics
        assert only.span.path.startswith("styles/x/templates/")
        assert only.span.line, text
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 300_000_000, text
