#include "render/word/docx_package.h"

#include <algorithm>
#include <pugixml.hpp>
#include <sstream>

#include "base/hash.h"
#include "base/utf8.h"
#include "render/word/docx_relations.h"

namespace svodka::render {
namespace {

using package::ZipEntry;

constexpr char kTypesPart[] = "[Content_Types].xml";
constexpr std::string_view kXmlHead = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
constexpr char kRelationsNamespace[] = "http://schemas.openxmlformats.org/package/2006/relationships";

std::string extension_of(const std::string& part) {
  const auto dot = part.rfind('.');
  return dot == std::string::npos ? std::string() : utf8::lower(part.substr(dot + 1));
}

std::string attribute(std::string_view name, std::string_view value) {
  std::string out = " " + std::string(name) + "=\"";
  for (const char c : value) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '"')
      out += "&quot;";
    else
      out.push_back(c);
  }
  return out + "\"";
}

// The target of a relation of `part` as the name of a part: relative to its folder, or from the root.
std::string resolved_target(const std::string& part, const std::string& target) {
  if (target.starts_with('/')) return target.substr(1);
  std::vector<std::string> names;
  const auto slash = part.rfind('/');
  std::istringstream all((slash == std::string::npos ? std::string() : part.substr(0, slash + 1)) + target);
  for (std::string name; std::getline(all, name, '/');) {
    if (name == "..") {
      if (!names.empty()) names.pop_back();
    } else if (name != "." && !name.empty()) {
      names.push_back(name);
    }
  }
  std::string out;
  for (const auto& name : names) out += (out.empty() ? "" : "/") + name;
  return out;
}

// The same the other way: as `part` says it, relative where it can.
std::string target_from(const std::string& part, const std::string& target) {
  const auto folder = part.substr(0, part.rfind('/') + 1);
  return target.starts_with(folder) ? target.substr(folder.size()) : "/" + target;
}

}  // namespace

void ContentTypes::read(const std::string& xml) {
  xml_ = xml;
  pugi::xml_document document;
  document.load_buffer(xml.data(), xml.size());
  for (const auto& type : document.document_element().children()) {
    std::string name = type.attribute("PartName").value();
    if (name.starts_with('/')) name.erase(0, 1);
    const std::string extension = utf8::lower(type.attribute("Extension").value());
    (name.empty() ? by_extension_[extension] : by_name_[name]) = type.attribute("ContentType").value();
  }
}

std::string_view ContentTypes::of(const std::string& part) const {
  if (const auto found = by_name_.find(part); found != by_name_.end()) return found->second;
  const auto found = by_extension_.find(extension_of(part));
  return found == by_extension_.end() ? std::string_view() : found->second;
}

void ContentTypes::add(const std::string& part, const std::string& type) {
  if (of(part) == type) return;
  const auto extension = extension_of(part);
  if (extension != "xml" && by_extension_.try_emplace(extension, type).second) {
    added_ += "<Default" + attribute("Extension", extension) + attribute("ContentType", type) + "/>";
  } else {
    by_name_[part] = type;
    added_ += "<Override" + attribute("PartName", "/" + part) + attribute("ContentType", type) + "/>";
  }
}

void ContentTypes::remove(const std::string& part) {
  if (by_name_.erase(part) > 0) removed_.insert("/" + part);
}

// Overrides of parts that went are taken out; what was added goes before the closing tag. A prefixed root
// ("<ct:Types>") is no package that any program writes.
std::string ContentTypes::xml() const {
  if (!changed()) return xml_;
  pugi::xml_document document;
  document.load_buffer(xml_.data(), xml_.size());
  auto types = document.document_element();
  for (pugi::xml_node type = types.first_child(); type;) {
    const pugi::xml_node next = type.next_sibling();
    if (removed_.contains(type.attribute("PartName").value())) types.remove_child(type);
    type = next;
  }
  types.append_buffer(added_.data(), added_.size());
  std::ostringstream out;
  out << kXmlHead;
  types.print(out, "", pugi::format_raw);
  return out.str();
}

DocxPackage::DocxPackage(std::vector<ZipEntry> entries) : entries_(std::move(entries)) {}

ZipEntry* DocxPackage::find(std::string_view part) {
  const auto it =
      std::find_if(entries_.begin(), entries_.end(), [&](const ZipEntry& e) { return e.name == part; });
  return it == entries_.end() ? nullptr : &*it;
}

const ZipEntry* DocxPackage::find(std::string_view part) const {
  return const_cast<DocxPackage*>(this)->find(part);
}

bool DocxPackage::has(std::string_view part) const { return find(part) != nullptr; }

std::string DocxPackage::bytes(std::string_view part) const {
  const auto* entry = find(part);
  if (entry == nullptr) return {};
  Diagnostics told;
  return package::inflate("", *entry, told).value_or(std::string());
}

void DocxPackage::replace(std::string_view part, std::string_view bytes) {
  if (has(part)) replace(package::deflate(std::string(part), bytes));
}

