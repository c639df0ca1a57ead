"""The files that peers are configured with, as name -> text, from what they shall serve."""

from __future__ import annotations

import getpass
import grp
import json
import os
from collections.abc import Mapping
from copy import deepcopy
from typing import Any
from uuid import UUID

from measuring.material import PATH, Material


def bodies(material: Material) -> dict[str, bytes]:
    """Return the two answers as files."""
    return {"page.json": material.page, "full.json": material.full}


def nginx(port: int) -> str:
    """Return a configuration that serves the files of the working folder."""
    owner = f"{getpass.getuser()} {grp.getgrgid(os.getgid()).gr_name}"
    return f"""
user {owner};
daemon off;
worker_processes 1;
pid nginx-{port}.pid;
error_log stderr error;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 100000000;
    default_type application/json;
    server {{ listen 127.0.0.1:{port}; location / {{ root .; }} }}
}}
"""


def prism(material: Material) -> dict[str, bytes]:
    """Return the kit's OpenAPI document with the two answers as its examples."""
    document = deepcopy(dict(material.document))
    answer = document["paths"][PATH]["get"]["responses"]["200"]["content"]["application/json"]
    answer["examples"] = {"page": {"value": json.loads(material.page)}, "full": {"value": json.loads(material.full)}}
    return {"openapi.json": _json(document)}


def json_server(material: Material) -> dict[str, bytes]:
    """Return the items as two collections, and a folder of static files, which it insists on in production."""
    return {"db.json": _json({"assistants": material.summaries, "full": material.objects}), "public/robots.txt": b""}


def wiremock(material: Material) -> dict[str, bytes]:
    """Return a stub for each answer."""

    def stub(file: str, priority: int, **conditions: Any) -> dict[str, Any]:
        headers = {"Content-Type": "application/json"}
        return {
            "priority": priority,
            "request": {"method": "GET", "urlPath": PATH, **conditions},
            "response": {"status": 200, "bodyFileName": file, "headers": headers},
        }

    stubs = [stub("full.json", 1, queryParameters={"fields": {"equalTo": "full"}}), stub("page.json", 2)]
    files = {f"__files/{name}": body for name, body in bodies(material).items()}
    return {"mappings/stubs.json": _json({"mappings": stubs}), **files}


def mockoon(material: Material) -> dict[str, bytes]:
    """Return an environment with two data buckets and their routes."""
    buckets = {"assistants": material.summaries, "full": material.objects}
    routes = [_bucket_route(number, name) for number, name in enumerate(buckets)]
    environment = {
        "uuid": _uuid(1),
        "lastMigration": 33,
        "name": "assistants",
        "port": 3000,
        "hostname": "127.0.0.1",
        "routes": routes,
        "rootChildren": [{"type": "route", "uuid": route["uuid"]} for route in routes],
        "data": [
            {"uuid": _uuid(10 + number), "id": name, "name": name, "documentation": "", "value": json.dumps(rows)}
            for number, (name, rows) in enumerate(buckets.items())
        ],
    }
    return {"environment.json": _json(environment)}


def _bucket_route(number: int, bucket: str) -> dict[str, Any]:
    response = {
        "uuid": _uuid(20 + number),
        "statusCode": 200,
        "headers": [{"key": "Content-Type", "value": "application/json"}],
        "bodyType": "DATABUCKET",
        "databucketID": bucket,
        "default": True,
        "crudKey": "id",
    }
    return {"uuid": _uuid(30 + number), "type": "crud", "method": "", "endpoint": bucket, "responses": [response]}


def _uuid(number: int) -> str:
    return str(UUID(int=number, version=4))


def _json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
