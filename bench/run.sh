#!/usr/bin/env bash
# Whole-process figures: median of RUNS (default 5) of wall and CPU seconds and peak memory.
# usage: run.sh [demo|load|tables|all]      One run's lines are comparable with each other, not with another machine's.
set -euo pipefail
cd "$(dirname "$0")/.."
svodka=$PWD/build/release/svodka
runs=${RUNS:-5}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# measure NAME PREPARE COMMAND…: runs COMMAND after PREPARE (not timed).
measure() {
  local name=$1 prepare=$2
  shift 2
  for ((i = 0; i < runs; i++)); do
    eval "$prepare"
    /usr/bin/time -o "$work/time" -f '%e %U %S %M' "$@" >/dev/null 2>"$work/stderr" || {
      echo "$name failed:"
      tail -3 "$work/stderr"
      return 0
    }
    cat "$work/time"
  done | python3 -c '
import statistics, sys
lines = sys.stdin.read().splitlines()
rows = [list(map(float, l.split())) for l in lines if l[:1].isdigit()]
print("\n".join(l for l in lines if not l[:1].isdigit()), end="")
m = statistics.median
if rows:
    print(f"{sys.argv[1]:44} wall {m(r[0] for r in rows):6.2f} s   CPU {m(r[1] + r[2] for r in rows):6.2f} s   peak {m(r[3] for r in rows) / 1024:6.0f} MB")
' "$name"
}

what=${1:-all}
if [[ $what == demo || $what == all ]]; then
  cp -r inputs templates "$work/"
  measure "demonstration, cold" "rm -rf $work/outputs" "$svodka" build -C "$work" --as-of 2020-12-31 --period 2020-12
  measure "demonstration, unchanged" ":" "$svodka" build -C "$work" --as-of 2020-12-31 --period 2020-12
  measure "demonstration, cold, --trace" "rm -rf $work/outputs" "$svodka" build -C "$work" --as-of 2020-12-31 --period 2020-12 --trace
  measure "demonstration, cold, --annotate" "rm -rf $work/outputs" "$svodka" build -C "$work" --as-of 2020-12-31 --period 2020-12 --annotate
  measure "one value traced (svodka trace)" "[ -d $work/outputs/2020-12/.trace ] && rm -r $work/outputs/2020-12/.trace; true" "$svodka" trace -C "$work" "$work/outputs/2020-12/2020-12-31 Информация об исполнении плана.docx" "257"
  measure "one report (.docx .txt .html), warm store" "rm -rf $work/outputs/2020-12" "$svodka" build progress-report -C "$work" --as-of 2020-12-31 --period 2020-12
fi
if [[ $what == load || $what == all ]]; then
  python3 bench/make_project.py "$work/large" 20000
  measure "20,000 activities, first load" "rm -rf $work/large/outputs" "$svodka" query -C "$work/large" "SELECT count(*) FROM activities"
  measure "20,000 activities, nothing changed" ":" "$svodka" query -C "$work/large" "SELECT count(*) FROM activities"
  measure "20,000 activities, one file changed" "echo '# ' >> $work/large/inputs/activities/2020-05.yaml" "$svodka" query -C "$work/large" "SELECT count(*) FROM activities"
fi
if [[ $what == tables || $what == all ]]; then
  /usr/bin/python3 bench/tables.py make "$work/tables"
  measure "100,000 rows of .xlsx into the store, first load" "rm -rf $work/tables/outputs" "$svodka" query -C "$work/tables" "SELECT count(*) FROM results"
  measure "100,000 rows of .xlsx, nothing changed" ":" "$svodka" query -C "$work/tables" "SELECT count(*) FROM results"
  measure "100,000 rows of .xlsx read, every value" ":" build/release/bench/bench_xlsx "$work/tables/inputs/results.xlsx"
  measure "100,000 rows of .xlsx read by openpyxl (read-only)" ":" /usr/bin/python3 bench/tables.py read "$work/tables/inputs/results.xlsx"
fi
