"""
A Snowflake for tests: the wire protocol as the Node driver speaks it, over fakesnow (Snowflake's SQL on DuckDB), in
memory, on a loopback port. It shows what a client sends and how it takes the answers. It does not show Snowflake's type
rules, warehouses, time travel, queueing or cost.

    python server.py [--port N] [--state FILE] [--watch PID]

It takes any free port unless told, prints `{"port": …}` and writes the same to the state file, and ends when the process
it watches is gone.

Users: TESTER with the password `right`, the token `right-token`, or a key whose public half is POSTed to /emulator/key.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import json
import logging
import os
import secrets
import socket
import threading
import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import jwt
import uvicorn
from fakesnow.instance import FakeSnow
from session import FORMATS, Session, Statement, parameter_list
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

# A statement that takes longer is answered "in progress", and the driver asks again. (Snowflake: 45 s.)
SYNC_SECONDS = 1.0
LOGIN_REFUSED = {
    "390100": "Incorrect username or password was specified.",
    "390144": "JWT token is invalid.",
    "390303": "Invalid OAuth access token.",
    "390189": "Role '{role}' specified in the connect string does not exist or not authorized. Contact your local system administrator, or attempt to login with another role, e.g. PUBLIC.",
    "394400": "Programmatic access token is invalid.",
}


class Server:
    def __init__(self) -> None:
        self.warehouse, self.workers = FakeSnow(), ThreadPoolExecutor(16)
        self.sessions: dict[str, Session] = {}
        self.statements: dict[str, Statement] = {}
        self.log: list[dict[str, Any]] = []
        self.grants: set[tuple[str, str, str]] = set()
        self.dynamic_tables: dict[str, dict[str, str]] = {}
        self.keys: dict[str, str] = {}
        self.faults: list[dict[str, Any]] = []

    def start(self, session: Session, request_id: str, body: dict[str, Any]) -> Statement:
        # The driver sends a request again, with the same id, when its answer was lost: it must not run twice.
        if known := self.statements.get(request_id):
            return known
        statement = Statement(session, request_id)
        self.statements[statement.id] = self.statements[request_id] = statement
        self.log.append({
            "sql": body["sqlText"], "id": statement.id, "session": session.id, "database": session.opened_for, "role": session.role, "warehouse": session.warehouse,
            "query_tag": session.parameters.get("QUERY_TAG", ""), "async": bool(body.get("asyncExec")),
            "binds": len(body.get("bindings") or {}), "describe": bool(body.get("describeOnly")),
        })  # fmt: skip
        self.workers.submit(statement.run, body)
        return statement

    def cancel(self, what: str) -> None:
        for statement in list(self.statements.values()):
            if not statement.done.is_set() and what in (statement.id, statement.request_id, str(statement.session.id)):
                statement.cancel()

    def fault_of(self, sql: str) -> dict[str, Any] | None:
        """One that a test has asked for; each counts down."""
        for fault in self.faults:
            if fault["times"] > 0 and fault["like"] in sql:
                fault["times"] -= 1
                return fault
        return None

    def refusal(self, data: dict[str, Any], role: str) -> str | None:
        user, kind = (data.get("LOGIN_NAME") or "").upper(), data.get("AUTHENTICATOR") or "SNOWFLAKE"
        if role.upper().startswith("MISSING"):
            return "390189"
        if kind == "SNOWFLAKE_JWT":
            return None if self.key_fits(user, data.get("TOKEN") or "") else "390144"
        if kind in ("OAUTH", "PROGRAMMATIC_ACCESS_TOKEN"):
            refused = "390303" if kind == "OAUTH" else "394400"
            return None if data.get("TOKEN") == "right-token" else refused
        return None if (user, data.get("PASSWORD")) == ("TESTER", "right") else "390100"

    def key_fits(self, user: str, token: str) -> bool:
        # The driver's times are in milliseconds, which Snowflake takes too.
        options = {"verify_exp": False, "verify_iat": False}
        try:
            claims = jwt.decode(token, self.keys.get(user, ""), algorithms=["RS256"], options=options)
        except jwt.PyJWTError:
            return False
        return str(claims.get("sub", "")).endswith(f".{user}")


server = Server()


async def body_of(request: Request) -> dict[str, Any]:
    raw = await request.body()
    return json.loads(gzip.decompress(raw) if request.headers.get("content-encoding") == "gzip" else raw or b"{}")


def session_of(request: Request) -> Session | None:
    return server.sessions.get((request.headers.get("authorization") or "")[len('Snowflake Token="') : -1])


def gone() -> JSONResponse:
    message = "The session has expired or was never opened. Log in again."
    return JSONResponse({"data": None, "code": "390104", "message": message, "success": False})


async def login(request: Request) -> JSONResponse:
    data, asked = (await body_of(request))["data"], request.query_params
    role = asked.get("roleName") or ""
    if code := server.refusal(data, role):
        message = LOGIN_REFUSED[code].format(role=role)
        return JSONResponse({"data": {"nextAction": "RETRY_LOGIN"}, "code": code, "message": message, "success": False})
    wanted = {
        "user": data.get("LOGIN_NAME") or "TESTER", "role": role.upper(), "warehouse": (asked.get("warehouse") or "").upper(),
        "database": asked.get("databaseName"), "schema": asked.get("schemaName"), "parameters": data.get("SESSION_PARAMETERS") or {},
    }  # fmt: skip
    session = await asyncio.to_thread(Session, server, server.warehouse, wanted)
    token = secrets.token_urlsafe(24)
    server.sessions[token] = session
    info = {
        "databaseName": session.connection.database, "schemaName": session.connection.schema if session.connection.schema_set else None,
        "warehouseName": session.warehouse, "roleName": session.role,
    }  # fmt: skip
    answer = {
        "token": token, "masterToken": secrets.token_urlsafe(24), "validityInSeconds": 3600, "masterValidityInSeconds": 14400,
        "sessionId": session.id, "serverVersion": "9.99.0 (emulated)", "parameters": parameter_list(FORMATS), "sessionInfo": info,
    }  # fmt: skip
    return JSONResponse({"data": answer, "code": None, "message": None, "success": True})


async def query(request: Request) -> JSONResponse:
    session = session_of(request)
    if session is None:
        return gone()
    body = await body_of(request)
    statement = server.start(session, request.query_params.get("requestId", ""), body)
    if body.get("asyncExec"):
        return in_progress(statement, "333334")
    return await answer_of(statement)


async def result(request: Request) -> JSONResponse:
    if session_of(request) is None:
        return gone()
    statement = server.statements.get(request.path_params["id"])
    if statement is None:
        return JSONResponse({"data": None, "code": "000709", "message": "Statement not found.", "success": False})
    return await answer_of(statement)


async def answer_of(statement: Statement) -> JSONResponse:
    if await asyncio.to_thread(statement.done.wait, SYNC_SECONDS):
        return JSONResponse(statement.answer)
    return in_progress(statement, "333333")


def in_progress(statement: Statement, code: str) -> JSONResponse:
    data = {"queryId": statement.id, "getResultUrl": f"/queries/{statement.id}/result", "queryAbortsAfterSecs": 300, "progressDesc": None}
    return JSONResponse({"data": data, "code": code, "message": "Query execution in progress.", "success": True})


async def abort(request: Request) -> JSONResponse:
    what = request.path_params.get("id") or (await body_of(request)).get("requestId", "")
    await asyncio.to_thread(server.cancel, what)
    return JSONResponse({"data": None, "code": None, "message": None, "success": True})


async def monitor(request: Request) -> JSONResponse:
    statement = server.statements.get(request.path_params["id"])
    if statement is None:
        return JSONResponse({"data": {"queries": []}, "success": True})
    status = "RUNNING" if not statement.done.is_set() else "SUCCESS" if statement.answer["success"] else "FAILED_WITH_ERROR"
    query = {"id": statement.id, "status": status, "errorCode": statement.answer.get("code"), "errorMessage": statement.answer.get("message")}
    return JSONResponse({"data": {"queries": [query]}, "success": True})


async def end_session(request: Request) -> JSONResponse:
    session = session_of(request)
    if session and request.query_params.get("delete"):
        server.sessions = {token: each for token, each in server.sessions.items() if each is not session}
        await asyncio.to_thread(session.connection.close)
    return JSONResponse({"data": None, "code": None, "message": None, "success": True})


async def telemetry(request: Request) -> JSONResponse:
    server.log.append({"telemetry": await body_of(request)})
    return JSONResponse({"success": True})


async def log(_request: Request) -> JSONResponse:
    return JSONResponse(server.log)


async def key(request: Request) -> JSONResponse:
    body = await body_of(request)
    server.keys[body["user"].upper()] = body["key"]
    return JSONResponse({})


async def fault(request: Request) -> JSONResponse:
    server.faults.append({"sqlstate": "57014", "message": "a fault made for a test", "times": 1, **await body_of(request)})
    return JSONResponse({})


async def open_sessions(request: Request) -> JSONResponse:
    database = request.query_params["database"]
    return JSONResponse(sum(session.opened_for == database for session in server.sessions.values()))


app = Starlette(
    routes=[
        Route("/session/v1/login-request", login, methods=["POST"]),
        Route("/session", end_session, methods=["POST"]),
        Route("/session/heartbeat", end_session, methods=["POST"]),
        Route("/queries/v1/query-request", query, methods=["POST"]),
        Route("/queries/v1/abort-request", abort, methods=["POST"]),
        Route("/queries/{id}/abort-request", abort, methods=["POST"]),
        Route("/queries/{id}/result", result, methods=["GET"]),
        Route("/monitoring/queries/{id}", monitor, methods=["GET"]),
        Route("/telemetry/send", telemetry, methods=["POST"]),
        Route("/emulator/log", log, methods=["GET"]),
        Route("/emulator/key", key, methods=["POST"]),
        Route("/emulator/fault", fault, methods=["POST"]),
        Route("/emulator/sessions", open_sessions, methods=["GET"]),
    ]
)


def end_with(pid: int, state: str | None) -> None:
    """A test run that is killed leaves nothing behind."""
    while True:
        time.sleep(0.3)
        try:
            os.kill(pid, 0)
        except PermissionError:
            continue
        except OSError:
            if state and os.path.exists(state):
                os.remove(state)
            os._exit(0)


def tell(port: int, state: str | None) -> None:
    print(json.dumps({"port": port}), flush=True)
    if state:
        part = f"{state}.part"
        with open(part, "w", encoding="utf-8") as file:
            json.dump({"port": port, "pid": os.getpid()}, file)
        os.replace(part, state)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--state")
    parser.add_argument("--watch", type=int)
    flags = parser.parse_args()
    warnings.simplefilter("ignore")
    logging.getLogger("sqlglot").setLevel(logging.ERROR)
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", flags.port))
    listener.listen(128)
    if flags.watch:
        threading.Thread(target=end_with, args=(flags.watch, flags.state), daemon=True).start()
    tell(listener.getsockname()[1], flags.state)
    uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listener])


if __name__ == "__main__":
    main()
