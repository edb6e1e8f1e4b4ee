"""Asks Python's Jinja2 what our templates mean, once, and writes the answers the tests compare with.

    $SLUICE_PYTHON scripts/jinja-oracle.py            (needs jinja2 3.1)

Reads src/jinja/testdata/templates.txt (written by hand, one template per `=====` line) and adds templates made from a
grammar with a fixed seed. Writes src/jinja/testdata/oracle.json: for each template the hash of its syntax tree, and what
it renders to or which error it ends in. `--tree TEXT` prints a tree instead.
"""

import hashlib
import json
import pathlib
import random
import sys

from jinja2 import nodes
from jinja2.exceptions import TemplateSyntaxError
from jinja2.ext import Extension
from jinja2.parser import Parser
from jinja2.sandbox import SandboxedEnvironment

DATA = pathlib.Path(__file__).resolve().parent.parent / "src/jinja/testdata"


class TypedParser(Parser):
    """Parameters may carry a type: `{% macro m(a: string, b: list[string] = []) %}`."""

    def parse_signature(self, node):
        node.args, node.defaults = [], []
        self.stream.expect("lparen")
        while self.stream.current.type != "rparen":
            if node.args:
                self.stream.expect("comma")
            name = self.parse_assign_target(name_only=True)
            name.set_ctx("param")
            if self.stream.skip_if("colon"):
                self.skip_type()
            if self.stream.skip_if("assign"):
                node.defaults.append(self.parse_expression())
            elif node.defaults:
                self.fail("non-default argument follows default argument")
            node.args.append(name)
        self.stream.expect("rparen")

    def skip_type(self):
        self.stream.expect("name")
        if self.stream.skip_if("lbracket"):
            first = True
            while self.stream.current.type != "rbracket":
                if not first:
                    self.stream.expect("comma")
                first = False
                self.skip_type()
            self.stream.expect("rbracket")


class Definitions(Extension):
    """dbt's tags that define something, as macros with a telling name."""

    tags = {"test", "data_test", "docs", "snapshot", "materialization"}

    def parse(self, parser):
        tag = next(parser.stream)
        node = nodes.Macro(lineno=tag.lineno)
        name = parser.parse_assign_target(name_only=True).name
        node.args, node.defaults = [], []
        adapter = ""
        if tag.value in ("test", "data_test"):
            parser.parse_signature(node)
        elif tag.value == "materialization":
            adapter = self.options(parser, node)
        node.name = f"{tag.value}__{name}{adapter}"
        node.body = parser.parse_statements((f"name:end{tag.value}",), drop_needle=True)
        return node

    def options(self, parser, node):
        adapter = "default"
        languages = nodes.List([nodes.Const("sql")])
        while parser.stream.skip_if("comma"):
            option = parser.parse_assign_target(name_only=True).name
            if option == "default":
                continue
            parser.stream.expect("assign")
            value = parser.parse_expression()
            if option == "adapter":
                adapter = value.value
            elif option == "supported_languages":
                languages = value
            else:
                parser.fail(f"no option {option}")
        node.args.append(nodes.Name("supported_languages", "param"))
        node.defaults.append(languages)
        return f"__{adapter}"


class Environment(SandboxedEnvironment):
    def _parse(self, source, name, filename):
        return TypedParser(self, source, name, filename).parse()


ENVIRONMENT = Environment(extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols", Definitions])
ENVIRONMENT.filters.update({name: lambda value: value for name in ("as_bool", "as_number", "as_native", "as_text")})
ENVIRONMENT.filters["is_list"] = lambda value: isinstance(value, list)

# ---------------------------------------------------------------- syntax trees


def tree(node):
    kind = type(node).__name__
    if node is None:
        return "-"
    if isinstance(node, nodes.Const):
        return constant(node.value)
    if isinstance(node, (nodes.Name, nodes.NSRef)):
        return node.name if isinstance(node, nodes.Name) else f"{node.name}.{node.attr}"
    writer = WRITERS.get(kind)
    if writer:
        return f"({writer(node)})"
    return f"({kind} {' '.join(tree(child) for child in node.iter_child_nodes())})"


def constant(value):
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=True)
    return repr(value)


def arguments(node):
    named = [f"{pair.key}={tree(pair.value)}" for pair in node.kwargs]
    star = [f"*{tree(node.dyn_args)}"] if node.dyn_args else []
    double = [f"**{tree(node.dyn_kwargs)}"] if node.dyn_kwargs else []
    return " ".join([*map(tree, node.args), *named, *star, *double])


def signature(node):
    missing = len(node.args) - len(node.defaults)
    values = [None] * missing + list(node.defaults)
    return " ".join(a.name + (f"={tree(v)}" if v is not None else "") for a, v in zip(node.args, values))


