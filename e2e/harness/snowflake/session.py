"""One session of the emulator: a fakesnow connection, its parameters, and the statement that is running on it."""

from __future__ import annotations

import itertools
import re
import threading
import uuid
from typing import Any

import duckdb
import snowflake.connector.errors as connector
import sqlglot
from fakesnow.conn import FakeSnowflakeConnection
from fakesnow.converter import from_binding
from fakesnow.instance import FakeSnow
from fakesnow.statement_type import statement_type_id
import corrections  # noqa: F401
from rewrites import rewrite
from rowset import rowset, rowtype
from sqlglot.errors import ParseError

FORMATS = {
    "TIMEZONE": "Etc/UTC",
    "DATE_OUTPUT_FORMAT": "YYYY-MM-DD",
    "TIME_OUTPUT_FORMAT": "HH24:MI:SS",
    "TIMESTAMP_OUTPUT_FORMAT": "YYYY-MM-DD HH24:MI:SS.FF3 TZHTZM",
    "TIMESTAMP_NTZ_OUTPUT_FORMAT": "YYYY-MM-DD HH24:MI:SS.FF3",
    "TIMESTAMP_LTZ_OUTPUT_FORMAT": "",
    "TIMESTAMP_TZ_OUTPUT_FORMAT": "",
    "BINARY_OUTPUT_FORMAT": "HEX",
    "CLIENT_RESULT_CHUNK_SIZE": 160,
    "CLIENT_STAGE_ARRAY_BINDING_THRESHOLD": 65280,
}
session_ids = itertools.count(1001)


def parameter_list(values: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"name": name, "value": value} for name, value in values.items()]


class Failure(Exception):
    """What Snowflake answers for a statement it refuses."""

    def __init__(self, code: str, sqlstate: str, message: str):
        super().__init__(message)
        self.code, self.sqlstate, self.message = code, sqlstate, message


class Statement:
    """A statement on its way; `answer` is there when `done` is set."""

    def __init__(self, session: Session, request_id: str):
        self.session, self.request_id, self.id = session, request_id, str(uuid.uuid4())
        self.done, self.cancelled = threading.Event(), False
        self.answer: dict[str, Any] = {}

    def run(self, body: dict[str, Any]) -> None:
        try:
            with self.session.turn:
                self.answer = succeeded(self.session.run(self, body))
        except Failure as failure:
            self.answer = failed(failure, self.id)
        except Exception as fault:  # a fault of the emulator: told, not hidden behind the driver's retries
            self.answer = failed(Failure("000603", "XX000", f"SQL execution internal error: {type(fault).__name__}: {fault}"), self.id)
        self.done.set()

    def cancel(self) -> None:
        self.cancelled = True
        self.session.stopped.set()
        while not self.done.wait(0.02):
            self.session.connection._duck_conn.interrupt()


def succeeded(data: dict[str, Any]) -> dict[str, Any]:
    return {"data": data, "code": None, "message": None, "success": True}


def failed(failure: Failure, query_id: str) -> dict[str, Any]:
    data = {"errorCode": failure.code, "sqlState": failure.sqlstate, "queryId": query_id, "line": -1, "pos": -1}
    return {"data": data, "code": failure.code, "message": failure.message, "success": False}


class NotesAside:
    """
    A DuckDB connection on which fakesnow's own notes (text lengths, load history) are written in transactions of their
    own: DuckDB lets one transaction write to one database only, and the notes lie in another.
    """

    NOTE = re.compile(r"\s*(insert|delete|update)\b.*\b_fs_information_schema\b", re.I | re.S)

    def __init__(self, connection: duckdb.DuckDBPyConnection):
        self.main, self.aside = connection, connection.cursor()
        self.last = connection

    def execute(self, sql: str, parameters: Any = None) -> duckdb.DuckDBPyConnection:
        self.last = self.aside if self.NOTE.match(sql) else self.main
        return self.last.execute(sql, parameters) if parameters else self.last.execute(sql)

    def interrupt(self) -> None:
        self.main.interrupt()

    def begin(self) -> None:
        self.main.begin()

    def commit(self) -> None:
        self.main.commit()

    def cursor(self) -> duckdb.DuckDBPyConnection:
        return self.main.cursor()

    def close(self) -> None:
        self.aside.close()
        self.main.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.last, name)


