"""Calls of a dbt-like command line in place of dbt's functions. What it answers is read from its exit code, text and files.

    SUITE_TOOL     the command line, as one text: "node dist/bin.js"
    SUITE_TIMEOUT  seconds that one call may take

Exit code 0 is success, 1 a failure that results tell of, 2 an exception, whose kind the headline tells.
"""
import gc
import json
import os
import re
import shlex
import subprocess
import sys
from types import SimpleNamespace

import artifacts
from errors import ANSI, exception_of, plain

COMMAND = shlex.split(os.environ["SUITE_TOOL"])
TIMEOUT = float(os.environ.get("SUITE_TIMEOUT", "120"))
WORDS = set(
    "build clean clone compile debug deps docs init list ls parse retry run run-operation seed show snapshot source test".split()
)
WRITTEN = ("manifest.json", "run_results.json", "sources.json", "catalog.json")
NO_RESULTS = {"debug", "deps", "clean", "init"}


def option(args, name):
    for index, word in enumerate(args):
        if word == name and index + 1 < len(args):
            return args[index + 1]
        if word.startswith(f"{name}="):
            return word[len(name) + 1 :]
    return None


def target_folder(args):
    import yaml

    project = option(args, "--project-dir") or os.environ.get("DBT_PROJECT_DIR") or os.getcwd()
    path = option(args, "--target-path") or os.environ.get("DBT_TARGET_PATH")
    if not path:
        try:
            with open(os.path.join(project, "dbt_project.yml")) as file:
                path = (yaml.safe_load(file) or {}).get("target-path")
        except Exception:
            path = None
    path = "target" if not path or "{{" in str(path) else str(path)
    return os.path.join(os.getcwd(), project, path)


def stamp(path):
    try:
        facts = os.stat(path)
        return (facts.st_mtime_ns, facts.st_ino, facts.st_size)
    except OSError:
        return None


def let_go():
    """A DuckDB file has one writer: the fixtures' adapter closes it before the tool opens it."""
    from dbt.adapters.factory import FACTORY

    for adapter in list(FACTORY.adapters.values()):
        adapter.cleanup_connections()
        adapter.cache.clear()
    module = sys.modules.get("dbt.adapters.duckdb.connections")
    if module is None:
        return
    manager = module.DuckDBConnectionManager
    with manager._LOCK:
        environment, manager._ENV = manager._ENV, None
        if environment is not None:
            environment.close()
            connection = getattr(environment, "conn", None)
            if connection is not None:
                connection.close()
                environment.conn = None
    gc.collect()


def call(args):
    args = [str(arg) for arg in args]
    words = [index for index, arg in enumerate(args) if arg in WORDS]
    name = args[words[0]] if words else ""
    let_go()
    folder = target_folder(args)
    paths = {file: os.path.join(folder, file) for file in WRITTEN}
    before = {file: stamp(path) for file, path in paths.items()}
    env = {**os.environ, "NO_COLOR": "1"}
    env.setdefault("DBT_SEND_ANONYMOUS_USAGE_STATS", "false")
    env.pop("PYTEST_CURRENT_TEST", None)
    done = subprocess.run([*COMMAND, *args], env=env, capture_output=True, timeout=TIMEOUT, stdin=subprocess.DEVNULL)
    out, err = done.stdout.decode("utf8", "replace"), done.stderr.decode("utf8", "replace")
    sys.stdout.write(f"{shlex.join(args)}: exit {done.returncode}\n{out}")
    sys.stderr.write(err)
    fresh = {file for file, path in paths.items() if stamp(path) not in (None, before[file])}
    return SimpleNamespace(name=name, args=args, out=out, err=err, code=done.returncode, folder=folder, paths=paths, fresh=fresh)


def is_exception(made):
    if made.code <= 1:
        handled = made.name in NO_RESULTS or made.fresh & {"run_results.json", "sources.json"}
        return made.code == 1 and not handled and "Encountered an error" in made.out + made.err
    return True


