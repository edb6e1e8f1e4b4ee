"""Where fakesnow counts otherwise than Snowflake does."""

from __future__ import annotations

from fakesnow import copy_into, transforms
from sqlglot import exp

implicit_cast = transforms.numeric_agg_implicit_cast


def exact_sums(expression: exp.Expression) -> exp.Expression:
    """Sums of decimals are decimals; fakesnow makes floats of them, for the sake of sums over text."""
    if not isinstance(expression, exp.Sum):
        return implicit_cast(expression)
    name = f"SUM({expression.this.sql(dialect='snowflake').upper()})"
    return exp.alias_(expression, name, quoted=True) if isinstance(expression.parent, exp.Select) else expression


transforms.numeric_agg_implicit_cast = exact_sums


inserts = copy_into._inserts


def inserts_of_wide_files(*args, **named):
    """From ten columns on DuckDB calls a file's columns column00, column01 …; fakesnow asks for column0."""
    made = inserts(*args, **named)
    for insert in made:
        columns = insert.expression.expressions
        width = len(str(len(columns) - 1))
        for place, column in enumerate(columns):
            if column.name == f"column{place}":
                column.set("this", exp.to_identifier(f"column{place:0{width}d}"))
    return made


copy_into._inserts = inserts_of_wide_files
