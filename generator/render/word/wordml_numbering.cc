#include "render/word/wordml_numbering.h"

#include <algorithm>
#include <cstring>
#include <pugixml.hpp>
#include <utility>

namespace svodka::render {
namespace {

using Node = pugi::xml_node;
constexpr int kLevels = WordNumbering::kLevels;

const char* value_of(const Node& parent, const char* child) {
  return parent.child(child).attribute("w:val").value();
}

std::string roman(int number, bool upper) {
  constexpr std::array<std::pair<int, const char*>, 13> kDigits{{{1000, "M"},
                                                                 {900, "CM"},
                                                                 {500, "D"},
                                                                 {400, "CD"},
                                                                 {100, "C"},
                                                                 {90, "XC"},
                                                                 {50, "L"},
                                                                 {40, "XL"},
                                                                 {10, "X"},
                                                                 {9, "IX"},
                                                                 {5, "V"},
                                                                 {4, "IV"},
                                                                 {1, "I"}}};
  std::string out;
  for (const auto& [value, digits] : kDigits) {
    for (; number >= value; number -= value) out += digits;
  }
  if (!upper) std::transform(out.begin(), out.end(), out.begin(), [](char c) { return c + ('a' - 'A'); });
  return out;
}

// After the last letter they come doubled, then trebled (AA, BB, … AAA).
std::string letter(int number, std::u32string_view letters) {
  const auto index = static_cast<std::size_t>(number - 1);
  const auto times = index / letters.size() + 1;
  const auto character = letters[index % letters.size()];
  std::string one, out;
  if (character < 0x80) {
    one += static_cast<char>(character);
  } else {
    one += static_cast<char>(0xC0u | (character >> 6u));
    one += static_cast<char>(0x80u | (character & 0x3Fu));
  }
  for (std::size_t i = 0; i < times; ++i) out += one;
  return out;
}

constexpr std::u32string_view kLatinUpper = U"ABCDEFGHIJKLMNOPQRSTUVWXYZ",
                              kLatinLower = U"abcdefghijklmnopqrstuvwxyz",
                              kRussianUpper = U"АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯ",
                              kRussianLower = U"абвгдежзиклмнопрстуфхцчшщэюя";

bool is_on(const Node& flag) {
  const std::string_view value = flag.attribute("w:val").value();
  return flag && value != "0" && value != "false" && value != "off";
}

int start_of(const Node& node) { return std::clamp(node.attribute("w:val").as_int(1), 0, 1'000'000); }

ListLevel read_level(const Node& node) {
  ListLevel level;
  if (const auto format = node.child("w:numFmt")) level.format = format.attribute("w:val").value();
  level.text = value_of(node, "w:lvlText");
  level.style = value_of(node, "w:pStyle");
  const std::string_view suffix = value_of(node, "w:suff");
  level.suffix = suffix == "nothing" ? "" : suffix == "space" ? " " : "\t";
  if (const auto start = node.child("w:start")) level.start = start_of(start);
  if (const auto restart = node.child("w:lvlRestart")) level.restart = restart.attribute("w:val").as_int();
  level.legal = is_on(node.child("w:isLgl"));
  return level;
}

void read_levels(const Node& parent, std::array<ListLevel, kLevels>& levels) {
  for (const auto& node : parent.children("w:lvl")) {
    const int at = node.attribute("w:ilvl").as_int(-1);
    if (at >= 0 && at < kLevels) levels[static_cast<std::size_t>(at)] = read_level(node);
  }
}

// A list that is kept in a style stands in the file twice: a reference to the style, and the style's own.
Node followed(const Node& root, const Node& abstract) {
  const auto link = abstract.child("w:numStyleLink");
  if (!link) return abstract;
  const auto own = root.find_child([&](const Node& node) {
    return std::strcmp(node.name(), "w:abstractNum") == 0 && node.child("w:styleLink") &&
           std::strcmp(value_of(node, "w:styleLink"), link.attribute("w:val").value()) == 0;
  });
  return own ? own : abstract;
}

WordNumbering::List read_list(const Node& root, const Node& num) {
  WordNumbering::List list;
  const auto abstract = followed(root, root.find_child_by_attribute("w:abstractNum", "w:abstractNumId",
                                                                    value_of(num, "w:abstractNumId")));
  list.counter = abstract.attribute("w:abstractNumId").value();
  read_levels(abstract, list.levels);
  for (const auto& over : num.children("w:lvlOverride")) {
    const int at = over.attribute("w:ilvl").as_int(-1);
    if (at < 0 || at >= kLevels) continue;
    read_levels(over, list.levels);
    if (const auto start = over.child("w:startOverride")) {
      list.levels[static_cast<std::size_t>(at)].start = start_of(start);
      list.begins_anew.push_back(at);
    }
  }
  return list;
}

// The text of a level with the numbers put in; "" for bullets.
std::string number_text(const WordNumbering::List& list, int at, const std::array<int, kLevels>& counts) {
  const auto& level = list.levels[static_cast<std::size_t>(at)];
  std::string text;
  if (level.format == "bullet" || level.format == "none") return text;
  for (std::size_t i = 0; i < level.text.size(); ++i) {
    const char digit = level.text[i] == '%' && i + 1 < level.text.size() ? level.text[i + 1] : '\0';
    if (digit < '1' || digit > '9') {
      text += level.text[i];
      continue;
    }
    const auto shown = static_cast<std::size_t>(digit - '1');
    text += format_number(counts[shown], level.legal ? "decimal" : list.levels[shown].format);
    ++i;
  }
  return text;
}

}  // namespace

std::string format_number(int number, std::string_view format) {
  if (format == "none" || format == "bullet") return {};
  if (number < 1 || number > 9999) return std::to_string(number);
  if (format == "upperRoman" || format == "lowerRoman") return roman(number, format == "upperRoman");
  if (format == "upperLetter") return letter(number, kLatinUpper);
  if (format == "lowerLetter") return letter(number, kLatinLower);
  if (format == "russianUpper") return letter(number, kRussianUpper);
  if (format == "russianLower") return letter(number, kRussianLower);
  if (format == "decimalZero" && number < 10) return "0" + std::to_string(number);
  return std::to_string(number);
}

WordNumbering::WordNumbering(const std::string& xml) {
  pugi::xml_document document;
  document.load_buffer(xml.data(), xml.size(), pugi::parse_default | pugi::parse_ws_pcdata);
  const auto root = document.document_element();
  for (const auto& num : root.children("w:num"))
    lists_.emplace(num.attribute("w:numId").value(), read_list(root, num));
}

const WordNumbering::List* WordNumbering::find(std::string_view id) const {
  const auto found = lists_.find(id);
  return found == lists_.end() ? nullptr : &found->second;
}

void ListCounter::count(Counts& counts, const WordNumbering::List& list, int level) {
  const auto start = [&](std::size_t at) { return list.levels[at].start; };
  for (std::size_t at = 0; at < kLevels; ++at) {
    const auto own = static_cast<std::size_t>(level);
    if (at < own && !counts.used[at]) {
      counts.at[at] = start(at);
      counts.used[at] = true;
    } else if (at == own) {
      counts.at[at] = counts.used[at] ? counts.at[at] + 1 : start(at);
      counts.used[at] = true;
    } else if (at > own) {
      const int restart = list.levels[at].restart;
      if (restart < 0 || level < restart) counts.used[at] = false;
    }
  }
}

std::optional<ListCounter::Number> ListCounter::next(const std::string& id, std::optional<int> asked,
                                                     const std::string& style) {
  const auto* list = numbering_.find(id);
  if (list == nullptr) return std::nullopt;
  if (!asked) {
    const auto own = std::find_if(list->levels.begin(), list->levels.end(), [&](const ListLevel& level) {
      return !style.empty() && level.style == style;
    });
    asked = own == list->levels.end() ? 0 : static_cast<int>(own - list->levels.begin());
  }
  const int at = std::clamp(*asked, 0, kLevels - 1);
  auto& counts = counts_[list->counter];
  if (begun_.insert(id).second) {
    for (const int level : list->begins_anew) counts.used[static_cast<std::size_t>(level)] = false;
  }
  count(counts, *list, at);
  auto text = number_text(*list, at, counts.at);
  if (text.empty()) return std::nullopt;
  return Number{std::move(text), list->levels[static_cast<std::size_t>(at)].suffix};
}

}  // namespace svodka::render
