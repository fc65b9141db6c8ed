#include "render/text/text.h"

#include <algorithm>
#include <cstdlib>

#include "bind/markers.h"
#include "render/text/text_embed.h"
#include "render/text/text_include.h"

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

// The end of the line that `offset` stands in, past its newline.
std::size_t line_end(std::string_view text, std::size_t offset) {
  const auto newline = text.find('\n', offset);
  return newline == std::string_view::npos ? text.size() : newline + 1;
}

// Lines that hold nothing but section markers and comments: they are scaffolding, and go with their line
// ends. A comment over several lines makes them one.
std::vector<Span> scaffolding(std::string_view text, const std::vector<Marker>& markers) {
  std::vector<Span> lines;
  std::size_t next = 0;
  for (std::size_t begin = 0, end = 0; begin < text.size(); begin = end) {
    end = line_end(text, begin);
    std::size_t from = begin;
    bool only_control = true;
    for (; next < markers.size() && markers[next].offset < end; ++next) {
      const auto& marker = markers[next];
      only_control = only_control && is_control(marker) && is_blank(text.substr(from, marker.offset - from));
      from = marker.offset + marker.length;
      if (from > end) end = line_end(text, from);
    }
    const auto rest = text.substr(from, end - from);
    if (from > begin && only_control &&
        is_blank(rest.ends_with('\n') ? rest.substr(0, rest.size() - 1) : rest))
      lines.push_back({begin, end});
  }
  return lines;
}

// Braces that are text are written as they are, also where a value would be escaped.
std::string literal_marker(const Resolved& resolved) {
  return "{{V" + std::to_string(resolved.slot) + ":none}}";
}

bool has_embed(const Resolved& resolved, const bind::Resolver& resolver) {
  return resolved.kind == Resolved::Kind::kValue &&
         resolver.program().values[static_cast<std::size_t>(resolved.slot)].embed;
}

std::string embed_marker(const Resolved& resolved, const bind::Resolver& resolver, Escape escape,
                         std::optional<HtmlPlace> place, std::map<int, HtmlPlace>& pictures,
                         Diagnostics& out) {
  check_text_embed(resolver.program().values[static_cast<std::size_t>(resolved.slot)], escape, place, out);
  if (place) pictures.emplace(resolved.slot, *place);
  return "{{" + bind::slot_name(resolved) + ":x-markup}}";
}

// Template text over slots, without its scaffolding lines.
std::string compile_body(const JoinedText& source, const std::vector<Marker>& markers, Escape escape,
                         bind::Resolver& resolver, std::map<int, HtmlPlace>& pictures, Diagnostics& out) {
  const std::string_view text = source.text();
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
      body += literal_marker(resolver.resolve({Marker::Kind::kValue, "{", {}, marker.offset, 0}, {}));
    }
    const auto resolved = resolver.resolve(marker, source.at(marker.offset, marker.length));
    done = marker.offset + marker.length;
    if (has_embed(resolved, resolver))
      body += embed_marker(resolved, resolver, escape,
                           html_place(text.substr(0, marker.offset), text.substr(done)), pictures, out);
    else
      body += marker.name == "{{" ? literal_marker(resolved) : bind::slot_marker(resolved);
  }
  keep(done, text.size());
  return body;
}

// The body without the values from slot `limit` on.
std::string without_values(const std::string& body, int limit) {
  std::string out;
  std::size_t done = 0;
  for (auto at = body.find("{{V"); at != std::string::npos; at = body.find("{{V", done)) {
    const auto end = body.find("}}", at) + 2;
    out.append(body, done, at - done);
    if (std::atoi(body.c_str() + at + 3) < limit) out.append(body, at, end - at);
    done = end;
  }
  return out.append(body, done, std::string::npos);
}

// The first marker whose value ctemplate can make safe nowhere; null pointer when the HTML itself is at
// fault.
const bind::ValueSlot* unsafe_value(const std::string& body, const bind::Program& program) {
  const auto refused = [&](int limit) {
    return !Expander(without_values(body, limit), program, Escape::kHtml).refusal().empty();
  };
  int good = 0, bad = static_cast<int>(program.values.size());
  if (bad == 0 || refused(0)) return nullptr;
  while (bad - good > 1) {
    const int middle = (good + bad) / 2;
    (refused(middle) ? bad : good) = middle;
  }
  return &program.values[static_cast<std::size_t>(good)];
}