class Session:
    def __init__(self, server: Any, warehouse: FakeSnow, login: dict[str, Any]):
        self.server, self.id, self.user = server, next(session_ids), login["user"]
        self.opened_for = (login["database"] or "").upper()
        self.role, self.warehouse = login["role"] or "PUBLIC", login["warehouse"]
        self.parameters = {name.upper(): value for name, value in login["parameters"].items()}
        self.connection = FakeSnowflakeConnection(NotesAside(warehouse.duck_conn.cursor()), warehouse.results_cache, login["database"])
        self.in_transaction = False
        if login["schema"] and login["database"]:
            self.enter(login["database"], login["schema"])
        self.grants: set[tuple[str, str, str]] = server.grants
        self.last_query_id = ""
        self.turn, self.stopped = threading.Lock(), threading.Event()

    def enter(self, database: str, schema: str) -> None:
        """A schema that is not there leaves the session without one."""
        try:
            self.connection.cursor().execute(f"use schema {database}.{schema}")
        except connector.Error:
            self.connection.schema_set = False

    def run(self, statement: Statement, body: dict[str, Any]) -> dict[str, Any]:
        sql = body["sqlText"]
        self.stopped.clear()
        if statement.cancelled:
            raise cancelled()
        if fault := self.server.fault_of(sql):
            raise Failure(fault["code"], fault["sqlstate"], fault["message"])
        check_single(sql)
        if body.get("describeOnly"):
            return self.envelope(statement, self.describe(sql))
        try:
            for each in rewrite(self, sql):
                if statement.cancelled:
                    raise cancelled()
                answer = self.send(each, body.get("bindings") or {})
        except duckdb.Error as error:
            raise cancelled() if statement.cancelled else duck_failure(error, sql) from error
        except connector.Error as error:
            raise cancelled() if statement.cancelled else connector_failure(error, sql) from error
        if statement.cancelled:
            raise cancelled()
        self.last_query_id = statement.id
        return self.envelope(statement, answer)

    def send(self, sql: str, bindings: dict[str, Any]) -> dict[str, Any]:
        expression = sqlglot.parse_one(sql, read="snowflake")
        cursor = self.connection.cursor()
        self.follow(expression)
        batches = bound_rows(bindings)
        cursor.execute(sql, binding_params=batches[0], server=True)
        if len(batches) > 1:
            self.send_alike(cursor._last_transformed, batches[1:])
        if put := cursor._last_transformed and cursor._last_transformed.args.get("put_stage_data"):
            return dict(put)
        described = rowtype(cursor._describe_last_sql())
        rows = rowset(cursor._arrow_table, described)
        if len(batches) > 1 and rows:
            rows = [[str(len(batches)), *rows[0][1:]]]
        return {"rowtype": described, "rowset": rows, "statementTypeId": statement_type_id(expression)}

    def send_alike(self, first: sqlglot.Expr, rows: list[tuple[Any, ...]]) -> None:
        """Translating a statement costs far more than running it: further rows take the first one's translation."""
        values = first.find(sqlglot.exp.Values)
        size = 250 if values else 1
        for at in range(0, len(rows), size):
            some = rows[at : at + size]
            if values:
                values.set("expressions", [values.expressions[0].copy() for _ in some])
            self.connection._duck_conn.execute(first.sql(dialect="duckdb"), [value for row in some for value in row])

    def follow(self, expression: sqlglot.Expr) -> None:
        """A statement that creates, alters or drops commits what is open."""
        if self.in_transaction and expression.key in ("create", "alter", "drop", "comment", "truncatetable"):
            self.connection._duck_conn.commit()
            self.in_transaction = False
        if expression.key in ("transaction", "commit", "rollback"):
            self.in_transaction = expression.key == "transaction"

    def describe(self, sql: str) -> dict[str, Any]:
        try:
            found = self.connection.cursor()._describe_only(sql)
        except connector.Error as error:
            raise connector_failure(error, sql) from error
        return {"rowtype": rowtype(found or []), "rowset": [], "statementTypeId": statement_type_id(sqlglot.parse_one(sql, read="snowflake"))}

    def envelope(self, statement: Statement, answer: dict[str, Any]) -> dict[str, Any]:
        count = len(answer.get("rowset") or [])
        return {
            "parameters": parameter_list(FORMATS), "total": count, "returned": count, "version": 1,
            "queryId": statement.id, "queryResultFormat": "json", "finalDatabaseName": self.connection.database,
            "finalSchemaName": self.connection.schema, "finalWarehouseName": self.warehouse, "finalRoleName": self.role,
            "numberOfBinds": 0, "arrayBindSupported": False, **answer,
        }  # fmt: skip


def bound_rows(bindings: dict[str, Any]) -> list[tuple[Any, ...] | None]:
    if not bindings:
        return [None]
    columns = [bindings[str(position)] for position in range(1, len(bindings) + 1)]
    if not any(isinstance(column["value"], list) for column in columns):
        return [tuple(value_of(column, column["value"]) for column in columns)]
    return list(zip(*([value_of(column, value) for value in column["value"]] for column in columns), strict=True))


