"""Writes one test module for each module of dbt-tests-adapter, with a class for each of its classes that holds tests.

    generate.py FOLDER

The tests stay in the installed package: what is written only imports them. A class that another one merely renames is left out.
"""
import importlib
import inspect
import os
import sys

import dbt.tests.adapter as package

root = list(package.__path__)[0]


def modules():
    for folder, names, files in os.walk(root):
        names[:] = sorted(name for name in names if name != "__pycache__")
        for file in sorted(files):
            if file.endswith(".py") and file != "__init__.py":
                yield os.path.relpath(os.path.join(folder, file), root)[:-3].replace(os.sep, ".")


def holds_tests(kind):
    found = (inspect.getattr_static(kind, name) for name in dir(kind) if name.startswith("test"))
    return any(type(test).__name__ == "function" for test in found)


def classes_of(name):
    try:
        module = importlib.import_module(f"dbt.tests.adapter.{name}")
    except Exception as error:
        print(f"{name} cannot be imported: {error}", file=sys.stderr)
        return []
    own = (kind for kind in vars(module).values() if inspect.isclass(kind) and kind.__module__ == module.__name__)
    return [kind for kind in own if holds_tests(kind)]


def is_renamed(kind, all_kinds):
    return any(
        other is not kind and issubclass(other, kind) and all(name.startswith("__") for name in vars(other))
        for other in all_kinds
    )


def write(out, name, kinds):
    area, *between, leaf = name.split(".")
    folder = os.path.join(out, area)
    os.makedirs(folder, exist_ok=True)
    open(os.path.join(folder, "__init__.py"), "w").close()
    file = "_".join(["test", *between, leaf.removeprefix("test_")]) + ".py"
    with open(os.path.join(folder, file), "w") as stub:
        stub.write(f"import dbt.tests.adapter.{name} as M\n")
        for kind in kinds:
            own = kind.__name__ if kind.__name__.startswith("Test") else f"Test{kind.__name__}"
            stub.write(f"\n\nclass {own}(M.{kind.__name__}):\n    pass\n")


def main(out):
    by_module = {name: classes_of(name) for name in modules()}
    all_kinds = [kind for kinds in by_module.values() for kind in kinds]
    for name, kinds in by_module.items():
        kept = [kind for kind in kinds if not is_renamed(kind, all_kinds)]
        if kept:
            write(out, name, kept)


main(sys.argv[1])
