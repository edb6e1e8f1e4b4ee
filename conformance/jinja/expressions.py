"""Thousands of expressions, right and wrong types mixed, by dbt's Jinja2 and by the engine: the same text, or both fail.

The engine's bundle is named by SLUICE_JINJA_ENGINE; differences are written to SLUICE_JINJA_REPORT.
"""

import collections
import itertools
import json
import os
import pathlib
import re
import sys

from dbt_common.clients.jinja import get_environment

sys.path.insert(0, str(pathlib.Path(__file__).parent / "shim"))
from sluice_engine import Engine  # noqa: E402

ENVIRONMENT = get_environment(None, False)

VALUES = [
    "'Hello World'", "''", "'a,b,,c'", "'été ß\\n'", "'42'", "' 1_000.5 '", "5", "0", "-7", "2.5", "-0.0", "1e20", "true", "false", "none", "missing",
    "2**70", "[3, 1, 2]", "[]", "['b', 'A', 'c']", "[1, 'a', none]", "[[1, 2], [3]]", "{'a': 1, 'b': [1]}", "{}", "{1: 'x', none: 2}",
    "(1, 'x')", "()", "range(4)", "'x'.upper", "{'a': 1}.items()", "[1, 2]|map('string')",
]
FEW = ["'a'", "','", "''", "1", "0", "-1", "2.5", "true", "none", "missing", "['a', 'b']", "{'a': 2}", "('a', 1)"]
FEWEST = ["'o'", "2", "none", "[1]"]
METHODS = {
    "str": [name for name in dir(str) if not name.startswith("_") and name not in ("encode", "maketrans")],
    "list": [name for name in dir(list) if not name.startswith("_")],
    "tuple": ["index", "count"],
    "dict": [name for name in dir(dict) if not name.startswith("_") and name != "fromkeys"],
    "int": ["bit_length", "conjugate", "real", "is_integer", "as_integer_ratio", "numerator"],
    "float": ["is_integer", "conjugate", "hex", "real", "as_integer_ratio"],
}
OWNERS = {
    "str": ["'Hello World'", "''", "'a,b,,c'", "'été ß\\n'", "'42'", "'  x\\ty '"],
    "list": ["[3, 1, 2]", "[]", "['b', 'A', 'c']", "[1, 'a', none]"],
    "tuple": ["(1, 'x', 1)", "()"],
    "dict": ["{'a': 1, 'b': [1]}", "{}", "{1: 'x', none: 2}"],
    "int": ["5", "2**70", "true"],
    "float": ["2.5", "-0.0"],
}
OPERATORS = ["+", "-", "*", "/", "//", "%", "**", "~", "==", "!=", "<", "<=", ">", ">=", "in", "not in", "and", "or"]
HTML = {"escape", "e", "forceescape", "safe", "striptags", "urlize", "xmlattr", "random", "tojson"}
PERCENT = ["%s", "%r", "%d", "%5d|", "%-5d|", "%05d", "%+d", "% d", "%x", "%#x", "%X", "%o", "%c", "%f", "%.2f", "%08.3f", "%e", "%.0e", "%g", "%G", "%5s|", "%-5s|", "%.2s", "%%",
           "%i", "%u", "%a", "%(a)s", "%(a)d %(b)s", "%s %s", "%*d", "%.*f", "%q", "%", "%5", "%ld", "%#o", "%+.1e"]
FORMATS = ["{}", "{0}", "{1}", "{a}", "{} {}", "{0!r}", "{:>8}|", "{:<8}|", "{:^8}|", "{:*^9}|", "{:08.3f}", "{:,}", "{:_}", "{:+}", "{: }", "{:d}", "{:x}", "{:#x}", "{:#b}", "{:o}", "{:e}", "{:.2e}",
           "{:g}", "{:.3g}", "{:%}", "{:.1%}", "{:s}", "{:.2}", "{:5}|", "{:05}", "{:=+6}", "{!s:>4}|", "{:c}", "{:n}", "{0[0]}", "{0.real}", "{0[a]}", "{", "}", "{{}}", "{:{}}", "{!x}", "{:z}", "{:,d}", "{:_x}", "{:>-5}", "{:\u00e9>5}"]
SLICES = ["", "0", "1", "-1", "10", "none", "'a'", "1.5"]


def calls(name, arguments):
    yield f"{name}()"
    for one in arguments:
        yield f"{name}({one})"
    for pair in itertools.product(FEWEST, repeat=2):
        yield f"{name}({', '.join(pair)})"
    yield f"{name}('l', 'L', 1)"
    yield f"{name}(no_such=1)"


