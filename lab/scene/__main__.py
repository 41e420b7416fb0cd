"""python3 -m scene run | once"""
import logging
import os
import sys

from . import running, seed, settings, topology
from .actor import FAILURES
from .admin import Refused


def main(command):
    if command == "run":
        running.run(settings.required("LAB_TRAFFIC_DIR"))
    elif command == "once":
        logging.getLogger("pika").setLevel(logging.CRITICAL)
        topology.declare_all()
        seed.run_once()
        dead = ", ".join(f"{count} {reason}" for reason, count in seed.REASONS.items())
        print(f"traffic: seeded {seed.ORDERS} orders, a dead-letter queue ({dead}) and odd names; nothing is left running")
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    os.umask(0o077)
    try:
        main(sys.argv[1] if len(sys.argv) > 1 else "")
    except (*FAILURES, Refused, TimeoutError) as failure:
        sys.exit(f"traffic: {type(failure).__name__}: {failure}")
