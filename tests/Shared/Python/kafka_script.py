"""What both Kafka scripts share: how they tell what they saw, and a member of a group that can be asked."""

import base64
import json
import queue
import sys
import threading
import time

DEADLINE_SECONDS = 90


def tell(what):
    print(json.dumps(what), flush=True)


def text(data):
    """Bytes as base64; None stays None."""
    return None if data is None else base64.b64encode(data).decode()


def record(partition, offset, timestamp, key, value, headers, **more):
    return dict(
        partition=partition,
        offset=offset,
        timestamp=timestamp,
        key=text(key),
        value=text(value),
        headers=[[name, text(data)] for name, data in headers or []],
        **more,
    )


def deadline():
    """True until time is over, then an error: a script never hangs."""
    end = time.monotonic() + DEADLINE_SECONDS
    while time.monotonic() < end:
        yield True
    raise TimeoutError("it took too long")


class Rebalancing(Exception):
    """A commit refused because the group is handing out its partitions anew; nothing is committed."""


class Questions:
    """Lines of the standard input, read beside the polling; the end of the input is the word "stop"."""

    def __init__(self):
        self._lines = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def next(self):
        try:
            return self._lines.get_nowait()
        except queue.Empty:
            return None

    def _read(self):
        for line in sys.stdin:
            self._lines.put(line.strip())
        self._lines.put("stop")


def serve(reading, poll, commit):
    """A member that polls until its input ends, and answers "tell" and "commit N" on the way.

    reading   the consumer, which is subscribed
    poll      gives partition and offset of each message that came within a moment
    commit    commits an offset for each place it is given, or raises Rebalancing

    "commit N" tells the partitions whose offsets took: none while the group hands them out anew, which it may do at any time.
    """
    questions = Questions()
    first = {}
    while True:
        for partition, offset in poll():
            first.setdefault(partition, offset)
        match (questions.next() or "").split():
            case ["stop"]:
                break
            case ["tell"]:
                tell({"partitions": sorted(place.partition for place in reading.assignment()), "first": first})
            case ["commit", base]:
                offsets = [(place, int(base) + place.partition) for place in reading.assignment()]
                try:
                    commit(offsets)
                    tell({"committed": sorted(place.partition for place, _ in offsets)})
                except Rebalancing:
                    tell({"committed": []})
            case _:
                time.sleep(0.01)
    reading.close()


def run(commands):
    command, *arguments = sys.argv[1:]
    commands[command](*arguments)
