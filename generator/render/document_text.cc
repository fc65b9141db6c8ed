#include "render/document_text.h"

#include <algorithm>

#include "base/source_file.h"
#include "base/utf8.h"
#include "package/zip.h"
#include "render/expand/xml.h"
#include "render/word/wordml_parse.h"
#include "render/word/wordml_text.h"

namespace svodka::render {
namespace {

using package::ZipEntry;

bool ends_with_any(std::string_view path, std::initializer_list<std::string_view> ends) {
  return std::any_of(ends.begin(), ends.end(), [&](std::string_view end) { return path.ends_with(end); });
}

std::string trimmed(const std::string& words) {
  const auto first = words.find_first_not_of(" \t\r\n");
  if (first == std::string::npos) return {};
  return words.substr(first, words.find_last_not_of(" \t\r\n") + 1 - first);
}

std::vector<DocumentPiece> lines_of(const std::string& path, const std::string& text_of_file) {
  std::vector<DocumentPiece> pieces;
  int number = 0;
  for (std::size_t start = 0; start < text_of_file.size();) {
    const auto end = std::min(text_of_file.find('\n', start), text_of_file.size());
    const auto line = text_of_file.substr(start, end - start);
    auto words = trimmed(line);
    ++number;
    const auto column = 1 + utf8::length(line.substr(0, line.find(words)));
    Position at{.file = path, .line = number, .column = static_cast<int>(column)};
    if (!words.empty())
      pieces.push_back({text("строка {}", "line {}", number), std::move(words), {}, std::move(at)});
    start = end + 1;
  }
  return pieces;
}

// A part that readers see, and how its paragraphs are called. Empty: the text itself.
struct ReadPart {
  std::string name;
  Text called;
};

// Headers, footers and notes behind the text, in the order of their names.
std::vector<ReadPart> word_parts(const std::vector<ZipEntry>& entries) {
  std::vector<ReadPart> parts{{"word/document.xml", {}}};
  const std::pair<std::string_view, Text> kinds[] = {
      {"word/header", text("верхний колонтитул, ", "header, ")},
      {"word/footer", text("нижний колонтитул, ", "footer, ")},
      {"word/footnotes", text("сноски, ", "footnotes, ")},
      {"word/endnotes", text("концевые сноски, ", "endnotes, ")}};
  for (const auto& [start, called] : kinds) {
    std::vector<ReadPart> found;
    for (const auto& entry : entries) {
      if (entry.name.starts_with(start) && entry.name.ends_with(".xml"))
        found.push_back({entry.name, called});
    }
    std::sort(found.begin(), found.end(),
              [](const ReadPart& a, const ReadPart& b) { return a.name < b.name; });
    parts.insert(parts.end(), found.begin(), found.end());
  }
  return parts;
}

void read_paragraphs(const Position& part, const std::string& xml, const Text& called, const Dialect& dialect,
                     std::vector<DocumentPiece>& pieces) {
  pugi::xml_document document;
  if (!load_xml(utf8_xml(xml), document)) return;
  normalise(document, dialect);
  int number = 0;
  for (const auto& paragraph : all_paragraphs(document, dialect)) {
    ++number;
    auto words = trimmed(paragraph_text(paragraph, dialect).text);
    if (words.empty()) continue;
    const auto place = text("абзац {}", "paragraph {}", number);
    auto at = part;
    at.paragraph = number;
    pieces.push_back({{called.ru + place.ru, called.en + place.en}, std::move(words), {}, std::move(at)});
  }
}

std::optional<std::vector<DocumentPiece>> package_text(const std::string& path, const std::string& bytes,
                                                       bool word, Diagnostics& out) {
  const auto entries = package::read_zip(path, bytes, out);
  if (!entries) return std::nullopt;
  const auto parts =
      word ? word_parts(*entries)
           : std::vector<ReadPart>{{"content.xml", {}},
                                   {"styles.xml", text("колонтитулы, ", "headers and footers, ")}};
  std::vector<DocumentPiece> pieces;
  bool found = false;
  for (const auto& part : parts) {
    for (const auto& entry : *entries) {
      if (entry.name != part.name) continue;
      const auto xml = package::inflate(path, entry, out);
      if (!xml) return std::nullopt;
      found |= part.called.empty();
      read_paragraphs({.file = path, .part = part.name}, *xml, part.called,
                      word ? wordml_dialect() : odf_dialect(), pieces);
    }
  }
  if (found) return pieces;
  out.error({.file = path}, "not-a-document",
            text("в файле нет документа: части `{}`", "the file holds no document: no part `{}`",
                 parts.front().name));
  return std::nullopt;
}

}  // namespace

std::optional<std::vector<DocumentPiece>> document_text(const std::string& path, const std::string& bytes,
                                                        Diagnostics& out) {
  if (ends_with_any(path, {".xlsx"})) return workbook_text(path, bytes, out);
  if (ends_with_any(path, {".ods"})) return open_workbook_text(path, bytes, out);
  if (ends_with_any(path, {".docx", ".dotx"})) return package_text(path, bytes, true, out);
  if (ends_with_any(path, {".odt", ".ott"})) return package_text(path, bytes, false, out);
  const auto file = make_source(path, bytes, out);
  if (!file) return std::nullopt;
  return lines_of(path, file->text);
}

}  // namespace svodka::render
