"""python3 -m scene_kafka run | once"""
import os
import sys

from . import running, seed, settings, topology
from .actor import FAILURES


def main(command):
    if command == "run":
        running.run(settings.required("LAB_TRAFFIC_DIR"))
    elif command == "once":
        topology.create_all()
        seed.run_once()
        print(f"traffic: Kafka seeded: {seed.ORDERS} orders, {seed.DEAD} dead letters, a hanging transaction, an empty group with lag; "
              "nothing is left running")
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    os.umask(0o077)
    try:
        main(sys.argv[1] if len(sys.argv) > 1 else "")
    except FAILURES as failure:
        sys.exit(f"traffic: {type(failure).__name__}: {failure}")
