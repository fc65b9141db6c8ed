#include "render/picture/picture_options.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <vector>

#include "base/utf8.h"

namespace svodka::render {
namespace {

constexpr double kLongest = 22.0 * kEmuPerInch;

struct Unit {
  std::string_view name;
  double emu;
};

constexpr std::array kUnits{Unit{"mm", 36'000},  Unit{"мм", 36'000},      Unit{"cm", 360'000},
                            Unit{"см", 360'000}, Unit{"in", kEmuPerInch}, Unit{"дюйм", kEmuPerInch},
                            Unit{"pt", 12'700},  Unit{"пт", 12'700},      Unit{"px", 9'525}};

template <typename T>
struct Word {
  std::string_view english, russian;
  T value;
};

constexpr std::array kFits{Word<Fit>{"contain", "целиком", Fit::kContain},
                           Word<Fit>{"cover", "заполнить", Fit::kCover},
                           Word<Fit>{"stretch", "растянуть", Fit::kStretch}};
constexpr std::array kLevels{
    Word<QrLevel>{"l", "l", QrLevel::kLow}, Word<QrLevel>{"m", "m", QrLevel::kMedium},
    Word<QrLevel>{"q", "q", QrLevel::kQuartile}, Word<QrLevel>{"h", "h", QrLevel::kHigh}};

enum class Option { kWidth, kHeight, kSize, kFit, kAlt, kLevel };

constexpr std::array kImageOptions{
    Word<Option>{"width", "ширина", Option::kWidth}, Word<Option>{"height", "высота", Option::kHeight},
    Word<Option>{"fit", "вписать", Option::kFit}, Word<Option>{"alt", "описание", Option::kAlt}};
constexpr std::array kQrOptions{
    Word<Option>{"size", "размер", Option::kSize}, Word<Option>{"width", "ширина", Option::kSize},
    Word<Option>{"level", "уровень", Option::kLevel}, Word<Option>{"alt", "описание", Option::kAlt}};

template <typename Table>
auto find_word(const Table& table, const std::string& name) -> std::optional<decltype(table.front().value)> {
  const auto key = utf8::lower(name);
  for (const auto& word : table) {
    if (key == word.english || key == word.russian) return word.value;
  }
  return std::nullopt;
}

// "contain, cover, stretch" or in Russian.
template <typename Table>
std::string listed(const Table& table, bool russian) {
  std::string all;
  for (const auto& word : table)
    all += (all.empty() ? "`" : ", `") + std::string(russian ? word.russian : word.english) + "`";
  return all;
}

class OptionReader {
 public:
  OptionReader(bool qr, const Position& at, Diagnostics& out) : qr_(qr), at_(at), out_(out) {}

  std::optional<PictureOptions> read(const bind::Embed& embed) {
    if (!embed.argument.empty()) bad(embed.argument);
    for (const auto& modifier : embed.options) take(modifier);
    return sound_ ? std::optional(options_) : std::nullopt;
  }

 private:
  void take(const language::Modifier& modifier) {
    const auto option = qr_ ? find_word(kQrOptions, modifier.name) : find_word(kImageOptions, modifier.name);
    if (!option) return unknown(modifier.name);
    const auto& argument = modifier.argument;
    switch (*option) {
      case Option::kWidth:
        options_.width = length(modifier, true);
        break;
      case Option::kHeight:
        options_.height = length(modifier, false);
        break;
      case Option::kSize:
        options_.width = length(modifier, true);
        break;
      case Option::kFit:
        options_.fit = find_word(kFits, argument);
        if (!options_.fit) one_of(modifier, listed(kFits, true), listed(kFits, false));
        break;
      case Option::kAlt:
        options_.alt = argument;
        break;
      case Option::kLevel:
        if (const auto level = find_word(kLevels, argument))
          options_.level = *level;
        else
          one_of(modifier, "`L`, `M`, `Q`, `H`", "`L`, `M`, `Q`, `H`");
        break;
    }
  }

  std::optional<Length> length(const language::Modifier& modifier, bool part_allowed) {
    const auto read = read_length(modifier.argument);
    if (read && (read->part == 0 || part_allowed)) return read;
    sound_ = false;
    out_.error(
        at_, "bad-picture-option",
        text("непонятный размер «{}» в `{}`", "no size: “{}” in `{}`", modifier.argument, modifier.name),
        text("напишите число и единицу: `{}=5cm`, `40mm`, `300px`; ширину можно и в процентах: `width=50%`",
             "write a number and a unit: `{}=5cm`, `40mm`, `300px`; a width also in percent: `width=50%`",
             modifier.name));
    return std::nullopt;
  }

  void unknown(const std::string& name) {
    sound_ = false;
    const auto all = [&](bool russian) {
      return qr_ ? listed(kQrOptions, russian) : listed(kImageOptions, russian);
    };
    out_.error(at_, "bad-picture-option",
               text("у `{}` нет параметра `{}`", "`{}` has no option `{}`", qr_ ? "qr" : "image", name),
               {"есть " + all(false) + " (" + all(true) + ")", "there are " + all(false)});
  }

  void one_of(const language::Modifier& modifier, const std::string& ru, const std::string& en) {
    sound_ = false;
    out_.error(at_, "bad-picture-option",
               text("`{}` не бывает «{}»", "`{}` cannot be “{}”", modifier.name, modifier.argument),
               {"возможны " + ru + (ru == en ? "" : " (" + en + ")"), "it may be " + en});
  }

  void bad(const std::string& argument) {
    sound_ = false;
    out_.error(
        at_, "bad-picture-option",
        text("у `{}` нет значения: «{}»", "`{}` takes no argument: “{}”", qr_ ? "qr" : "image", argument),
        text("размер пишут после двоеточия: `:width=5cm`", "a size is written after a colon: `:width=5cm`"));
  }

  bool qr_;
  const Position& at_;
  Diagnostics& out_;
  PictureOptions options_;
  bool sound_ = true;
};

}  // namespace

std::optional<Length> read_length(std::string_view words) {
  std::string number(words.substr(0, words.find_first_not_of("0123456789.,")));
  std::replace(number.begin(), number.end(), ',', '.');
  auto unit = words.substr(number.size());
  const auto start = unit.find_first_not_of(' ');
  unit = start == std::string_view::npos ? std::string_view() : unit.substr(start);
  double value = 0;
  const auto [end, problem] = std::from_chars(number.data(), number.data() + number.size(), value);
  if (problem != std::errc() || end != number.data() + number.size() || !(value > 0)) return std::nullopt;
  if (unit == "%") return value <= 100 ? std::optional(Length{0, value / 100}) : std::nullopt;
  const auto name = utf8::lower(unit);
  for (const auto& known : kUnits) {
    const double emu = value * known.emu;
    if (name != known.name) continue;
    return emu >= 1 && emu <= kLongest ? std::optional(Length{std::llround(emu), 0}) : std::nullopt;
  }
  return std::nullopt;
}

std::optional<PictureOptions> read_picture_options(const bind::Embed& embed, const Position& at,
                                                   Diagnostics& out) {
  return OptionReader(embed.kind == bind::Embed::Kind::kQr, at, out).read(embed);
}

}  // namespace svodka::render
