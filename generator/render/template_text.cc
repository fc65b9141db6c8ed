#include "render/template_text.h"

#include <algorithm>

#include "base/files.h"
#include "base/utf8.h"
#include "bind/markers.h"
#include "render/document_text.h"
#include "render/word/wordml_parse.h"

namespace svodka::render {
namespace {

constexpr std::string_view kMask = "\uFFFC";

bool is_html(const std::string& path) { return path.ends_with(".html") || path.ends_with(".htm"); }

// The bytes from `begin` to `end` with each character but line ends masked.
std::string masked(std::string_view text, std::size_t begin, std::size_t end) {
  std::string out;
  for (auto i = begin; i < end;) {
    const auto start = i;
    utf8::next(text, i);
    out += text[start] == '\n' || text[start] == '\r' ? std::string(1, text[start]) : std::string(kMask);
  }
  return out;
}

// Markers, and what was meant for one: the report that uses the template tells of those.
std::string without_markers(const std::string& text) {
  if (text.find("{{") == std::string::npos) return text;
  const auto scan = bind::scan_markers(text);
  std::vector<std::pair<std::size_t, std::size_t>> places;
  for (const auto& marker : scan.markers) places.emplace_back(marker.offset, marker.length);
  for (const auto& fault : scan.faults) places.emplace_back(fault.offset, fault.length);
  std::sort(places.begin(), places.end());
  std::string out;
  std::size_t done = 0;
  for (const auto& [offset, length] : places) {
    if (offset < done) continue;
    out += text.substr(done, offset - done);
    out += masked(text, offset, offset + length);
    done = offset + length;
  }
  return out + text.substr(done);
}

// Where the markup that begins at `at` with '<' or '&' ends; `at` when none does.
std::size_t markup_end(std::string_view text, std::size_t at) {
  const auto rest = text.substr(at);
  for (const auto& [open, close] : {std::pair<std::string_view, std::string_view>{"<!--", "-->"},
                                    {"<style", "</style>"},
                                    {"<script", "</script>"},
                                    {"<", ">"}}) {
    if (!rest.starts_with(open)) continue;
    const auto end = rest.find(close);
    return end == std::string_view::npos ? text.size() : at + end + close.size();
  }
  const auto semicolon = rest.find(';');
  constexpr std::size_t kLongestEntity = 12;
  return rest.starts_with('&') && semicolon < kLongestEntity ? at + semicolon + 1 : at;
}

std::string without_markup(const std::string& html) {
  std::string out;
  for (std::size_t i = 0; i < html.size();) {
    const auto end = html[i] == '<' || html[i] == '&' ? markup_end(html, i) : i;
    if (end == i) {
      out += html[i++];
      continue;
    }
    out += masked(html, i, end);
    i = end;
  }
  return out;
}

bool has_letters(const std::string& text) {
  for (std::size_t i = 0; i < text.size();) {
    if (utf8::is_letter(utf8::next(text, i))) return true;
  }
  return false;
}

}  // namespace

std::vector<std::pair<Position, std::string>> template_texts(const std::filesystem::path& root) {
  std::vector<std::pair<Position, std::string>> texts;
  const auto add = [&](Position at, const std::string& words) {
    auto shown = without_markers(words);
    if (!has_letters(shown)) return;
    if (!at.part.empty() && at.cell.empty()) at.around = words_around(words, 0, 0);
    texts.emplace_back(std::move(at), std::move(shown));
  };
  for (const auto& file :
       list_files(root / "templates", {".docx", ".odt", ".ott", ".txt", ".md", ".html", ".htm", ".xlsx"})) {
    const auto path = "templates/" + file;
    Diagnostics ignored;
    std::string bytes;
    try {
      bytes = read_file(root / path);
    } catch (const EnvironmentError&) {
      continue;
    }
    if (is_html(path)) {
      if (utf8::first_invalid(bytes)) continue;
      bytes = without_markup(without_markers(bytes));
    }
    const auto pieces = document_text(path, bytes, ignored);
    if (!pieces) continue;
    for (const auto& piece : *pieces) {
      if (piece.cells.empty()) add(piece.at, piece.words);
      for (const auto& [cell, words] : piece.cells)
        add({.file = path, .part = piece.place.ru.substr(0, piece.place.ru.rfind('!')), .cell = cell}, words);
    }
  }
  return texts;
}

}  // namespace svodka::render
