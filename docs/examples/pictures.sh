#!/usr/bin/env bash
# Draws each template of docs/examples/word and docs/examples/odt beside what becomes of it: docs/images/word/NAME.png,
# docs/images/odt/NAME.png; with the name `sheets` the sheets of docs/examples/sheets: docs/images/sheets/NAME.png.
# usage: pictures.sh SVODKA [NAME...]     (LibreOffice, poppler-utils, python3-pil)
set -euo pipefail

sheets() {
  local project images work
  project=$(realpath "$(dirname "$0")")/sheets
  images=$(realpath "$(dirname "$0")/../images")/sheets
  work=$(mktemp -d)
  mkdir -p "$images"
  "$1" build -C "$project" --period 2020-12 --as-of 2020-12-31 --out "$work" -q
  (cd "$work/2020-12" && soffice --headless "-env:UserInstallation=file://$work/profile" --convert-to pdf ./*.xlsx >/dev/null 2>&1)
  pdftoppm -r 90 -png "$work/2020-12/Примеры.pdf" "$work/page"
  /usr/bin/python3 - "$work" "$images" looks groups input charts <<'PYTHON'
import glob
import sys
from PIL import Image, ImageChops

work, images, *names = sys.argv[1:]
for page, name in zip(sorted(glob.glob(work + "/page*.png")), names):
    picture = Image.open(page).convert("RGB")
    picture = picture.crop((0, 0, picture.width, round(picture.height * 0.93)))  # without the footer
    left, top, right, bottom = ImageChops.difference(picture, Image.new("RGB", picture.size, "white")).getbbox()
    picture.crop((left - 8, top - 8, right + 8, bottom + 8)).quantize(64).save(f"{images}/{name}.png", optimize=True)
PYTHON
  rm -rf "$work"
}
if [ "${2:-}" = sheets ]; then
  sheets "$(realpath "$1")"
  exit
fi
svodka=$(realpath "$1")
shift
cd "$(dirname "$0")"
images=$(realpath ../images)
mkdir -p "$images/word" "$images/odt"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
names=("$@")
if ((${#names[@]} == 0)); then
  for data in word/*.yaml odt/*.yaml; do names+=("$(basename "$data" .yaml)"); done
fi
mkdir "$work/template" "$work/result"
for name in "${names[@]}"; do
  data=$(ls word/"$name.yaml" odt/"$name.yaml" 2>/dev/null || true)
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
