"""Values over the wire, the Python side: plain ones by value, everything else as a handle."""

import operator
from collections.abc import Iterable, Mapping, Sequence

from jinja2.runtime import Undefined
from markupsafe import Markup

MISSING = object()


class Handles:
    """Objects the other side knows by number; they live as long as the run."""

    def __init__(self):
        self.objects = []
        self.ids = {}

    def keep(self, value):
        if id(value) not in self.ids:
            self.ids[id(value)] = len(self.objects)
            self.objects.append(value)
        return self.ids[id(value)]

    def get(self, number):
        return self.objects[number]


class Theirs:
    """A value of the engine that Python has no counterpart for: a macro, a loop."""

    def __init__(self, number, engine):
        self._number, self._engine = number, engine

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return self._engine.ask({"do": "attribute", "owner": self._engine.values.encode(self), "name": name})


class Function(Theirs):
    def __call__(self, *args, **kwargs):
        values = self._engine.values
        request = {"do": "invoke", "callee": values.encode(self), "args": values.encode(list(args)), "kwargs": values.names(kwargs)}
        return self._engine.ask(request)


OPERATORS = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "%": operator.mod,
}


class Values:
    def __init__(self, handles, engine):
        self.handles, self.engine = handles, engine

    def names(self, values):
        return {"t": "names", "v": {name: self.encode(value) for name, value in values.items()}}

    def encode(self, value):
        kind = type(value)
        if value is None or kind in (bool, str):
            return value
        if kind is Markup:
            return str(value)
        if kind is int:
            return value if abs(value) < 2**53 else {"t": "int", "v": str(value)}
        if kind is float:
            return {"t": "float", "v": repr(value)}
        if kind in (list, tuple, set):
            return {"t": kind.__name__, "v": [self.encode(one) for one in value]}
        if kind is dict:
            return {"t": "dict", "v": [[self.encode(key), self.encode(one)] for key, one in value.items()]}
        if value is MISSING:
            return {"t": "missing", "v": None}
        if isinstance(value, Undefined):
            return {"t": "undefined", "v": value._undefined_name}
        if isinstance(value, Theirs):
            return {"t": "theirs", "v": value._number}
        return {"t": "handle", "v": self.handle(value)}

    def handle(self, value):
        can = ["attribute"]
        if callable(value):
            can.append("call")
        if hasattr(type(value), "__getitem__"):
            can.append("item")
        if isinstance(value, Iterable) or hasattr(type(value), "__getitem__"):
            can.append("iterate")
        if hasattr(type(value), "__len__"):
            can.append("size")
        known = {"mapping": Mapping, "sequence": Sequence, "string": str, "iterable": Iterable}
        is_ = [name for name, kind in known.items() if isinstance(value, kind)]
        return {"id": self.handles.keep(value), "type": type(value).__name__, "can": can, "is": is_}

    def decode(self, value):
        if not isinstance(value, dict):
            return value
        kind, inside = value["t"], value["v"]
        if kind == "int":
            return int(inside)
        if kind == "float":
            return float(inside)
        if kind in ("list", "tuple", "set", "iterator"):
            made = [self.decode(one) for one in inside]
            return iter(made) if kind == "iterator" else {"list": list, "tuple": tuple, "set": set}[kind](made)
        if kind == "dict":
            return {self.decode(key): self.decode(one) for key, one in inside}
        if kind == "undefined":
            return Undefined(value.get("text"), name=inside) if value.get("text") else Undefined(name=inside)
        if kind == "slice":
            return slice(*[self.decode(one) for one in inside])
        if kind == "own":
            return self.handles.get(inside)
        return (Function if value["callable"] else Theirs)(inside, self.engine)

    def perform(self, action, target, values):
        """What `TemplateObject` asks of a value, answered by Python's object."""
        if action == "attribute":
            return getattr(target, values[0], MISSING)
        if action == "item":
            try:
                return target[values[0]]
            except (LookupError, TypeError, AttributeError):
                return MISSING
        if action == "compare":
            return self.compare(target, values[0])
        if action == "operate":
            return self.operate(target, *values)
        simple = {"iterate": list, "size": len, "text": str, "repr": repr, "truth": bool}
        return target == values[0] if action == "equals" else simple[action](target)

    def compare(self, target, other):
        try:
            return -1 if target < other else 1 if other < target else 0
        except TypeError:
            return MISSING

    def operate(self, target, sign, other, backwards):
        try:
            return OPERATORS[sign](other, target) if backwards else OPERATORS[sign](target, other)
        except TypeError:
            return MISSING
