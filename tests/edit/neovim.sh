#!/usr/bin/env bash
# `svodka lsp` in Neovim, in a copy of the demonstration: what neovim.lua sees there must be what stands below.
# usage: neovim.sh SVODKA PROJECT      77: there is no Neovim, nothing was tried
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
svodka=$(realpath "$1") project=$2
command -v nvim >/dev/null || { echo "skipped: no nvim (./dev test installs it)"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r "$project/inputs" "$project/templates" "$work/"
mkdir "$work/bin"
ln -s "$svodka" "$work/bin/svodka"
cat >"$work/expected" <<'END'
0 unknown-value поле `status` не принимает значения «dnoe» | возможно, `done`
clean
field date: Когда: день, дни, месяц, квартал, год или from/to
izobilnaya: МОБУ «Изобильная СОШ»
**1.2.1 Определение организаций-партнёров и заключение договоров о сотрудничестве** (plan-items)
plan.yaml: - id: agreements
0:18 запрос `schools`: нет столбца `nmae` | возможно, `name`
stopped
END
cd "$work"
code=0
env -u NVIM_LISTEN_ADDRESS PATH="$work/bin:$PATH" LC_ALL=C.UTF-8 HOME="$work/.home" XDG_CONFIG_HOME="$work/.home" \
  XDG_STATE_HOME="$work/.home" XDG_CACHE_HOME="$work/.home" XDG_DATA_HOME="$work/.home" \
  timeout -k 5 120 nvim --headless -u NONE -i NONE -n -c "luafile $here/neovim.lua" -c 'cquit 1' </dev/null >seen 2>said || code=$?
diff -u expected seen || code=${code/#0/1}
if [ "$code" != 0 ]; then
  echo "nvim ended with $code; it said:"
  cat said
  exit 1
fi