void DocxPackage::replace(ZipEntry part) {
  if (auto* entry = find(part.name)) *entry = std::move(part);
}

void DocxPackage::put(const std::string& part, std::string_view bytes) {
  if (has(part))
    replace(part, bytes);
  else
    entries_.push_back(package::deflate(part, bytes));
}

void DocxPackage::remove(const std::string& part) {
  types().remove(part);
  relations_.erase(part);
  std::erase_if(entries_,
                [&](const ZipEntry& e) { return e.name == part || e.name == relations_name(part); });
}

ContentTypes& DocxPackage::types() const {
  if (!types_) {
    types_.emplace();
    types_->read(bytes(kTypesPart));
  }
  return *types_;
}

DocxPackage::RelationList& DocxPackage::relations(const std::string& part) const {
  const auto [list, fresh] = relations_.try_emplace(part);
  if (!fresh) return list->second;
  const auto xml = bytes(relations_name(part));
  pugi::xml_document document;
  document.load_buffer(xml.data(), xml.size());
  for (const auto& relation : document.document_element().children()) {
    list->second.all.push_back({relation.attribute("Id").value(), relation.attribute("Type").value(),
                                relation.attribute("Target").value(),
                                std::string_view(relation.attribute("TargetMode").value()) == "External"});
  }
  return list->second;
}

std::string DocxPackage::add(const std::string& stem, const std::string& extension, const std::string& type,
                             std::string_view bytes, bool shared) {
  std::string& known = added_[{stem + "." + extension, shared ? sha256(bytes) : std::string()}];
  if (shared && !known.empty()) return known;
  std::string name;
  for (int& number = numbers_[stem + "." + extension]; name.empty() || has(name);)
    name = stem + std::to_string(++number) + "." + extension;
  const bool packed = type == "image/png" || type == "image/jpeg";
  entries_.push_back(packed ? package::store(name, bytes) : package::deflate(name, bytes));
  types().add(name, type);
  return known = name;
}

std::string DocxPackage::relate(const std::string& part, const std::string& type, const std::string& target,
                                bool external) {
  auto& list = relations(part);
  for (const auto& relation : list.all) {
    if (relation.type == type && relation.external == external &&
        (external ? relation.target : resolved_target(part, relation.target)) == target)
      return relation.id;
  }
  std::string id;
  const auto taken = [&] {
    return std::any_of(list.all.begin(), list.all.end(), [&](const Relation& r) { return r.id == id; });
  };
  for (std::size_t number = list.all.size() + 1; id.empty() || taken(); ++number)
    id = "rId" + std::to_string(number);
  list.all.push_back({id, type, external ? target : target_from(part, target), external});
  list.changed = true;
  return id;
}

void DocxPackage::relate_as(const std::string& part, const std::string& id, const std::string& type,
                            const std::string& target, bool external) {
  auto& list = relations(part);
  list.all.push_back({id, type, external ? target : target_from(part, target), external});
  list.changed = true;
}

void DocxPackage::unrelate(const std::string& part, const std::string& id) {
  auto& list = relations(part);
  list.changed |= std::erase_if(list.all, [&](const Relation& r) { return r.id == id; }) > 0;
}

std::vector<DocxPackage::Relation> DocxPackage::relations_of(const std::string& part) const {
  auto all = relations(part).all;
  for (auto& relation : all) {
    if (!relation.external) relation.target = resolved_target(part, relation.target);
  }
  return all;
}

std::optional<DocxPackage::Relation> DocxPackage::relation(const std::string& part,
                                                           const std::string& id) const {
  for (auto& relation : relations_of(part)) {
    if (relation.id == id) return std::move(relation);
  }
  return std::nullopt;
}

std::string DocxPackage::target_of(const std::string& part, const std::string& id) const {
  for (const auto& relation : relations(part).all) {
    if (relation.id == id) return relation.external ? std::string() : resolved_target(part, relation.target);
  }
  return {};
}

std::string DocxPackage::relation_type(const std::string& part, const std::string& id) const {
  for (const auto& relation : relations(part).all) {
    if (relation.id == id) return relation.type;
  }
  return {};
}

std::string DocxPackage::related(const std::string& part, std::string_view type_end) const {
  for (const auto& relation : relations(part).all) {
    if (!relation.external && relation.type.ends_with(type_end))
      return resolved_target(part, relation.target);
  }
  return {};
}

std::vector<ZipEntry> DocxPackage::finish() && {
  for (const auto& [part, list] : relations_) {
    if (!list.changed) continue;
    std::string xml =
        std::string(kXmlHead) + "<Relationships" + attribute("xmlns", kRelationsNamespace) + ">";
    for (const auto& relation : list.all) {
      xml += "<Relationship" + attribute("Id", relation.id) + attribute("Type", relation.type) +
             attribute("Target", relation.target) +
             (relation.external ? attribute("TargetMode", "External") : std::string()) + "/>";
    }
    put(relations_name(part), xml + "</Relationships>");
  }
  if (types_ && types_->changed()) put(kTypesPart, types_->xml());
  return std::move(entries_);
}

}  // namespace svodka::render
