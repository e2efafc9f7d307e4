#!/usr/bin/env bash
# Everything that docs/performance.md tells, in one run. Brings what it needs: crates, and a virtual environment for Python.
set -euo pipefail
cd "$(dirname "$0")"
cargo build --release --quiet
target=${CARGO_TARGET_DIR:-target}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/python"
"$work/python/bin/pip" install --quiet -r python/requirements.txt
"$target/release/peers" | tee "$work/table"
by_hand=$(sed -n '/columns, a million/,$s/^| hand-written Rust | \([0-9.]*\) ns.*/\1/p' "$work/table" | head -1)
"$target/release/peers" table "$work/cases.csv"
"$work/python/bin/python" python/columns.py "$work/cases.csv" "$by_hand"
"$target/release/peers" growth > "$work/growth.csv"
"$work/python/bin/python" python/plot.py "$work/growth.csv" > ../../docs/growth.svg
