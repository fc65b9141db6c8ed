"""What python-docx sees of the pictures of a document: part, size in millimetres, crop, alt text, and what Pillow sees
of the bytes behind it (kind, size, the colours of the four corners)."""
import io
import sys
import docx
from docx.oxml.ns import qn
from docx.shared import Mm
from PIL import Image

NAMES = {"R": (220, 20, 20), "G": (20, 160, 20), "B": (20, 20, 220), "W": (255, 255, 255), "K": (0, 0, 0)}


def name(colour):
    return min(NAMES, key=lambda n: sum((a - b) ** 2 for a, b in zip(NAMES[n], colour)))


def seen(blob):
    image = Image.open(io.BytesIO(blob))
    width, height = image.size
    rgb = image.convert("RGB")
    corners = [rgb.getpixel((x, y)) for y in (2, height - 3) for x in (2, width - 3)]
    return f"{image.format} {width}x{height} " + "".join(map(name, corners))


def show(part):
    for picture in part.element.iter(qn("pic:pic")):
        drawing = next(picture.iterancestors(qn("w:drawing")))[0]
        extent, properties = drawing.find(qn("wp:extent")), drawing.find(qn("wp:docPr"))
        shape = picture.find(qn("pic:spPr")).find(qn("a:xfrm")).find(qn("a:ext"))
        fill = picture.find(qn("pic:blipFill"))
        crop = fill.find(qn("a:srcRect"))
        sides = [int(e.get(a)) / Mm(1) for e in (extent, shape) for a in ("cx", "cy")]
        assert abs(sides[0] - sides[2]) < 0.01 and abs(sides[1] - sides[3]) < 0.01, sides
        image = part.related_parts[fill.find(qn("a:blip")).get(qn("r:embed"))]
        print(str(part.partname).rsplit("/")[-1], drawing.tag.rsplit("}")[-1], f"{sides[0]:.1f}x{sides[1]:.1f}",
              dict(crop.attrib) if crop is not None else "", repr(properties.get("descr")), seen(image.blob))


document = docx.Document(sys.argv[1])
show(document.part)
for relation in document.part.rels.values():
    if relation.reltype.rsplit("/")[-1] in ("header", "footer"):
        show(relation.target_part)
