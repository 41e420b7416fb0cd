"""The schemas of the scene, as the registry stub tells them: Avro as JSON, Protobuf as text and as a serialized descriptor."""
import base64
import json

from . import wire

SHIPMENT_FIELDS = [
    {"name": "id", "type": {"type": "string", "logicalType": "uuid"}},
    {"name": "number", "type": "long"},
    {"name": "carrier", "type": {"type": "enum", "name": "Carrier", "symbols": ["POST", "COURIER", "BICYCLE"]}},
    {"name": "weightKg", "type": "double"},
    {"name": "express", "type": "boolean"},
    {"name": "parcels", "type": {"type": "array", "items": {"type": "record", "name": "Parcel", "fields": [
        {"name": "sku", "type": "string"}, {"name": "quantity", "type": "int"}]}}},
    {"name": "labels", "type": {"type": "map", "values": "string"}},
    {"name": "note", "type": ["null", "string"], "default": None},
    {"name": "checksum", "type": {"type": "fixed", "name": "Checksum", "size": 4}},
    {"name": "shippedAt", "type": {"type": "long", "logicalType": "timestamp-millis"}},
    {"name": "price", "type": {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}},
]
SHIPMENT = {"type": "record", "name": "Shipment", "namespace": "lab.shop", "fields": SHIPMENT_FIELDS}
# Schemas grow: the second version has one field more, with a default.
SHIPMENT_2 = {**SHIPMENT, "fields": SHIPMENT_FIELDS + [{"name": "tracking", "type": ["null", "string"], "default": None}]}

STOCK_PROTO = """syntax = "proto3";
package lab.shop;

message StockLevel {
  string sku = 1;
  int64 quantity = 2;
  double price = 3;
  bool discontinued = 4;
  repeated Place places = 5;

  message Place {
    string shelf = 1;
    uint32 count = 2;
  }
}

message StockAlarm {
  string sku = 1;
  string reason = 2;
}
"""
CLICK_JSON = {"$schema": "http://json-schema.org/draft-07/schema#", "title": "Click", "type": "object",
              "properties": {"page": {"type": "string"}, "x": {"type": "integer"}, "y": {"type": "integer"}}, "required": ["page"]}

# Numbers of google/protobuf/descriptor.proto
DOUBLE, INT64, BOOL, STRING, MESSAGE, UINT32 = 1, 3, 8, 9, 11, 13
OPTIONAL, REPEATED = 1, 3


def proto_field(name, number, kind, label=OPTIONAL, type_name=None):
    coded = wire.field(1, name) + wire.field(3, number) + wire.field(4, label) + wire.field(5, kind)
    return wire.field(2, coded + (wire.field(6, type_name) if type_name else b""))


def stock_descriptor():
    """The FileDescriptorProto of STOCK_PROTO."""
    place = wire.field(1, "Place") + proto_field("shelf", 1, STRING) + proto_field("count", 2, UINT32)
    level = wire.field(1, "StockLevel") + proto_field("sku", 1, STRING) + proto_field("quantity", 2, INT64) \
        + proto_field("price", 3, DOUBLE) + proto_field("discontinued", 4, BOOL) \
        + proto_field("places", 5, MESSAGE, REPEATED, ".lab.shop.StockLevel.Place") + wire.field(3, place)
    alarm = wire.field(1, "StockAlarm") + proto_field("sku", 1, STRING) + proto_field("reason", 2, STRING)
    return wire.field(1, "stock.proto") + wire.field(2, "lab.shop") + wire.field(4, level) + wire.field(4, alarm) + wire.field(12, "proto3")


# Id: (subject, version, type, schema)
REGISTERED = {
    wire.SHIPMENT_V1: ("shop.shipments-value", 1, "AVRO", json.dumps(SHIPMENT)),
    wire.SHIPMENT_V2: ("shop.shipments-value", 2, "AVRO", json.dumps(SHIPMENT_2)),
    wire.STOCK: ("shop.stock-value", 1, "PROTOBUF", STOCK_PROTO),
    wire.CLICK: ("shop.odd-value", 1, "JSON", json.dumps(CLICK_JSON)),
}
SERIALIZED = {wire.STOCK: base64.b64encode(stock_descriptor()).decode()}
