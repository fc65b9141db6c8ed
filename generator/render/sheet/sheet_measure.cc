#include "render/sheet/sheet_measure.h"

#include <algorithm>
#include <cmath>

#include "base/utf8.h"

namespace svodka::render {
namespace {

/// Advance width in thousandths of the font size, by classes of letters.
double advance(char32_t c) {
  if (c == ' ' || c == 0xA0 || c == '.' || c == ',' || c == ':' || c == ';' || c == '!' || c == '|' ||
      c == '\'')
    return 260;
  if (c == '(' || c == ')' || c == '-' || c == 'i' || c == 'j' || c == 'l' || c == 't' || c == 'f' ||
      c == 'r')
    return 330;
  if (c == U'ш' || c == U'щ' || c == U'ю' || c == U'ж' || c == U'ы' || c == U'м' || c == U'ф' || c == 'm' ||
      c == 'w')
    return 740;
  if (c == U'Ш' || c == U'Щ' || c == U'Ю' || c == U'Ж' || c == U'М' || c == U'Ы' || c == U'Ф' || c == 'M' ||
      c == 'W')
    return 980;
  if (c == U'—' || c == U'№' || c == '%') return 950;
  if (utf8::is_letter(c) && utf8::lower(c) != c) return 720;
  return 490;
}

}  // namespace

int column_pixels(double width) { return static_cast<int>(width * 7 + 5.5); }

double wrapped_height(std::string_view text, double width, double size, bool bold) {
  const double room = std::max(10.0, width * 7 - 2);
  const double scale = size * 96 / 72 / 1000 * (bold ? 1.06 : 1.0);
  int lines = 1;
  double filled = 0, word = 0;
  const auto end_word = [&] {
    if (filled > 0 && filled + word > room) ++lines, filled = 0;
    if (word > room) lines += static_cast<int>(word / room), word = std::fmod(word, room);
    filled += word;
    word = 0;
  };
  for (std::size_t i = 0; i < text.size();) {
    const char32_t c = utf8::next(text, i);
    if (c == '\n') {
      end_word();
      ++lines, filled = 0;
      continue;
    }
    word += advance(c) * scale;
    if (c == ' ' || c == '-') end_word();
  }
  end_word();
  return lines * std::ceil(size * 1.27) + (lines > 1 ? 2 : 1);
}

}  // namespace svodka::render