// Where ctemplate lost its way, from its own words: "… Failed parsing: =1>…".
std::string place_in(const std::string& refusal) {
  constexpr std::string_view kBefore = "Failed parsing: ";
  constexpr std::size_t kMost = 40;
  const auto at = refusal.find(kBefore);
  if (at == std::string::npos) return refusal.substr(0, refusal.find('\n'));
  const auto begin = at + kBefore.size();
  auto end = std::min(refusal.find('\n', begin), begin + kMost);
  while (end < refusal.size() && (static_cast<unsigned char>(refusal[end]) & 0xC0u) == 0x80u) --end;
  return refusal.substr(begin, end - begin);
}

void report_refusal(const SourceFile& file, const std::string& body, const bind::Program& program,
                    const std::string& refusal, Diagnostics& out) {
  if (const auto* value = unsafe_value(body, program)) {
    out.error(value->at, "unsafe-html",
              text("в этом месте HTML значение `{}` нельзя сделать безопасным",
                   "the value `{}` cannot be made safe at this place of the HTML", value->name),
              text("перенесите метку в текст или в значение атрибута в кавычках",
                   "move the marker into text, or into the quoted value of an attribute"));
  } else {
    out.error({.file = file.path}, "unsafe-html",
              text("HTML шаблона не разобрать около «{}»",
                   "the HTML of the template cannot be followed near “{}”", place_in(refusal)),
              text("проверьте, что все теги и кавычки закрыты", "see that all tags and quotes are closed"));
  }
}

}  // namespace

struct TextTemplate::Impl {
  Expander expander;
  std::vector<bind::MarkerUse> uses;
  std::map<int, HtmlPlace> pictures;
  std::unique_ptr<PictureFolder> folder;
  Escape escape;
};

TextTemplate::TextTemplate(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}

std::optional<TextTemplate> TextTemplate::compile(const SourceFile& file, Fragments& fragments,
                                                  const std::filesystem::path& folder, const Shape& shape,
                                                  Escape escape, Diagnostics& out) {
  Diagnostics found;
  const JoinedText source(file, fragments, found);
  const auto scan = bind::scan_markers(source.text());
  for (const auto& fault : scan.faults)
    found.error(source.at(fault.offset, fault.length), fault.rule, fault.message, fault.hint);
  bind::Resolver resolver(shape, found, text_abilities(escape));
  std::map<int, HtmlPlace> pictures;
  auto body = compile_body(source, scan.markers, escape, resolver, pictures, found);
  resolver.finish();
  out.add(found);
  if (found.has_errors()) return std::nullopt;
  Expander expander(body, resolver.program(), escape);
  if (!expander.refusal().empty()) {
    report_refusal(file, body, resolver.program(), expander.refusal(), out);
    return std::nullopt;
  }
  for (const int slot : expander.distorted()) {
    const auto& value = resolver.program().values[static_cast<std::size_t>(slot)];
    out.error(
        value.at, "unsafe-html",
        text("в этом месте HTML значение `{}` исказится: оно не в кавычках",
             "at this place of the HTML the value `{}` would be mangled: it is not in quotes", value.name),
        text("возьмите метку в кавычки", "put the marker into quotes"));
  }
  if (!expander.distorted().empty()) return std::nullopt;
  return TextTemplate(
      std::make_shared<const Impl>(Impl{std::move(expander), resolver.uses(), std::move(pictures),
                                        std::make_unique<PictureFolder>(folder), escape}));
}

std::string TextTemplate::render(const Row& root, Diagnostics& out) const {
  TextEmbedder embedder(*impl_->folder, impl_->pictures, impl_->escape, out);
  return impl_->expander.expand(root, out, &embedder);
}

const std::vector<bind::MarkerUse>& TextTemplate::uses() const { return impl_->uses; }

}  // namespace svodka::render
