#!/usr/bin/env bash
# Runs the fuzz targets one after another: fuzz/run.sh [MINUTES] [TARGET...]; 30 minutes each by default.
# Needs cargo and a C++ compiler (libFuzzer is compiled by the crate libfuzzer-sys); the stable toolchain will do.
# What is found is written to fuzz/finds/TARGET; once mended, it is kept in fuzz/regressions/TARGET, which `cargo test` runs.
set -euo pipefail
cd "$(dirname "$0")"
minutes="${1:-30}"
shift || true
targets=("$@")
if [ ${#targets[@]} -eq 0 ]; then
  targets=(rules cases tables amendments editor naive)
fi

# Coverage for libFuzzer, without a sanitizer: the code is safe Rust, and overflow checks and debug assertions are on.
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$PWD/target}"
coverage="-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing -Cforce-frame-pointers=yes"
host="$(rustc -vV | sed -n 's/^host: //p')"
# with --target the flags reach neither build scripts nor macros
RUSTFLAGS="$coverage" ${BUILD_PREFIX:-} cargo build --release --bins --target "$host"
python3 corpus.py

for target in "${targets[@]}"; do
  echo "== $target: $minutes minutes"
  mkdir -p "corpus/$target" "finds/$target" "regressions/$target" "seeds/$target" "made/$target"
  # one job is one processor: minutes of the clock are minutes of CPU or fewer
  status=0
  nice -n 10 "$CARGO_TARGET_DIR/$host/release/$target" \
    -max_total_time="$((minutes * 60))" -timeout=25 -rss_limit_mb=4096 -max_len=16384 -close_fd_mask=3 \
    -artifact_prefix="finds/$target/" -print_final_stats=1 -dict=words.dict \
    "corpus/$target" "seeds/$target" "made/$target" "regressions/$target" >"finds/$target.log" 2>&1 || status=$?
  grep -E '^stat::(number_of_executed_units|new_units_added|peak_rss_mb|average_exec)|^SUMMARY|DONE|cov:' "finds/$target.log" | tail -6 || true
  [ "$status" -eq 0 ] || echo "$target ended with $status: see finds/$target"
done