def expressions():
    for left, operator, right in itertools.product(VALUES, OPERATORS, VALUES):
        # Hours, or gigabytes.
        if operator == "**" and ("1e20" in right or "2**70" in right or "'4" in right):
            continue
        if operator == "*" and ("2**70" in left + right):
            continue
        yield f"({left}) {operator} ({right})"
    for value in VALUES:
        for sign in ("-", "+", "not "):
            yield f"{sign}({value})"
    for kind, names in METHODS.items():
        for owner, name in itertools.product(OWNERS[kind], names):
            for call in calls(name, FEW):
                yield f"({owner}).{call}"
    for owner, name in itertools.product(["x", "y"], ("append", "insert", "remove", "pop", "extend", "sort", "reverse", "update", "setdefault", "clear", "popitem")):
        for call in calls(name, FEW):
            yield ("changed", owner, call)
    for name in sorted(set(ENVIRONMENT.filters) - HTML):
        for value in VALUES:
            for call in [name, *calls(name, FEW)] if value in VALUES[:3] + VALUES[17:23] else [name, f"{name}('a')", f"{name}(2)", f"{name}(attribute='a')"]:
                yield f"({value})|{call}"
    for name in sorted(ENVIRONMENT.tests):
        for value in VALUES:
            yield f"({value}) is {name}"
            for one in FEWEST:
                yield f"({value}) is {name}({one})"
    for form, value in itertools.product(PERCENT, VALUES):
        yield f"'{form}' % ({value})"
    for form, value in itertools.product(PERCENT, ["(1, 2)", "(2, 1.5)", "('a', 'b')", "{'a': 1, 'b': 2}", "(1, 2, 3)"]):
        yield f"'{form}' % {value}"
    for form, value in itertools.product(FORMATS, VALUES):
        yield f"'{form}'.format({value})"
        yield f"'{form}'.format({value}, 7, a={value})"
    for owner, start, stop, step in itertools.product(["'Hello'", "[1, 2, 3, 4]", "(1, 2, 3)", "range(5)", "{'a': 1}", "5", "missing"], SLICES, SLICES, ["", "1", "2", "-1", "0"]):
        yield f"({owner})[{start}:{stop}:{step}]"
    for owner, key in itertools.product(VALUES, [*FEW, "10", "-10", "2**70", "'upper'", "'items'", "1.0"]):
        yield f"({owner})[{key}]"
    for name, count in itertools.product(["range", "dict", "namespace", "joiner", "cycler"], range(4)):
        for given in itertools.product(["1", "'a'", "none", "[['a', 1]]", "2.5", "missing"], repeat=min(count, 2)):
            yield f"{name}({', '.join([*given, '3'][:count])})"


def template(expression):
    if isinstance(expression, tuple):
        _, owner, call = expression
        return "{% set x = [3, 'b', none, 3] %}{% set y = {'a': 1, 2: 'b'} %}{{ " + f"{owner}.{call}" + " }}|{{ x }}|{{ y }}"
    if re.search(r"\)\|(batch|slice|map|select|reject|selectattr|rejectattr|unique|items|reverse)\b[^|]*$", expression):
        # These answer iterators, which do nothing before they are read.
        expression = f"({expression})|list"
    return "{% set r = " + expression + " %}{{ r }}|{{ [r] }}"


def python_answer(text):
    try:
        return normal(ENVIRONMENT.from_string(text).render({}))
    except Exception as error:  # noqa: BLE001
        return [type(error).__name__, str(error)]


def normal(text):
    """Without what only Python's own objects print."""
    objects = r"<(?:generator|map|[\w.]+) object[^>]*>|<built-in[^>]*>|<bound method[^>]*>|<function[^>]*>|<[\w.]+>|<list_reverseiterator[^>]*>"
    return re.sub(objects, "<object>", text, flags=re.IGNORECASE)


def same(wanted, got):
    if isinstance(wanted, list) or isinstance(got, list):
        return isinstance(wanted, list) and isinstance(got, list) and got[0] != "CRASH" and got[0] != "INTERNAL"
    return wanted == got


def main():
    engine = Engine()
    every = int(os.environ.get("SLUICE_JINJA_EVERY", "1"))
    chosen = list(dict.fromkeys(expressions()))[::every]
    counts, differences = collections.Counter(), []
    for start in range(0, len(chosen), 500):
        part = chosen[start : start + 500]
        answers = json.loads(engine.ask({"do": "expressions", "texts": [template(one) for one in part]}))
        for expression, answer in zip(part, answers):
            wanted, got = python_answer(template(expression)), answer if isinstance(answer, list) else normal(answer)
            counts["equal" if same(wanted, got) and isinstance(got, str) else "both fail" if same(wanted, got) else "differ"] += 1
            if not same(wanted, got):
                differences.append([str(expression), wanted, got])
    with open(os.environ["SLUICE_JINJA_REPORT"], "w") as file:
        json.dump(differences, file, indent=1)
    total = len(chosen)
    print(f"{total} expressions: {counts['equal']} equal, {counts['both fail']} fail in both, {counts['differ']} differ")
    for line in differences[:200]:
        print("  ".join(map(str, line)))
    # What is left is nonsense for arguments, see README.md.
    sys.exit(1 if len(differences) > 0.015 * total else 0)


main()
