"""
Runs one Python model in a process and an in-memory DuckDB of its own. The warehouse stays with the tool: relations the model
reads are asked for over standard input and output, one JSON object a line, and come as Parquet files; what it builds goes
back the same way. Standard output of the model itself is joined with its standard error.
"""

import json
import os
import queue
import re
import shutil
import sys
import threading
import traceback

# Parquet keeps these as something else, so they travel as text.
AS_TEXT = re.compile(r"\b(HUGEINT|UHUGEINT|TIME WITH TIME ZONE|BIT|BIGNUM|INTERVAL|UNION)\b")


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def parts_of(name):
    """`"dev"."main"."x"` or dev.main.x as a list of bare names."""
    found = re.findall(r'"((?:[^"]|"")*)"|([^."]+)', name)
    return [plain or inner.replace('""', '"') for inner, plain in found]


class Channel:
    """Questions to the tool, and its answers. When the tool is gone nobody wants the work: the process ends at once."""

    def __init__(self):
        self._out = os.fdopen(os.dup(1), "w", encoding="utf-8")
        incoming = os.fdopen(os.dup(0), "r", encoding="utf-8")
        os.dup2(2, 1)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        self._answers = queue.Queue()
        self.folder = None
        threading.Thread(target=self._listen, args=(incoming,), daemon=True).start()

    def _listen(self, incoming):
        for line in incoming:
            self._answers.put(json.loads(line))
        if self.folder:
            shutil.rmtree(self.folder, ignore_errors=True)
        os._exit(3)

    def hear(self):
        return self._answers.get()

    def tell(self, **message):
        self._out.write(json.dumps(message) + "\n")
        self._out.flush()

    def ask(self, **message):
        self.tell(**message)
        return self.hear()


class Warehouse:
    """Relations of the warehouse, as views of the same names in the session, made when they are first read."""

    def __init__(self, channel, job):
        self._channel = channel
        self._catalog = job["database"]
        self._known = set()

    def open(self, connection):
        names = [row[0] for row in connection.execute("select database_name from duckdb_databases()").fetchall()]
        if self._catalog not in names:
            connection.execute(f"attach ':memory:' as {quoted(self._catalog)}")
        self.enter(connection)

    def enter(self, connection):
        connection.execute(f"use {quoted(self._catalog)}.main")
        # A variable of the model's own is found although a method of the session stands between.
        connection.execute("set python_scan_all_frames = true")

    def place(self, connection, name):
        """The quoted name in the session, its database and schema made where they are missing."""
        parts = parts_of(name)
        if len(parts) == 1 or (len(parts) == 2 and parts[0] == self._catalog):
            parts.insert(len(parts) - 1, "main")
        catalog, schema, relation = parts if len(parts) == 3 else [self._catalog, *parts]
        connection.execute(f"attach if not exists ':memory:' as {quoted(catalog)}")
        connection.execute(f"create schema if not exists {quoted(catalog)}.{quoted(schema)}")
        return ".".join(quoted(part) for part in (catalog, schema, relation))

    def bring(self, connection, name):
        key = ".".join(parts_of(name)).lower()
        if key in self._known:
            return
        self._known.add(key)
        answer = self._channel.ask(relation=name)
        if answer.get("file") is None:
            return
        columns = ", ".join(f"cast({quoted(column)} as {kind}) as {quoted(column)}" for column, kind in answer["columns"])
        place = self.place(connection, name)
        connection.execute(f"create or replace view {place} as select {columns} from read_parquet('{answer['file']}')")

    def bring_all(self, connection, text):
        try:
            names = connection.get_table_names(text, qualified=True)
        except Exception:
            return
        for name in names:
            self.bring(connection, name)


class Session:
    """The connection a model gets as `session`: what its SQL reads is brought before it runs."""

    def __init__(self, connection, warehouse, connection_type):
        self._connection = connection
        self._warehouse = warehouse
        self._type = connection_type

    @property
    def __class__(self):
        return self._type

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return False

    def __getattr__(self, name):
        found = getattr(self._connection, name)
        if name in ("sql", "query", "execute", "executemany", "from_query"):
            return self._reading(found, lambda text: self._warehouse.bring_all(self._connection, text))
        if name in ("table", "view"):
            return self._reading(found, lambda relation: self._warehouse.bring(self._connection, relation))
        if name in ("cursor", "duplicate"):
            return lambda: self._twin(found())
        return found

    def _twin(self, connection):
        self._warehouse.enter(connection)
        return Session(connection, self._warehouse, self._type)

    @staticmethod
    def _reading(__method, __bring):
        def method(*__args, **__named):
            __text = __args[0] if __args else __named.get("query")
            if isinstance(__text, str):
                __bring(__text)
            return __method(*__args, **__named)

        return method


