#include "render/form/form_values_xml.h"

#include <cmath>

#include "base/utf8.h"
#include "language/modifiers.h"
#include "render/expand/link.h"
#include "render/expand/xml.h"
#include "render/sheet/day_serial.h"

namespace svodka::render {
namespace {

constexpr std::size_t kMostCharacters = 32'767;  // of a cell's text
constexpr std::size_t kMostFormula = 8'192;
constexpr double kExact = 1e15;  // from here on a cell loses digits

std::size_t utf16_length(std::string_view text) {
  std::size_t units = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    units += (byte & 0xC0u) != 0x80u ? 1 : 0;
    units += byte >= 0xF0 ? 1 : 0;
  }
  return units;
}

bool is_blank(const std::string& words) { return words.find_first_not_of(" \n\r\t") == std::string::npos; }

std::string look(int style) { return style == 0 ? std::string() : " s=\"" + std::to_string(style) + "\""; }

std::string typed(int style, const std::string& type, const std::string& value) {
  return look(style) + (type.empty() ? "" : " t=\"" + type + "\"") + "><v>" + value + "</v></c>";
}

// Where a cell may lead to: http, https, mailto, and files beside the form.
std::optional<std::string> address_of(const std::string& words) {
  if (const auto safe = safe_link(words)) {
    const auto lower = utf8::lower(*safe);
    for (const char* scheme : {"http://", "https://", "mailto:", "#"}) {
      if (lower.starts_with(scheme)) return safe;
    }
    return std::nullopt;
  }
  const bool relative = words.find_first_of(":\\<>\"|?*\n\r\t") == std::string::npos &&
                        words.front() != '/' && words.find('.') != std::string::npos && !words.ends_with('.');
  return relative ? std::optional(link_address(words)) : std::nullopt;
}

}  // namespace

std::string CellWriter::embed(const EmbedRequest& request) {
  const auto& cell = sheet_.cells.at(request.slot);
  switch (cell.use) {
    case TypedCell::Use::kValue:
      return value(cell, request);
    case TypedCell::Use::kText:
      return text(cell, language::to_text(request.value));
    case TypedCell::Use::kFormula:
      return formula(cell, language::to_text(request.value));
    case TypedCell::Use::kLink:
      return link(cell, request);
    case TypedCell::Use::kInFormula:
      break;
  }
  std::string quoted;  // in a text of the formula
  for (const char c : language::to_text(request.value))
    quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return escaped_xml(quoted);
}

std::string CellWriter::value(const TypedCell& cell, const EmbedRequest& request) const {
  const bool changed = !request.marker.modifiers.empty();
  if (const auto* whole = std::get_if<std::int64_t>(&request.value)) {
    if (cell.type == ColumnType::kBool && !changed) return typed(cell.style, "b", *whole != 0 ? "1" : "0");
    if (std::abs(static_cast<double>(*whole)) < kExact) return typed(cell.style, "", std::to_string(*whole));
    return text(cell, std::to_string(*whole));
  }
  if (const auto* number = std::get_if<double>(&request.value)) return numeric(cell, *number);
  const auto words = language::to_text(request.value);
  if (is_blank(words)) return look(cell.style) + "/>";
  if (!changed) {
    if (const auto day = day_serial(words, from_1904_))
      return typed(cell.dated_style, "", fmt::format("{}", *day));
  }
  return text(cell, words);
}

std::string CellWriter::numeric(const TypedCell& cell, double number) const {
  if (std::isfinite(number)) return typed(cell.style, "", fmt::format("{}", number));
  out_.error(place(cell), "infinite-number",
             svodka::text("значение не число и не может стоять в ячейке",
                          "the value is no number a cell could hold"));
  return look(cell.style) + "/>";
}

std::string CellWriter::text(const TypedCell& cell, const std::string& words) const {
  if (is_blank(words)) return look(cell.style) + "/>";
  if (const auto length = utf16_length(words); length > kMostCharacters)
    out_.error(place(cell), "cell-too-long",
               svodka::text("в тексте {} знаков, ячейка вмещает {}",
                            "the text has {} characters, a cell holds {}", length, kMostCharacters));
  return look(cell.style) + " t=\"inlineStr\"><is><t xml:space=\"preserve\">" + escaped_xml(words) +
         "</t></is></c>";
}

std::string CellWriter::formula(const TypedCell& cell, const std::string& words) const {
  if (is_blank(words)) return look(cell.style) + "/>";
  if (const auto length = utf16_length(words); length > kMostFormula)
    out_.error(place(cell), "cell-too-long",
               svodka::text("в формуле {} знаков, ячейка вмещает {}",
                            "the formula has {} characters, a cell holds {}", length, kMostFormula));
  return look(cell.style) + "><f>" + escaped_xml(words.substr(words.front() == '=' ? 1 : 0)) + "</f></c>";
}

std::string CellWriter::link(const TypedCell& cell, const EmbedRequest& request) const {
  const auto words = language::to_text(request.value);
  if (is_blank(words)) return look(cell.style) + "/>";
  const auto address = address_of(words);
  if (!address) {
    out_.error(place(cell), "unsafe-link",
               svodka::text("«{}» — не адрес, ссылку не поставить", "“{}” is no address, no link can be made",
                            words),
               svodka::text("годятся http, https, mailto и файл рядом с формой",
                            "use http, https, mailto or a file beside the form"));
    return look(cell.style) + "/>";
  }
  const auto& shown = request.marker.embed.argument;
  return text(cell, shown.empty() ? words : shown) + "<?svodka-row l " + escaped_xml(*address) + "?>";
}

Position CellWriter::place(const TypedCell& cell) const {
  return {.file = file_, .part = sheet_.name, .cell = cell.name};
}

}  // namespace svodka::render
