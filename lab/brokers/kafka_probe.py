"""Asks a Kafka node whom it knows: prints the number of brokers that are alive, or fails.  kafka_probe.py PORT"""
import socket
import struct
import sys

METADATA = 3


def take(connection, count):
    data = b""
    while len(data) < count:
        part = connection.recv(count - len(data))
        if not part:
            raise OSError("the connection was closed")
        data += part
    return data


def main(port):
    # Metadata version 1, of no topics; correlation id 1, client id "lab".
    request = struct.pack(">hhih3si", METADATA, 1, 1, 3, b"lab", 0)
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        connection.sendall(struct.pack(">i", len(request)) + request)
        answer = take(connection, *struct.unpack(">i", take(connection, 4)))
    _, brokers = struct.unpack_from(">ii", answer)
    if brokers < 1:
        raise OSError("it knows no broker yet")
    print(brokers)


if __name__ == "__main__":
    try:
        main(int(sys.argv[1]))
    except (OSError, struct.error, ValueError) as failure:
        sys.exit(f"not ready: {failure}")
