"""Results as Snowflake's JSON rowset: every value a text or null, typed by `rowtype`. The Node driver asks for this form."""

from __future__ import annotations

import json
import math
import re
from typing import Any, Callable

import pyarrow as pa

TYPES = {
    '"NULL"': "text",
    "BLOB": "binary",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "DOUBLE": "real",
    "FLOAT": "real",
    "JSON": "variant",
    "TIME": "time",
    "TIMESTAMP WITH TIME ZONE": "timestamp_tz",
}
INTEGERS = re.compile(r"^U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)$")
DECIMAL = re.compile(r"^DECIMAL\((\d+),\s*(\d+)\)$")
TEXT_LENGTH = 16777216


def rowtype(described: list[tuple]) -> list[dict[str, Any]]:
    """Columns from DuckDB's DESCRIBE: name, type, …"""
    return [column(row[0], row[1]) for row in described]


def column(name: str, duck_type: str) -> dict[str, Any]:
    sf_type = sf_type_of(duck_type)
    info: dict[str, Any] = {
        "name": name, "database": "", "schema": "", "table": "", "nullable": True, "type": sf_type,
        "byteLength": None, "length": None, "scale": None, "precision": None, "collation": None,
    }  # fmt: skip
    if sf_type == "fixed":
        precision, scale = DECIMAL.match(duck_type).groups() if DECIMAL.match(duck_type) else (38, 0)
        info |= {"precision": int(precision), "scale": int(scale)}
    elif sf_type == "text":
        info |= {"byteLength": TEXT_LENGTH, "length": TEXT_LENGTH}
    elif sf_type.startswith("time"):
        info |= {"precision": 0, "scale": 9}
    elif sf_type == "binary":
        info |= {"byteLength": 8388608, "length": 8388608}
    return info


def sf_type_of(duck_type: str) -> str:
    if duck_type.endswith("[]"):
        return "array"
    if duck_type.startswith(("STRUCT", "MAP")):
        return "object"
    if duck_type.startswith("TIMESTAMP") and duck_type not in TYPES:
        return "timestamp_ntz"
    if DECIMAL.match(duck_type) or INTEGERS.match(duck_type):
        return "fixed"
    return TYPES.get(duck_type, "text")


def rowset(table: pa.Table, columns: list[dict[str, Any]]) -> list[list[str | None]]:
    encoded = [encode(table.column(index), info["type"]) for index, info in enumerate(columns)]
    return [list(row) for row in zip(*encoded, strict=True)] if encoded else []


def encode(values: pa.ChunkedArray, sf_type: str) -> list[str | None]:
    if pa.types.is_timestamp(values.type):
        return [none_or(timestamp(values.type), value) for value in values.cast(pa.int64()).to_pylist()]
    if pa.types.is_time(values.type):
        return [none_or(lambda micros: seconds(micros, 6), value) for value in values.cast(pa.int64()).to_pylist()]
    if pa.types.is_date32(values.type):
        return [none_or(str, value) for value in values.cast(pa.int32()).to_pylist()]
    return [none_or(ENCODERS.get(sf_type, str), value) for value in values.to_pylist()]


def none_or(encoder: Callable[[Any], str], value: Any) -> str | None:
    return None if value is None else encoder(value)


def timestamp(arrow_type: pa.TimestampType) -> Callable[[int], str]:
    digits = {"s": 0, "ms": 3, "us": 6, "ns": 9}[arrow_type.unit]
    return (lambda value: f"{seconds(value, digits)} 1440") if arrow_type.tz else (lambda value: seconds(value, digits))


def seconds(value: int, digits: int) -> str:
    """Seconds with nine decimals; below zero the fraction counts towards zero, as a plain decimal number does."""
    nanos = abs(value) * 10 ** (9 - digits)
    return f"{'-' if value < 0 else ''}{nanos // 10**9}.{nanos % 10**9:09d}"


def real(value: float) -> str:
    if math.isnan(value):
        return "NaN"
    return ("-inf" if value < 0 else "inf") if math.isinf(value) else repr(value)


def as_json(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, default=str)


ENCODERS: dict[str, Callable[[Any], str]] = {
    "boolean": lambda value: "1" if value else "0",
    "real": real,
    "binary": lambda value: value.hex().upper() if isinstance(value, (bytes, bytearray)) else str(value),
    "variant": as_json,
    "object": as_json,
    "array": as_json,
}
