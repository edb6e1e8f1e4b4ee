"""Writes dbt's event types as data: name, code, level and the keys of the payload.

Run with a Python that has dbt-core 1.11 installed: `$SLUICE_PYTHON scripts/event-table.py > src/report/dbt-events.json`.
`warn_error_options` checks names against it and a test checks that the JSON log uses dbt's codes, levels and keys.
"""
import inspect
import json
import sys

import dbt.adapters.events.types as adapter_types
import dbt.events.types as core_types
import dbt_common.events.types as common_types
from dbt_common.events.base_types import BaseEvent, DynamicLevel


def row(cls: type) -> dict:
    instance = object.__new__(cls)
    message = getattr(cls.PROTO_TYPES_MODULE, cls.__name__)
    return {
        "code": cls.code(instance),
        "level": None if issubclass(cls, DynamicLevel) else cls.level_tag(instance).value,
        "fields": [field.name for field in message.DESCRIPTOR.fields],
    }


table = {}
for module in (common_types, adapter_types, core_types):
    for name, cls in inspect.getmembers(module, inspect.isclass):
        if issubclass(cls, BaseEvent) and cls.__module__ == module.__name__:
            try:
                table[name] = row(cls)
            except AttributeError:
                continue

sys.stdout.write("{\n" + ",\n".join(f" {json.dumps(k)}: {json.dumps(v)}" for k, v in sorted(table.items())) + "\n}\n")
