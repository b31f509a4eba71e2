"""What all sides found and took, beside each other: `table.py COUNT FILE`, the file with a line of JSON for each side and round.

The last line is JSON: P1, P2, P4, P5, P8 and P9 say how many times faster attain is, P3 how many times as long it takes as the bound by hand.
"""

import json
import sys
from decimal import Decimal
from statistics import median_low

count = int(sys.argv[1])
with open(sys.argv[2], encoding="utf-8") as file:
    lines = [json.loads(line) for line in file]
rounds = {}
for line in lines:
    rounds.setdefault(line["side"], []).append(line)


def side(name):
    """The median of each number of a side, over its rounds."""
    if name not in rounds:
        return None
    numbers = [key for key, value in rounds[name][0].items() if isinstance(value, (int, float))]
    return {**rounds[name][0], **{key: median_low([line[key] for line in rounds[name]]) for key in numbers}}


NAMES = ("revenue", "won", "median", "distinct")
for group in (("by hand", "attain", "attain, 2 threads", "duckdb", "polars", "pandas"), ("attain, sums", "duckdb, sums"), ("attain of less", "sqlite")):
    present = [line for name in group for line in rounds.get(name, [])]
    for line in present:
        for name in NAMES:
            if Decimal(line[name]) != Decimal(present[0][name]):
                sys.exit(f"{name} differs: {present[0]['side']} has {present[0][name]}, {line['side']} has {line[name]}")
for name in ("revenue", "won"):
    if Decimal(rounds["attain"][0][name]) != Decimal(rounds["attain, sums"][0][name]):
        sys.exit(f"{name} differs between all measures and those that are sums")


def digits(number, places=2):
    return round(number, places) if number < 100 else round(number)


def faster(peer, own="attain"):
    peer, own = side(peer), side(own)
    return digits(peer["cpu"] / own["cpu"]) if peer and own else None


print(f"\n{count:,} facts, one thread, medians of {len(rounds['attain'])} rounds\n")
print(f"{'':16}{'CPU s':>10}{'wall s':>10}{'peak MB':>9}{'CPU : attain':>14}")
for name in ("by hand", "attain", "duckdb", "polars", "pandas", "attain, sums", "duckdb, sums", "attain of less", "sqlite"):
    if one := side(name):
        own = side({"duckdb, sums": "attain, sums", "attain, sums": "attain, sums", "sqlite": "attain of less", "attain of less": "attain of less"}.get(name, "attain"))
        print(f"{name:16}{one['cpu']:10.3f}{one['wall']:10.3f}{one['memory']:9.0f}{one['cpu'] / own['cpu']:14.3f}")
if two := side("attain, 2 threads"):
    print(f"two threads instead of one: {side('attain')['wall'] / two['wall']:.2f} times as fast by the clock on the wall")
if memory := side("memory"):
    share = lambda name: f"{memory[name]:.2f}"
    print(f"memory, as shares of the input columns: the log that keeps them {share('log')}; above it, while recording {share('recording')}, while folding and asking {share('asking')}")
if live := side("live"):
    print(f"one fact more: {live['mean_ns']:,} ns on average, p99 {live['p99_ns']:,} ns; recording it {live['recording_ns']:,} ns beside; the first questions of each month {live['warm_mean_ns']:,} ns on average")
if growth := side("growth"):
    print(f"ten times the facts {growth['facts']} x the time, the people {growth['people']} x, the KPIs {growth['kpis']} x")
if formulas := side("formulas"):
    by = formulas["attain_ns"]
    print(f"a formula: attain {by:.0f} ns, shown to 18 digits {formulas['shown_ns']:.0f}; rust_decimal by hand {formulas['decimal_ns']:.0f}, evalexpr {formulas['evalexpr_ns']:.0f}, zen-expression {formulas['zen_ns']:.0f}")
time = lambda peer: digits(formulas[f"{peer}_ns"] / formulas["attain_ns"]) if formulas else None
found = {
    "rows": count,
    "checksums": {name: rounds["attain"][0][name] for name in NAMES},
    "P1": faster("duckdb"),
    "P2": faster("duckdb, sums", "attain, sums"),
    "P3": digits(side("attain")["cpu"] / side("by hand")["cpu"]),
    "P4": {"polars": faster("polars"), "pandas": faster("pandas")},
    "P5": faster("sqlite", "attain of less"),
    "P6": digits(side("attain")["wall"] / two["wall"]) if two else None,
    "P7": digits(max(memory["recording"], memory["asking"])) if memory else None,
    "P8": {"exact": time("decimal"), "shown": digits(formulas["decimal_ns"] / formulas["shown_ns"]) if formulas else None},
    "P9": {"evalexpr": time("evalexpr"), "zen": time("zen")},
    "P12": {"mean_ns": live["mean_ns"], "p99_ns": live["p99_ns"]} if live else None,
    "P17": {name: growth[name] for name in ("facts", "people", "kpis")} if growth else None,
}
print(json.dumps(found, separators=(",", ":")))
