"""What the messages look like: bodies in JSON, text, gzip and binary, and headers of every AMQP type pika writes."""
import gzip
import json
import random
import struct
import uuid
from datetime import datetime, timezone
from decimal import Decimal

import pika

NAMES = ["Ada Lovelace", "Søren Kierkegaard", "李小龍", "Zoë O'Brien", "Łukasz Żółć", "محمد علي", "Ann <b>Bold</b>", "Émile Zola"]
GOODS = ["rabbit feeder", "carrot seeds (100 g)", "hay, 2 kg", "hutch \"Villa\"", "leash & collar", "订单 box"]


def now():
    return datetime.now(timezone.utc)


def properties(content_type, headers=None, **more):
    more.setdefault("delivery_mode", 2)
    more.setdefault("message_id", str(uuid.uuid4()))
    more.setdefault("timestamp", int(now().timestamp()))
    return pika.BasicProperties(content_type=content_type, headers=headers, **more)


def as_json(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def order(number, country):
    lines = [{"article": random.choice(GOODS), "quantity": random.randint(1, 5), "price": round(random.uniform(2, 90), 2)}
             for _ in range(random.randint(1, 4))]
    return {"orderId": f"O-{number:08d}", "country": country, "customer": {"name": random.choice(NAMES), "id": random.randint(1000, 9999)},
            "lines": lines, "total": round(sum(line["quantity"] * line["price"] for line in lines), 2), "createdAt": now().isoformat()}


def typed_headers(number):
    """One of each field type that pika can write (it knows no float), but for decimals: RabbitMQ 3.10 ends the
    publisher's connection (541) when a decimal header reaches a stream. Mails, which meet no stream, carry it."""
    return {
        "attempt": number % 5, "big": 2 ** 40 + number, "negative": -number, "vip": number % 2 == 0, "nothing": None,
        "note": "naïve ünïcödé 订单 🐇", "html": "<script>alert(1)</script>",
        "placed-at": now().replace(microsecond=0, tzinfo=None), "signature": bytes([0, 1, 2, 254, 255]), "tags": ["express", 7, True, None],
        "nested": {"level": 1, "inner": {"level": 2, "list": [{"deep": {"deeper": {"deepest": "five"}}}]}},
        "traceparent": f"00-{uuid.uuid4().hex}-{uuid.uuid4().hex[:16]}-01", "": "empty name",
    }


def mail(number):
    text = f"To: {random.choice(NAMES)}\r\nSubject: Your order O-{number:08d}\r\n\r\nThank you!\nIt is on its way.\n"
    return text.encode(), properties("text/plain; charset=utf-8", {"template": "order-shipped", "html": False, "postage": Decimal("1.85"),
                                                                                 "order": typed_headers(number)}, type="mail")


def product_change(number):
    document = {"sku": f"SKU-{number % 500}", "title": random.choice(GOODS), "description": "soft and warm. " * 40}
    return (gzip.compress(as_json(document), 1),
            properties("application/json", {"codec": "gzip"}, content_encoding="gzip", type="product.changed"))


def click(number):
    """A packed record: magic, sequence, x, y, time in milliseconds."""
    body = struct.pack(">4sIHHQ", b"CLK\x01", number & 0xFFFFFFFF, random.randrange(1920), random.randrange(1080), int(now().timestamp() * 1000))
    return body, properties("application/octet-stream", delivery_mode=1, message_id=None, app_id="web")


def picture(number):
    """A tiny but real PNG header followed by noise; every tenth is 64 KB."""
    noise = random.randbytes(65_536 if number % 10 == 0 else 600)
    return b"\x89PNG\r\n\x1a\n" + noise, properties("image/png", {"type": "image", "thumbnail": number % 3 == 0, "bytes": len(noise)})


def pdf(number):
    body = b"%PDF-1.4\n" + random.randbytes(900) + b"\n%%EOF"
    return body, properties("application/pdf", {"type": "pdf", "lang": "de", "pages": number % 9 + 1})


def payment(number, kind="card"):
    """kind: card (settles, or not while the provider is down), broken (invalid JSON), crash (the consumer dies of it)."""
    headers = {"x-payment-kind": kind, "attempt": 1}
    body = b'{"orderId":"O-1","amount":' if kind == "broken" else as_json({"orderId": f"O-{number:08d}", "amount": number % 300 + 0.99})
    return body, properties("application/json", headers, type="payment.request", correlation_id=f"corr-{number}", app_id="checkout",
                            reply_to="payments.replies")


def odd_message(number, name):
    body = f"hostile name {name!r} number {number} <script>alert(document.cookie)</script>".encode() + (b"\xff\xfe" if number % 4 == 0 else b"")
    headers = {"<img src=x onerror=alert(1)>": "<svg/onload=alert(1)>", "name": name, "number": number}
    return body, properties("text/html" if number % 2 else "text/plain", headers, type="<b>type</b>", app_id="\"odd\"", message_id=f"odd/{number}?<i>")
