"""Puts the pictures of the page together for the documentation. usage: page_picture.py FOLDER OUT.png
FOLDER: what tests/page/run.sh draws."""
import pathlib
import sys

from PIL import Image

folder, out = pathlib.Path(sys.argv[1]), sys.argv[2]
HEIGHT, WIDE, NARROW, GAP = 1240, 900, 300, 20
wide, narrow = (Image.open(folder / f"page-{name}.png").convert("RGB") for name in ("light-wide", "dark-narrow"))
wide = wide.resize((WIDE, wide.height * WIDE // wide.width), Image.LANCZOS)
narrow = narrow.resize((NARROW, narrow.height * NARROW // narrow.width), Image.LANCZOS)
both = Image.new("RGB", (WIDE + GAP + NARROW, HEIGHT), "white")
both.paste(wide.crop((0, 0, WIDE, HEIGHT)), (0, 0))
both.paste(narrow.crop((0, 0, NARROW, HEIGHT)), (WIDE + GAP, 0))
both.quantize(128).save(out, optimize=True)
