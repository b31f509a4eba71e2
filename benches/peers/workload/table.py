"""The sides beside each other: `table.py COUNT FILE`, the file with a line of JSON for each."""

import json
import sys
from decimal import Decimal

count = int(sys.argv[1])
with open(sys.argv[2], encoding="utf-8") as file:
    sides = [json.loads(line) for line in file]
by = {side["side"]: side for side in sides}
names = ("revenue", "won", "median", "distinct")
for side in sides:
    for name in names:
        if Decimal(side[name]) != Decimal(sides[0][name]):
            sys.exit(f"{name} differs: {sides[0]['side']} has {sides[0][name]}, {side['side']} has {side[name]}")
own = by["attain"]
print(f"\n{count:,} facts, one thread\n\n{'':10}{'CPU s':>9}{'wall s':>9}{'peak MB':>9}{'CPU : attain':>14}")
for side in sides:
    print(f"{side['side']:10}{side['cpu']:9.2f}{side['wall']:9.2f}{side['memory']:9.0f}{side['cpu'] / own['cpu']:14.3f}")
ratio = lambda name: round(by[name]["cpu"] / own["cpu"], 4)
found = {
    "rows": count,
    "checksums": {name: sides[0][name] for name in names},
    "P1": ratio("duckdb"),
    "P3": round(own["cpu"] / by["by hand"]["cpu"], 2),
    "P4": {"polars": ratio("polars"), "pandas": ratio("pandas")},
}
print(json.dumps(found))
