"""Vietnam's administrative units, from before the reform of July 2025 and since.

`before_2025.txt`: provinces, districts, wards; also those abolished or renamed since 2008 as far
as their names are known, since cards that carry them are still valid. `since_2025.txt`: provinces
and wards, without districts. See `data/README.md` for where the names are from.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"

TYPES = (
    "Tỉnh",
    "Thành phố",
    "Quận",
    "Huyện",
    "Thị xã",
    "Phường",
    "Xã",
    "Thị trấn",
    "Đặc khu",
)


@dataclass(frozen=True, slots=True, eq=False)
class Unit:
    """A province, a district or a ward. `type`: one of `TYPES`. `parts`: the units below it."""

    type: str
    name: str
    parts: tuple["Unit", ...] = field(default=(), repr=False)

    @property
    def full(self) -> str:
        """The name with its unit word, as addresses print it: `Quận Bình Thạnh`."""
        return f"{self.type} {self.name}"


@dataclass(frozen=True, slots=True)
class Place:
    """A ward and what it lies in. `district`: None since July 2025."""

    ward: Unit
    district: Unit | None
    province: Unit

    def __str__(self) -> str:
        """As an address prints it: `Xã Thanh Lang, Huyện Thanh Hà, Tỉnh Hải Dương`."""
        named = (self.ward, self.district, self.province)
        return ", ".join(unit.full for unit in named if unit)


@cache
def units(*, since_2025: bool = False) -> tuple[Unit, ...]:
    """Returns the provinces with all that lies in them, before or since the reform."""
    name = "since_2025.txt" if since_2025 else "before_2025.txt"
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return tuple(_nested(lines))


@cache
def places(*, since_2025: bool = False) -> tuple[Place, ...]:
    """Returns every ward with its parents: 11,874 from before the reform, 3,321 since."""
    return tuple(_places(since_2025))


def _places(since_2025: bool) -> Iterator[Place]:
    for province in units(since_2025=since_2025):
        if since_2025:
            yield from (Place(ward, None, province) for ward in province.parts)
        else:
            for district in province.parts:
                yield from (Place(ward, district, province) for ward in district.parts)


def _nested(lines: list[str]) -> Iterator[Unit]:
    """Units from lines indented by their level; wards stand on one line for each type."""
    start = 0
    while start < len(lines):
        end = start + 1
        while end < len(lines) and lines[end].startswith(" "):
            end += 1
        type_, name = _named(lines[start])
        below = [line[1:] for line in lines[start + 1 : end]]
        if below and ":" in below[0]:
            yield Unit(type_, name, tuple(_wards(below)))
        else:
            yield Unit(type_, name, tuple(_nested(below)))
        start = end


def _wards(lines: list[str]) -> Iterator[Unit]:
    for line in lines:
        type_, names = line.split(": ", 1)
        yield from (Unit(type_, name) for name in names.split(", "))


def _named(line: str) -> tuple[str, str]:
    type_ = next(type_ for type_ in TYPES if line.startswith(type_ + " "))
    return type_, line.removeprefix(type_ + " ")
