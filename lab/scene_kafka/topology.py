"""Topics and rights of the scene. Creating again changes nothing."""
from confluent_kafka import KafkaError, KafkaException
from confluent_kafka.admin import (AclBinding, AclOperation, AclPermissionType, AdminClient, NewTopic, ResourcePatternType, ResourceType)

from . import settings

# Nothing may fill a disk when a demo is left alone overnight: two hours, and 32 MB for each partition.
BOUNDED = {"retention.ms": "7200000", "retention.bytes": "33554432", "segment.bytes": "8388608", "segment.ms": "600000"}
COMPACTED = {"cleanup.policy": "compact", "min.cleanable.dirty.ratio": "0.05", "segment.ms": "20000", "delete.retention.ms": "60000",
             "max.compaction.lag.ms": "60000"}

ORDERS, CLICKS, CUSTOMERS, PAYMENTS, SETTLEMENTS = "shop.orders", "shop.clicks", "shop.customers", "shop.payments", "shop.settlements"
MEASUREMENTS, INVOICES, PICTURES, SHIPMENTS, STOCK = "shop.measurements", "shop.invoices", "shop.pictures", "shop.shipments", "shop.stock"
DEAD_LETTERS, ODD, EMPTY = "shop.dead-letters", "shop.odd", "shop.never-used"
TOPICS = {
    ORDERS: (6, BOUNDED),
    CLICKS: (3, BOUNDED),
    CUSTOMERS: (3, COMPACTED),
    PAYMENTS: (3, BOUNDED),
    SETTLEMENTS: (1, BOUNDED),
    MEASUREMENTS: (4, BOUNDED),
    INVOICES: (1, BOUNDED),
    PICTURES: (2, {**BOUNDED, "message.timestamp.type": "LogAppendTime"}),
    SHIPMENTS: (3, BOUNDED),
    STOCK: (3, {**BOUNDED, "cleanup.policy": "compact,delete"}),
    DEAD_LETTERS: (3, {**BOUNDED, "retention.ms": "86400000"}),
    ODD: (1, BOUNDED),
    EMPTY: (2, {}),
}
RIGHTS = [
    (ResourceType.TOPIC, "shop.", ResourcePatternType.PREFIXED, "User:lab-app", AclOperation.ALL),
    (ResourceType.GROUP, "order-service", ResourcePatternType.LITERAL, "User:lab-app", AclOperation.READ),
    (ResourceType.TOPIC, PAYMENTS, ResourcePatternType.LITERAL, "User:<b>auditor</b>", AclOperation.DESCRIBE),
]


def replicas():
    return min(3, len(settings.required("LAB_KAFKA_BOOTSTRAP").split(",")))


def missing_only(futures):
    """Waits for all; that something is there already is no failure."""
    for future in futures.values():
        try:
            future.result(timeout=30)
        except KafkaException as failure:
            if failure.args[0].code() != KafkaError.TOPIC_ALREADY_EXISTS:
                raise


def create_all():
    admin = AdminClient(settings.client("scene: topology", socket_timeout_ms=10_000))
    existing = admin.list_topics(timeout=15).topics
    new = [NewTopic(name, partitions, replicas(), config=config) for name, (partitions, config) in TOPICS.items() if name not in existing]
    if new:
        missing_only(admin.create_topics(new, request_timeout=20))
        grant(admin)


def grant(admin):
    bindings = [AclBinding(kind, name, pattern, who, "*", operation, AclPermissionType.ALLOW) for kind, name, pattern, who, operation in RIGHTS]
    for future in admin.create_acls(bindings).values():
        future.result(timeout=20)
