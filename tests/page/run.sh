#!/usr/bin/env bash
# The page of the period in Chromium: built for the demonstration, a month after another, and looked at (look.mjs).
# usage: run.sh SVODKA PROJECT NODE_MODULES [PICTURES]      77: a program for looking is missing, nothing was looked at
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
svodka=$(realpath "$1") project=$2 modules=$(realpath -m "$3") pictures=${4:-}
for program in node chromium pdfinfo pdftotext; do
  command -v "$program" >/dev/null || { echo "skipped: no $program (./dev test installs it)"; exit 77; }
done
[ -d "$modules/playwright-core" ] && [ -d "$modules/axe-core" ] || { echo "skipped: no playwright-core and axe-core in $modules (./dev test installs them)"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r "$project/inputs" "$project/templates" "$work/"
"$here/month_before.sh" "$work" "$svodka"
"$svodka" build -q -C "$work" --period 2020-12 --as-of 2020-12-31 >/dev/null 2>&1
mkdir "$work/empty" "$work/empty/inputs" "$work/empty/templates"
"$svodka" build -q -C "$work/empty" --period 2020-12 >/dev/null 2>&1
node "$here/look.mjs" "$modules" "$(command -v chromium)" "$work/outputs/2020-12/index.html" "$work/empty/outputs/2020-12/index.html" "$work" "$pictures"
