# shellcheck shell=bash
# Sourced by the tests of docs/cluster.md.

# new_project FOLDER: what `svodka new` makes, and a letter and a list for each of 240 schools: enough that a part is
# still being made when a test stops it midway.
new_project() {
  local school
  svodka new "$1" >/dev/null 2>&1
  for school in $(seq 100 339); do
    echo "  - {id: s$school, kind: school, legal-form: МОБУ, name: МОБУ «Школа № $school»}"
  done >>"$1/inputs/organisations.yaml"
  cat >"$1/templates/letter.yaml" <<'END'
title: Письмо
one-per: SELECT id AS school, name AS whom FROM organisations WHERE kind = 'school' ORDER BY id
outputs:
  - {template: letter.txt, file: "{{school}}.txt"}
  - file: "{{school}}.xlsx"
    sheets:
      - name: Мероприятия
        rows: work
        columns:
          - {header: Что, value: text}
data:
  work: SELECT text FROM activities
END
  echo '{{whom}}: {{#work}}{{text}} {{/work}}' >"$1/templates/letter.txt"
}

# same_as_one_run PROJECT: whether its documents are those, to the byte, that one `svodka build` of the same data makes.
same_as_one_run() {
  local copy
  copy=$(mktemp -d)
  cp -R "$1/inputs" "$1/templates" "$copy"
  svodka build -q -C "$copy" >/dev/null
  diff -r "$copy/outputs/$(ls "$copy/outputs")" "$1/outputs/$(ls "$1/outputs")" | head -20
  [ "${PIPESTATUS[0]}" = 0 ] && [ "$(find "$1/outputs/"* -name 's*.*' | wc -l)" -ge 480 ]
  local code=$?
  rm -rf "$copy"
  return $code
}

fail() {
  echo "FAILED: $*"
  exit 1
}
