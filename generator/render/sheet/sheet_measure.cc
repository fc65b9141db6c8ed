#include "render/sheet/sheet_measure.h"

#include <algorithm>
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

std::uint16_t advance(const std::uint16_t* advances, char32_t c) {
  std::size_t before = 0;
  for (const auto& range : font_ranges()) {
    if (c < range.first) break;
    if (c <= range.last) return advances[before + (c - range.first)];
    before += range.last - range.first + 1;
  }
  return c < 0x20 ? 0 : kFullWidth;
}

const std::uint16_t* face_of(const TextFont& font) {
  return font_advances((font.bold ? 1 : 0) + (font.italic ? 2 : 0));
}

double pixels_in_unit(const TextFont& font) { return font.size * 96 / 72 / kUnits * kHinting; }

bool breaks_after(char32_t c) { return c == ' ' || c == '-' || c == U'\u2010' || c == U'\u2014'; }

}  // namespace

TextExtent text_extent(std::string_view text, const TextFont& font) {
  const auto* advances = face_of(font);
  unsigned line = 0, word = 0, longest_line = 0, longest_word = 0;
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const char32_t c = byte < 0x80 ? (++i, byte) : utf8::next(text, i);
    if (c == '\n') {
      line = word = 0;
      continue;
    }
    const unsigned width = advance(advances, c);
    line += width;
    longest_line = std::max(longest_line, line);
    if (c != ' ') word += width, longest_word = std::max(longest_word, word);
    if (breaks_after(c)) word = 0;
  }
  const double unit = pixels_in_unit(font);
  return {.word = longest_word * unit, .line = longest_line * unit};
}

int wrapped_lines(std::string_view text, double room, const TextFont& font) {
  const auto* advances = face_of(font);
  const double space = std::max(10.0, room) / pixels_in_unit(font);
  int lines = 1;
  double filled = 0, word = 0, blank = 0;  // blank: the space that ends the word hangs over the edge
  const auto end_word = [&] {
    if (filled > 0 && filled + word > space) ++lines, filled = 0;
    if (word > space) lines += static_cast<int>(word / space), word = std::fmod(word, space);
    filled += word + blank;
    word = blank = 0;
  };
  for (std::size_t i = 0; i < text.size();) {
    const char32_t c = utf8::next(text, i);
    if (c == '\n') {
      end_word();
      ++lines, filled = 0;
      continue;
    }
    (c == ' ' ? blank : word) += advance(advances, c);
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
