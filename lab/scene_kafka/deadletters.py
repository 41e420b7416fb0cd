"""Headers that say where a dead letter came from, in the three conventions that are common."""
import struct

from . import bodies

REASON = "settling failed: <b>provider</b> said 503"


def connect(message):
    """Kafka Connect: text, all values."""
    return [("__connect.errors.topic", message.topic().encode()), ("__connect.errors.partition", str(message.partition()).encode()),
            ("__connect.errors.offset", str(message.offset()).encode()), ("__connect.errors.connector.name", b"warehouse-sink"),
            ("__connect.errors.task.id", b"0"), ("__connect.errors.stage", b"VALUE_CONVERTER"),
            ("__connect.errors.class.name", b"org.apache.kafka.connect.json.JsonConverter"),
            ("__connect.errors.exception.class.name", b"org.apache.kafka.connect.errors.DataException"),
            ("__connect.errors.exception.message", REASON.encode()),
            ("__connect.errors.exception.stacktrace", b"org.apache.kafka.connect.errors.DataException: " + REASON.encode() + b"\n\tat lab.Sink.put")]


def spring(message):
    """Spring Kafka: partition (4 bytes), offset and timestamp (8 bytes) as big-endian numbers."""
    return [("kafka_dlt-original-topic", message.topic().encode()), ("kafka_dlt-original-partition", struct.pack(">i", message.partition())),
            ("kafka_dlt-original-offset", struct.pack(">q", message.offset())),
            ("kafka_dlt-original-timestamp", struct.pack(">q", message.timestamp()[1])),
            ("kafka_dlt-original-timestamp-type", b"CreateTime"), ("kafka_dlt-original-consumer-group", b"order-service"),
            ("kafka_dlt-exception-fqcn", b"org.springframework.kafka.listener.ListenerExecutionFailedException"),
            ("kafka_dlt-exception-cause-fqcn", b"java.lang.IllegalStateException"), ("kafka_dlt-exception-message", REASON.encode()),
            ("kafka_dlt-exception-stacktrace", b"java.lang.IllegalStateException: " + REASON.encode() + b"\n\tat lab.Listener.handle")]


def plain(message):
    return [("x-original-topic", message.topic().encode()), ("x-original-partition", str(message.partition()).encode()),
            ("x-original-offset", str(message.offset()).encode()), ("x-exception-message", REASON.encode()),
            ("x-failed-at", bodies.now().isoformat().encode())]


CONVENTIONS = (connect, spring, plain)


def headers_for(number, message):
    return (message.headers() or []) + CONVENTIONS[number % len(CONVENTIONS)](message)
