"""What a command line printed about an error -> the exception that dbt would have raised in the same process."""
import functools
import json
import re
import textwrap

ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
TIME = re.compile(r"^\d\d:\d\d:\d\d(?:\.\d+)?\s{1,2}(?:\[[a-z ]+\]\s?)?(?:\[[^\]]*\]:\s?)?")
HEADLINE = re.compile(r"^\s*(?:Error: )?([A-Z]\w+(?: \w+)*?) Error\b", re.M)
USAGE = re.compile(r"^Usage: ", re.M)


def plain(text):
    return "\n".join(TIME.sub("", line) for line in ANSI.sub("", text).split("\n"))


def told_in_json(out):
    for line in out.split("\n"):
        if line.startswith("{"):
            try:
                info = json.loads(line).get("info") or {}
            except ValueError:
                continue
            if info.get("name") == "MainEncounteredError":
                return info.get("msg", "")
    return None


def error_text(out, err):
    """From the headline on."""
    told = told_in_json(out)
    if told is not None:
        return re.sub(r"^Encountered an error:\n?", "", told)
    clean = plain(out)
    start = re.search(r"Encountered an error:[ \t]*\n?", clean)
    return clean[start.end() :].strip("\n") if start else f"{clean}\n{plain(err)}".strip()


def exception_of(out, err, code):
    from dbt.cli.exceptions import DbtInternalException, DbtUsageException

    text = error_text(out, err)
    if USAGE.search(plain(err)):
        return DbtUsageException(plain(err).strip())
    headline = HEADLINE.match(text)
    if headline is None and code not in (1, 2):
        return DbtInternalException(f"exit code {code}: {text[-2000:]}")
    kind = headline.group(1) if headline else "Runtime"
    return family(kind)(textwrap.dedent(text.partition("\n")[2]) or text, text)


@functools.lru_cache(None)
def family(kind):
    """One class that is an instance of each of dbt's exceptions with this headline: which of them it was, nobody prints."""
    import dbt.adapters.exceptions  # noqa: F401
    import dbt.exceptions  # noqa: F401
    from dbt_common.exceptions import DbtBaseException, DbtRuntimeError

    alike = [one for one in dict.fromkeys(below(DbtBaseException)) if headline_of(one) == kind]
    leaves = [one for one in alike if not any(other is not one and issubclass(other, one) for other in alike)]
    bases = []
    for leaf in leaves:
        try:
            type("Fits", (*bases, leaf), {})
            bases.append(leaf)
        except TypeError:
            pass

    def start(self, message, full):
        Exception.__init__(self, message)
        self.__dict__.update(_message=message, _full=full)

    members = {
        "__init__": start,
        "__str__": lambda self: self._full,
        "__repr__": lambda self: f"<{kind} Error: {self._full!r}>",
        "msg": property(lambda self: self._message),
        "get_message": lambda self: self._message,
        "node": None,
    }
    return type(f"Told{kind.replace(' ', '')}Error", tuple(bases or [DbtRuntimeError]), members)


def below(kind):
    return [kind, *(each for child in kind.__subclasses__() for each in below(child))]


def headline_of(kind):
    told = getattr(kind, "type", None)
    try:
        return told.fget(object()) if isinstance(told, property) else str(told)
    except Exception:
        return None
