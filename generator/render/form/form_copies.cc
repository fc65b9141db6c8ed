#include "render/form/form_copies.h"

#include <algorithm>
#include <array>
#include <pugixml.hpp>

#include "base/utf8.h"
#include "render/expand/xml.h"
#include "render/form/form_fill.h"

namespace svodka::render {
namespace {

using Node = pugi::xml_node;

constexpr char kTypes[] = "[Content_Types].xml";
constexpr char kRelationships[] = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

std::string kind_of(const Node& relation) {
  const std::string type = relation.attribute("Type").value();
  return type.substr(type.rfind('/') + 1);
}

// An id that no relation has.
std::string free_id(const Node& relations) {
  for (int n = 1;; ++n) {
    auto id = "rId" + std::to_string(n);
    if (!relations.find_child_by_attribute("Id", id.c_str())) return id;
  }
}

class SheetCopier {
 public:
  SheetCopier(FormPackage& package, const std::string& file, SheetPlans& plans, Diagnostics& out)
      : package_(package), file_(file), plans_(plans), out_(out) {}

  SheetsOfForm copy() {
    const auto relations_name = relations_part(package_.workbook);
    load_xml(package_.read(file_, relations_name, out_), relations_);
    load_xml(package_.read(file_, kTypes, out_), types_);
    count_tables();
    SheetsOfForm all;
    for (const auto& sheet : package_.sheets) all.push_back(sheets_of(sheet));
    if (!changed_) return all;
    package_.write(relations_name, saved_xml(relations_));
    package_.write(kTypes, saved_xml(types_));
    return all;
  }

 private:
  Node relation_to(const std::string& part) {
    return relations_.document_element().find_child([&](const Node& node) {
      return relation_target(package_.workbook, node.attribute("Target").value()) == part;
    });
  }

  std::vector<SheetOfForm> sheets_of(const SheetPart& sheet) {
    const auto found = plans_.find(utf8::lower(sheet.name));
    const auto relation = relation_to(sheet.part);
    std::vector<SheetOfForm> made;
    if (found == plans_.end()) return {{sheet, relation.attribute("Id").value()}};
    auto& copies = found->second;
    for (std::size_t i = 0; i < copies.size(); ++i) {
      made.push_back(i == 0 ? SheetOfForm{sheet, relation.attribute("Id").value()}
                            : one_more(sheet, copies[i]));
      made.back().part.name = copies[i].name;
    }
    if (copies.empty()) {
      changed_ = true;
      relations_.document_element().remove_child(relation);
      for (const auto* parts : {&sheet.tables, &sheet.comments, &sheet.vml, &sheet.drawings, &sheet.charts})
        for (const auto& part : *parts) remove(part);
      remove(sheet.part);
    }
    return made;
  }

  SheetOfForm one_more(const SheetPart& sheet, SheetCopy& copy) {
    changed_ = true;
    std::map<std::string, std::string> parts;  // of this copy by those of the blank
    SheetOfForm made;
    made.part.part = copy_part(sheet.part, parts);
    const auto renamed = [&](const std::vector<std::string>& names) {
      std::vector<std::string> own;
      for (const auto& name : names) own.push_back(parts.contains(name) ? parts[name] : name);
      return own;
    };
    made.part.tables = renamed(sheet.tables);
    made.part.comments = renamed(sheet.comments);
    made.part.vml = renamed(sheet.vml);
    made.part.drawings = renamed(sheet.drawings);
    made.part.charts = renamed(sheet.charts);
    for (const auto& table : made.part.tables) name_table(table, copy);
    auto relations = relations_.document_element();
    made.relation = free_id(relations);
    auto relation = relations.append_copy(relation_to(sheet.part));
    relation.attribute("Id").set_value(made.relation.c_str());
    relation.attribute("Target").set_value(("/" + made.part.part).c_str());
    return made;
  }

  // A copy of a part with copies of all that it leads to; pictures are shared.
  std::string copy_part(const std::string& part, std::map<std::string, std::string>& parts) {
    if (const auto known = parts.find(part); known != parts.end()) return known->second;
    const auto made = package_.free_name(part);
    parts[part] = made;
    package_.copy(part, made);
    if (const auto type = type_of(part)) {
      auto copy = types_.document_element().append_copy(type);
      copy.attribute("PartName").set_value(("/" + made).c_str());
    }
    pugi::xml_document relations;
    const auto name = relations_part(part);
    if (package_.find(name) < 0 || !load_xml(package_.read(file_, name, out_), relations)) return made;
    for (auto relation : relations.document_element().children("Relationship")) {
      if (std::string_view(relation.attribute("TargetMode").value()) == "External") continue;
      const auto target = relation_target(part, relation.attribute("Target").value());
      if (kind_of(relation) == "image" || package_.find(target) < 0) continue;
      relation.attribute("Target").set_value(("/" + copy_part(target, parts)).c_str());
    }
    package_.write(relations_part(made), saved_xml(relations));
    return made;
  }

