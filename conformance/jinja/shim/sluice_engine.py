"""The engine's process, and what templates in it may ask of Python."""

import json
import os
import subprocess

from jinja2 import nodes
from jinja2.exceptions import SecurityError, TemplateAssertionError, TemplateRuntimeError, TemplateSyntaxError, UndefinedError
from jinja2.utils import _PassArg

from sluice_values import Handles, Values


class Engine:
    def __init__(self):
        command = os.environ["SLUICE_JINJA_ENGINE"]
        self.process = subprocess.Popen(["node", "--stack-size=4000", command], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.touched = 0
        self.handles = Handles()
        self.values = Values(self.handles, self)
        self.environments = []

    def ask(self, request):
        self.touched += 1
        self.send({"ask": request})
        while True:
            message = json.loads(self.process.stdout.readline())
            if "ask" in message:
                self.send(self.serve(message["ask"]))
            elif "error" in message:
                raise self.exception(message["error"])
            else:
                return self.values.decode(message["value"])

    def forget(self):
        """Objects that either side keeps for the other, between calls that share none."""
        self.ask({"do": "forget"})
        self.handles.__init__()

    def send(self, message):
        self.process.stdin.write(json.dumps(message).encode() + b"\n")
        self.process.stdin.flush()

    def serve(self, request):
        try:
            return {"value": self.values.encode(self.perform(request))}
        except Exception as error:
            return {"error": self.handles.keep(error), "text": repr(error)}

    def perform(self, request):
        action = request["do"]
        if action in ("filter", "test", "call"):
            args = self.values.decode(request["args"])
            kwargs = self.values.decode(request["kwargs"])
            return self.invoke(request, action, args, kwargs)
        target = self.handles.get(request["id"])
        return self.values.perform(action, target, [self.values.decode(value) for value in request["values"]])

    def invoke(self, request, action, args, kwargs):
        environment, context = self.environments[-1]
        if action == "call":
            function = self.handles.get(request["id"])
        else:
            table = environment.filters if action == "filter" else environment.tests
            function = table[request["name"]]
            args = [self.values.decode(request["value"]), *args]
        first = _PassArg.from_obj(function) or _PassArg.from_obj(getattr(type(function), "__call__", None))
        if first is _PassArg.context:
            args = [context, *args]
        elif first is _PassArg.eval_context:
            args = [nodes.EvalContext(environment), *args]
        elif first is _PassArg.environment:
            args = [environment, *args]
        return function(*args, **kwargs)

    def exception(self, error):
        if "raised" in error:
            return self.handles.get(error["raised"])
        code, message, line = error["code"], error.get("message", ""), error.get("line", 1)
        if message.startswith(("No filter named", "No test named")):
            return TemplateAssertionError(message, line) if code == "TEMPLATE_SYNTAX" else TemplateRuntimeError(message)
        if code == "TEMPLATE_SYNTAX":
            kind = TemplateAssertionError if '"caller" argument' in message else TemplateSyntaxError
            return kind("; ".join(filter(None, [message, error.get("expected"), error.get("hint")])), line)
        if message.startswith(("cannot assign attribute", "Tried to call non recursive loop")):
            return TemplateRuntimeError(message)
        kinds = {
            "TEMPLATE_UNDEFINED": UndefinedError,
            "TEMPLATE_SANDBOX": SecurityError,
            "TEMPLATE_TYPE": TypeError,
            "TEMPLATE_ARGUMENTS": TypeError,
            "TEMPLATE_VALUE": ValueError,
        }
        if code == "TEMPLATE_VALUE":
            if "division" in message or "modulo" in message:
                return ZeroDivisionError(message)
            if "Range too big" in message:
                return OverflowError(message)
        return kinds.get(code, RuntimeError)(message)
