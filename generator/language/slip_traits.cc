#include "language/slip_traits.h"

#include <array>
#include <cstddef>

#include "language/slips_bytes.h"

namespace svodka::language {
namespace {

// What a byte may begin or end, so that most bytes are done with after one look.
enum : std::uint8_t {
  kLetterByte = 1,    // a Latin letter
  kDigitByte = 2,     // a digit
  kBlankByte = 4,     // a space, or the last byte of U+00A0
  kCapitalByte = 8,   // may be the last byte of a Cyrillic capital
  kMarkByte = 16,     // a mark that some trait is about, or the last byte of one
  kCyrillicByte = 32  // the first byte of a Cyrillic letter
};

constexpr std::array<std::uint8_t, 256> make_classes() {
  std::array<std::uint8_t, 256> classes{};
  for (unsigned c = 'a'; c <= 'z'; ++c) classes[c] = classes[c - 32] = kLetterByte;
  for (const unsigned char c : {'X', 'T', 'F', 'L'}) classes[c] |= kMarkByte;
  for (unsigned c = '0'; c <= '9'; ++c) classes[c] = kDigitByte;
  for (unsigned c = 0x90; c <= 0xAF; ++c) classes[c] |= kCapitalByte;
  classes[0x81] |= kCapitalByte;                           // Ё
  classes[' '] = kBlankByte, classes[0xA0] |= kBlankByte;  // U+00A0 is C2 A0
  for (unsigned c = 0xD0; c <= 0xD4; ++c) classes[c] = kCyrillicByte;
  for (const unsigned char c : {'{', '}', '[', '(', '<', '#', '!', '"', '-', '%', '.'})
    classes[c] = kMarkByte;
  for (const unsigned c : {0x9Cu, 0x9Du, 0x9Eu, 0xABu, 0x96u, 0xA7u}) classes[c] |= kMarkByte;  // “ ” „ « № §
  return classes;
}
constexpr auto kClasses = make_classes();

constexpr SlipTraits kSeenWords = traits::kMonth | traits::kWeekday;

class Scan {
 public:
  explicit Scan(std::string_view text) : text_(text) {}

  SlipTraits run() {
    for (std::size_t i = 0; i < text_.size(); ++i) {
      const auto seen = kClasses[byte(i)];
      if (seen == 0) continue;
      if (seen == kLetterByte) {
        found_ |= traits::kLatin;
        continue;
      }
      if ((seen & kLetterByte) != 0) found_ |= traits::kLatin;
      if ((seen & kCyrillicByte) != 0) cyrillic(i);
      if ((seen & kDigitByte) != 0) digits_ += 1;
      if ((seen & kBlankByte) != 0) blank(i);
      if ((seen & kCapitalByte) != 0) capital(i);
      if ((seen & kMarkByte) != 0) mark(i);
    }
    if (digits_ >= 11) found_ |= traits::kElevenDigits;
    if (capitals_ >= 3) found_ |= traits::kThreeCapitals;
    return found_;
  }

 private:
  unsigned byte(std::size_t i) const { return i < text_.size() ? static_cast<unsigned char>(text_[i]) : 0u; }
  unsigned before(std::size_t i, std::size_t n = 1) const { return i >= n ? byte(i - n) : 0u; }
  bool digit(unsigned c) const { return c >= '0' && c <= '9'; }
  bool follows(std::size_t i, std::string_view words) const {
    return text_.compare(i, words.size(), words) == 0;
  }

  void cyrillic(std::size_t i) {
    found_ |= traits::kCyrillic;
    if ((found_ & kSeenWords) != kSeenWords && begins_word(text_, i)) word(i);
    if (byte(i + 1) == 0xB3 && (follows(i, "г.") || follows(i, "гг."))) {  // г is D0 B3
      const auto after = i + (byte(i + 2) == '.' ? 3 : 5);
      if (digit(before(i)) || is_capital(after)) found_ |= traits::kGlued;
    }
  }

  bool is_capital(std::size_t i) const {
    return byte(i) == 0xD0 && ((byte(i + 1) >= 0x90 && byte(i + 1) <= 0xAF) || byte(i + 1) == 0x81);
  }

