"""The calendar that was in use before October 1582."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from bookbuilder.locales.calendar import julian


@given(st.dates(dt.date(1501, 1, 1), dt.date(1582, 10, 3)))
def test_days_follow_one_another(day: dt.date) -> None:
    """In these years both calendars have the same leap years."""
    assert julian(day + dt.timedelta(days=1)) == (julian(day) + 1) % 7
