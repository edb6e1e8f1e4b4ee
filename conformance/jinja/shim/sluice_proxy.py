"""A pytest plugin: templates that Jinja2's tests make are rendered by the engine in a Node process instead."""

import json
import os

import jinja2
from jinja2 import defaults, nodes
from jinja2.environment import Environment, Template, TemplateStream
from jinja2.nativetypes import NativeEnvironment
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from sluice_engine import Engine


class Unsupported(Exception):
    """The environment has an option that the engine does not offer."""


engine = None
plain = {name: value for name, value in vars(Environment).items()}
allowed_extensions = {"jinja2.ext.ExprStmtExtension", "jinja2.ext.LoopControlExtension"}


def check(environment):
    changed = [
        name
        for name, value in {
            "block_start_string": defaults.BLOCK_START_STRING,
            "block_end_string": defaults.BLOCK_END_STRING,
            "variable_start_string": defaults.VARIABLE_START_STRING,
            "variable_end_string": defaults.VARIABLE_END_STRING,
            "comment_start_string": defaults.COMMENT_START_STRING,
            "comment_end_string": defaults.COMMENT_END_STRING,
            "line_statement_prefix": None,
            "line_comment_prefix": None,
            "lstrip_blocks": False,
            "newline_sequence": "\n",
            "keep_trailing_newline": False,
            "finalize": None,
            "is_async": False,
        }.items()
        if getattr(environment, name) != value
    ]
    if isinstance(environment, (NativeEnvironment, ImmutableSandboxedEnvironment)):
        changed.append(type(environment).__name__)
    changed += [name for name in environment.extensions if name not in allowed_extensions]
    if changed:
        raise Unsupported(", ".join(changed))


def tables(environment):
    def own(table, default):
        return [name for name, value in table.items() if default.get(name) is not value]

    return {"filters": own(environment.filters, defaults.DEFAULT_FILTERS), "tests": own(environment.tests, defaults.DEFAULT_TESTS)}


def trimmed(environment, source):
    """What `trim_blocks` drops, dropped beforehand: the engine has no such option, but the tests of `set` and `macro` use it."""
    ends = ("block_end", "comment_end", "raw_end")
    tokens = environment.lexer.tokeniter(source, None)
    parts = [text[:-1] if kind in ends and text.endswith("\n") and text[0] != "-" else text for _, kind, text in tokens]
    return "".join(parts) if "test_core_tags" in os.environ["PYTEST_CURRENT_TEST"] else unsupported("trim_blocks")


def unsupported(what):
    raise Unsupported(what)


class ProxyTemplate(Template):
    def __new__(cls, *args, **kwargs):
        return object.__new__(cls)

    def __init__(self, *args, **kwargs):
        """Python calls this again with what a test gave to `Template(…)`."""

    @classmethod
    def of(cls, environment, source, globals_):
        check(environment)
        made = object.__new__(cls)
        made._start(environment, trimmed(environment, source) if environment.trim_blocks else source, globals_)
        return made

    def _start(self, environment, source, globals_):
        self.environment, self.source, self.globals = environment, source, environment.make_globals(globals_)
        self.name = self.filename = None
        self.blocks = {}
        engine.ask({"do": "compile", "text": source, **tables(environment)})

    def render(self, *args, **kwargs):
        return self._render(self.source, dict(*args, **kwargs))

    def _render(self, source, given):
        defaults_ = defaults.DEFAULT_NAMESPACE
        names = {name: value for name, value in self.globals.items() if defaults_.get(name) is not value}
        names.update(given)
        context = Context(self.environment, {**self.globals, **given}, None, {})
        engine.environments.append((self.environment, context))
        try:
            encoded = {name: engine.values.encode(value) for name, value in names.items()}
            return engine.ask({"do": "render", "text": source, "names": encoded, **tables(self.environment)})
        finally:
            engine.environments.pop()

    def generate(self, *args, **kwargs):
        yield self.render(*args, **kwargs)

    def stream(self, *args, **kwargs):
        return TemplateStream(self.generate(*args, **kwargs))

    @property
    def module(self):
        return self.make_module()

    def make_module(self, vars=None, shared=False, locals=None):
        found = {}
        tree = plain["_parse"](self.environment, self.source, None, None)
        assigned = [node.name for node in tree.body if isinstance(node, nodes.Macro)]
        for node in tree.find_all((nodes.Assign, nodes.AssignBlock)):
            assigned += [name.name for name in node.find_all(nodes.Name) if name.ctx == "store"]

        def keep(**values):
            found.update(values)
            return ""

        shown = ", ".join(f"{name}={name}" for name in dict.fromkeys(assigned) if not name.startswith("_"))
        text = self._render(self.source + "{{ keep_(" + shown + ") }}", {**(vars or {}), "keep_": keep})
        return Module(text, found)


class Module:
    def __init__(self, text, found):
        self.__dict__.update(found)
        self._text = text

    def __str__(self):
        return self._text


def from_string(self, source, globals=None, template_class=None):
    if not isinstance(source, str):
        return plain["from_string"](self, source, globals, template_class)
    return ProxyTemplate.of(self, source, globals)


def compile_expression(self, source, undefined_to_none=True):
    def evaluate(*args, **kwargs):
        found = []
        template = ProxyTemplate.of(self, "{{ keep_(" + source + ") }}", None)
        template.render(dict(*args, **kwargs), keep_=lambda value: found.append(value) or "")
        return None if undefined_to_none and isinstance(found[0], jinja2.Undefined) else found[0]

    return evaluate


def pytest_configure(config):
    global engine
    engine = Engine()
    Environment.from_string = from_string
    Environment.compile_expression = compile_expression


def pytest_unconfigure(config):
    engine.process.stdin.close()
    engine.process.wait()


reports = {}


def pytest_runtest_setup(item):
    engine.touched = 0


def pytest_runtest_makereport(item, call):
    if call.when == "call":
        error = call.excinfo
        name = None if error is None else f"{error.type.__name__}: {str(error.value)[:400]}"
        reports[item.nodeid] = {"passed": error is None, "touched": engine.touched > 0, "error": name}
    elif call.excinfo is not None:
        reports[item.nodeid] = {"passed": False, "touched": False, "error": f"{call.when}: {call.excinfo.value!r}"}


def pytest_sessionfinish(session, exitstatus):
    with open(os.environ["SLUICE_JINJA_REPORT"], "w") as file:
        json.dump(reports, file, indent=1)