def body(items):
    parts, text = [], ""
    for item in items:
        children = item.nodes if isinstance(item, nodes.Output) else None
        for child in children if children is not None else [item]:
            if isinstance(child, nodes.TemplateData):
                text += child.data
                continue
            if text:
                parts.append(json.dumps(text, ensure_ascii=True))
                text = ""
            parts.append(f"(print {tree(child)})" if children is not None else tree(child))
    if text:
        parts.append(json.dumps(text, ensure_ascii=True))
    return f"[{' '.join(parts)}]"


def condition(node):
    branches = [f"{tree(node.test)} {body(node.body)}"]
    branches += [f"{tree(branch.test)} {body(branch.body)}" for branch in node.elif_]
    return f"if {' '.join(branches)} else {body(node.else_)}"


def loop(node):
    extra = f" if {tree(node.test)}" if node.test else ""
    recursive = " recursive" if node.recursive else ""
    return f"for {tree(node.target)} in {tree(node.iter)}{extra}{recursive} {body(node.body)} else {body(node.else_)}"


WRITERS = {
    "Template": lambda n: f"template {body(n.body)}",
    "Tuple": lambda n: "tuple " + " ".join(map(tree, n.items)),
    "List": lambda n: "list " + " ".join(map(tree, n.items)),
    "Dict": lambda n: "dict " + " ".join(f"{tree(i.key)}:{tree(i.value)}" for i in n.items),
    "Getattr": lambda n: f"attr {tree(n.node)} {n.attr}",
    "Getitem": lambda n: f"item {tree(n.node)} {tree(n.arg)}",
    "Slice": lambda n: f"slice {tree(n.start)} {tree(n.stop)} {tree(n.step)}",
    "Call": lambda n: f"call {tree(n.node)} {arguments(n)}",
    "Filter": lambda n: f"filter {n.name} {tree(n.node)} {arguments(n)}",
    "Test": lambda n: f"test {n.name} {tree(n.node)} {arguments(n)}",
    "CondExpr": lambda n: f"cond {tree(n.test)} {tree(n.expr1)} {tree(n.expr2)}",
    "Compare": lambda n: f"compare {tree(n.expr)} " + " ".join(f"{o.op} {tree(o.expr)}" for o in n.ops),
    "Concat": lambda n: "concat " + " ".join(map(tree, n.nodes)),
    "If": condition,
    "For": loop,
    "Assign": lambda n: f"set {tree(n.target)} {tree(n.node)}",
    "AssignBlock": lambda n: f"setblock {tree(n.target)} {tree(n.filter)} {body(n.body)}",
    "ExprStmt": lambda n: f"do {tree(n.node)}",
    "Macro": lambda n: f"macro {n.name} ({signature(n)}) {body(n.body)}",
    "CallBlock": lambda n: f"callblock {tree(n.call)} ({signature(n)}) {body(n.body)}",
    "FilterBlock": lambda n: f"filterblock {tree(n.filter)} {body(n.body)}",
    "With": lambda n: "with " + " ".join(f"{tree(t)}={tree(v)}" for t, v in zip(n.targets, n.values)) + f" {body(n.body)}",
    "Block": lambda n: f"scope {body(n.body)}",
    "Scope": lambda n: f"scope {body(n.body[0].body)}",
    "Break": lambda n: "break",
    "Continue": lambda n: "continue",
}

# ---------------------------------------------------------------- what templates may use


def echo(*args, **kwargs):
    return f"{args}{kwargs}"


def context():
    return {
        "f": echo,
        "n": 7,
        "neg": -3,
        "pi": 3.5,
        "whole": 2.0,
        "s": "Hello World",
        "empty": "",
        "yes": True,
        "no": False,
        "nothing": None,
        "nums": [3, 1, 2],
        "words": ["beta", "Alpha", "gamma"],
        "d": {"a": 1, "b": "two", "c": [1, 2], "items": "x", "nil": None},
        "rows": [
            {"name": "x", "n": 2, "on": True},
            {"name": "Y", "n": 1, "on": False},
            {"name": "z", "n": 3, "on": True},
        ],
        "nested": {"p": {"q": {"r": "deep"}}, "l": [[1, 2], [3]]},
        "pairs": [("k1", 1), ("k2", 2)],
    }


# ---------------------------------------------------------------- templates from a grammar


