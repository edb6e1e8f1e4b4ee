"""Asks dbt what expressions over its context mean and how it reads CSV files, and writes the answers the tests compare with.

    $SLUICE_PYTHON scripts/context-oracle.py          (a Python with dbt-core 1.11)

Reads src/context/testdata/expressions.txt and src/context/testdata/seeds/*.csv; writes expressions.json (text or kind of
error of each expression) and seeds.json (agate's column types and cells as text) beside them.
"""
import json
import os
import pathlib
import warnings

os.environ["CONTEXT_ORACLE_SET"] = "set"
os.environ["DBT_ENV_SECRET_X"] = "secret"
os.environ["TZ"] = "UTC"

from dbt.clients.jinja import get_rendered
from dbt.context.base import BaseContext
from dbt.flags import set_from_args
from dbt_common.clients import agate_helper
from dbt_common.context import set_invocation_context

DATA = pathlib.Path(__file__).resolve().parent.parent / "src/context/testdata"
VARS = {"plain": 1, "text": "hello {{ 1 + 1 }}"}


def answer(expression, context):
    try:
        return {"text": str(get_rendered("{{ %s }}" % expression, context))}
    except Exception as error:  # noqa: BLE001
        return {"error": type(error).__name__}


def read_seed(path):
    table = agate_helper.from_csv(str(path), text_columns=["forced"], delimiter=",")
    return {
        "names": list(table.column_names),
        "types": [type(column).__name__ for column in table.column_types],
        "rows": [[None if cell is None else str(cell) for cell in row] for row in table.rows],
    }


def main():
    warnings.simplefilter("ignore")
    set_invocation_context(dict(os.environ))

    class Args:
        pass

    set_from_args(Args(), {})
    context = BaseContext(VARS).to_dict()
    lines = (DATA / "expressions.txt").read_text().splitlines()
    expressions = [line for line in lines if line and not line.startswith("#")]
    answers = [{"expression": line, **answer(line, context)} for line in expressions]
    write("expressions.json", answers)
    seeds = {}
    for path in sorted((DATA / "seeds").glob("*.csv")):
        try:
            seeds[path.name] = read_seed(path)
        except Exception as error:  # noqa: BLE001
            seeds[path.name] = {"error": type(error).__name__}
    write("seeds.json", seeds)


def write(name, value):
    (DATA / name).write_text(json.dumps(value, indent=1, ensure_ascii=True) + "\n")


if __name__ == "__main__":
    main()
