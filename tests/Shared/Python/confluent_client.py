"""Reads, writes and joins groups with confluent-kafka; JSON lines on the standard output."""

import json
import time

from confluent_kafka import Consumer, ConsumerGroupTopicPartitions, KafkaError, KafkaException, Producer, TopicPartition
from confluent_kafka.admin import AdminClient
from confluent_kafka.serialization import DoubleSerializer, IntegerSerializer, StringSerializer

from kafka_script import Rebalancing, deadline, record, run, serve, tell

OF_A_REBALANCE = (KafkaError.REBALANCE_IN_PROGRESS, KafkaError.ILLEGAL_GENERATION, KafkaError.UNKNOWN_MEMBER_ID, KafkaError.STALE_MEMBER_EPOCH)


def consumer(servers, group, protocol="classic", **more):
    settings = {
        "bootstrap.servers": servers, "group.id": group, "auto.offset.reset": "earliest", "enable.auto.commit": False, "fetch.wait.max.ms": 100, **more}
    if protocol == "consumer":
        settings["group.protocol"] = "consumer"
    else:
        settings.update({"session.timeout.ms": 10_000, "heartbeat.interval.ms": 500})
    return Consumer(settings)


def told(message, **more):
    return record(message.partition(), message.offset(), message.timestamp()[1], message.key(), message.value(), message.headers(), **more)


def read(servers, topic, group, count):
    """The first messages of a topic, read in a group and committed."""
    reading = consumer(servers, group)
    reading.subscribe([topic])
    left = int(count)
    for _ in deadline():
        message = reading.poll(0.2)
        if message is None:
            continue
        if message.error():
            raise RuntimeError(message.error())
        tell(told(message, json=None if message.value() is None else json.loads(message.value())))
        left -= 1
        if left <= 0:
            break
    reading.commit(asynchronous=False)
    reading.close()


def write(servers, topic):
    """Values of the library's serializers, every codec that it has, a tombstone, and two transactions, one of which is aborted."""
    at = int(time.time() * 1000) - 60_000
    number, double, string = IntegerSerializer(), DoubleSerializer(), StringSerializer()

    def send(producer, key, value, headers, time_ms, **more):
        sent = []
        producer.produce(topic, key=key, value=value, headers=headers, partition=0, timestamp=time_ms, on_delivery=lambda error, message: sent.append((error, message)))
        producer.flush(30)
        error, message = sent[0]
        if error is not None:
            raise RuntimeError(error)
        tell(record(message.partition(), message.offset(), time_ms, key, value, headers, **more))

    plain = Producer({"bootstrap.servers": servers})
    send(plain, number(-42), double(2.5), [("source", b"first"), ("none", None), ("source", b"second"), ("empty", b"")], at)
    send(plain, number(7), None, [], at + 1)
    send(plain, None, b"", [], at + 2)
    for codec in ("gzip", "snappy", "lz4", "zstd"):
        packed = Producer({"bootstrap.servers": servers, "compression.type": codec})
        send(packed, string("zo\u00eb"), string(codec + " " + "\u2603" * 300), [("codec", codec.encode())], at + 3)

    transactions = Producer({"bootstrap.servers": servers, "transactional.id": f"{topic}-tx"})
    transactions.init_transactions(30)
    for commits in (True, False):
        transactions.begin_transaction()
        send(transactions, string("order-3"), string(json.dumps({"committed": commits})), [], at + 4, committed=commits)
        if commits:
            transactions.commit_transaction(30)
        else:
            transactions.abort_transaction(30)


def place(servers, topic, partitioner, *keys):
    """Where a partitioner of this client puts keys; "default" leaves it to the library."""
    settings = {"bootstrap.servers": servers}
    if partitioner != "default":
        settings["partitioner"] = partitioner
    producer = Producer(settings)
    for key in keys:
        producer.produce(topic, key=key, value=b"theirs", on_delivery=lambda error, message: tell({"key": (message.key() or b"").decode(), "partition": message.partition()}))
    producer.flush(30)


def describe(servers, group, topic):
    """The group as this client's admin tells it, while its members run."""
    admin = AdminClient({"bootstrap.servers": servers})
    group_told = admin.describe_consumer_groups([group], request_timeout=30)[group].result()
    offsets = admin.list_consumer_group_offsets([ConsumerGroupTopicPartitions(group)], request_timeout=30)[group].result()
    committed = {place.partition: place.offset for place in offsets.topic_partitions if place.topic == topic}
    asking = Consumer({"bootstrap.servers": servers, "group.id": f"{group}-ends"})
    lag = {partition: asking.get_watermark_offsets(TopicPartition(topic, partition), timeout=30)[1] - at for partition, at in committed.items()}
    asking.close()
    members = [
        {
            "member": one.member_id, "client": one.client_id, "host": one.host,
            "partitions": sorted(place.partition for place in one.assignment.topic_partitions if place.topic == topic),
        }
        for one in group_told.members
    ]
    tell({"members": members, "committed": committed, "lag": lag})


def member(servers, group, topic, client, protocol):
    """A member that goes on until its input ends."""
    reading = consumer(servers, group, protocol, **{"client.id": client})
    reading.subscribe([topic])

    def poll():
        message = reading.poll(0.1)
        return [(message.partition(), message.offset())] if message is not None and not message.error() else []

    def commit(offsets):
        try:
            reading.commit(offsets=[TopicPartition(place.topic, place.partition, offset) for place, offset in offsets], asynchronous=False)
        except KafkaException as error:
            if error.args[0].code() in OF_A_REBALANCE:
                raise Rebalancing from error
            raise

    serve(reading, poll, commit)


run({"read": read, "write": write, "place": place, "describe": describe, "member": member})
