#include "bind/sheet_layout_reader.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/suggest.h"
#include "base/utf8.h"
#include "bind/markers.h"

namespace svodka::bind {
namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& word : words) out += (out.empty() ? "`" : ", `") + word + "`";
  return out;
}

Text choices(const std::vector<std::string>& words) {
  return text("допустимо: {}", "allowed: {}", joined(words));
}

}  // namespace

std::vector<std::string> column_names(const Shape& shape) {
  std::vector<std::string> names;
  for (const auto& column : shape.columns) names.push_back(column.name);
  return names;
}

bool LayoutReader::keys(const load::Node& node, const Text& what, const std::vector<std::string>& known) {
  if (!node.is_mapping()) {
    error(node, "wrong-type",
          {what.ru + ": ожидаются пары «ключ: значение»", what.en + ": “key: value” pairs are expected"},
          choices(known));
    return false;
  }
  for (const auto& [key, value] : node.entries) {
    if (std::find(known.begin(), known.end(), key.scalar) != known.end()) continue;
    Text hint = suggestion(key.scalar, known);
    error(key, "unknown-key",
          {fmt::format("{}: неизвестный ключ `{}`", what.ru, key.scalar),
           fmt::format("{}: unknown key `{}`", what.en, key.scalar)},
          hint.empty() ? choices(known) : std::move(hint));
  }
  return true;
}

std::optional<std::string> LayoutReader::text_of(const load::Node& node) {
  if (node.is_scalar()) return node.scalar;
  if (node.is_null()) return std::string();
  error(node, "wrong-type", text("ожидается текст", "a text is expected"));
  return std::nullopt;
}

bool LayoutReader::string(const load::Node& node, std::string_view key, std::string& value) {
  const auto* found = node.find(key);
  if (!found) return true;
  auto words = text_of(*found);
  if (words) value = std::move(*words);
  return words.has_value();
}

bool LayoutReader::short_string(const load::Node& node, std::string_view key, std::size_t longest,
                                std::string& value) {
  if (!string(node, key, value)) return false;
  if (utf8::length(value) <= longest) return true;
  error(*node.find(key), "text-too-long",
        text("`{}`: не больше {} знаков", "`{}`: at most {} characters", key, longest),
        text("сократите текст", "shorten the text"));
  return false;
}

bool LayoutReader::flag(const load::Node& node, std::string_view key, bool& value) {
  const auto* found = node.find(key);
  if (!found) return true;
  if (found->is_scalar() && !found->quoted && (found->scalar == "true" || found->scalar == "false")) {
    value = found->scalar == "true";
    return true;
  }
  error(*found, "wrong-type", text("`{}`: ожидается true или false", "`{}`: true or false is expected", key));
  return false;
}

std::optional<double> LayoutReader::number_of(const load::Node& node) {
  double value = 0;
  const auto& digits = node.scalar;
  const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (!node.is_scalar() || node.quoted || fault != std::errc{} || end != digits.data() + digits.size() ||
      !std::isfinite(value))
    return std::nullopt;
  return value;
}

bool LayoutReader::number(const load::Node& node, std::string_view key, double minimum, double maximum,
                          double& value) {
  const auto* found = node.find(key);
  if (!found) return true;
  const auto read = number_of(*found);
  if (read && *read >= minimum && *read <= maximum) {
    value = *read;
    return true;
  }
  error(*found, "wrong-type",
        text("`{}`: ожидается число от {} до {}", "`{}`: a number from {} to {} is expected", key, minimum,
             maximum));
  return false;
}

int LayoutReader::choice(const load::Node& node, std::string_view key,
                         const std::vector<std::string>& words) {
  const auto* found = node.find(key);
  if (!found) return -1;
  const auto word = std::find(words.begin(), words.end(), found->scalar);
  if (found->is_scalar() && word != words.end()) return static_cast<int>(word - words.begin());
  Text hint = suggestion(found->scalar, words);
  error(*found, "unknown-value",
        text("`{}`: неизвестное значение «{}»", "`{}`: unknown value “{}”", key, found->scalar),
        hint.empty() ? choices(words) : std::move(hint));
  return -1;
}

std::vector<const load::Node*> LayoutReader::list(const load::Node& node, std::string_view key) {
  const auto* found = node.find(key);
  std::vector<const load::Node*> out;
  if (!found || found->is_null()) return out;
  if (!found->is_sequence()) return {found};
  for (const auto& item : found->items) out.push_back(&item);
  return out;
}

Position LayoutReader::inside(const load::Node& node, std::size_t offset, std::size_t length) const {
  const int characters = static_cast<int>(utf8::length(node.scalar));
  const int quote = node.quoted ? 1 : 0;
  const bool as_written =
      node.scalar.find('\n') == std::string::npos && node.mark.length == characters + 2 * quote;
  if (!as_written) return at(node);
  Position place = at(node);
  place.column += quote + static_cast<int>(utf8::length(node.scalar.substr(0, offset)));
  place.length = static_cast<int>(utf8::length(std::string_view(node.scalar).substr(offset, length)));
  return place;
}

void LayoutReader::error(const load::Node& node, std::string rule, Text message, Text hint) {
  out_.error(at(node), std::move(rule), std::move(message), std::move(hint));
}

Phrase LayoutReader::phrase(const load::Node& node, std::string_view key, const Shape& shape) {
  const auto* found = node.find(key);
  return found ? phrase(*found, shape) : Phrase{};
}

int LayoutReader::field_of(const load::Node& node, std::string_view name, const Shape& shape) {
  const int index = shape.column(name);
  if (index >= 0) return index;
  const auto query = std::find_if(root_.sections.begin(), root_.sections.end(),
                                  [&](const Shape::Section& section) { return &section.shape == &shape; });
  error(node, "unknown-field",
        query == root_.sections.end()
            ? text("в запросе нет колонки `{}`", "the query has no column `{}`", name)
            : text("в запросе `{1}` нет колонки `{0}`", "the query `{1}` has no column `{0}`", name,
                   query->name),
        suggestion_or_names(name, column_names(shape)));
  return index;
}

int LayoutReader::field(const load::Node& node, std::string_view key, const Shape& shape) {
  const auto* found = node.find(key);
  if (!found) return -1;
  const auto name = text_of(*found);
  return name ? field_of(*found, *name, shape) : -1;
}

Phrase LayoutReader::phrase(const load::Node& node, const Shape& shape) {
  Phrase out{.at = at(node)};
  const auto words = text_of(node);
  if (!words) return out;
  const auto scan = scan_markers(*words);
  for (const auto& fault : scan.faults)
    out_.error(inside(node, fault.offset, fault.length), fault.rule, fault.message, fault.hint);
  Resolver resolver(shape, out_);
  std::size_t done = 0;
  for (const auto& marker : scan.markers) {
    const auto resolved = resolver.resolve(marker, inside(node, marker.offset, marker.length));
    if (resolved.kind == Resolved::Kind::kInclude)
      out_.error(
          inside(node, marker.offset, marker.length), "include-in-sheet",
          text("в листах включения `{{{{>…}}}}` не действуют", "includes `{{{{>…}}}}` do not work in sheets"),
          text("впишите текст прямо здесь", "write the text right here"));
    out.body += words->substr(done, marker.offset - done) + slot_marker(resolved);
    done = marker.offset + marker.length;
  }
  resolver.finish();
  out.body += words->substr(done);
  out.fixed = scan.markers.empty();
  out.program = resolver.program();
  uses_.insert(uses_.end(), resolver.uses().begin(), resolver.uses().end());
  return out;
}

}  // namespace svodka::bind
