#include "render/form/form_package.h"

#include <algorithm>
#include <pugixml.hpp>

#include "render/expand/xml.h"

namespace svodka::render {
namespace {

// Some programs write every element with a prefix (`<x:worksheet>`); the rest of the code does without.
void drop_prefix(pugi::xml_node node, std::string_view prefix) {
  if (std::string_view(node.name()).starts_with(prefix))
    node.set_name(std::string(node.name() + prefix.size()).c_str());
  for (auto child : node.children()) drop_prefix(child, prefix);
}

std::string without_prefix(const std::string& xml) {
  pugi::xml_document document;
  if (!load_xml(xml, document)) return xml;
  auto root = document.document_element();
  const std::string_view name = root.name();
  const auto colon = name.find(':');
  if (colon == std::string_view::npos) return xml;
  const std::string prefix(name.substr(0, colon + 1));
  root.attribute(("xmlns:" + prefix.substr(0, colon)).c_str()).set_name("xmlns");
  drop_prefix(root, prefix);
  return saved_xml(document);
}

struct Relation {
  std::string id, kind, target;  // the last word of its type; the name of a part
};

class PackageReader {
 public:
  PackageReader(const std::string& file, FormPackage& package, Diagnostics& out)
      : file_(file), package_(package), out_(out) {}

  bool read() {
    for (const auto& relation : relations("")) {
      if (relation.kind == "officeDocument") package_.workbook = relation.target;
    }
    pugi::xml_document workbook;
    const auto written = package_.read(file_, package_.workbook, out_), xml = without_prefix(written);
    if (xml != written) package_.write(package_.workbook, xml);
    if (xml.empty() || !load_xml(xml, workbook) || !workbook.child("workbook")) return fail();
    const auto root = workbook.child("workbook");
    package_.from_1904 = root.child("workbookPr").attribute("date1904").as_bool();
    const auto all = relations(package_.workbook);
    for (const auto& relation : all) {
      if (relation.kind == "sharedStrings") package_.strings = relation.target;
      if (relation.kind == "styles") package_.styles = relation.target;
      if (relation.kind == "pivotCacheDefinition") package_.pivot_caches.push_back(relation.target);
    }
    for (const auto& sheet : root.child("sheets").children("sheet")) {
      const auto found = std::find_if(all.begin(), all.end(), [&](const Relation& r) {
        return r.id == sheet.attribute("r:id").value() && r.kind == "worksheet";
      });
      if (found != all.end()) read_sheet(sheet.attribute("name").value(), found->target);
    }
    return true;
  }

 private:
  bool fail() {
    out_.error({.file = file_}, "not-a-workbook", text("это не книга Excel", "this is no Excel workbook"),
               text("откройте файл в Excel и сохраните как .xlsx", "open it in Excel and save it as .xlsx"));
    return false;
  }

  std::vector<Relation> relations(const std::string& part) {
    std::vector<Relation> found;
    pugi::xml_document document;
    const auto name = relations_part(part);
    if (package_.find(name) < 0 || !load_xml(package_.read(file_, name, out_), document)) return found;
    for (const auto& node : document.document_element().children("Relationship")) {
      if (std::string_view(node.attribute("TargetMode").value()) == "External") continue;
      const std::string type = node.attribute("Type").value();
      found.push_back({node.attribute("Id").value(), type.substr(type.rfind('/') + 1),
                       relation_target(part, node.attribute("Target").value())});
    }
    return found;
  }

  void read_sheet(const std::string& name, const std::string& part) {
    SheetPart sheet{name, part};
    for (const auto& relation : relations(part)) {
      if (relation.kind == "table") sheet.tables.push_back(relation.target);
      if (relation.kind == "comments" || relation.kind == "threadedComment")
        sheet.comments.push_back(relation.target);
      if (relation.kind == "vmlDrawing") sheet.vml.push_back(relation.target);
      sheet.has_pivots |=
          relation.kind == "pivotTable" || relation.kind == "slicer" || relation.kind == "timeline";
      if (relation.kind != "drawing") continue;
      sheet.drawings.push_back(relation.target);
      for (const auto& of_drawing : relations(relation.target)) {
        if (of_drawing.kind == "chart") sheet.charts.push_back(of_drawing.target);
      }
    }
    package_.sheets.push_back(std::move(sheet));
  }

  const std::string& file_;
  FormPackage& package_;
  Diagnostics& out_;
};

bool is_password_protected(const std::string& bytes) { return bytes.starts_with("\xD0\xCF\x11\xE0"); }

// Edits one of the package's lists of parts: removes the elements that `gone` names.
template <typename Gone>
void remove_from(FormPackage& package, const std::string& file, const std::string& part, const char* element,
                 Gone gone, Diagnostics& out) {
  pugi::xml_document document;
  if (package.find(part) < 0 || !load_xml(package.read(file, part, out), document)) return;
  auto root = document.document_element();
  for (auto node = root.child(element); node;) {
    const auto next = node.next_sibling(element);
    if (gone(node)) root.remove_child(node);
    node = next;
  }
  package.write(part, saved_xml(document));
}

}  // namespace

int FormPackage::find(const std::string& part) const {
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [&](const package::ZipEntry& entry) { return entry.name == part; });
  return found == entries.end() ? -1 : static_cast<int>(found - entries.begin());
}

