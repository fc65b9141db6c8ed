#!/usr/bin/env bash
# Cuts every input of a project at every STEP-th byte and checks that `svodka check` ends with 0 or 1, never by a signal.
# usage: prefixes.sh SVODKA STEP [PROJECT]
set -euo pipefail
svodka=$(realpath "$1")
step=${2:-97}
project=$(realpath "${3:-$(dirname "$0")/../..}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r "$project/inputs" "$project/templates" "$work/"
cuts=0
bad=0
while IFS= read -r file; do
  size=$(stat -c %s "$project/$file")
  for ((n = 0; n < size; n += step)); do
    head -c "$n" "$project/$file" >"$work/$file"
    code=0
    "$svodka" check -C "$work" --color never >/dev/null 2>"$work/.stderr" || code=$?
    cuts=$((cuts + 1))
    if ((code > 1)); then
      bad=$((bad + 1))
      echo "exit $code: $file cut at $n"
      tail -5 "$work/.stderr"
    fi
  done
  cp "$project/$file" "$work/$file"
done < <(cd "$project" && find inputs templates -type f | sort)
echo "$cuts cuts, $bad of them ended otherwise than with 0 or 1"
((bad == 0))