def listed(made):
    rows = []
    for line in ANSI.sub("", made.out).split("\n"):
        if not line.strip() or re.match(r"^\d\d:\d\d:\d\d", line):
            continue
        if line.startswith('{"data":') and '"info":' in line:
            event = json.loads(line)
            if event["info"]["name"] in ("ListCmdOut", "PrintEvent"):
                rows.append(event["data"]["msg"])
        else:
            rows.append(line)
    return rows


def previewed(made, results):
    """`show --output json` prints the rows, which dbt's own answer has as a table."""
    found = re.search(r"^\{[\s\S]*^\}", plain(made.out), re.M)
    if found and len(results) == 1:
        results[0].agate_table = artifacts.table_of(json.loads(found.group(0)).get("show") or [])
    return results


def answer_of(made):
    if made.name in ("deps", "clean", "init"):
        return None
    if made.name == "debug":
        return made.code == 0
    if made.name in ("ls", "list"):
        return listed(made)
    known = os.path.exists(made.paths["manifest.json"])
    manifest = artifacts.manifest_of(made.paths["manifest.json"]) if known else None
    if made.name == "parse":
        return manifest
    resources = artifacts.resources_of(manifest) if manifest else {}
    if made.name == "docs":
        return artifacts.catalog_of(made.folder, resources, "run_results.json" in made.fresh) if "catalog.json" in made.fresh else None
    if made.name == "source":
        return artifacts.freshness_of(artifacts.read(made.paths["sources.json"]), resources) if "sources.json" in made.fresh else None
    return run_answer(made, resources)


def run_answer(made, resources):
    if "run_results.json" in made.fresh:
        results = artifacts.results_of(artifacts.read(made.paths["run_results.json"]), resources)
        return previewed(made, results) if made.name == "show" else results
    return artifacts.Results([], {}) if made.code == 0 or made.name in ("show", "compile") else None


def with_folders(args):
    """As dbt's own run_dbt: the project and profiles of the fixture, where none are given."""
    from dbt.flags import get_flags

    args = ["run"] if args is None else list(args)
    flags = get_flags()
    for name, key in (("--project-dir", "PROJECT_DIR"), ("--profiles-dir", "PROFILES_DIR")):
        folder = getattr(flags, key, None)
        if folder and name not in args:
            args.extend([name, str(folder)])
    return args


def finished(made, expect_pass):
    if is_exception(made):
        raise exception_of(made.out, made.err, made.code)
    if expect_pass is not None:
        assert (made.code == 0) == expect_pass, f"exit code {made.code}\n{made.out[-3000:]}\n{made.err[-2000:]}"
    return answer_of(made)


def run_dbt(args=None, expect_pass=True, callbacks=None):
    return finished(call(with_folders(args)), expect_pass)


def run_dbt_and_capture(args=None, expect_pass=True):
    made = call(with_folders(args))
    return finished(made, expect_pass), made.out


def get_manifest(project_root):
    path = os.path.join(str(project_root), "target", "manifest.json")
    return artifacts.manifest_of(path) if os.path.exists(path) else None


class Runner:
    """dbt's dbtRunner without its callbacks, which a command line has not."""

    def __init__(self, manifest=None, callbacks=None):
        self.manifest = manifest
        self.callbacks = callbacks or []

    def invoke(self, args, **options):
        from dbt.cli.main import dbtRunnerResult

        made = call([*args, *(word for name, value in options.items() for word in words_of(name, value))])
        if is_exception(made):
            return dbtRunnerResult(success=False, exception=exception_of(made.out, made.err, made.code))
        return dbtRunnerResult(success=made.code == 0, result=answer_of(made))


def words_of(name, value):
    flag = f"--{name.replace('_', '-')}"
    if isinstance(value, bool):
        return [flag if value else f"--no-{flag[2:]}"]
    if isinstance(value, (list, tuple)):
        return [flag, *map(str, value)]
    if value is None:
        return []
    return [flag, json.dumps(value) if isinstance(value, dict) else str(value)]