class Grammar:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def pick(self, *options):
        return self.random.choice(options)

    def number(self, depth):
        r = self.random
        if depth <= 0:
            return self.pick("n", "neg", "pi", "whole", str(r.randint(0, 9)), f"{r.randint(0, 9)}.{r.randint(0, 9)}", "nums[0]", "d.a")
        kind = r.randint(0, 9)
        a, b = self.number(depth - 1), self.number(depth - 1)
        if kind < 5:
            return f"{a} {self.pick('+', '-', '*', '//', '%', '/')} {b}"
        if kind == 5:
            return f"({a}) ** {r.randint(0, 3)}"
        if kind == 6:
            return f"{self.pick('-', '+')}{a}"
        if kind == 7:
            return f"({a})|{self.pick('abs', 'int', 'float', 'round', 'round(1)', 'string|length')}"
        if kind == 8:
            return f"({self.sequence(depth - 1)})|{self.pick('length', 'list|length', 'sum', 'first', 'last', 'max', 'min')}"
        return f"({a} if {self.truth(depth - 1)} else {b})"

    def text(self, depth):
        r = self.random
        if depth <= 0:
            return self.pick("s", "empty", "'ab'", "\"it's\"", "words[1]", "d.b", "nested.p.q.r", "'a b  c'", r"'x\ny'")
        a = self.text(depth - 1)
        kind = r.randint(0, 8)
        if kind == 0:
            return f"{a} ~ {self.pick(self.number(depth - 1), self.text(depth - 1), self.sequence(0))}"
        if kind == 1:
            return f"({a})|{self.pick('upper', 'lower', 'title', 'capitalize', 'trim', 'reverse', 'indent(2)', 'replace(%r, %r)' % ('l', 'LL'), 'truncate(5)', 'center(12)', 'default(%r)' % 'q')}"
        if kind == 2:
            return f"({a}).{self.pick('upper()', 'strip()', 'split()', 'title()', 'swapcase()', 'replace(%r, %r, 1)' % ('l', '_'), 'zfill(8)', 'rjust(9)', 'startswith(%r)' % 'H', 'find(%r)' % 'o', 'count(%r)' % 'l', 'partition(%r)' % ' ')}"
        if kind == 3:
            return f"({a})[{self.pick('0', '-1', '1:', ':3', '::2', '::-1', '1:3')}]"
        if kind == 4:
            return f"({self.sequence(depth - 1)})|join({self.pick(repr(','), repr('-'), repr(''))})"
        if kind == 5:
            return f"'%s=%s' % ({a}, {self.number(depth - 1)})"
        if kind == 6:
            return f"'{{}}:{{:>4}}'.format({a}, {self.number(0)})"
        if kind == 7:
            return f"({a})|string"
        return f"({a} if {self.truth(depth - 1)} else {self.text(depth - 1)})"

    def sequence(self, depth):
        if depth <= 0:
            return self.pick("nums", "words", "[]", "[1, 'a', none]", "(1, 2)", "range(3)", "d", "nested.l", "rows|map(attribute='n')|list", "d.values()|list")
        a = self.sequence(depth - 1)
        kind = self.random.randint(0, 7)
        if kind == 0:
            return f"({a})|list + [{self.any(depth - 1)}]"
        if kind == 1:
            return f"(({a})|list)[{self.pick('1:', ':2', '::-1', '-2:')}]"
        if kind == 2:
            return f"rows|{self.pick('selectattr', 'rejectattr')}('on')|map(attribute='name')|list"
        if kind == 3:
            return f"rows|sort(attribute='{self.pick('n', 'name')}'{self.pick('', ', reverse=true')})|map(attribute='name')|list"
        if kind == 4:
            return f"({a})|map('string')|{self.pick('list', 'unique|list', 'sort', 'reverse|list')}"
        if kind == 5:
            return f"nums|{self.pick('select', 'reject')}('{self.pick('odd', 'even')}')|list"
        if kind == 6:
            return f"[{self.any(depth - 1)}, {self.any(depth - 1)}]"
        return f"({a})|batch(2)|list"

    def truth(self, depth):
        if depth <= 0:
            return self.pick("yes", "no", "nothing", "n > 3", "s", "empty", "nums", "missing is defined", "d.a == 1", "'a' in d", "4 not in nums")
        kind = self.random.randint(0, 6)
        if kind == 0:
            return f"{self.truth(depth - 1)} {self.pick('and', 'or')} {self.truth(depth - 1)}"
        if kind == 1:
            return f"not {self.truth(depth - 1)}"
        if kind == 2:
            return f"{self.number(depth - 1)} {self.pick('<', '<=', '>', '>=', '==', '!=')} {self.number(depth - 1)}"
        if kind == 3:
            return f"{self.any(depth - 1)} is {self.pick('', 'not ')}{self.pick('none', 'defined', 'string', 'number', 'mapping', 'iterable', 'sequence', 'boolean', 'integer', 'float')}"
        if kind == 4:
            return f"{self.any(0)} {self.pick('in', 'not in')} {self.sequence(depth - 1)}"
        if kind == 5:
            return f"({self.truth(depth - 1)})"
        return f"1 < {self.number(depth - 1)} < 5"

    def any(self, depth):
        return self.pick(self.number, self.text, self.sequence, self.truth)(depth)

    def statement(self, depth):
        r = self.random
        dash = lambda: self.pick("", "", "-")
        open_, close = lambda: "{%" + dash(), lambda: dash() + "%}"
        tag = lambda inside: f"{open_()} {inside} {close()}"
        if depth <= 0:
            return self.pick(f"{{{{{dash()} {self.any(2)} {dash()}}}}}", f" text{r.randint(0, 9)}\n  ", "{# note #}", "\n", f"{{{{ {self.any(1)} }}}}")
        inner = lambda: "".join(self.statement(depth - 1) for _ in range(r.randint(1, 3)))
        kind = r.randint(0, 9)
        if kind == 0:
            other = tag("else") + inner() if r.random() < 0.5 else ""
            branch = tag(f"elif {self.truth(1)}") + inner() if r.random() < 0.3 else ""
            return tag(f"if {self.truth(2)}") + inner() + branch + other + tag("endif")
        if kind == 1:
            test = f" if {self.truth(1)}" if r.random() < 0.3 else ""
            last = tag("else") + inner() if r.random() < 0.3 else ""
            shown = self.pick("{{ x }}", "{{ loop.index }}{{ ',' if not loop.last }}", "{{ loop.first }} {{ x|string }}", "{{ loop.cycle('o', 'e') }}")
            return tag(f"for x in {self.sequence(1)}{test}") + shown + inner() + last + tag("endfor")
        if kind == 2:
            return tag(f"set v{r.randint(0, 2)} = {self.any(2)}")
        if kind == 3:
            return tag(f"set v{r.randint(0, 2)}") + inner() + tag("endset")
        if kind == 4:
            return f"{{{{ v{r.randint(0, 2)} }}}}"
        if kind == 5:
            name = f"m{r.randint(0, 1)}"
            return tag(f"macro {name}(a, b={self.any(0)})") + "{{ a }}|{{ b }}" + inner() + tag("endmacro") + f"{{{{ {name}({self.any(1)}) }}}}"
        if kind == 6:
            return tag("set ns = namespace(total=0)") + tag("for y in nums") + tag("set ns.total = ns.total + y") + tag("endfor") + "{{ ns.total }}"
        if kind == 7:
            return tag(f"filter {self.pick('upper', 'trim', 'replace(%r, %r)' % ('e', 'E'))}") + inner() + tag("endfilter")
        if kind == 8:
            return tag(f"with w = {self.any(1)}") + "{{ w }}" + inner() + tag("endwith")
        return tag("for k, v in d.items()") + "{{ k }}={{ v }};" + tag("endfor")

    def template(self):
        return "".join(self.statement(self.random.randint(0, 2)) for _ in range(self.random.randint(1, 4)))


