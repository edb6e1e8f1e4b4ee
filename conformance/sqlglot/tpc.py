"""A project of the queries of TPC-DS and TPC-H, from the tests of sqlglot's source release.

    python tpc.py SOURCES FOLDER

SOURCES is the unpacked release. Each table becomes a seed without rows, each query a model that reads the seeds by `ref`.
"""
import ast
import json
import sys
from pathlib import Path

import sqlglot
from sqlglot import exp


def main(sources, folder):
    for name, constant in (("tpc-ds", "TPCDS_SCHEMA"), ("tpc-h", "TPCH_SCHEMA")):
        target = Path(folder) / name.replace("-", "")
        schema = constants(Path(sources) / "tests/helpers.py")[constant]
        queries = list(queries_of(Path(sources) / f"tests/fixtures/optimizer/{name}/{name}.sql"))
        write(target, name.replace("-", ""), schema, queries)
        print(json.dumps({"folder": str(target), "queries": len(queries)}))


def constants(path):
    body = ast.parse(path.read_text()).body
    return {
        node.targets[0].id: ast.literal_eval(node.value)
        for node in body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id.endswith("_SCHEMA")
    }


def queries_of(path):
    """The file has each query and then what an optimizer should make of it."""
    lines = [line for line in path.read_text().split("\n") if not line.startswith(("--", "#"))]
    parts = [part.strip() for part in "\n".join(lines).split(";") if part.strip()]
    return parts[0::2]


def write(folder, name, schema, queries):
    for place in ("models", "seeds"):
        (folder / place).mkdir(parents=True, exist_ok=True)
    (folder / "dbt_project.yml").write_text(f"name: {name}\nversion: '1.0'\nprofile: {name}\n")
    (folder / "profiles.yml").write_text(f"{name}:\n  target: duckdb\n  outputs:\n    duckdb: {{type: duckdb, path: ':memory:'}}\n")
    for table, columns in schema.items():
        (folder / "seeds" / f"{table}.csv").write_text(",".join(columns) + "\n")
    for index, query in enumerate(queries, start=1):
        (folder / "models" / f"q{index:02}.sql").write_text(with_refs(query, schema))


def with_refs(query, schema):
    ctes = {cte.alias for cte in sqlglot.parse_one(query, read="duckdb").find_all(exp.CTE)}
    tables = [
        table.this
        for table in sqlglot.parse_one(query, read="duckdb").find_all(exp.Table)
        if table.name in schema and table.name not in ctes
    ]
    for name in sorted(tables, key=lambda each: each.meta["start"], reverse=True):
        start, end = name.meta["start"], name.meta["end"] + 1
        query = f"{query[:start]}{{{{ ref('{name.name}') }}}}{query[end:]}"
    return query


main(*sys.argv[1:])
