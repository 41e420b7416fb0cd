"""The few calls of the management API that the scene needs: policies, shovels, totals."""
import base64
import http.client
import json
from urllib.parse import quote, urlsplit

from . import settings


class Refused(Exception):
    """The management API answered, but not with success."""


def call(method, path, body=None):
    """One request to the first node that answers; the parsed answer, or None when it is empty."""
    login = settings.required("LAB_RABBITMQ_ADMIN_USER") + ":" + settings.required("LAB_RABBITMQ_ADMIN_PASSWORD")
    headers = {"Authorization": "Basic " + base64.b64encode(login.encode()).decode(), "Content-Type": "application/json"}
    failure = None
    for url in settings.required("LAB_RABBITMQ_MANAGEMENT_URLS").split(","):
        target = urlsplit(url)
        connection = http.client.HTTPConnection(target.hostname, target.port, timeout=10)
        try:
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            answer = connection.getresponse()
            text = answer.read()
        except (OSError, http.client.HTTPException) as error:
            failure = error
            continue
        finally:
            connection.close()
        if answer.status >= 300:
            raise Refused(f"{method} {path}: {answer.status} {text[:200]!r}")
        return json.loads(text) if text else None
    raise failure


def segment(name):
    return quote(name, safe="")


def put_policy(vhost, name, pattern, definition, apply_to="queues", priority=0, operator=False):
    kind = "operator-policies" if operator else "policies"
    body = {"pattern": pattern, "definition": definition, "apply-to": apply_to, "priority": priority}
    call("PUT", f"/api/{kind}/{segment(vhost)}/{segment(name)}", body)


def put_shovel(vhost, name, definition):
    call("PUT", f"/api/parameters/shovel/{segment(vhost)}/{segment(name)}", {"value": definition})


def user_uri(vhost, port=None):
    """An AMQP address with login, as a shovel needs it."""
    host, own_port = settings.endpoints()[0]
    user, password = settings.required("LAB_RABBITMQ_APP_USER"), settings.required("LAB_RABBITMQ_APP_PASSWORD")
    return f"amqp://{user}:{password}@{host}:{port or own_port}/{segment(vhost)}"