# ---------------------------------------------------------------- the answers


def answer(text):
    try:
        parsed = ENVIRONMENT.parse(text)
    except TemplateSyntaxError as error:
        return {"text": text, "error": "syntax", "line": error.lineno}
    digest = hashlib.sha1(tree(parsed).encode()).hexdigest()[:12]
    try:
        shown = ENVIRONMENT.from_string(text).render(context())
    except TemplateSyntaxError:
        return {"text": text, "tree": digest, "error": "syntax"}
    except Exception as error:  # noqa: BLE001
        return {"text": text, "tree": digest, "error": type(error).__name__, "message": str(error)[:120]}
    return {"text": text, "tree": digest, "result": shown}


def printable(found):
    """Addresses and names of Python's own objects are nothing to compare."""
    shown = found.get("result", "")
    return not any(mark in shown.lower() for mark in (" at 0x", "<generator", "<function", "<bound method", "<built-in", "<Cycler", "<class"))


def main():
    if sys.argv[1:2] == ["--tree"]:
        print(tree(ENVIRONMENT.parse(sys.argv[2])))
        return
    written = (DATA / "templates.txt").read_text().split("\n=====\n")
    grammar = Grammar(20260801)
    made = [grammar.template() for _ in range(900)]
    lines = [json.dumps(found, ensure_ascii=False) for found in map(answer, [*written, *made]) if printable(found)]
    (DATA / "oracle.json").write_text("[\n" + ",\n".join(lines) + "\n]\n")
    print(f"{len(written)} written and {len(made)} made templates, {len(lines)} answers")


main()
