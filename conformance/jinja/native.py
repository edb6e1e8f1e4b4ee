"""Values of YAML files (`native` rendering): what dbt 1.11 makes of a text and what the engine makes of it.

The engine's bundle is named by SLUICE_JINJA_ENGINE; differences are written to SLUICE_JINJA_REPORT.
"""

import json
import os
import pathlib
import sys

from dbt.clients.jinja import get_rendered
from jinja2 import Undefined

sys.path.insert(0, str(pathlib.Path(__file__).parent / "shim"))
from sluice_engine import Engine  # noqa: E402

VARS = {
    "i": 5, "f": 1.5, "w": 2.0, "num": "42", "dec": "4.20", "neg": "-3", "hex": "0x1F", "exp": "1e5", "under": "1_000", "zeros": "007", "space": " 42 ",
    "l": [1, "a"], "d": {"a": 1}, "b": True, "n": None, "t": "True", "tl": "true", "no": "no", "none": "None", "q": "'quoted'", "dq": '"quoted"', "tup": (1, 2),
    "list": "[1, 'a']", "badlist": "[1, a]", "dict": "{'a': 1}", "set": "{1}", "text": "plain text", "empty": "", "jinja": "{{ x }}", "date": "2024-01-02",
    "bytes": "b'x'", "call": "f(1)", "sum": "1 + 2", "complex": "1+2j", "two": "1, 2", "lines": "a\nb", "esc": "'a\\nb'", "comment": "1 # x", "big": 2**70,
    "bigtext": str(2**70), "cat": "'a' 'b'", "ell": "...", "minus": "--1", "plus": "+1", "inf": "inf", "trailing": "(1,)", "nested": "[{'a': (1, None)}]",
}
LITERALS = [
    "1", "-1", "1.0", "true", "none", "'a'", "'1'", "'[1]'", "[1, 2]", "(1, 2)", "{'a': 1}", "1 + 1", "'a' ~ 1", "1 == 1", "not true", "'a'|upper", "[1]|first",
    "[3, 1]|sort", "1 if true else 2", "1 if x else 2", "x", "x + 1", "x > 2", "[x]", "{'k': x}", "(x, 1)", "x|string", "'5'|int", "x|float", "x|int", "nope",
    "nope|default('d')", "nope|default(3)", "[1, 2]|length", "range(3)", "range(3)|list", "'a' in 'abc'", "'%s' % x", "'{}'.format(x)", "x.real", "[]", "''", "{}",
    "2**70", "1e20", "[1, 2][0]", "'abc'[1:]", "x is defined", "none|default('z', true)", "[x]|first", "[1]|map('string')|list", "dict(a=1)", "[1,2]|join(',')",
]
FORMS = [
    "plain", "", "42", "x\n", " x ", "a {{ var('i') }}", "{{ var('i') }} ", " {{ var('i') }}", "{{ var('i') }}{{ var('i') }}", "{{ var('i') }}\n", "{# c #}{{ var('i') }}", "{{ '' }}{{ var('i') }}",
    "{% if x == 3 %}{{ var('i') }}{% endif %}", "{% if x == 4 %}a{% endif %}", "{% set y = 3 %}{{ y }}", "{% set y %}3{% endset %}{{ y }}", "{% for i in [1] %}{{ i }}{% endfor %}",
    "{% for i in [1, 2] %}{{ i }}{% endfor %}", "{% raw %}{{ x }}{% endraw %}", "{{ x }}{{ none }}", "{{ [1] }}{{ 2.0 }}", "{{ var('i') -}} ", "{{ 'a' }}{{ x }}", "'{{ x }}'", "{{ x }}%",
    "{% macro m() %}5{% endmacro %}{{ m() }}", "{% macro m() %}{{ x }}{% endmacro %}{{ m() }}", "{% do var('i') %}", "{{ x", "{% if %}", "}}", "{{ nope.x }}", "{{ nope() }}", "{{ var('i') | nofilter }}",
    "{{ var('num') | as_number + 1 }}", "{{ var('num') | as_number | as_text }}", "{{ var('num') | as_text | as_number }}", "{{ (var('num') | as_number) ~ '' }}", "{{ [var('num') | as_number] }}",
    "a{{ var('num') | as_number }}", "{{ var('num') | as_number }}{{ var('num') | as_bool }}", "{{ var('t') | as_bool and x }}", "{% if var('tl') | as_bool %}a{% endif %}", "{{ var('l') | as_native | length }}",
    "{{ env_var('PORT') }}", "{{ env_var('PORT') | int }}", "{{ env_var('PORT') | as_number }}", "{{ env_var('FLAG') | as_bool }}", "{{ env_var('PASS') | as_text }}", "{{ env_var('PASS') }}",
]
MARKS = ["as_native", "as_number", "as_bool", "as_text"]
ENV = {"PORT": "5432", "FLAG": "False", "PASS": "0123"}

# Text to the reason why it differs.
EXPLAINED = {
    "{% macro m() %}5{% endmacro %}{{ m() }}": "dbt renames a macro of the text and then does not find it; here it is found",
    "{% macro m() %}{{ x }}{% endmacro %}{{ m() }}": "the same",
    "{{ (var('bytes')) | as_native }}": "there are no bytes here; the text stays",
    "{{ (var('complex')) | as_native }}": "there are no complex numbers here; the text stays",
    "{{ (var('ell')) | as_native }}": "there is no Ellipsis here; the text stays",
}


def context():
    return {"x": 3, "var": lambda name, default=None: VARS.get(name, default), "env_var": ENV.__getitem__}


def texts():
    yield from FORMS
    for inside in [*LITERALS, *(f"var('{name}')" for name in VARS)]:
        yield "{{ " + inside + " }}"
        for mark in MARKS:
            yield "{{ (" + inside + ") | " + mark + " }}"


def main():
    engine = Engine()
    differences, total, failing = [], 0, 0
    for text in texts():
        total += 1
        try:
            value = get_rendered(text, context(), native=True)
            wanted = "Undefined" if isinstance(value, Undefined) else repr(value)
        except Exception as error:  # noqa: BLE001
            wanted = error
        try:
            names = {name: engine.values.encode(value) for name, value in context().items()}
            engine.environments = [(None, None)]
            got = engine.ask({"do": "native", "text": text, "names": names})
        except Exception as error:  # noqa: BLE001
            got = error
        if isinstance(wanted, Exception) and isinstance(got, Exception) and not isinstance(got, RuntimeError):
            failing += 1
        elif wanted != got and text not in EXPLAINED:
            differences.append([text, str(wanted), str(got)])
    with open(os.environ["SLUICE_JINJA_REPORT"], "w") as file:
        json.dump(differences, file, indent=1)
    print(f"native: {total} texts, {total - failing - len(differences) - len(EXPLAINED)} equal, {failing} fail in both, {len(EXPLAINED)} explained, {len(differences)} differ")
    for line in differences:
        print("  ".join(map(repr, line)))
    sys.exit(1 if differences else 0)


main()
