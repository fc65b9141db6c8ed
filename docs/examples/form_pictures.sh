#!/usr/bin/env bash
# Draws the blanks of docs/examples/forms and docs/examples/map beside the forms: docs/images/forms/NAME.png. The map
# is filled from the demonstration's data.
# usage: form_pictures.sh SVODKA     (LibreOffice, poppler-utils, python3-pil)
set -euo pipefail
svodka=$(realpath "$1")
cd "$(dirname "$0")"
images=$(realpath ../images)/forms
mkdir -p "$images"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/template" "$work/result" "$work/project"
for data in forms/*.yaml; do
  name=$(basename "$data" .yaml)
  cp "forms/$name.xlsx" "$work/template/"
  "$svodka" render "forms/$name.xlsx" "$data" -o "$work/result/$name.xlsx"
done
cp map/form.xlsx "$work/template/map.xlsx"
cp -r ../../inputs ../../templates "$work/project/"
cp map/form.* "$work/project/templates/"
"$svodka" build form -C "$work/project" --period 2020-12 --as-of 2020-12-31 -q
cp "$work/project/outputs/2020-12/"*"Сведения.xlsx" "$work/result/map.xlsx"
for kind in template result; do
  (cd "$work/$kind" && soffice --headless "-env:UserInstallation=file://$work/profile" --convert-to pdf ./*.xlsx >/dev/null 2>&1)
  for page in "$work/$kind/"*.pdf; do pdftoppm -r 80 -f 1 -l 1 -png -singlefile "$page" "${page%.pdf}"; done
done
/usr/bin/python3 - "$work" "$images" <<'PYTHON'
import pathlib
import sys
from PIL import Image, ImageChops

work, images = map(pathlib.Path, sys.argv[1:])
MARGIN, GAP = 10, 24
for template in sorted((work / "template").glob("*.png")):
    pages = []
    for page in (template, work / "result" / template.name):
        picture = Image.open(page).convert("RGB")
        box = ImageChops.difference(picture, Image.new("RGB", picture.size, "white")).getbbox()
        pages.append(picture.crop((box[0] - MARGIN, box[1] - MARGIN, box[2] + MARGIN, box[3] + MARGIN)))
    made = Image.new("RGB", (max(p.width for p in pages), sum(p.height for p in pages) + GAP), "white")
    made.paste(pages[0], (0, 0))
    made.paste(Image.new("RGB", (made.width, 2), (200, 204, 210)), (0, pages[0].height + GAP // 2))
    made.paste(pages[1], (0, pages[0].height + GAP))
    made.quantize(32).save(images / template.name, optimize=True)
PYTHON
