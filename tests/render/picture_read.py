"""What Pillow sees in a picture: kind, size and the four corners as R, G, B, W."""
import sys
from PIL import Image

NAMES = {"R": (220, 20, 20), "G": (20, 160, 20), "B": (20, 20, 220), "W": (255, 255, 255)}


def name(colour):
    return min(NAMES, key=lambda n: sum((a - b) ** 2 for a, b in zip(NAMES[n], colour)))


for file in sys.argv[1:]:
    image = Image.open(file)
    kind, (width, height) = image.format, image.size
    rgb = image.convert("RGB")
    corners = [rgb.getpixel((x, y)) for y in (2, height - 3) for x in (2, width - 3)]
    print(kind, f"{width}x{height}", "".join(map(name, corners)))
