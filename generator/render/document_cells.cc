#include <cstring>
#include <map>
#include <pugixml.hpp>

#include "package/zip.h"
#include "render/document_text.h"
#include "render/expand/xml.h"

namespace svodka::render {
namespace {

using Node = pugi::xml_node;

// The words of a string item: its own or those of its runs; how it is pronounced (rPh) is not read.
std::string words_of(const Node& item) {
  std::string words = item.child("t").text().get();
  for (const auto& run : item.children("r")) words += run.child("t").text().get();
  return words;
}

class WorkbookReader {
 public:
  WorkbookReader(const std::string& path, const std::vector<package::ZipEntry>& entries, Diagnostics& out)
      : path_(path), entries_(entries), out_(out) {}

  std::optional<std::vector<DocumentPiece>> read() {
    pugi::xml_document workbook, relations, strings;
    if (!part("xl/workbook.xml", workbook)) {
      out_.error({.file = path_}, "not-a-document",
                 text("в файле нет книги: части `xl/workbook.xml`",
                      "the file holds no workbook: no part `xl/workbook.xml`"));
      return std::nullopt;
    }
    part("xl/_rels/workbook.xml.rels", relations);
    if (part("xl/sharedStrings.xml", strings)) {
      for (const auto& item : strings.document_element().children("si")) strings_.push_back(words_of(item));
    }
    for (const auto& relation : relations.document_element().children("Relationship"))
      targets_[relation.attribute("Id").value()] = relation.attribute("Target").value();
    for (const auto& sheet : workbook.document_element().child("sheets").children("sheet")) read_sheet(sheet);
    return std::move(pieces_);
  }

 private:
  bool part(const std::string& name, pugi::xml_document& document) {
    for (const auto& entry : entries_) {
      if (entry.name != name) continue;
      const auto xml = package::inflate(path_, entry, out_);
      return xml && load_xml(*xml, document);
    }
    return false;
  }

  void read_sheet(const Node& sheet) {
    const std::string target = targets_[sheet.attribute("r:id").value()];
    pugi::xml_document document;
    if (!part(target.starts_with('/') ? target.substr(1) : "xl/" + target, document)) return;
    const std::string name = sheet.attribute("name").value();
    for (const auto& row : document.document_element().child("sheetData").children("row")) {
      DocumentPiece piece{same_text(name + "!" + row.attribute("r").value()), {}, {}, {}};
      for (const auto& cell : row.children("c")) {
        auto words = cell_words(cell);
        if (const auto formula = cell.child("f"))
          piece.formulas.emplace_back(cell.attribute("r").value(), formula.text().get());
        if (words.empty()) continue;
        piece.words += (piece.words.empty() ? "" : " | ") + words;
        piece.cells.emplace_back(cell.attribute("r").value(), std::move(words));
      }
      if (!piece.cells.empty()) pieces_.push_back(std::move(piece));
    }
  }

  std::string cell_words(const Node& cell) const {
    const char* type = cell.attribute("t").value();
    if (std::strcmp(type, "inlineStr") == 0) return words_of(cell.child("is"));
    const std::string value = cell.child("v").text().get();
    if (std::strcmp(type, "s") != 0) return value;
    const auto index = cell.child("v").text().as_ullong(strings_.size());
    return index < strings_.size() ? strings_[index] : std::string();
  }

  const std::string& path_;
  const std::vector<package::ZipEntry>& entries_;
  Diagnostics& out_;
  std::vector<std::string> strings_;
  std::map<std::string, std::string> targets_;
  std::vector<DocumentPiece> pieces_;
};

}  // namespace

std::optional<std::vector<DocumentPiece>> workbook_text(const std::string& path, const std::string& bytes,
                                                        Diagnostics& out) {
  const auto entries = package::read_zip(path, bytes, out);
  if (!entries) return std::nullopt;
  return WorkbookReader(path, *entries, out).read();
}

}  // namespace svodka::render
