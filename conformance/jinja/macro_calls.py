"""Calls every macro of the given packages by dbt's Jinja2 and by the engine, and compares what they answer.

Arguments: a folder per package, `name=path`. The engine's bundle is named by SLUICE_JINJA_ENGINE.
"""

import collections
import copy
import importlib
import json
import os
import pathlib
import re
import sys

from dbt.clients.jinja import get_template
from dbt_common.clients.jinja import CallableMacroGenerator, extract_toplevel_blocks

sys.path.insert(0, str(pathlib.Path(__file__).parent / "shim"))
from dbt_stubs import Adapter, Column, Raised, Relation, Table, context  # noqa: E402
from sluice_engine import Engine  # noqa: E402

GLOBAL = pathlib.Path(importlib.import_module("dbt.include.global_project").__file__).parent


class Macro:
    def __init__(self, package, name, text):
        self.package_name, self.name, self.macro_sql, self.unique_id = package, name, text, f"macro.{package}.{name}"
        self.resource_type = "macro"


def read(package, folder):
    found = {}
    for path in sorted(pathlib.Path(folder, "macros").rglob("*.sql")):
        for block in extract_toplevel_blocks(path.read_text(), allowed_blocks={"macro", "test", "data_test"}, collect_raw_data=False):
            name = block.block_name if block.block_type_name == "macro" else f"test_{block.block_name}"
            found[name] = Macro(package, name, block.full_block)
    return found


class Namespace(dict):
    __getattr__ = dict.__getitem__


class DispatchingAdapter(Adapter):
    """As `adapter.dispatch` of the engine's side, see macro-packages.ts."""

    def __init__(self, own, namespaces):
        self._own, self._namespaces = own, namespaces

    def dispatch(self, macro_name, macro_namespace=None):
        for place in (macro_namespace or self._own, "dbt"):
            for prefix in ("duckdb", "default"):
                found = self._namespaces.get(place, {}).get(f"{prefix}__{macro_name}")
                if found is not None:
                    return found
        return self.not_dispatched(macro_name)


class Namespaced:
    def __init__(self, macros):
        for name, macro in macros.items():
            setattr(self, name, macro)


def python_call(packages, macro, args, kwargs):
    """The macro's value, or what it failed with."""
    values = context()
    bound = {package: {name: CallableMacroGenerator(one, values) for name, one in macros.items()} for package, macros in packages.items()}
    values["adapter"] = DispatchingAdapter(macro.package_name, bound)
    for name, macros in bound.items():
        values[name] = Namespaced(macros)
    values.update(bound["dbt"])
    values.update(bound[macro.package_name])
    return shown(bound[macro.package_name][macro.name](*args, **kwargs))


def shown(value):
    return normal(repr(value))


def engine_call(engine, macro, args, kwargs):
    values = context()
    engine.environments = [(None, None)]
    names = {name: engine.values.encode(value) for name, value in values.items() if name != "return"}
    request = {"do": "macro", "package": macro.package_name, "macro": macro.name, "names": names}
    return normal(engine.ask({**request, "args": engine.values.encode(list(args)), "kwargs": engine.values.names(kwargs)}))


def normal(text):
    """Without addresses, and what functions print."""
    return re.sub(r"<built-in method[^>]*>|<TemplateFunction>|<(?:generator|\w+) object[^>]*>|<itertools[^>]*>", "<object>", text)


def guess(name):
    """A value that fits a parameter's name."""
    table = {
        r"relation|model|table$|^from$|^to$|this|source|tmp|temp": Relation(),
        r"columns$|_cols$|column_list|fields|names|values|exclude|list|args|parts|keys|in_|tags": ["id", "name"],
        r"column|field|expression|alias": "id",
        r"date_?part|interval_type|period|unit|grain": "day",
        r"date|time|start|end|from_|to_": "2024-01-15",
        r"^n$|number|count|size|length|limit|precision|interval|days|index|max|min|percent|threshold|value$": 3,
        r"dict|map|config|metadata|kwargs|node|props": {"id": 1, "name": "x"},
        r"is_|^use_|quote|enabled|strict|bool": True,
        r"agate|result": Table(),
    }
    for pattern, value in table.items():
        if re.search(pattern, name):
            return value
    return "text"


