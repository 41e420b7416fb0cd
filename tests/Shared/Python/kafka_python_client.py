"""Reads, writes and joins groups with kafka-python; JSON lines on the standard output."""

import time

from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition
from kafka.errors import CommitFailedError, RebalanceInProgressError
from kafka.serializer import JsonSerializer
from kafka.structs import OffsetAndMetadata

from kafka_script import Rebalancing, deadline, record, run, serve, tell


class BytesAndJson(JsonSerializer):
    """The bytes beside what the library's own deserializer makes of them."""

    def deserialize(self, topic, headers, data):
        return data, super().deserialize(topic, headers, data)


def consumer(servers, group, topic, **more):
    reading = KafkaConsumer(
        bootstrap_servers=servers, group_id=group, auto_offset_reset="earliest", enable_auto_commit=False,
        session_timeout_ms=10_000, heartbeat_interval_ms=500, fetch_max_wait_ms=100, **more)

    # Asked first: a member that joins before it knows the partitions is given none, and 3.0.12 may then stay without.
    for _ in deadline():
        if reading.partitions_for_topic(topic):
            break
        time.sleep(0.1)
    reading.subscribe([topic])
    return reading


def read(servers, topic, group, count):
    """The first messages of a topic, read in a group and committed."""
    reading = consumer(servers, group, topic, value_deserializer=BytesAndJson())
    left = int(count)
    for _ in deadline():
        for messages in reading.poll(timeout_ms=200).values():
            for one in messages:
                data, decoded = one.value
                tell(record(one.partition, one.offset, one.timestamp, one.key, data, one.headers, json=decoded))
                left -= 1
        if left <= 0:
            break
    reading.commit()
    reading.close()


def write(servers, topic):
    """JSON, a tombstone, a compressed batch and two transactions, one of which is aborted."""
    at = int(time.time() * 1000) - 60_000

    def send(producer, key, value, headers, time_ms, **more):
        where = producer.send(topic, key=key, value=value, headers=headers, partition=0, timestamp_ms=time_ms).get(timeout=30)
        serializer = producer.config["value_serializer"]
        data = serializer.serialize(topic, [], value)
        tell(record(where.partition, where.offset, time_ms, key, data, headers, **more))

    plain = KafkaProducer(bootstrap_servers=servers, value_serializer=JsonSerializer())
    send(plain, b"order-1", {"n": 1, "name": "zo\u00eb \U0001f407"}, [("source", b"first"), ("source", b"second"), ("raw", b"\x00\xff"), ("empty", b"")], at)
    send(plain, b"order-1", None, [], at + 1)
    plain.close()

    packed = KafkaProducer(bootstrap_servers=servers, value_serializer=JsonSerializer(), compression_type="gzip", linger_ms=50)
    send(packed, b"order-2", ["a" * 500, 2.5, None], [("codec", b"gzip")], at + 2)
    packed.close()

    transactions = KafkaProducer(bootstrap_servers=servers, value_serializer=JsonSerializer(), transactional_id=f"{topic}-tx")
    transactions.init_transactions()
    for commits in (True, False):
        transactions.begin_transaction()
        send(transactions, b"order-3", {"committed": commits}, [], at + 3, committed=commits)
        if commits:
            transactions.commit_transaction()
        else:
            transactions.abort_transaction()
    transactions.close()


def place(servers, topic, *keys):
    """Where this client's own partitioner puts keys."""
    producer = KafkaProducer(bootstrap_servers=servers)
    for key in keys:
        tell({"key": key, "partition": producer.send(topic, key=key.encode(), value=b"theirs").get(timeout=30).partition})
    producer.close()


def describe(servers, group, topic):
    """The group as this client's admin tells it, while its members run."""
    admin = KafkaAdminClient(bootstrap_servers=servers)
    told = admin.describe_groups([group])[group]
    committed = {place.partition: at.offset for place, at in admin.list_group_offsets({group: None})[group].items() if place.topic == topic}
    admin.close()
    asking = KafkaConsumer(bootstrap_servers=servers)
    places = [TopicPartition(topic, partition) for partition in committed]
    ends = asking.end_offsets(places)
    asking.close()
    members = []
    for member in told["members"]:
        assigned = member["member_assignment"]
        partitions = [p for one in assigned["assigned_partitions"] if one["topic"] == topic for p in one["partitions"]]
        members.append({"member": member["member_id"], "client": member["client_id"], "host": member["client_host"], "partitions": sorted(partitions)})
    tell({"members": members, "committed": committed, "lag": {place.partition: end - committed[place.partition] for place, end in ends.items()}})


def member(servers, group, topic, client):
    """A member that goes on until its input ends."""
    reading = consumer(servers, group, topic, client_id=client)

    def poll():
        return [(one.partition, one.offset) for messages in reading.poll(timeout_ms=100).values() for one in messages]

    def commit(offsets):
        try:
            reading.commit({place: OffsetAndMetadata(offset, "", -1) for place, offset in offsets})
        except (CommitFailedError, RebalanceInProgressError) as error:
            raise Rebalancing from error

    serve(reading, poll, commit)


run({"read": read, "write": write, "place": place, "describe": describe, "member": member})