  void word(std::size_t i) {
    using namespace std::string_view_literals;
    constexpr std::array kMonths{U"январ"sv,   U"феврал"sv, U"март"sv,  U"апрел"sv, U"мая"sv,
                                 U"мае"sv,     U"май"sv,    U"июн"sv,   U"июл"sv,   U"август"sv,
                                 U"сентябр"sv, U"октябр"sv, U"ноябр"sv, U"декабр"sv};
    constexpr std::array kWeekdays{U"понедельник"sv, U"вторник"sv, U"среда"sv,  U"среду"sv,
                                   U"четверг"sv,     U"пятниц"sv,  U"суббот"sv, U"воскресень"sv};
    const char32_t first = folded_at(text_, i);
    const auto any = [&](const auto& stems) {
      for (const auto stem : stems) {
        if (stem.front() == first && starts_folded(text_, i, stem)) return true;
      }
      return false;
    };
    if (any(kMonths)) found_ |= traits::kMonth;
    if (any(kWeekdays)) found_ |= traits::kWeekday;
  }

  bool blank_at(std::size_t i) const { return byte(i) == ' ' || (byte(i) == 0xC2 && byte(i + 1) == 0xA0); }

  void blank(std::size_t i) {
    const auto next = byte(i + 1);
    if (blank_at(i + 1) || next == ',' || next == ';' || next == '.') found_ |= traits::kBlanks;
  }

  void capital(std::size_t i) {
    if (i == 0 || !is_capital(i - 1)) return;
    ++capitals_;
    if (i >= 3 && is_capital(i - 3)) found_ |= traits::kCapitalPair;
    if (byte(i + 1) == '.') found_ |= traits::kInitial;
    if (byte(i) == 0xA5) ex(i - 1, i + 1);  // Х
  }

  // X or Х from `begin` to `end` beside another.
  void ex(std::size_t begin, std::size_t end) {
    if (before(begin) == 'X' || byte(end) == 'X' || follows(end, "Х") ||
        (before(begin, 2) == 0xD0 && before(begin) == 0xA5))
      found_ |= traits::kPlaceholder;
  }

  void mark(std::size_t i) {
    switch (byte(i)) {
      case '{':
      case '}':
        if (before(i) == byte(i)) found_ |= traits::kPlaceholder;
        break;
      case '[':
      case '(':
      case '<':
        if (follows(i + 1, "указать") || follows(i + 1, "bookmark:")) found_ |= traits::kPlaceholder;
        break;
      case '#':
      case '!':
        found_ |= traits::kPlaceholder;
        break;
      case 'X':
        ex(i, i + 1);
        break;
      case 'T':
        if (follows(i, "TODO")) found_ |= traits::kPlaceholder;
        break;
      case 'F':
        if (follows(i, "FIXME")) found_ |= traits::kPlaceholder;
        break;
      case 'L':
        if (follows(i, "Lorem")) found_ |= traits::kPlaceholder;
        break;
      case '"':
        found_ |= traits::kForeignQuote | traits::kQuote;
        break;
      case '-':
        if (digit(before(i)) && digit(byte(i + 1))) found_ |= traits::kDigitHyphen;
        if ((before(i) == ' ' || before(i) == 0xA0) && blank_at(i + 1)) found_ |= traits::kLoneHyphen;
        break;
      case '%':
        found_ |= traits::kPercent;
        break;
      case '.':
        if (digit(before(i)) && digit(byte(i + 1))) found_ |= traits::kDayInDigits;
        break;
      default:
        last_byte_of_mark(i);
    }
  }

  void last_byte_of_mark(std::size_t i) {
    const auto last = byte(i), middle = before(i), first = before(i, 2);
    if (first == 0xE2 && middle == 0x80 && (last == 0x9C || last == 0x9D))
      found_ |= traits::kForeignQuote | traits::kQuote;
    if ((first == 0xE2 && middle == 0x80 && last == 0x9E) || (middle == 0xC2 && last == 0xAB))
      found_ |= traits::kQuote;
    if ((first == 0xE2 && middle == 0x84 && last == 0x96) || (middle == 0xC2 && last == 0xA7))
      found_ |= traits::kNumero;
  }

  std::string_view text_;
  SlipTraits found_ = 0;
  std::size_t digits_ = 0, capitals_ = 0;
};

}  // namespace

SlipTraits slip_traits(std::string_view text) { return Scan(text).run(); }

}  // namespace svodka::language
