"""The lab's running scene on Kafka: the same order business, made by real clients (confluent-kafka)."""
