"""Rates: which one a day has, and that writing them down changes nothing else."""

from __future__ import annotations

import datetime as dt
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder.cli import main
from bookbuilder.diagnostics import Findings
from bookbuilder.facts.ecb_rates import MAX_AGE_DAYS, Fixing, fixing, fixing_matching
from bookbuilder.facts.freeze_rates import freeze_rates
from tests.cases import book
from tests.unit.pairs import Pair, pairs

CASES = pairs(Path(__file__).parent / "rates_cases.md")
WEDNESDAY = dt.date(2022, 1, 19)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_facts_toml(case: Pair, accept: bool) -> None:
    findings = Findings()
    frozen = freeze_rates(case.source, "facts.toml", findings)
    said = book.told(findings.sorted())
    case.compare((frozen.text if frozen else "") + (f"---\n{said}" if said else ""), accept=accept)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_second_run_changes_nothing(case: Pair) -> None:
    frozen = freeze_rates(case.source, "facts.toml", Findings())
    if frozen is not None:
        again = freeze_rates(frozen.text, "facts.toml", Findings())
        assert again is not None and again.text == frozen.text and not again.rates


def test_what_the_agency_wrote() -> None:
    """200 million dollars were 176 million euros on Wednesday; 450 million were 397, and 396 the day before."""
    assert fixing("USD", "EUR", WEDNESDAY) == Fixing(Decimal("1.1345"), WEDNESDAY)
    million = Decimal(10**6)
    assert fixing_matching(450 * million, "USD", "EUR", 397 * million, WEDNESDAY) == Fixing(
        Decimal("1.1345"), WEDNESDAY
    )
    tuesday = Fixing(Decimal("1.1367"), WEDNESDAY - dt.timedelta(days=1))
    assert fixing_matching(450 * million, "USD", "EUR", 396 * million, WEDNESDAY) == tuesday
    assert fixing_matching(450 * million, "USD", "EUR", 300 * million, WEDNESDAY) is None


@given(st.dates(dt.date(1998, 1, 1), dt.date(2030, 1, 1)), st.sampled_from(["USD", "RUB", "CHF", "XXX"]))
def test_a_rate_is_never_from_the_future_and_never_old(day: dt.date, currency: str) -> None:
    found = fixing(currency, "EUR", day)
    if found is not None:
        assert dt.timedelta() <= day - found.day <= dt.timedelta(days=MAX_AGE_DAYS)
        assert found.day.weekday() < 5


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    facts = '[a]\namount = "1e6 USD"\nequivalent = "EUR"\ndate = 2022-01-19\n'
    root = book.write(tmp_path, {"chapters/de/01-a.md": book.CHAPTER, "facts.toml": facts})
    assert main(["facts", "rates", str(root)]) == 0
    assert capsys.readouterr().out == "a: 1.1345 (2022-01-19)\n"
    written = tomllib.loads((root / "facts.toml").read_text())["a"]
    assert (written["rate"], written["rate_date"], written["source"]) == ("1.1345", WEDNESDAY, "ECB")
    assert main(["facts", "rates", str(root)]) == 0
    assert capsys.readouterr().out == "no rate was missing\n"
    (root / "facts.toml").unlink()
    assert main(["facts", "rates", str(root)]) == 1


def test_the_day_that_explains_a_figure_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    facts = '[a]\namount = "450e6 USD"\nequivalent = "EUR"\ndate = 2022-01-19\n'
    chapters: dict[str, str | bytes] = {
        "chapters/de/01-a.md": "# A\n\n[450 Mio. $ (397 Mio. €)]{fact=a}, [450 Mio. $ (396 Mio. €)]{fact=a}.\n",
        "chapters/en/01-a.md": "# A\n\n[$450 million (about €350 million)]{fact=a form=written}.\n",
    }
    root = book.write(tmp_path, {**chapters, "facts.toml": facts})
    assert main(["facts", "rates", str(root)]) == 0
    said = capsys.readouterr().err.replace(f"{root.as_posix()}/", "")
    assert said == (
        "chapters/de/01-a.md:3:36: notice: 450 Mio. $ (396 Mio. €) fits the rate of 2022-01-18,"
        " not that of 2022-01-19 [amount.day]\n"
        "chapters/en/01-a.md:3:1: warning: $450 million (about €350 million) does not fit the rate of 2022-01-19:"
        " 450e6 USD are about 397e6 EUR [amount.worth]\n"
    )


def test_check_names_the_day_that_explains_a_figure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facts = '[a]\namount = "450e6 USD"\nequivalent = "EUR"\ndate = 2022-01-19\nrate = "1.1345"\n'
    own = '[own]\namount = "450e6 USD"\nequivalent = "380e6 EUR"\ndate = 2022-01-19\nrate = "1.1345"\n'
    chapter = (
        "# A\n\n[450 Mio. $ (397 Mio. €)]{fact=a}, [450 Mio. $ (395 Mio. €)]{fact=a}, [viel]{fact=own}.\n"
    )
    files: dict[str, str | bytes] = {"chapters/de/01-a.md": chapter, "facts.toml": facts + own}
    root = book.write(tmp_path, files)
    main(["check", str(root), "--quick", "--edition", "web"])
    said = " ".join(capsys.readouterr().err.replace(f"{root.as_posix()}/", "").split())
    assert "the words say 395e6 EUR, and 450e6 USD are 397e6 EUR by the rate of 2022-01-19" in said
    assert "the rate of 2022-01-17 would give it" in said
    assert "facts.toml:8:1: warning: the fact own says that 450e6 USD are 380e6 EUR" in said
