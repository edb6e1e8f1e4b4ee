"""Asks dbt to parse small projects and keeps what it makes of them as test data.

    $SLUICE_PYTHON scripts/manifest-oracle.py        (a Python with dbt-core 1.11 and dbt-duckdb)

Reads src/parse/testdata/projects/*; writes <name>.json beside the folder, without what differs from run to run and without
dbt's own macros and docs. Also writes test-names.json: names and ids of generic tests for odd arguments.
"""
import json
import os
import shutil
import tempfile
from pathlib import Path

os.environ["DBT_SEND_ANONYMOUS_USAGE_STATS"] = "false"

import yaml
from dbt.cli.main import dbtRunner
from dbt.parser.generic_test_builders import synthesize_generic_test_names
from dbt.utils import md5


HERE = Path(__file__).resolve().parent.parent / "src" / "parse" / "testdata"
BUILTIN = ("dbt", "dbt_duckdb")
VOLATILE = {"created_at", "root_path", "build_path", "compiled_path"}
SECTIONS = "nodes sources macros docs exposures metrics groups selectors disabled saved_queries semantic_models unit_tests functions".split()


def builtin(unique_id):
    return unique_id.split(".")[1] in BUILTIN


def clean(value, key=""):
    if isinstance(value, list):
        items = [clean(item) for item in value]
        if key == "macros":
            return [item for item in items if not builtin(item)]
        return sorted(items, key=str) if key in ("tags", "doc_blocks") else items
    if isinstance(value, dict):
        return {name: clean(item, name) for name, item in value.items() if name not in VOLATILE}
    return value


def parsed(project):
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / project.name
        shutil.copytree(project, copy)
        runner = dbtRunner()
        result = runner.invoke(["--quiet", "parse", "--project-dir", str(copy), "--profiles-dir", str(copy)])
        if not result.success:
            raise SystemExit(f"{project.name}: {result.exception}")
        manifest = json.loads((copy / "target" / "manifest.json").read_text())
    kept = {}
    for section in SECTIONS:
        entries = {uid: clean(entry) for uid, entry in manifest[section].items() if section == "selectors" or not builtin(uid)}
        kept[section] = dict(sorted(entries.items()))
    return kept


# YAML, so that both sides read the same values.
ARGUMENTS = [
    "{}",
    "{column_name: id}",
    "{column_name: '\"Mixed Case\"'}",
    "{values: [a, b c, \"d's\", 'say \"x\"', 'back\\slash', \"tab\\there\", \"line\\nbreak\"]}",
    "{values: [1, 2.0, 2.5, -0.0, 1.0e+20, 1.0e-7, 123456789012, yes, off, null, 2024-01-31, 012, 1e3, .5]}",
    '{values: [ü, 日本, "\\u200b", "\\U0001F600", "\\0", "\\x7f", "\\xa0"]}',
    "{zeta: 1, Alpha: 2, beta: {y: [1, {k: null}], x: v}}",
    "{nested: [[a, 1.0], {b: 2}], column_name: c}",
    "{compare_model: \"ref('other')\", to: \"source('a', 'b')\", field: f}",
    "{expression: '>= 0 and amount < 10000000000000000000000 -- a long comment that makes the name too long'}",
    "{where: \"'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'\"}",
    "{interval: 1.10, datepart: day, group_by_columns: []}",
    "{flag: '', empty: {}, none: null}",
]


def hashable(value):
    if type(value) is dict:
        return {key: hashable(value[key]) for key in sorted(value)}
    if type(value) is list:
        return [hashable(item) for item in value]
    return str(value)


def test_names():
    rows = []
    for kind, target in (("unique", "orders"), ("source_not_null", "raw_orders"), ("dbt_utils_accepted_range", "a_model_with_quite_a_long_name")):
        for arguments in ARGUMENTS:
            kwargs = {**yaml.safe_load(arguments), "model": "{{ get_where_subquery(ref('orders')) }}"}
            short, full = synthesize_generic_test_names(kind, target, kwargs)
            metadata = {"namespace": None, "name": kind, "kwargs": kwargs}
            digest = md5(full + repr(hashable(metadata)))[-10:]
            rows.append({"kind": kind, "target": target, "arguments": arguments, "short": short, "full": full, "hash": digest})
    return rows


if __name__ == "__main__":
    for project in sorted((HERE / "projects").iterdir()):
        if project.is_dir():
            text = json.dumps(parsed(project), indent=1, ensure_ascii=False)
            (HERE / f"{project.name}.json").write_text(text + "\n")
    (HERE / "test-names.json").write_text(json.dumps(test_names(), indent=1, ensure_ascii=False) + "\n")
