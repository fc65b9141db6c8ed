#!/usr/bin/env python3
"""Makes the pictures of this folder (needs python3-pil). They are kept, so that the tests need no Pillow.

Each shows four fields: red, green above; blue, white below. A photo "lying-N.jpg" is stored as a camera that notes
EXIF orientation N stores it: upright it is 96 by 64 pixels, red at the top left.
"""
import io
import struct
import zlib
from PIL import Image

RED, GREEN, BLUE, WHITE = (220, 20, 20), (20, 160, 20), (20, 20, 220), (255, 255, 255)


def fields(width, height):
    image = Image.new("RGB", (width, height), WHITE)
    image.paste(RED, (0, 0, width // 2, height // 2))
    image.paste(GREEN, (width // 2, 0, width, height // 2))
    image.paste(BLUE, (0, height // 2, width // 2, height))
    return image


def save(name, data):
    with open(name, "wb") as file:
        file.write(data)


def encoded(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


# How an upright picture lies in the file, by orientation.
LYING = {2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
         5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE,
         8: Image.Transpose.ROTATE_270}


def main():
    wide = fields(96, 64)
    plain = encoded(wide, "PNG", dpi=(192, 192))
    save("wide.png", plain)
    save("tall.png", encoded(fields(64, 96), "PNG"))
    save("huge.png", encoded(Image.new("1", (3000, 1500)), "PNG", dpi=(72, 72)))
    photo = encoded(wide, "JPEG", quality=90, dpi=(150, 150))
    save("photo.jpg", photo)
    for orientation, turn in LYING.items():
        exif = Image.Exif()
        exif[0x0112] = orientation
        exif[0x011A], exif[0x011B], exif[0x0128] = 300.0, 300.0, 2
        lying = encoded(wide.transpose(turn), "JPEG", quality=90, exif=exif)
        jfif = lying.index(b"JFIF\0")  # a camera writes EXIF alone
        save(f"lying-{orientation}.jpg", lying[:2] + lying[jfif + 14:] if jfif == 6 else lying)
    save("cut.png", plain[:-20])
    save("cut.jpg", photo[:len(photo) // 2])
    wrong = bytearray(plain)
    wrong[60] ^= 0xFF
    save("wrong.png", bytes(wrong))
    head = struct.pack(">IIBBBBB", 40000, 40000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + head
    save("bomb.png", plain[:8] + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk)) + plain[33:])
    for name, kind in (("a.gif", "GIF"), ("a.bmp", "BMP"), ("a.tiff", "TIFF"), ("a.webp", "WEBP")):
        save(name, encoded(fields(8, 8), kind))
    save("renamed.png", photo)  # a JPEG, whatever it is called


main()
