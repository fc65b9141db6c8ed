#!/usr/bin/env bash
# Draws each template of docs/examples/word and docs/examples/odt beside what becomes of it: docs/images/word/NAME.png,
# docs/images/odt/NAME.png.
# usage: pictures.sh SVODKA [NAME...]     (LibreOffice, poppler-utils, python3-pil)
set -euo pipefail
svodka=$(realpath "$1")
shift
cd "$(dirname "$0")"
images=$(realpath ../images)
mkdir -p "$images/word" "$images/odt"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
names=("$@")
if ((${#names[@]} == 0)); then
  for data in */*.yaml; do names+=("$(basename "$data" .yaml)"); done
fi
mkdir "$work/template" "$work/result"
for name in "${names[@]}"; do
  data=$(ls ./*/"$name.yaml")
  folder=$(basename "$(dirname "$data")")
  kind=docx
  [ "$folder" = word ] || kind=odt
  cp "$folder/$name.$kind" "$work/template/"
  "$svodka" render "$folder/$name.$kind" "$data" -o "$work/result/$name.$kind"
  echo "$folder" >"$work/$name.folder"
done
for kind in template result; do
  (cd "$work/$kind" && soffice --headless "-env:UserInstallation=file://$work/profile" --convert-to pdf ./*.* >/dev/null 2>&1)
  for name in "${names[@]}"; do
    pdftoppm -r 80 -f 1 -l 1 -png -singlefile "$work/$kind/$name.pdf" "$work/$kind/$name"
  done
done
/usr/bin/python3 - "$work" "$images" "${names[@]}" <<'PYTHON'
import sys
from PIL import Image, ImageChops, ImageDraw

work, images, *names = sys.argv[1:]
MARGIN, GAP, FRAME = 12, 28, (200, 204, 210)
for name in names:
    pair = [Image.open(f"{work}/{kind}/{name}.png").convert("RGB") for kind in ("template", "result")]
    bottom = 0
    for page in pair:
        box = ImageChops.difference(page, Image.new("RGB", page.size, "white")).getbbox()
        bottom = max(bottom, box[3] if box else 0)
    height = min(bottom + MARGIN, pair[0].height)
    width = pair[0].width
    made = Image.new("RGB", (2 * width + GAP + 2, height + 2), "white")
    draw = ImageDraw.Draw(made)
    for i, page in enumerate(pair):
        left = i * (width + GAP)
        made.paste(page.crop((0, 0, width, height)), (left + 1, 1))
        draw.rectangle((left, 0, left + width, height + 1), outline=FRAME)
    middle = height // 2
    draw.polygon([(width + 8, middle - 8), (width + GAP - 6, middle), (width + 8, middle + 8)], fill=(90, 110, 140))
    folder = open(f"{work}/{name}.folder").read().strip()
    made.quantize(32).save(f"{images}/{folder}/{name}.png", optimize=True)
PYTHON
