#include "render/text.h"

#include <algorithm>

#include "bind/markers.h"

namespace svodka::render {
namespace {

using bind::Marker;
using bind::Resolved;

// A stretch of the template: text to keep, text to drop, or a marker.
struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
};

bool is_control(const Marker& marker) { return marker.kind != Marker::Kind::kValue; }

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r") == std::string_view::npos; }

// Lines that hold nothing but section markers and comments: they are scaffolding, and go with their line ends.
std::vector<Span> scaffolding(std::string_view text, const std::vector<Marker>& markers) {
  std::vector<Span> lines;
  std::size_t next = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    const auto newline = text.find('\n', begin);
    const auto end = newline == std::string_view::npos ? text.size() : newline + 1;
    std::size_t from = begin;
    bool only_control = false;
    for (; next < markers.size() && markers[next].offset < end; ++next) {
      const auto& marker = markers[next];
      const bool inside = marker.offset + marker.length <= end;
      const bool first = from == begin;
      only_control = (first || only_control) && inside && is_control(marker) && is_blank(text.substr(from, marker.offset - from));
      from = marker.offset + marker.length;
    }
    if (from > begin && only_control && from <= end) {
      auto rest = text.substr(from, end - from);
      if (rest.ends_with('\n')) rest.remove_suffix(1);
      if (is_blank(rest)) lines.push_back({begin, end});
    }
    begin = end;
  }
  return lines;
}

std::string slot_marker(const Resolved& resolved) {
  const auto number = std::to_string(resolved.slot);
  switch (resolved.kind) {
    case Resolved::Kind::kValue: return "{{V" + number + "}}";
    case Resolved::Kind::kOpen: return "{{#S" + number + "}}";
    case Resolved::Kind::kClose: return "{{/S" + number + "}}";
    case Resolved::Kind::kOpenSeparator: return "{{#S" + number + "_separator}}";
    case Resolved::Kind::kCloseSeparator: return "{{/S" + number + "_separator}}";
    case Resolved::Kind::kInclude:
    case Resolved::Kind::kNothing: break;
  }
  return {};
}

// Template text over slots, without its scaffolding lines.
std::string compile_body(const SourceFile& file, const std::vector<Marker>& markers, bind::Resolver& resolver) {
  const LineIndex lines(file);
  const std::string_view text = file.text;
  const auto dropped = scaffolding(text, markers);
  std::string body;
  std::size_t drop = 0;
  const auto keep = [&](std::size_t begin, std::size_t end) {
    while (begin < end) {
      while (drop < dropped.size() && dropped[drop].end <= begin) ++drop;
      const bool none = drop == dropped.size() || dropped[drop].begin >= end;
      const auto until = none ? end : std::max(begin, dropped[drop].begin);
      body.append(text.substr(begin, until - begin));
      begin = none ? end : std::min(end, dropped[drop].end);
    }
  };
  std::size_t done = 0;
  for (const auto& marker : markers) {
    keep(done, marker.offset);
    if (body.ends_with('{')) {  // a brace that is text must not join the marker's own
      body.pop_back();
      body += slot_marker(resolver.resolve({Marker::Kind::kValue, "{", {}, marker.offset, 0}, {}));
    }
    body += slot_marker(resolver.resolve(marker, lines.at(marker.offset, marker.length)));
    done = marker.offset + marker.length;
  }
  keep(done, text.size());
  return body;
}

}  // namespace

TextTemplate::TextTemplate(Expander expander, std::vector<bind::MarkerUse> uses)
    : expander_(std::make_shared<const Expander>(std::move(expander))), uses_(std::move(uses)) {}

std::optional<TextTemplate> TextTemplate::compile(const SourceFile& file, const Shape& shape, Escape escape, Diagnostics& out) {
  Diagnostics found;
  const auto scan = bind::scan_markers(file.text);
  const LineIndex lines(file);
  for (const auto& fault : scan.faults) found.error(lines.at(fault.offset, fault.length), fault.rule, fault.message, fault.hint);
  bind::Resolver resolver(shape, found);
  auto body = compile_body(file, scan.markers, resolver);
  resolver.finish();
  out.add(found);
  if (found.has_errors()) return std::nullopt;
  Expander expander(std::move(body), resolver.program(), escape);
  if (!expander.refusal().empty()) {
    out.error({.file = file.path}, "unsafe-html", text("в этом месте HTML значение нельзя сделать безопасным: {}", "no value can be made safe in this HTML: {}", expander.refusal()),
              text("заключите значения атрибутов в кавычки", "put the values of attributes into quotes"));
    return std::nullopt;
  }
  return TextTemplate(std::move(expander), resolver.uses());
}

std::string TextTemplate::render(const Row& root, Diagnostics& out) const { return expander_->expand(root, out); }

const std::vector<bind::MarkerUse>& TextTemplate::uses() const { return uses_; }

}  // namespace svodka::render
