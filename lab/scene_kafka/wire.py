"""Payloads as the Confluent serializers write them: a zero byte, the schema's id (4 bytes), then the encoded value."""
import struct

# Their ids in the registry stub.
SHIPMENT_V1, SHIPMENT_V2, STOCK, CLICK = 101, 102, 103, 104


def prefix(schema_id):
    return struct.pack(">bI", 0, schema_id)


def varint(value):
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def field(number, value):
    """One Protobuf field: bytes and text by length, floats as double, whole numbers as varint."""
    if isinstance(value, str):
        value = value.encode()
    if isinstance(value, bytes):
        return varint(number << 3 | 2) + varint(len(value)) + value
    if isinstance(value, float):
        return varint(number << 3 | 1) + struct.pack("<d", value)
    return varint(number << 3) + varint(value)


def protobuf(schema_id, message, indexes=(0,)):
    """The message indexes stand between id and value: [0] is written as one zero; others as count and indexes, zig-zag."""
    if tuple(indexes) == (0,):
        path = b"\0"
    else:
        path = varint(len(indexes) << 1) + b"".join(varint(index << 1) for index in indexes)
    return prefix(schema_id) + path + message
