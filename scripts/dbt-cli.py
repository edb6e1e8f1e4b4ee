"""Writes dbt's own command line as data: every command, its options, short forms, environment names and kinds.

Run with a Python that has dbt-core 1.11 installed: `$SLUICE_PYTHON scripts/dbt-cli.py > src/commands/dbt-cli.json`.
The flag table's test compares itself with this file, so no option of dbt's can be forgotten.
"""
import json
import sys

import click
from dbt.cli.main import cli


def option(param: click.Option) -> dict:
    env = param.envvar
    kind = type(param.type).__name__
    row = {
        "name": param.name,
        "opts": list(param.opts) + list(param.secondary_opts),
        "env": [env] if isinstance(env, str) else list(env or []),
        "kind": "boolean" if param.is_flag else kind,
        "hidden": bool(param.hidden),
        "multiple": bool(param.multiple),
    }
    default = param.default
    if isinstance(default, (str, int, bool)):
        row["default"] = default
    choices = getattr(param.type, "choices", None)
    if choices:
        row["choices"] = [str(choice) for choice in choices]
    return row


def walk(group: click.Group, prefix: str = "") -> dict:
    found = {}
    for name, cmd in group.commands.items():
        if isinstance(cmd, click.Group):
            found.update(walk(cmd, f"{prefix}{name} "))
        else:
            found[prefix + name] = cmd
    return found


commands = {"": cli, **walk(cli)}
rows: dict[str, list[str]] = {}
for name, cmd in commands.items():
    for param in cmd.params:
        if isinstance(param, click.Option):
            rows.setdefault(json.dumps(option(param), sort_keys=True), []).append(name)

lines = [f'  {{"on": {json.dumps(on)}, {row[1:]}' for row, on in sorted(rows.items())]
names = [name for name in commands if name]
sys.stdout.write('{\n "commands": ' + json.dumps(names) + ',\n "options": [\n' + ",\n".join(lines) + "\n ]\n}\n")
