"""What the messages look like: (key, value, headers), keys and values as bytes or None."""
import io
import json
import random
import struct
import time
import uuid
from datetime import datetime, timezone
from decimal import Decimal

import fastavro

from . import schemas, wire

NAMES = ["Ada Lovelace", "Søren Kierkegaard", "李小龍", "Zoë O'Brien", "Łukasz Żółć", "محمد علي", "Ann <b>Bold</b>", "Émile Zola"]
GOODS = ["rabbit feeder", "carrot seeds (100 g)", "hay, 2 kg", "hutch \"Villa\"", "leash & collar", "订单 box"]
COUNTRIES = ("eu", "us", "jp")
AVRO = {wire.SHIPMENT_V1: fastavro.parse_schema(schemas.SHIPMENT), wire.SHIPMENT_V2: fastavro.parse_schema(schemas.SHIPMENT_2)}
LARGE = 900_000


def now():
    return datetime.now(timezone.utc)


def as_json(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def traced():
    return ("traceparent", f"00-{uuid.uuid4().hex}-{uuid.uuid4().hex[:16]}-01".encode())


def order(number):
    lines = [{"article": random.choice(GOODS), "quantity": random.randint(1, 5), "price": round(random.uniform(2, 90), 2)}
             for _ in range(random.randint(1, 4))]
    value = {"orderId": f"O-{number:08d}", "country": COUNTRIES[number % 3], "customer": {"name": random.choice(NAMES), "id": number % 9000},
             "lines": lines, "total": round(sum(line["quantity"] * line["price"] for line in lines), 2), "createdAt": now().isoformat()}
    headers = [("content-type", b"application/json"), ("type", b"order.created"), ("attempt", str(number % 5).encode()), traced(),
               ("note", "naïve ünïcödé 订单 🐇".encode()), ("html", b"<script>alert(1)</script>")]
    # Twelve hundred customers: each one's orders stay in one partition.
    return f"customer-{number % 1200}".encode(), as_json(value), headers


def click(number):
    text = f"{now():%Y-%m-%dT%H:%M:%S} GET /shop/{random.choice(('hay', 'carrots', 'cart', 'login'))}?n={number} 200 {random.randrange(5, 900)}ms"
    return None, text.encode(), []


def customer(number):
    """Five hundred customers, written again and again; every tenth message is a tombstone."""
    key = f"customer-{number % 500}".encode()
    if number % 10 == 9:
        return key, None, [("reason", b"account closed")]
    value = {"id": number % 500, "name": random.choice(NAMES), "vip": number % 7 == 0, "revision": number}
    return key, as_json(value), [("content-type", b"application/json")]


def payment(number):
    return f"O-{number:08d}".encode(), as_json({"orderId": f"O-{number:08d}", "amount": number % 300 + 0.99, "currency": "EUR"}), [traced()]


def measurement(number):
    value = {"sensor": f"hutch-{number % 20}", "celsius": round(20 + random.random(), 3), "humidity": 50, "text": "soft and warm. " * 20}
    return struct.pack(">i", number % 20), as_json(value), [("unit", b"celsius")]


def invoice(number, poison=False):
    value = b'{"invoiceId":"I-666","amount":' if poison else as_json({"invoiceId": f"I-{number:06d}", "amount": number % 500})
    return f"I-{number:06d}".encode(), value, [("poison", b"true")] if poison else []


def picture(number):
    """A PNG header followed by noise; keys are whole numbers of 4 and of 8 bytes, by turns."""
    key = struct.pack(">i", number) if number % 2 else struct.pack(">q", 5_000_000_000 + number)
    return key, b"\x89PNG\r\n\x1a\n" + random.randbytes(600), [("content-type", b"image/png"), ("thumbnail", b"\1")]


def shipment(number):
    schema_id = wire.SHIPMENT_V2 if number % 3 == 0 else wire.SHIPMENT_V1
    value = {"id": str(uuid.uuid4()), "number": number, "carrier": ("POST", "COURIER", "BICYCLE")[number % 3], "weightKg": number % 40 + 0.25,
             "express": number % 2 == 0, "parcels": [{"sku": f"SKU-{n}", "quantity": n + 1} for n in range(number % 3)],
             "labels": {"country": COUNTRIES[number % 3], "html": "<b>fragile</b>"}, "note": None if number % 2 else "naïve ünïcödé 🐇",
             "checksum": struct.pack(">I", number), "shippedAt": now(), "price": Decimal(number % 900) + Decimal("0.99")}
    if schema_id == wire.SHIPMENT_V2:
        value["tracking"] = f"T{number:09d}"
    coded = io.BytesIO()
    fastavro.schemaless_writer(coded, AVRO[schema_id], value)
    return f"S-{number}".encode(), wire.prefix(schema_id) + coded.getvalue(), []


def stock(number):
    """Protobuf; every fifth is the file's second message, whose index is written out."""
    sku = f"SKU-{number % 200}"
    if number % 5 == 4:
        return sku.encode(), wire.protobuf(wire.STOCK, wire.field(1, sku) + wire.field(2, "sold out"), (1,)), []
    value = wire.field(1, sku) + wire.field(2, number % 1000) + wire.field(3, number % 90 + 0.5) + wire.field(4, number % 2)
    for shelf in range(number % 3):
        value += wire.field(5, wire.field(1, f"A-{shelf}") + wire.field(2, 10 * shelf + 1))
    return sku.encode(), wire.protobuf(wire.STOCK, value), []


def odd(number):
    """Whatever a message may be and few expect."""
    return ODD[number % len(ODD)]


ODD = [
    (None, None, []),
    (b"", b"", [("", b"empty name"), ("empty", b""), ("null", None)]),
    (b"<script>alert('key')</script>", b"<img src=x onerror=alert(1)>", [("<script>alert(1)</script>", b"<svg/onload=alert(1)>")]),
    (b"\xff\xfe\xfd", b"\x00\x01\x02\xff" * 8, [("binary", b"\x80\x81\xff"), ("twice", b"1"), ("twice", b"2")]),
    ("right-to-left \u202e gnirts".encode(), "zero\u200bwidth {{7*7}} ${7*7} '; DROP TABLE topics; --".encode(), [("tab\there", b"line\nbreak")]),
    (b"deep", ("[" * 200 + "]" * 200).encode(), [("content-type", b"application/json")]),
    (b"number", b'{"big":123456789012345678901234567890,"tiny":1e-400,"twice":1,"twice":2}', []),
    (b"no such schema", b"\x00\x00\x0f\x42\x3f" + b"not Avro", []),
    (b"cut off", b"\x00\x00\x00\x00" + bytes([wire.SHIPMENT_V1]) + b"\x48ab", []),
    (b"JSON schema", wire.prefix(wire.CLICK) + b'{"page":"/cart","x":17,"y":4}', []),
    (b"null value", None, [("reason", b"a tombstone where nothing compacts")]),
]


def large():
    return b"large", as_json({"title": "900 KB", "text": "x" * (LARGE - 30)}), [("content-type", b"application/json")]


def milliseconds():
    return int(time.time() * 1000)
