#include "render/word/include_place.h"

namespace svodka::render {
namespace {

using Node = pugi::xml_node;

}  // namespace

std::vector<bind::Marker> include_markers(const ParagraphText& words) {
  if (words.text.find("{{") == std::string::npos || words.text.find('>') == std::string::npos) return {};
  auto markers = bind::scan_markers(words.text).markers;
  std::erase_if(markers, [](const auto& m) { return m.kind != bind::Marker::Kind::kInclude; });
  return markers;
}

bool holds_only(const Node& paragraph, const std::string& text, const bind::Marker& marker,
                const Dialect& dialect) {
  const auto blank = [](std::string_view words) {
    return words.find_first_not_of(" \t\u00A0") == std::string_view::npos;
  };
  if (!blank(std::string_view(text).substr(0, marker.offset)) ||
      !blank(std::string_view(text).substr(marker.offset + marker.length)))
    return false;
  return visible(
      paragraph, [](const Node& seen) { return seen.type() == pugi::node_pcdata; }, dialect);
}

Node copy_before(const Node& original, const Node& place, Origins& origins, const Dialect& dialect) {
  const Node copy = place.parent().insert_copy_before(original, place);
  auto here = all_paragraphs(copy, dialect), there = all_paragraphs(original, dialect);
  if (is_any(copy, dialect.paragraphs)) {
    here.insert(here.begin(), copy);
    there.insert(there.begin(), original);
  }
  for (std::size_t i = 0; i < here.size(); ++i) {
    auto origin = origins[there[i]];
    origins[here[i]] = std::move(origin);
  }
  return copy;
}

void say_no_line(const bind::Marker& marker, const Position& at, Diagnostics& out) {
  out.error(
      at, "include-place",
      text("в «{}» не один абзац, посреди строки его не вставить",
           "“{}” is not a single paragraph, it cannot be included in the middle of a line", marker.name),
      text("поставьте метку в отдельный абзац", "put the marker into a paragraph of its own"));
}

void say_no_place(const bind::Marker& marker, const Position& at, Diagnostics& out) {
  out.error(at, "include-place",
            text("файл «{}» здесь не вставить", "“{}” cannot be included here", marker.name),
            text("поставьте метку в обычный текст", "put the marker into ordinary text"));
}

}  // namespace svodka::render
