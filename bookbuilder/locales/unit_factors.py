"""Converts measures from one unit of CLDR into another: `length-mile` into `length-kilometer`.

The factors are those of CLDR's supplemental data (units.xml), nearly all exact by definition: the yard is 0.9144 m, the
pound 0.45359237 kg (international yard and pound agreement, 1959). A name that means several units has several factors: a
ton, a gallon, a mile at sea.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

_FACTORS: Mapping[str, str] = {
    "length-millimeter": "0.001", "length-centimeter": "0.01", "length-decimeter": "0.1", "length-meter": "1",
    "length-kilometer": "1000", "length-inch": "0.0254", "length-foot": "0.3048", "length-yard": "0.9144",
    "length-fathom": "1.8288", "length-furlong": "201.168", "length-mile": "1609.344 1852", "length-nautical-mile": "1852",
    "length-mile-scandinavian": "10000",
    "area-square-centimeter": "0.0001", "area-square-meter": "1", "area-hectare": "10000", "area-square-kilometer": "1e6",
    "area-square-inch": "0.00064516", "area-square-foot": "0.09290304", "area-square-yard": "0.83612736",
    "area-acre": "4046.8564224", "area-square-mile": "2589988.110336",
    "mass-milligram": "0.000001", "mass-gram": "0.001", "mass-kilogram": "1", "mass-tonne": "1000",
    "mass-metric-ton": "1000",
    "mass-ounce": "0.028349523125", "mass-ounce-troy": "0.0311034768", "mass-pound": "0.45359237 0.5",
    "mass-stone": "6.35029318", "mass-ton": "907.18474 1016.0469088 1000",
    "volume-milliliter": "0.001", "volume-centiliter": "0.01", "volume-deciliter": "0.1", "volume-liter": "1",
    "volume-hectoliter": "100", "volume-cubic-centimeter": "0.001", "volume-cubic-meter": "1000",
    "volume-cubic-kilometer": "1e12", "volume-cubic-inch": "0.016387064", "volume-cubic-foot": "28.316846592",
    "volume-cubic-yard": "764.554857984", "volume-cubic-mile": "4168181825440.579584",
    "volume-acre-foot": "1233481.83754752",
    "volume-fluid-ounce": "0.0295735295625 0.0284130625", "volume-fluid-ounce-imperial": "0.0284130625",
    "volume-pint": "0.473176473 0.56826125", "volume-quart": "0.946352946 1.1365225",
    "volume-gallon": "3.785411784 4.54609", "volume-gallon-imperial": "4.54609", "volume-barrel": "158.987294928",
    "speed-kilometer-per-hour": "1", "speed-meter-per-second": "3.6", "speed-mile-per-hour": "1.609344",
    "speed-knot": "1.852",
    "power-watt": "1", "power-kilowatt": "1000", "power-megawatt": "1e6", "power-gigawatt": "1e9",
    "power-horsepower": "745.69987158227022 735.49875",
    "energy-joule": "1", "energy-kilojoule": "1000", "energy-calorie": "4.184", "energy-kilocalorie": "4184",
    "energy-foodcalorie": "4184", "energy-kilowatt-hour": "3.6e6", "energy-british-thermal-unit": "1055.05585262",
}  # fmt: skip
"""The size of each unit in a unit of its kind, the likeliest first."""
_ZEROS: Mapping[str, tuple[str, str]] = {
    "temperature-kelvin": ("0", "1"),
    "temperature-celsius": ("273.15", "1"),
    "temperature-fahrenheit": ("255.372222222222222222", "0.555555555555555555556"),
}
"""The zero of a scale of temperature, and the size of its degree, in kelvins."""


def conversions(value: Decimal, unit: str, other: str) -> Iterator[Decimal]:
    """Yield what a value in one unit is in another one, the likeliest first; nothing unless both are of one kind.

    A temperature may be a difference as well.

    >>> [round(one, 2) for one in conversions(Decimal(30), "length-kilometer", "length-mile")]
    [Decimal('18.64'), Decimal('16.20')]
    >>> [round(one, 6) for one in conversions(Decimal(20), "temperature-celsius", "temperature-fahrenheit")]
    [Decimal('68.000000'), Decimal('36.000000')]
    """
    if unit.partition("-")[0] != other.partition("-")[0]:
        return
    if unit in _ZEROS and other in _ZEROS:
        (zero, degree), (other_zero, other_degree) = map(_decimals, (_ZEROS[unit], _ZEROS[other]))
        yield (zero + value * degree - other_zero) / other_degree
        yield value * degree / other_degree
    for factor in _FACTORS.get(unit, "").split():
        for other_factor in _FACTORS.get(other, "").split():
            yield value * Decimal(factor) / Decimal(other_factor)


_DURATIONS = (
    {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800},
    {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200},
)
"""Lengths of times that are exact multiples of one another; a month has no number of days."""


def single_factor(unit: str, other: str) -> Fraction | None:
    """Return by what a value in one unit is multiplied to be in another one; None if they are of two kinds, or if the word
    for one of them has several meanings (a ton, a gallon).

    >>> single_factor("length-kilometer", "length-meter"), single_factor("duration-week", "duration-day")
    (Fraction(1000, 1), Fraction(7, 1))
    >>> single_factor("duration-month", "duration-day"), single_factor("mass-ton", "mass-kilogram")
    (None, None)
    """
    (kind, _, name), (other_kind, _, other_name) = unit.partition("-"), other.partition("-")
    if kind != other_kind:
        return None
    for lengths in _DURATIONS if kind == "duration" else ():
        if name in lengths and other_name in lengths:
            return Fraction(lengths[name], lengths[other_name])
    sizes = [_FACTORS.get(one, "").split() for one in (unit, other)]
    if any(len(size) != 1 for size in sizes):
        return None
    return Fraction(sizes[0][0]) / Fraction(sizes[1][0])


def _decimals(pair: tuple[str, str]) -> tuple[Decimal, Decimal]:
    return Decimal(pair[0]), Decimal(pair[1])