def argument_sets(names):
    """Positional and named arguments; wrong types among them."""
    fitting = [guess(name) for name in names]
    yield fitting, {}
    yield fitting[:1], {}
    yield fitting[: (len(names) + 1) // 2], {}
    yield [], dict(zip(names, fitting))
    for value in (None, True, 0, 3, 2.5, "x", "it's {{ x }} %s", "2024-02-29", ["a", 1, None], [], {"a": 1, "b": None}, ("t",), Relation(), [Column("id"), Column("Name", "integer")], Table()):
        yield [value] * len(names), {}
    yield [[["a", "b"], 3, "c", {"k": 2}, None][index % 5] for index in range(len(names))], {}
    yield [fitting[0] if fitting else 1] * (len(names) + 1), {}
    yield [], {"no_such": 1}
    yield [], {}


def parameters(macro):
    module = get_template(macro.macro_sql, context()).make_module(context())
    for value in vars(module).values():
        if hasattr(value, "arguments"):
            return list(value.arguments)
    return []


def attempt(work):
    try:
        return work(), None
    except RecursionError as error:
        return None, error
    except Exception as error:  # noqa: BLE001
        return None, error


def compare(engine, packages, chosen):
    counts = collections.Counter()
    differences = []
    for package in chosen:
        for macro in list(packages[package].values())[:: int(os.environ.get("SLUICE_JINJA_EVERY", "1"))]:
            try:
                names = [name for name in parameters(macro)]
            except Exception as error:  # noqa: BLE001
                differences.append((macro.unique_id, "cannot be read", str(error), ""))
                continue
            for args, kwargs in argument_sets(names):
                one(engine, packages, macro, (args, kwargs), counts, differences)
    return counts, differences


def separate(given):
    """A copy in which no two arguments are the same object, as they reach the engine."""
    args, kwargs = given
    return [copy.deepcopy(value) for value in args], {name: copy.deepcopy(value) for name, value in kwargs.items()}


def one(engine, packages, macro, given, counts, differences):
    python, python_error = attempt(lambda: python_call(packages, macro, *separate(given)))
    ours, our_error = attempt(lambda: engine_call(engine, macro, *separate(given)))
    engine.forget()
    counts[macro.package_name, "calls"] += 1
    if python_error is None and our_error is None and python == ours:
        counts[macro.package_name, "equal"] += 1
    elif python_error is not None and our_error is not None and "CRASH" not in str(our_error):
        counts[macro.package_name, "both fail"] += 1
    else:
        wanted = python if python_error is None else f"{type(python_error).__name__}: {python_error}"
        got = ours if our_error is None else f"{type(our_error).__name__}: {our_error}"
        differences.append((macro.unique_id, repr(given), wanted, got))


def main():
    folders = dict(argument.split("=", 1) for argument in sys.argv[1:])
    only = os.environ.get("SLUICE_JINJA_ONLY", ",".join(folders)).split(",")
    packages = {"dbt": read("dbt", GLOBAL), **{name: read(name, folder) for name, folder in folders.items()}}
    engine = Engine()
    engine.ask({"do": "define", "packages": [{"name": name, "macros": [{"name": one.name, "text": one.macro_sql} for one in macros.values()]} for name, macros in packages.items()]})
    counts, differences = compare(engine, packages, only)
    with open(os.environ["SLUICE_JINJA_REPORT"], "w") as file:
        json.dump(differences, file, indent=1)
    calls = same = 0
    for name in only:
        total, equal, failing = (counts[name, kind] for kind in ("calls", "equal", "both fail"))
        calls, same = calls + total, same + equal + failing
        print(f"{name}: {total} calls of {len(packages[name])} macros, {equal} equal, {failing} fail in both, {total - equal - failing} differ")
    print(f"{same} of {calls} equal, {100 * same / calls:.3f} %")
    for line in differences:
        print("\n".join(["", *[str(part)[:600] for part in line]]))
    sys.exit(0 if same / calls >= 0.999 else 1)


main()
