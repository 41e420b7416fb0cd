"""The lab's running scene: an order business on RabbitMQ, made by real clients."""