std::string FormPackage::read(const std::string& file, const std::string& part, Diagnostics& out) const {
  if (const auto found = written_.find(part); found != written_.end()) return found->second;
  const int at = find(part);
  if (at < 0) return {};
  return package::inflate(file, entries[static_cast<std::size_t>(at)], out).value_or(std::string());
}

void FormPackage::write(const std::string& part, std::string xml) {
  if (find(part) < 0) entries.push_back({.name = part});
  written_[part] = std::move(xml);
}

std::string FormPackage::free_name(const std::string& part) const {
  const auto dot = std::min(part.rfind('.'), part.size());
  auto stem = part.substr(0, dot);
  while (!stem.empty() && stem.back() >= '0' && stem.back() <= '9') stem.pop_back();
  for (int n = 1;; ++n) {
    auto name = stem + std::to_string(n) + part.substr(dot);
    if (find(name) < 0) return name;
  }
}

void FormPackage::copy(const std::string& part, const std::string& to) {
  const int at = find(part);
  if (at < 0) return;
  auto entry = entries[static_cast<std::size_t>(at)];
  entry.name = to;
  entries.push_back(std::move(entry));
  if (const auto found = written_.find(part); found != written_.end()) written_[to] = found->second;
}

void FormPackage::remove(const std::string& part) {
  std::erase_if(entries, [&](const auto& entry) { return entry.name == part; });
  written_.erase(part);
}

std::string FormPackage::bytes() const {
  auto made = entries;
  for (auto& entry : made) {
    const auto found = written_.find(entry.name);
    if (found != written_.end()) entry = package::deflate(entry.name, found->second);
  }
  return package::write_zip(made);
}

std::string relations_part(const std::string& part) {
  const auto slash = part.rfind('/') + 1;
  return part.substr(0, slash) + "_rels/" + part.substr(slash) + ".rels";
}

std::string relation_target(const std::string& part, std::string target) {
  if (target.starts_with('/')) return target.substr(1);
  auto folder = part.substr(0, part.rfind('/') + 1);
  while (target.starts_with("../")) {
    target.erase(0, 3);
    if (!folder.empty()) folder.pop_back();
    folder.erase(folder.rfind('/') + 1);
  }
  return folder + target;
}

std::optional<FormPackage> read_form_package(const std::string& file, const std::string& bytes,
                                             Diagnostics& out) {
  if (is_password_protected(bytes)) {
    out.error({.file = file}, "not-a-workbook",
              text("книга защищена паролем или сохранена в старом виде .xls",
                   "the workbook has a password, or is of the old kind .xls"),
              text("сохраните её без пароля как .xlsx", "save it without a password as .xlsx"));
    return std::nullopt;
  }
  auto entries = package::read_zip(file, bytes, out);
  if (!entries) return std::nullopt;
  FormPackage package;
  package.entries = std::move(*entries);
  const bool macros = std::any_of(package.entries.begin(), package.entries.end(),
                                  [](const auto& entry) { return entry.name.ends_with("vbaProject.bin"); });
  if (macros) {
    out.error(
        {.file = file}, "form-macros", text("в книге есть макросы", "the workbook has macros"),
        text("сохраните её как .xlsx: макросы при этом уйдут", "save it as .xlsx: the macros go with that"));
    return std::nullopt;
  }
  if (!PackageReader(file, package, out).read()) return std::nullopt;
  std::vector<std::string> parts{package.strings, package.styles};
  for (const auto& sheet : package.sheets) parts.push_back(sheet.part);
  for (const auto& part : parts) {
    const auto xml = package.read(file, part, out);
    if (auto plain = without_prefix(xml); plain != xml) package.write(part, plain);
  }
  return package;
}

void drop_calc_chain(FormPackage& package, const std::string& file, Diagnostics& out) {
  const auto is_chain = [](std::string_view name) { return name.ends_with("calcChain.xml"); };
  const auto chain = std::find_if(package.entries.begin(), package.entries.end(),
                                  [&](const auto& entry) { return is_chain(entry.name); });
  if (chain == package.entries.end()) return;
  package.remove(chain->name);
  remove_from(
      package, file, "[Content_Types].xml", "Override",
      [&](const pugi::xml_node& node) { return is_chain(node.attribute("PartName").value()); }, out);
  remove_from(
      package, file, relations_part(package.workbook), "Relationship",
      [&](const pugi::xml_node& node) { return is_chain(node.attribute("Target").value()); }, out);
}

}  // namespace svodka::render