  Node type_of(const std::string& part) const {
    return types_.document_element().find_child_by_attribute("Override", "PartName", ("/" + part).c_str());
  }

  void remove(const std::string& part) {
    if (const auto type = type_of(part)) types_.document_element().remove_child(type);
    package_.remove(part);
    package_.remove(relations_part(part));
  }

  void count_tables() {
    for (const auto& sheet : package_.sheets) {
      for (const auto& part : sheet.tables) {
        pugi::xml_document table;
        if (!load_xml(package_.read(file_, part, out_), table)) continue;
        last_table_ = std::max(last_table_, table.document_element().attribute("id").as_int());
        table_names_.push_back(utf8::lower(table.document_element().attribute("displayName").value()));
      }
    }
  }

  void name_table(const std::string& part, SheetCopy& copy) {
    pugi::xml_document table;
    if (!load_xml(package_.read(file_, part, out_), table)) return;
    auto root = table.document_element();
    const std::string old = root.attribute("displayName").value();
    std::string name;
    for (int n = 2; name.empty() || std::find(table_names_.begin(), table_names_.end(), utf8::lower(name)) !=
                                        table_names_.end();
         ++n)
      name = old + "_" + std::to_string(n);
    table_names_.push_back(utf8::lower(name));
    copy.tables[utf8::lower(old)] = name;
    root.attribute("id").set_value(++last_table_);
    root.attribute("displayName").set_value(name.c_str());
    if (auto attribute = root.attribute("name")) attribute.set_value(name.c_str());
    root.remove_attribute("xr:uid");
    package_.write(part, saved_xml(table));
  }

  FormPackage& package_;
  const std::string& file_;
  SheetPlans& plans_;
  Diagnostics& out_;
  pugi::xml_document relations_, types_;
  std::vector<std::string> table_names_;
  int last_table_ = 0;
  bool changed_ = false;
};

class WorkbookMover {
 public:
  WorkbookMover(Node root, const FormPackage& blank, const SheetsOfForm& sheets, const SheetPlans& plans)
      : root_(root), blank_(blank), sheets_(sheets), plans_(plans) {}

  void move() {
    move_tabs();
    move_views();
    move_names();
    compute_when_opened();
  }

 private:
  std::vector<SheetOfForm> const* made_of(const std::string& name) const {
    for (std::size_t i = 0; i < blank_.sheets.size(); ++i) {
      if (blank_.sheets[i].name == name) return &sheets_[i];
    }
    return nullptr;
  }

  // Tabs in order; numbers of new ones follow those that there are (18.2.19).
  void move_tabs() {
    Node tabs = root_.child("sheets");
    unsigned last = 0;
    std::vector<Node> old;
    for (const auto& tab : tabs.children("sheet")) {
      old.push_back(tab);
      last = std::max(last, tab.attribute("sheetId").as_uint());
    }
    int index = 0;
    for (auto& tab : old) {
      old_names_.push_back(tab.attribute("name").value());
      places_.emplace_back();
      const auto* made = made_of(tab.attribute("name").value());
      const std::size_t count = made == nullptr ? 1 : made->size();
      for (std::size_t i = 0; i < count; ++i) {
        places_.back().push_back(index++);
        Node copy = tabs.insert_copy_before(tab, tab);
        if (made == nullptr) continue;
        copy.attribute("name").set_value((*made)[i].part.name.c_str());
        copy.attribute("r:id").set_value((*made)[i].relation.c_str());
        if (i > 0) copy.attribute("sheetId").set_value(++last);
      }
      tabs.remove_child(tab);
    }
  }

  // A tab by its old number; one that went gives its place to the next.
  int place_of(std::size_t old) const {
    for (std::size_t i = old; i < places_.size(); ++i) {
      if (!places_[i].empty()) return places_[i].front();
    }
    return 0;
  }

  void move_views() {
    for (auto view : root_.child("bookViews").children("workbookView")) {
      for (const char* name : {"activeTab", "firstSheet"}) {
        if (auto tab = view.attribute(name)) tab.set_value(place_of(tab.as_uint()));
      }
    }
  }