def value_of(column: dict[str, Any], value: Any) -> Any:
    if value is None:
        return None
    return float(value) if column["type"] == "REAL" else from_binding({**column, "value": value})


def check_single(sql: str) -> None:
    """The server takes one statement at a time."""
    try:
        found = [each for each in sqlglot.parse(sql, read="snowflake") if each and each.key != "semicolon"]
    except ParseError as error:
        raise syntax_failure(error) from None
    except sqlglot.errors.TokenError as error:
        raise Failure("001003", "42000", f"SQL compilation error:\nparse error line 1 at position 0 near '<EOF>'. {error}") from None
    if not found:
        raise Failure("000900", "42601", "SQL compilation error:\nEmpty SQL statement.")
    if len(found) > 1:
        raise Failure("000008", "0A000", f"Actual statement count {len(found)} did not match the desired statement count 1.")


def syntax_failure(error: ParseError) -> Failure:
    where = error.errors[0] if error.errors else {"line": 1, "col": 1, "highlight": ""}
    word = where["highlight"] or "<EOF>"
    position = max(0, (where["col"] or 1) - len(word))
    return Failure("001003", "42000", f"SQL compilation error:\nsyntax error line {where['line']} at position {position} unexpected '{word}'.")


def cancelled() -> Failure:
    return Failure("000604", "57014", "SQL execution canceled")


def copy_failure(message: str) -> Failure | None:
    """A value that COPY could not read, with its row, as Snowflake tells it."""
    line = re.search(r"CSV Error on Line: (\d+)", message)
    value = re.search(r'Error when converting column "([^"]+)"\. Could not convert string "([^"]*)"', message)
    if not line or not value:
        return None
    place = f"File 'staged.csv.gz', line {line[1]}, character 1\n  Row {line[1]}, column \"{value[1].upper()}\""
    return Failure("100038", "22018", f"Numeric value '{value[2]}' is not recognized\n  {place}")


def connector_failure(error: connector.Error, sql: str) -> Failure:
    message = str(error.__cause__ or error.msg or error)
    if failure := copy_failure(message):
        return failure
    message = error.msg or message
    if error.errno == 2043 and (name := re.search(r'Referenced column "([^"]+)"', message)):
        return unknown_column(name[1], sql)
    if error.errno == 2003 and (name := re.search(r"with name \"?([\w.$]+)\"? already exists", message)):
        return Failure("002002", "42710", f"SQL compilation error:\nObject '{name[1]}' already exists.")
    if error.errno == 2003 and (name := re.search(r"(?:Table|View|Schema) with name \"?([\w.$]+)\"? does not exist", message)):
        return Failure("002003", "42S02", f"SQL compilation error:\nObject '{name[1]}' does not exist or not authorized.")
    if error.errno == 2003 and (name := re.search(r"Function with name \"?(\w+)\"? does not exist", message)):
        return Failure("002141", "42601", f"SQL compilation error:\nUnknown function {name[1].upper()}.")
    if error.errno == 100035 and (value := re.search(r"Could not convert string '([^']*)' to (?:INT|DECIMAL|DOUBLE)", message)):
        return Failure("100038", "22018", f"Numeric value '{value[1]}' is not recognized")
    return Failure(f"{error.errno or 603:06d}", error.sqlstate or "XX000", message)


def unknown_column(name: str, sql: str) -> Failure:
    found = re.search(rf"\b{re.escape(name)}\b", sql, re.I)
    before = sql[: found.start()] if found else ""
    line, position = before.count("\n") + 1, len(before) - before.rfind("\n") - 1
    return Failure("000904", "42000", f"SQL compilation error: error line {line} at position {position}\ninvalid identifier '{name.upper()}'")


def duck_failure(error: duckdb.Error, sql: str) -> Failure:
    message = str(error)
    if isinstance(error, duckdb.ConstraintException) and "NOT NULL" in message:
        name = message.rsplit(".", 1)[-1].split()[0]
        return Failure("100072", "22000", f"DML operation to table failed on column {name} with error: NULL result in a non-nullable column")
    if isinstance(error, duckdb.ConversionException) and (value := re.search(r"Could not convert string '([^']*)'", message)):
        return Failure("100038", "22018", f"Numeric value '{value[1]}' is not recognized")
    if isinstance(error, duckdb.TransactionException) and "onflict" in message:
        return Failure("000625", "57014", f"Statement has locked table in transaction and this lock has not yet been released. {message}")
    return Failure("000603", "XX000", message)
