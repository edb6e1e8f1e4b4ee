"""Writes the keys and types of dbt's artifacts as data, asked from dbt's own classes.

Run with a Python that has dbt-core 1.11 installed:
    $SLUICE_PYTHON scripts/artifact-table.py > src/artifacts/testdata/artifact-keys.json
The tests of src/artifacts compare what sluice writes with this table, key by key.

A type is written as text: `string`, `Quoting|null`, `list<RefArgs>`, `map<ColumnInfo>`, `'seed'`, `any`. Names refer to
other entries of `types`. A key ending in `?` may be missing; `*` stands for further keys of any type.
"""
import json
import sys

from dbt.artifacts.schemas.catalog import CatalogArtifact
from dbt.artifacts.schemas.freshness import FreshnessExecutionResultArtifact
from dbt.artifacts.schemas.manifest import WritableManifest
from dbt.artifacts.schemas.run import RunResultsArtifact

ARTIFACTS = {
    "manifest": WritableManifest,
    "run_results": RunResultsArtifact,
    "catalog": CatalogArtifact,
    "sources": FreshnessExecutionResultArtifact,
}
# The classes have these, the files do not.
UNWRITTEN = {"config_call_dict", "unrendered_config_call_dict", "defer_relation", "defer_function", "_extra", "_event_status", "_compile_results", "_pre_injected_sql"}
# Written for compiled nodes only.
COMPILED = {"compiled", "compiled_code", "extra_ctes", "extra_ctes_injected"}

types: dict = {}


def name_of(schema: dict) -> str:
    """Registers an object type under its title; a second shape of the same title gets a number."""
    shape = {}
    for key, value in schema["properties"].items():
        if key not in UNWRITTEN:
            shape[key] = type_of(value)
    open_ended = "_extra" in schema["properties"] or schema.get("additionalProperties", False) is not False
    if "compiled_path" in shape:
        shape = {key + "?" if key in COMPILED else key: value for key, value in shape.items()}
    if open_ended:
        shape["*"] = "any"
    title, number = schema["title"], 1
    while title in types and types[title] != shape:
        number += 1
        title = f"{schema['title']}{number}"
    types[title] = shape
    return title


def type_of(schema: dict) -> str:
    if "anyOf" in schema:
        parts = []
        for option in schema["anyOf"]:
            part = type_of(option)
            if part not in parts:
                parts.append(part)
        return "|".join(parts)
    if "const" in schema:
        return f"'{schema['const']}'"
    if "enum" in schema:
        return "|".join(f"'{value}'" for value in schema["enum"])
    kind = schema.get("type")
    if kind == "array":
        return f"list<{type_of(schema.get('items', schema.get('prefixItems', [{}])[0]))}>"
    if kind == "object":
        if "properties" in schema:
            return name_of(schema)
        inner = schema.get("additionalProperties", {})
        return f"map<{type_of(inner) if isinstance(inner, dict) else 'any'}>"
    return kind or "any"


roots = {name: type_of(cls.json_schema()) for name, cls in ARTIFACTS.items()}
json.dump({"roots": roots, "types": types}, sys.stdout, indent=1)
sys.stdout.write("\n")
