#!/usr/bin/env bash
# Ten million facts, or as many as are asked for, folded by attain, by hand, and by DuckDB, Polars and pandas on the same columns in one go.
#
#   benches/peers/run.sh [COUNT]           needs Rust and Python 3 with venv; installs the peers from PyPI into a folder of its own
#
# Prints what each side found and took, how many times faster or slower attain is, and as its last line the same as JSON. It fails where
# two sides found different sums.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
count=${1:-1000000}
target=${CARGO_TARGET_DIR:-$PWD/workload/target}
export CARGO_TARGET_DIR=$target
venv=$target/venv
cargo build --quiet --release --manifest-path workload/Cargo.toml
if ! [ -x "$venv/bin/python" ]; then
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet duckdb polars pandas pyarrow
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$target/release/generate" "$work/facts" "$count"
{
  "$target/release/by_hand" "$count"
  "$target/release/attain" "$count"
  for side in duckdb polars pandas; do
    "$venv/bin/python" workload/peers.py "$side" "$work/facts" 1
  done
} | tee "$work/sides.jsonl"
"$venv/bin/python" workload/table.py "$count" "$work/sides.jsonl"
