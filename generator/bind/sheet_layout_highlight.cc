#include <algorithm>
#include <array>
#include <charconv>

#include "bind/sheet_layout_parse.h"

namespace svodka::bind {
namespace {

struct Colour {
  std::string_view name;
  std::uint32_t pale, strong;
};
constexpr std::array kColours{Colour{"red", 0xFFC7CE, 0xC00000},    Colour{"orange", 0xFFE0B2, 0xED7D31},
                              Colour{"yellow", 0xFFF2CC, 0xFFC000}, Colour{"green", 0xD5EBD0, 0x548235},
                              Colour{"blue", 0xD6E4F5, 0x2F75B5},   Colour{"grey", 0xE3E3E3, 0x7F7F7F}};

std::string_view trimmed(std::string_view words) {
  while (words.starts_with(' ')) words.remove_prefix(1);
  while (words.ends_with(' ')) words.remove_suffix(1);
  return words;
}

/// `>= 90`, `= просрочено`, `empty`, `contains срок`.
bool parse_condition(std::string_view words, Highlight& out) {
  using Test = Highlight::Test;
  struct Form {
    std::string_view sign;
    Test test;
  };
  constexpr std::array forms{Form{"<>", Test::kNotEqual},       Form{"!=", Test::kNotEqual},
                             Form{"≠", Test::kNotEqual},        Form{"<=", Test::kLessOrEqual},
                             Form{"≤", Test::kLessOrEqual},     Form{">=", Test::kGreaterOrEqual},
                             Form{"≥", Test::kGreaterOrEqual},  Form{"<", Test::kLess},
                             Form{">", Test::kGreater},         Form{"=", Test::kEqual},
                             Form{"contains ", Test::kContains}};
  words = trimmed(words);
  if (words == "empty" || words == "not empty") {
    out.test = words == "empty" ? Test::kEmpty : Test::kNotEmpty;
    return true;
  }
  const auto form =
      std::find_if(forms.begin(), forms.end(), [&](const auto& f) { return words.starts_with(f.sign); });
  if (form == forms.end()) return false;
  out.test = form->test;
  out.text = trimmed(words.substr(form->sign.size()));
  std::string digits = out.text;
  std::replace(digits.begin(), digits.end(), ',', '.');
  double number = 0;
  if (const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
      fault == std::errc{} && end == digits.data() + digits.size() && form->test != Test::kContains)
    out.number = number;
  const bool ordered = form->test >= Test::kLess && form->test <= Test::kGreaterOrEqual;
  return !out.text.empty() && (out.number || !ordered) && out.text.size() <= 200;
}

void parse_cells(LayoutReader& reader, const load::Node& node, Highlight& out) {
  if (const auto* when = node.find("when"); when && !parse_condition(when->scalar, out))
    reader.error(*when, "bad-condition",
                 text("непонятное условие «{}»", "the condition “{}” cannot be read", when->scalar),
                 text("например: `< 50`, `= просрочено`, `empty`, `not empty`, `contains срок`",
                      "for example: `< 50`, `= done`, `empty`, `not empty`, `contains late`"));
  if (!node.find("when"))
    reader.error(
        node, "missing-key", text("у выделения нет `when`", "the highlight has no `when`"),
        text("добавьте условие, например `when: \"< 0\"`", "add the condition, for example `when: \"< 0\"`"));
  if (const auto* colour = node.find("color")) out.fill = parse_colour(reader, *colour, Palette::kPale);
  if (const auto* colour = node.find("text-color"))
    out.text_fill = parse_colour(reader, *colour, Palette::kStrong);
  reader.flag(node, "bold", out.bold);
  reader.flag(node, "italic", out.italic);
  reader.flag(node, "row", out.row);
  if (!node.find("color") && !node.find("text-color") && !out.bold && !out.italic)
    reader.error(node, "missing-key", text("не сказано, как выделять", "nothing says how to highlight"),
                 text("добавьте `color` или `bold: true`", "add `color` or `bold: true`"));
}

void parse_scale(LayoutReader& reader, const load::Node& node, Highlight& out) {
  out.scale = parse_colours(reader, node, "scale", Palette::kPale);
  if (out.scale.size() != 2 && out.scale.size() != 3)
    reader.error(
        *node.find("scale"), "wrong-type",
        text("`scale`: ожидаются два цвета или три", "`scale`: two colours or three are expected"),
        text("например, `scale: [red, yellow, green]`", "for example `scale: [red, yellow, green]`"));
}

/// Which of the kinds of a conditional format the keys speak of.
Highlight::Look look_of(LayoutReader& reader, const load::Node& node) {
  using Look = Highlight::Look;
  const std::array kinds{std::pair{"when", Look::kCells}, std::pair{"bars", Look::kBars},
                         std::pair{"icons", Look::kIcons}, std::pair{"scale", Look::kScale}};
  auto look = Look::kCells;
  const load::Node* second = nullptr;
  int found = 0;
  for (const auto& [key, kind] : kinds) {
    if (const auto* value = node.find(key)) second = value, look = kind, ++found;
  }
  if (found > 1)
    reader.error(*second, "highlight-twice",
                 text("у выделения должно быть что-то одно: `when`, `bars`, `icons` или `scale`",
                      "a highlight has one of `when`, `bars`, `icons` and `scale`"),
                 text("одну колонку можно выделить несколькими строками списка",
                      "a column may be highlighted by several items of the list"));
  return look;
}

bool shows_numbers(const SheetColumn& column) {
  return column.kind != SheetColumn::Kind::kText && column.modifiers.empty() && !column.embed &&
         column.type != ColumnType::kText && column.type != ColumnType::kPeriod &&
         column.type != ColumnType::kBool;
}

Highlight parse_highlight(LayoutReader& reader, const load::Node& node,
                          const std::vector<SheetColumn>& columns) {
  using Look = Highlight::Look;
  Highlight out;
  if (!reader.keys(node, text("выделение", "highlight"),
                   {"column", "when", "color", "text-color", "bold", "italic", "row", "bars", "icons",
                    "reversed", "only", "scale"}))
    return out;
  out.look = look_of(reader, node);
  if (const auto* column = node.find("column"))
    out.column = column_called(reader, *column, columns);
  else
    reader.error(node, "missing-key", text("у выделения нет `column`", "the highlight has no `column`"),
                 text("назовите колонку: `column: …`", "name the column: `column: …`"));
  if (out.look == Look::kCells) parse_cells(reader, node, out);
  if (out.look == Look::kBars) out.fill = parse_colour(reader, *node.find("bars"), Palette::kStrong);
  if (out.look == Look::kIcons) out.icons = std::max(0, reader.choice(node, "icons", icon_sets()));
  if (out.look == Look::kScale) parse_scale(reader, node, out);
  reader.flag(node, "reversed", out.reversed);
  reader.flag(node, "only", out.only);
  if (out.look != Look::kCells && out.column >= 0 && !shows_numbers(columns[out.column]))
    reader.error(
        *node.find("column"), "highlight-of-text",
        text("в колонке не числа, мерить в ней нечего", "the column holds no numbers that could be compared"),
        text("назовите колонку с числами", "name a column with numbers"));
  return out;
}

}  // namespace

const std::vector<std::string>& icon_sets() {
  static const std::vector<std::string> names{
      "arrows",   "grey-arrows",   "flags",         "traffic-lights", "rimmed-lights", "signs",
      "symbols",  "plain-symbols", "arrows-4",      "grey-arrows-4",  "circles-4",     "ratings-4",
      "lights-4", "arrows-5",      "grey-arrows-5", "ratings-5",      "quarters-5"};
  return names;
}

std::uint32_t parse_colour(LayoutReader& reader, const load::Node& node, Palette palette) {
  std::vector<std::string> names;
  for (const auto& colour : kColours) {
    if (node.scalar == colour.name) return palette == Palette::kPale ? colour.pale : colour.strong;
    names.emplace_back(colour.name);
  }
  std::uint32_t rgb = 0;
  const char* end = node.scalar.data() + node.scalar.size();
  if (node.scalar.size() == 7 && node.scalar[0] == '#' &&
      std::from_chars(node.scalar.data() + 1, end, rgb, 16).ptr == end)
    return rgb == 0 ? 0x010101 : rgb;  // 0 is no colour
  Text hint = suggestion(node.scalar, names);
  reader.error(node, "unknown-value", text("неизвестный цвет «{}»", "unknown colour “{}”", node.scalar),
               hint.empty() ? text("допустимо: red, orange, yellow, green, blue, grey или \"#RRGGBB\"",
                                   "allowed: red, orange, yellow, green, blue, grey or \"#RRGGBB\"")
                            : std::move(hint));
  return 0;
}

std::vector<std::uint32_t> parse_colours(LayoutReader& reader, const load::Node& node, std::string_view key,
                                         Palette palette) {
  std::vector<std::uint32_t> out;
  for (const auto* item : LayoutReader::list(node, key)) out.push_back(parse_colour(reader, *item, palette));
  return out;
}

std::vector<Highlight> parse_highlights(LayoutReader& reader, const load::Node& table,
                                        const std::vector<SheetColumn>& columns) {
  std::vector<Highlight> out;
  for (const auto* item : LayoutReader::list(table, "highlight"))
    out.push_back(parse_highlight(reader, *item, columns));
  return out;
}

}  // namespace svodka::bind
