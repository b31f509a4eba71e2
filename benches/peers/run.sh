#!/usr/bin/env bash
# A million facts, or as many as are asked for, folded by attain, by hand, and by DuckDB, Polars, pandas and SQLite on the same columns; then
# formulas, one fact more, memory, and ten times as much of everything. All in one go, for only ratios within a run mean anything.
#
#   benches/peers/run.sh [COUNT [ROUNDS]]     needs Rust and Python 3 with venv; installs the peers from PyPI into a folder of its own
#
# Prints what each side found and took, how many times faster or slower attain is, and as its last line the same as JSON. The sides take
# turns, round after round (3), each several times in a turn; the medians count. It fails where two sides found different sums.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
count=${1:-1000000}
rounds=${2:-3}
# SQLite gets a million at the most.
less=$((count < 1000000 ? count : 1000000))
target=${CARGO_TARGET_DIR:-$PWD/workload/target}
export CARGO_TARGET_DIR=$target
venv=$target/venv
cargo build --quiet --release --features rayon --manifest-path workload/Cargo.toml
cargo build --quiet --release --manifest-path formulas/Cargo.toml
if ! [ -x "$venv/bin/python" ]; then
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet duckdb polars pandas pyarrow
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$target/release/generate" "$work/facts" "$count"
"$target/release/generate" "$work/less" "$less"
peer() {
  "$venv/bin/python" workload/peers.py "$@"
}
{
  for _ in $(seq "$rounds"); do
    "$target/release/by_hand" "$count"
    "$target/release/attain" "$count"
    "$target/release/attain" "$count" 3 --threads 2
    peer duckdb "$work/facts" 1
    peer polars "$work/facts" 1
    peer pandas "$work/facts" 1
    "$target/release/attain" "$less" | sed -n 's/"side":"attain"/"side":"attain of less"/p'
    peer sqlite "$work/less" 1 1
    "$target/release/formulas"
  done
  "$target/release/live" "$less"
  "$target/release/memory" "$count"
  "$target/release/growth" "$less"
} | tee "$work/sides.jsonl"
"$venv/bin/python" workload/table.py "$count" "$work/sides.jsonl"