def open_session(duckdb, channel, job):
    connection = duckdb.connect(":memory:")
    for what, statement in job["setup"]:
        try:
            connection.execute(statement)
        except duckdb.Error as error:
            raise SetupFailed(f"{what} failed: {error}") from None
    warehouse = Warehouse(channel, job)
    warehouse.open(connection)
    connection.execute(f"create schema if not exists {quoted(job['database'])}.{quoted(job['schema'])}")
    return connection, warehouse, Session(connection, warehouse, duckdb.DuckDBPyConnection)


class SetupFailed(Exception):
    pass


def tables_of(connection):
    query = "select database_name, schema_name, table_name, temporary from duckdb_tables() where not internal"
    return set(connection.execute(query).fetchall())


def hand_back(connection, table, file):
    database, schema, name, temporary = table
    relation = ".".join(quoted(part) for part in (database, schema, name))
    columns = [(row[0], row[1]) for row in connection.execute(f"describe {relation}").fetchall()]
    picked = ", ".join(quoted(name) + ("::varchar as " + quoted(name) if AS_TEXT.search(kind) else "") for name, kind in columns)
    connection.execute(f"copy (select {picked} from {relation}) to '{file}' (format parquet)")
    return {"database": database, "schema": schema, "name": name, "temporary": temporary, "columns": columns, "file": file}


def run(duckdb, channel, job):
    connection, warehouse, session = open_session(duckdb, channel, job)

    def load(name):
        warehouse.bring(connection, name)
        return connection.query(f"select * from {name}")

    # The line numbers are those of the model's file, and tracebacks show its lines.
    code = "\n" * (job["line"] - 1) + job["code"].lstrip()
    module = {"__name__": job["name"], "__file__": os.path.abspath(job["file"]), "__builtins__": __builtins__}
    exec(compile(code, job["file"], "exec"), module)
    rows = module["model"](module["dbtObj"](load), session)
    # Rows that are read batch by batch, from this connection, cannot be written by it at the same time.
    writer = session if isinstance(rows, duckdb.DuckDBPyRelation) else session.cursor()
    before = tables_of(writer)
    module["materialize"](rows, writer)
    made = sorted(tables_of(writer) - before)
    return [hand_back(writer, table, f"{job['folder']}/out{index}.parquet") for index, table in enumerate(made)]


def failure(error, job):
    """Without the frames of this file, which say nothing about the model."""
    trace = traceback.TracebackException.from_exception(error)
    for each in chain_of(trace):
        each.stack[:] = [frame for frame in each.stack if frame.filename != __file__]
    own = [frame.lineno for frame in trace.stack if frame.filename == job["file"] and frame.lineno <= job["lastLine"]]
    line = own[-1] if own else None
    column = None
    if isinstance(error, SyntaxError) and error.filename == job["file"]:
        line, column = error.lineno, error.offset
    return {"text": "".join(trace.format()).rstrip(), "line": line, "column": column}


def chain_of(trace):
    while trace is not None:
        yield trace
        trace = trace.__cause__ or trace.__context__


def main():
    channel = Channel()
    job = channel.hear()
    channel.folder = job["folder"]
    sys.path[0:1] = []
    sys.path.extend(job["modulePaths"])
    try:
        import duckdb
    except ImportError as error:
        channel.tell(missing=str(error), python=sys.executable)
        return
    try:
        channel.tell(made=run(duckdb, channel, job))
    except SetupFailed as error:
        channel.tell(setup=str(error))
    except (Exception, SystemExit) as error:
        channel.tell(failed=failure(error, job))
    sys.stdout.flush()
    # Threads that the model left behind, and the one that listens, are not waited for.
    os._exit(0)


if __name__ == "__main__":
    main()
