#include "render/sheet/sheet_measure.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/utf8.h"
#include "render/sheet/font_metrics.h"

namespace svodka::render {
namespace {

constexpr double kDigit = 7;        ///< pixels of a digit in the workbook's own font
constexpr double kUnits = 2048;     ///< of the font to its size
constexpr double kPadding = 3;      ///< pixels that a cell keeps beside its text, over what a width counts
constexpr double kHinting = 1.025;  ///< by so much Excel's letters on a screen are wider than those on paper
constexpr std::uint16_t kFullWidth = 2048;

std::uint16_t slow_advance(int face, char32_t c) {
  const auto* advances = font_advances(face);
  std::size_t before = 0;
  for (const auto& range : font_ranges()) {
    if (c < range.first) break;
    if (c <= range.last) return advances[before + (c - range.first)];
    before += range.last - range.first + 1;
  }
  return c < 0x20 ? 0 : kFullWidth;
}

/// The widths of the letters that nearly every text consists of, to be had at once.
class Face {
 public:
  explicit Face(int face) : face_(face) {
    for (char32_t c = 0; c < kCommon; ++c) common_[c] = slow_advance(face, c);
  }
  std::uint16_t advance(char32_t c) const { return c < kCommon ? common_[c] : slow_advance(face_, c); }

 private:
  static constexpr char32_t kCommon = 0x530;  // Latin to Cyrillic
  int face_;
  std::array<std::uint16_t, kCommon> common_;
};

const Face& face_of(const TextFont& font) {
  static const std::array<Face, 4> kFaces{Face(0), Face(1), Face(2), Face(3)};
  return kFaces[(font.bold ? 1u : 0u) + (font.italic ? 2u : 0u)];
}

/// utf8::next(), quick for what nearly every text consists of.
char32_t next(std::string_view text, std::size_t& i) {
  const auto byte = static_cast<unsigned char>(text[i]);
  if (byte < 0x80) return ++i, byte;
  if (byte < 0xE0 && i + 1 < text.size()) {
    const auto second = static_cast<unsigned char>(text[i + 1]);
    i += 2;
    return static_cast<char32_t>((byte & 0x1F) << 6 | (second & 0x3F));
  }
  return utf8::next(text, i);
}

double pixels_in_unit(const TextFont& font) { return font.size * 96 / 72 / kUnits * kHinting; }

bool breaks_after(char32_t c) { return c == ' ' || c == '-' || c == U'\u2010' || c == U'\u2014'; }

/// The whole of it on one line.
bool fits_line(std::string_view text, double space, const Face& face) {
  unsigned line = 0;
  for (std::size_t i = 0; i < text.size();) {
    const char32_t c = next(text, i);
    if (c == '\n') return false;
    line += face.advance(c);
  }
  return line <= space;
}

}  // namespace

TextExtent text_extent(std::string_view text, const TextFont& font) {
  const auto& face = face_of(font);
  unsigned line = 0, word = 0, longest_line = 0, longest_word = 0;
  for (std::size_t i = 0; i < text.size();) {
    const char32_t c = next(text, i);
    if (c == '\n') {
      line = word = 0;
      continue;
    }
    const unsigned width = face.advance(c);
    line += width;
    longest_line = std::max(longest_line, line);
    if (c != ' ') word += width, longest_word = std::max(longest_word, word);
    if (breaks_after(c)) word = 0;
  }
  const double unit = pixels_in_unit(font);
  return {.word = longest_word * unit, .line = longest_line * unit};
}

int wrapped_lines(std::string_view text, double room, const TextFont& font) {
  const auto& face = face_of(font);
  const double space = std::max(10.0, room) / pixels_in_unit(font);
  if (fits_line(text, space, face)) return 1;
  int lines = 1;
  double filled = 0, word = 0, blank = 0;  // blank: the space that ends the word hangs over the edge
  const auto end_word = [&] {
    if (filled > 0 && filled + word > space) ++lines, filled = 0;
    if (word > space) lines += static_cast<int>(word / space), word = std::fmod(word, space);
    filled += word + blank;
    word = blank = 0;
  };
  for (std::size_t i = 0; i < text.size();) {
    const char32_t c = next(text, i);
    if (c == '\n') {
      end_word();
      ++lines, filled = 0;
      continue;
    }
    (c == ' ' ? blank : word) += face.advance(c);
    if (breaks_after(c)) end_word();
  }
  end_word();
  return lines;
}

double lines_height(int lines, double size) {
  // Excel gives a line of Times New Roman about 1.27 of its size, and a row a point or two more.
  return lines * std::ceil(size * 1.27) + (lines > 1 ? 2 : 1);
}

double wrapped_height(std::string_view text, double width, double size, bool bold) {
  return lines_height(wrapped_lines(text, column_room(width), {.size = size, .bold = bold}), size);
}

int column_pixels(double width) { return static_cast<int>(width * kDigit + 5.5); }

double column_width(double pixels) {
  return std::ceil((pixels + kPadding) / kDigit * 4) / 4;  // to a quarter, as people set them
}

double column_room(double width) { return width * kDigit - kPadding; }

}  // namespace svodka::render
