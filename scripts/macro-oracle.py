"""Asks dbt what its macros say and do, and writes the answers as data for the tests of e2e/macros.

Run with a Python that has dbt-core 1.11 and dbt-duckdb installed, and with the dbt command named:
    SLUICE_DBT=dbt $SLUICE_PYTHON scripts/macro-oracle.py && npx biome check --write e2e/macros

`signatures`: every macro of dbt and dbt-duckdb with its parameters, `?` behind those with a default.
`calls`: the text each call of the project's analyses/calls.sql renders to, white space collapsed.
`builds`: after each step the statuses, the compiled SQL (white space collapsed) and all relations with their rows. Values
made of the clock are written as <now> and <hash>.
`catalog`, `freshness`: what docs generate and source freshness say after the last step.
"""
import glob
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

import dbt.include
import duckdb
import jinja2.nodes as nodes
from dbt_common.clients.jinja import get_environment

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TESTDATA = os.path.join(ROOT, "e2e", "macros", "testdata")
DBT = os.environ.get("SLUICE_DBT", "dbt")
DAYS = ["--event-time-start", "2024-01-01", "--event-time-end", "2024-01-06"]
STEPS = [
    ("first", {}, []),
    ("again", {}, []),
    ("next day", {"day": 1, "changed": 2, "gone": 1, "wide": True}, []),
    ("day after", {"day": 2, "changed": 2, "gone": 1, "wide": True}, []),
    ("all back", {"day": 3, "wide": True}, []),
    ("full refresh", {"day": 4}, ["--full-refresh"]),
]
COMPILED = ("first", "next day")


def signatures() -> dict:
    found = {}
    environment = get_environment(None)
    include = list(dbt.include.__path__)[0]
    for folder in ("global_project/macros", "global_project/tests", "duckdb/macros"):
        for path in glob.glob(os.path.join(include, folder, "**", "*.sql"), recursive=True):
            with open(path) as file:
                tree = environment.parse(file.read())
            for macro in tree.find_all(nodes.Macro):
                names = [argument.name for argument in macro.args]
                required = len(names) - len(macro.defaults)
                name = re.sub("^dbt_macro__", "", macro.name)
                found[name] = [n + ("" if i < required else "?") for i, n in enumerate(names) if n != "supported_languages"]
    return dict(sorted(found.items()))


def one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def run(project: str, *arguments: str, allowed: int = 0) -> None:
    done = subprocess.run([DBT, "--quiet", *arguments], cwd=project, capture_output=True, text=True)
    if done.returncode > allowed:
        sys.exit(done.stdout + done.stderr)


def calls(project: str) -> dict:
    os.makedirs(os.path.join(project, "db"))
    run(project, "compile", "--select", "calls")
    with open(os.path.join(project, "target/compiled/bench/analyses/calls.sql")) as file:
        text = file.read()
    parts = re.split(r"^-- call: (.*)$", text, flags=re.MULTILINE)[1:]
    return {call: one_line(answer) for call, answer in zip(parts[::2], parts[1::2])}


def compiled(project: str) -> dict:
    found = {}
    base = os.path.join(project, "target", "compiled", "bench")
    for folder, _, files in os.walk(base):
        for name in files:
            path = os.path.join(folder, name)
            # Files of fixtures and of models that are no relations are dbt's own affair.
            if name in ("people.sql", "between.sql"):
                continue
            with open(path) as file:
                found[os.path.relpath(path, base)] = one_line(file.read())
    return found


def statuses(project: str) -> dict:
    with open(os.path.join(project, "target/run_results.json")) as file:
        results = json.load(file)["results"]
    return {r["unique_id"]: r["status"] + (f" {r['failures']}" if r["failures"] else "") for r in results}


def relations(project: str) -> dict:
    connection = duckdb.connect(os.path.join(project, "db/bench.duckdb"), read_only=True)
    connection.execute("set file_search_path = '" + project + "'")
    found = {}
    listed = "select table_schema, table_name, table_type from information_schema.tables order by 1, 2"
    for schema, name, kind in connection.execute(listed).fetchall():
        columns = connection.execute(f'describe "{schema}"."{name}"').fetchall()
        rows = connection.execute(f'select columns(*)::varchar from "{schema}"."{name}"').fetchall()
        names = [column[0] for column in columns]
        found[f"{schema}.{name}"] = {
            "kind": "view" if kind == "VIEW" else "table",
            "columns": [f"{column[0]} {column[1]}" for column in columns],
            "rows": sorted(" | ".join(cell(v, n, row, names) for v, n in zip(row, names)) for row in rows),
        }
    facts = {
        "comments": "select table_name, comment from duckdb_tables() where comment is not null union all "
        "select table_name || '.' || column_name, comment from duckdb_columns() where comment is not null order by all",
        "constraints": "select table_name, constraint_text from duckdb_constraints() order by all",
        "indexes": "select table_name, is_unique::varchar, expressions from duckdb_indexes() order by all",
    }
    for name, sql in facts.items():
        found[name] = {"rows": [" | ".join(map(str, row)) for row in connection.execute(sql).fetchall()]}
    connection.close()
    return found


def cell(value, name, row, names) -> str:
    if value is None:
        return "null"
    if re.match(r"20(2[5-9]|[3-9]\d)-", value):
        return "<now>"
    stamped = row[names.index("dbt_updated_at")] if "dbt_updated_at" in names else None
    if name == "dbt_scd_id" and stamped and re.match(r"20(2[5-9]|[3-9]\d)-", stamped):
        return "<hash>"
    return value


def builds(project: str) -> dict:
    answers = {}
    for name, values, flags in STEPS:
        shutil.rmtree(os.path.join(project, "target", "compiled"), ignore_errors=True)
        run(project, "build", "--no-partial-parse", *DAYS, "--vars", json.dumps(values), *flags, allowed=1)
        answers[name] = {"vars": values, "flags": DAYS + flags, "statuses": statuses(project), "relations": relations(project)}
        if name in COMPILED:
            answers[name]["compiled"] = compiled(project)
    return answers


def catalog(project: str) -> dict:
    run(project, "docs", "generate")
    with open(os.path.join(project, "target/catalog.json")) as file:
        found = json.load(file)
    tables = {**found["nodes"], **found["sources"]}
    # Tables of kept failures are no part of the project.
    return {key: described(table) for key, table in sorted(tables.items()) if not key.startswith("test.")}


def described(table: dict) -> list:
    metadata = table["metadata"]
    columns = sorted(table["columns"].values(), key=lambda column: column["index"])
    listed = [f"{c['index']} {c['name']} {c['type']} {c['comment']}" for c in columns]
    return [f"{metadata['type']} {metadata['schema']}.{metadata['name']} {metadata['comment']}", *listed]


def freshness(project: str) -> dict:
    run(project, "source", "freshness", allowed=1)
    with open(os.path.join(project, "target/sources.json")) as file:
        results = json.load(file)["results"]
    return {r["unique_id"]: f"{r['status']} {r['max_loaded_at'][:19]}" for r in results}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        project = shutil.copytree(os.path.join(TESTDATA, "project"), os.path.join(folder, "project"))
        answers = {"signatures": signatures(), "calls": calls(project), "builds": builds(project)}
        answers.update({"catalog": catalog(project), "freshness": freshness(project)})
    # A line a thing, so that a difference can be read.
    with open(os.path.join(TESTDATA, "dbt-answers.json"), "w") as file:
        json.dump(answers, file, indent=1, ensure_ascii=False)
        file.write("\n")


main()
