#include "render/form/form_scope.h"

#include <algorithm>
#include <pugixml.hpp>

#include "base/utf8.h"
#include "render/expand/xml.h"

namespace svodka::render {
namespace {

constexpr std::string_view kBegin = "<?svodka-sheet ", kEnd = "?>";
constexpr std::size_t kMostUnits = 31;  // of UTF-16

bool is_section(const bind::Marker& marker) {
  return marker.kind == bind::Marker::Kind::kOpen || marker.kind == bind::Marker::Kind::kInverted;
}

// The first characters of a text, so many units of UTF-16 at most.
std::string shortened(const std::string& text, std::size_t units) {
  std::size_t i = 0, used = 0;
  while (i < text.size()) {
    std::size_t next = i;
    used += utf8::next(text, next) > 0xFFFF ? 2 : 1;
    if (used > units) break;
    i = next;
  }
  return text.substr(0, i);
}

std::string trimmed(std::string text) {
  const auto is_edge = [](char c) { return c == ' ' || c == '\''; };
  while (!text.empty() && is_edge(text.back())) text.pop_back();
  while (!text.empty() && is_edge(text.front())) text.erase(0, 1);
  return text;
}

std::string unescaped(const std::string& xml) {
  pugi::xml_document document;
  document.load_string(("<t>" + xml + "</t>").c_str(), pugi::parse_default | pugi::parse_ws_pcdata);
  return document.child("t").text().get();
}

}  // namespace

SheetScope read_scope(const std::string& name, const SheetFills* fills, const Position& at,
                      Diagnostics& out) {
  SheetScope scope{{}, name, nullptr, at};
  if (fills != nullptr && fills->sheets) {
    scope.fills = fills;
    scope.name = fills->sheets_name;
    scope.at = fills->sheets_at;
  }
  const auto scan = bind::scan_markers(scope.name);
  for (const auto& fault : scan.faults) out.error(scope.at, fault.rule, fault.message, fault.hint);
  std::string left;
  std::size_t done = 0;
  for (const auto& marker : scan.markers) {
    if (!is_section(marker) || scope.fills != nullptr) continue;
    left += scope.name.substr(done, marker.offset - done);
    done = marker.offset + marker.length;
    scope.opened.push_back(marker);
  }
  scope.name = left + scope.name.substr(done);
  return scope;
}

std::string open_scope(const SheetScope& scope, bind::Resolver& resolver, Diagnostics& out) {
  std::string body;
  if (scope.fills != nullptr)
    body += bind::slot_marker(
        resolver.add_section(*scope.fills->sheets, 0, -1, "fill: " + scope.at.part, scope.at));
  for (const auto& marker : scope.opened) body += bind::slot_marker(resolver.resolve(marker, scope.at));
  body += kBegin;
  std::size_t done = 0;
  for (const auto& marker : bind::scan_markers(scope.name).markers) {
    body += escaped_xml(scope.name.substr(done, marker.offset - done));
    done = marker.offset + marker.length;
    if (marker.kind == bind::Marker::Kind::kComment) continue;
    if (marker.kind != bind::Marker::Kind::kValue) {
      out.error(scope.at, "form-sheet-name",
                text("в имени листа раздел только открывают: он кончается вместе с листом",
                     "in the name of a sheet a section is only opened: it ends with the sheet"));
      continue;
    }
    const auto resolved = resolver.resolve(marker, scope.at);
    if (resolved.kind == bind::Resolved::Kind::kValue)
      body += "{{V" + std::to_string(resolved.slot) + ":x-attribute}}";
  }
  return body + escaped_xml(scope.name.substr(done)) + std::string(kEnd);
}

std::string close_scope(const SheetScope& scope, bind::Resolver& resolver) {
  std::string body;
  for (std::size_t i = scope.opened.size() + (scope.fills != nullptr ? 1 : 0); i > 0; --i)
    body += bind::slot_marker(resolver.close_section());
  return body;
}

std::vector<ScopedText> split_scopes(const std::string& expanded) {
  std::vector<ScopedText> all;
  for (auto at = expanded.find(kBegin); at != std::string::npos;) {
    const auto name_end = expanded.find(kEnd, at), text = name_end + kEnd.size();
    const auto next = expanded.find(kBegin, text);
    all.push_back({unescaped(expanded.substr(at + kBegin.size(), name_end - at - kBegin.size())),
                   expanded.substr(text, next == std::string::npos ? next : next - text)});
    at = next;
  }
  return all;
}

std::string valid_sheet_name(const std::string& name, std::vector<std::string>& taken) {
  std::string clean;
  for (std::size_t i = 0; i < name.size();) {
    const auto begin = i;
    const char32_t c = utf8::next(name, i);
    if (c == U'/' || c == U'\\' || c == U':' || c == U'|')
      clean += '-';
    else if (c == U'[' || c == U']')
      clean += c == U'[' ? '(' : ')';
    else if (c < 0x20)
      clean += ' ';
    else if (c != U'*' && c != U'?')
      clean += name.substr(begin, i - begin);
  }
  clean = trimmed(shortened(trimmed(clean), kMostUnits));
  if (clean.empty()) clean = "Лист";
  auto made = clean;
  const auto is_taken = [&](const std::string& lower) {
    return lower == "history" || std::find(taken.begin(), taken.end(), lower) != taken.end();
  };
  for (int n = 2; is_taken(utf8::lower(made)); ++n) {
    const auto number = " (" + std::to_string(n) + ")";
    made = trimmed(shortened(clean, kMostUnits - number.size())) + number;
  }
  taken.push_back(utf8::lower(made));
  return made;
}

}  // namespace svodka::render