  // A name of one sheet becomes a name of each of its copies.
  void move_names() {
    Node names = root_.child("definedNames");
    std::vector<Node> old(names.begin(), names.end());
    for (auto& name : old) {
      const auto local = name.attribute("localSheetId");
      if (!local || local.as_uint() >= places_.size()) {
        set(name, {});
        continue;
      }
      const auto& places = places_[local.as_uint()];
      for (std::size_t i = 0; i < places.size(); ++i) {
        Node copy = names.insert_copy_before(name, name);
        copy.attribute("localSheetId").set_value(places[i]);
        set(copy, {utf8::lower(old_names_[local.as_uint()]), i, {}});
      }
      names.remove_child(name);
    }
    if (names && !names.first_child()) root_.remove_child(names);
  }

  void set(Node name, const FormulaPlace& place) const {
    name.text().set(moved_formula(name.text().get(), place, plans_, SingleReference::kAll).c_str());
  }

  void compute_when_opened() {
    Node calculation = root_.child("calcPr");
    if (!calculation) {
      Node before;
      for (const char* name : {"sheets", "functionGroups", "externalReferences", "definedNames"}) {
        if (root_.child(name)) before = root_.child(name);
      }
      calculation = root_.insert_child_after("calcPr", before);
    }
    if (!calculation.attribute("fullCalcOnLoad")) calculation.append_attribute("fullCalcOnLoad");
    calculation.attribute("fullCalcOnLoad").set_value("1");
  }

  Node root_;
  const FormPackage& blank_;
  const SheetsOfForm& sheets_;
  const SheetPlans& plans_;
  std::vector<std::string> old_names_;
  std::vector<std::vector<int>> places_;  // of the copies of each old tab
};

}  // namespace

SheetsOfForm copy_sheets(FormPackage& package, const std::string& file, SheetPlans& plans, Diagnostics& out) {
  return SheetCopier(package, file, plans, out).copy();
}

std::string moved_workbook(const std::string& xml, const FormPackage& blank, const SheetsOfForm& sheets,
                           const SheetPlans& plans) {
  pugi::xml_document document;
  if (!load_xml(xml, document)) return xml;
  WorkbookMover(document.document_element(), blank, sheets, plans).move();
  return saved_xml(document);
}

void add_links(FormPackage& package, const std::string& file, const std::string& sheet_part, std::string& xml,
               const std::vector<SheetLink>& links, Diagnostics& out) {
  if (links.empty()) return;
  // What stands behind hyperlinks in a worksheet (18.3.1.99).
  static constexpr std::array kBehind{
      "printOptions", "pageMargins",      "pageSetup",       "headerFooter",  "rowBreaks",
      "colBreaks",    "customProperties", "cellWatches",     "ignoredErrors", "smartTags",
      "drawing",      "legacyDrawing",    "legacyDrawingHF", "drawingHF",     "picture",
      "oleObjects",   "controls",         "webPublishItems", "tableParts",    "extLst"};
  pugi::xml_document document, relations;
  if (!load_xml(xml, document)) return;
  auto root = document.document_element();
  if (!root.attribute("xmlns:r")) root.append_attribute("xmlns:r") = kRelationships;
  const auto name = relations_part(sheet_part);
  if (package.find(name) < 0 || !load_xml(package.read(file, name, out), relations))
    relations.append_child("Relationships").append_attribute("xmlns") =
        "http://schemas.openxmlformats.org/package/2006/relationships";
  auto list = root.child("hyperlinks");
  if (!list) {
    Node behind;
    for (auto node = root.first_child(); node && !behind; node = node.next_sibling()) {
      if (std::find(kBehind.begin(), kBehind.end(), std::string_view(node.name())) != kBehind.end())
        behind = node;
    }
    list = behind ? root.insert_child_before("hyperlinks", behind) : root.append_child("hyperlinks");
  }
  std::map<std::string, std::string> known;
  int next = 0;
  for (const auto& [cell, address] : links) {
    const auto at = cell_name(cell);
    if (auto old = list.find_child_by_attribute("ref", at.c_str())) list.remove_child(old);
    auto link = list.append_child("hyperlink");
    link.append_attribute("ref") = at.c_str();
    if (address.front() == '#') {
      link.append_attribute("location") = address.substr(1).c_str();
      continue;
    }
    auto& id = known[address];
    if (id.empty()) {
      do id = "rIdLink" + std::to_string(++next);
      while (relations.document_element().find_child_by_attribute("Id", id.c_str()));
      auto relation = relations.document_element().append_child("Relationship");
      relation.append_attribute("Id") = id.c_str();
      relation.append_attribute("Type") = (std::string(kRelationships) + "/hyperlink").c_str();
      relation.append_attribute("Target") = address.c_str();
      relation.append_attribute("TargetMode") = "External";
    }
    link.append_attribute("r:id") = id.c_str();
  }
  package.write(name, saved_xml(relations));
  xml = saved_xml(document);
}

}  // namespace svodka::render
