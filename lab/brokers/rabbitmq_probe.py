"""Asks a management API whether the broker serves: prints "VERSION RUNNING_NODES", or fails.

Address and user come by environment (LAB_PROBE_URL, _USER, _PASSWORD): an argument would show in the process list.
"""
import base64
import http.client
import json
import os
import sys
from urllib.parse import urlsplit


def get(path):
    url = urlsplit(os.environ["LAB_PROBE_URL"])
    user = os.environ["LAB_PROBE_USER"] + ":" + os.environ["LAB_PROBE_PASSWORD"]
    connection = http.client.HTTPConnection(url.hostname, url.port, timeout=5)
    connection.request("GET", path, headers={"Authorization": "Basic " + base64.b64encode(user.encode()).decode()})
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise OSError(f"{path} answered {answer.status}")
    return json.loads(body)


def main():
    version = get("/api/overview")["rabbitmq_version"]
    running = [node for node in get("/api/nodes") if node.get("running")]
    # Listeners come last in the boot: with them the node takes clients.
    get("/api/health/checks/protocol-listener/amqp")
    print(version, len(running))


if __name__ == "__main__":
    try:
        main()
    except (OSError, http.client.HTTPException, ValueError, KeyError) as failure:
        sys.exit(f"not ready: {failure}")
