"""The dates of an issue: the week that it is about, its days, and the day on which it appears."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

WEEKDAYS = 5
"""The days of a week that an issue has a chapter for, from Monday on."""


@dataclass(frozen=True, slots=True)
class IssueDates:
    """A week by ISO 8601: `year` and `week`, its `days`, and the `date` of publication."""

    year: int
    week: int
    days: tuple[dt.date, ...]
    date: dt.date

    @property
    def name(self) -> str:
        """The name of the issue: `2022-05`."""
        return f"{self.year}-{self.week:02}"

    @property
    def issue(self) -> str:
        """The number of the issue in its year, as an imprint has it: `5/2022`."""
        return f"{self.week}/{self.year}"


def issue_dates(written: str, days: int = WEEKDAYS, after: int = 7) -> IssueDates | None:
    """Return the dates of `2022-05`, `2022-W05` or of the week of a day, `2022-02-03`; None for anything else.

    `days` is the number of chapters from Monday on (1 to 7), `after` the days from Monday to the day of publication.

    >>> dates = issue_dates("2022-05")
    >>> str(dates.days[0]), str(dates.days[-1]), str(dates.date), dates.issue
    ('2022-01-31', '2022-02-04', '2022-02-07', '5/2022')
    >>> issue_dates("2021-01-03").name, issue_dates("2022-53")
    ('2020-53', None)
    """
    try:
        if match := re.fullmatch(r"(\d{4})-?[Ww]?(\d{2})", written, re.ASCII):
            monday = dt.date.fromisocalendar(int(match[1]), int(match[2]), 1)
        else:
            day = dt.date.fromisoformat(written)
            monday = day - dt.timedelta(days=day.weekday())
        year, week, _ = monday.isocalendar()
        chapters = tuple(monday + dt.timedelta(days=number) for number in range(days))
        return IssueDates(year, week, chapters, monday + dt.timedelta(days=after))
    except (ValueError, OverflowError):
        return None
