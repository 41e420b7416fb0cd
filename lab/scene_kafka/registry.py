"""A stub of the Schema Registry's public REST API: reads only, fixed schemas, and each answer says that it is a stub.

By itself: python3 -m scene_kafka.registry PORT
"""
import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

from . import schemas


class NotFound(Exception):
    """Answered as the registry does: 404 with an error code of its own."""

    def __init__(self, code, text):
        super().__init__(text)
        self.code = code


def by_subject(subject):
    found = {entry[1]: schema_id for schema_id, entry in schemas.REGISTERED.items() if entry[0] == subject}
    if not found:
        raise NotFound(40401, f"Subject '{subject}' not found.")
    return found


def schema_body(schema_id, serialized):
    _, _, kind, text = schemas.REGISTERED[schema_id]
    body = {"schema": schemas.SERIALIZED.get(schema_id, text) if serialized else text}
    # The registry leaves the type out for Avro.
    return body if kind == "AVRO" else {**body, "schemaType": kind}


def answer(path, query):
    serialized = query.get("format") == ["serialized"]
    match path:
        case []:
            return {"stub": "Broker Dashboard lab: a stub of the Schema Registry's REST API, with fixed schemas"}
        case ["subjects"]:
            return sorted({entry[0] for entry in schemas.REGISTERED.values()})
        case ["schemas", "types"]:
            return ["JSON", "PROTOBUF", "AVRO"]
        case ["schemas", "ids", number, *rest] if rest in ([], ["schema"], ["versions"], ["subjects"]):
            if not number.isdecimal() or int(number) not in schemas.REGISTERED:
                raise NotFound(40403, "Schema not found")
            subject, version, _, _ = schemas.REGISTERED[int(number)]
            if rest == ["versions"]:
                return [{"subject": subject, "version": version}]
            if rest == ["subjects"]:
                return [subject]
            body = schema_body(int(number), serialized)
            return body if not rest else json.loads(body["schema"]) if body["schema"].startswith("{") else body["schema"]
        case ["subjects", subject, "versions"]:
            return sorted(by_subject(subject))
        case ["subjects", subject, "versions", wanted]:
            found = by_subject(subject)
            version = max(found) if wanted in ("latest", "-1") else int(wanted) if wanted.isdecimal() else 0
            if version not in found:
                raise NotFound(40402, f"Version {wanted} not found.")
            return {"subject": subject, "version": version, "id": found[version], **schema_body(found[version], serialized)}
        case ["config"]:
            return {"compatibilityLevel": "BACKWARD"}
    raise NotFound(404, "HTTP 404 Not Found")


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "lab-schema-registry-stub"

    def do_GET(self):
        url = urlsplit(self.path)
        try:
            status, body = 200, answer([unquote(part) for part in url.path.split("/") if part], parse_qs(url.query))
        except NotFound as missing:
            status, body = 404, {"error_code": missing.code, "message": str(missing)}
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/vnd.schemaregistry.v1+json")
        self.send_header("Content-Length", str(len(text)))
        self.send_header("X-Stub", "lab")
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True


def server(port):
    return Server(("127.0.0.1", port), Handler)


if __name__ == "__main__":
    if len(sys.argv) != 2 or not sys.argv[1].isdecimal():
        sys.exit(__doc__)
    try:
        server(int(sys.argv[1])).serve_forever()
    except KeyboardInterrupt:
        pass
