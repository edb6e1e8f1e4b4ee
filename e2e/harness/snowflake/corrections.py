"""Where fakesnow counts otherwise than Snowflake does."""

from __future__ import annotations

from fakesnow import transforms
from sqlglot import exp

implicit_cast = transforms.numeric_agg_implicit_cast


def exact_sums(expression: exp.Expression) -> exp.Expression:
    """Sums of decimals are decimals; fakesnow makes floats of them, for the sake of sums over text."""
    if not isinstance(expression, exp.Sum):
        return implicit_cast(expression)
    name = f"SUM({expression.this.sql(dialect='snowflake').upper()})"
    return exp.alias_(expression, name, quoted=True) if isinstance(expression.parent, exp.Select) else expression


transforms.numeric_agg_implicit_cast = exact_sums
