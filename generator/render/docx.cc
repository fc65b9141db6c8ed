#include "render/docx.h"

#include <algorithm>
#include <map>
#include <pugixml.hpp>

#include "base/utf8.h"
#include "package/zip.h"
#include "render/docx_relations.h"
#include "render/wordml.h"
#include "render/wordml_ids.h"
#include "render/wordml_tidy.h"

namespace svodka::render {
namespace {

using package::ZipEntry;

constexpr std::string_view kWordTypes = "application/vnd.openxmlformats-officedocument.wordprocessingml.";
constexpr std::string_view kCoreProperties = "application/vnd.openxmlformats-package.core-properties+xml";
constexpr std::string_view kMainRelation = "/officeDocument";

// The kinds of parts that hold a document's text (ECMA-376 part 1, clause 11.3).
bool holds_text(std::string_view type) {
  if (!type.starts_with(kWordTypes)) return false;
  type.remove_prefix(kWordTypes.size());
  for (const std::string_view kind : {"document.main+xml", "template.main+xml", "header+xml", "footer+xml",
                                      "footnotes+xml", "endnotes+xml", "comments+xml"}) {
    if (type == kind) return true;
  }
  return false;
}

// A part that is filled for each document; every other part keeps its bytes.
struct FilledPart {
  std::size_t entry = 0;
  Expander expander;
  bool tidy = false;
  bool repeated_ids = false;
};

// Content types of parts (part 2, clause 10.1.2.2): by name, else by extension.
class ContentTypes {
 public:
  void read(const pugi::xml_node& types) {
    for (const auto& type : types.children()) {
      std::string name = type.attribute("PartName").value();
      if (name.starts_with('/')) name.erase(0, 1);
      const std::string extension = utf8::lower(type.attribute("Extension").value());
      if (!name.empty())
        by_name_[name] = type.attribute("ContentType").value();
      else
        by_extension_[extension] = type.attribute("ContentType").value();
    }
  }
  std::string_view of(const std::string& part) const {
    if (const auto found = by_name_.find(part); found != by_name_.end()) return found->second;
    const auto found = by_extension_.find(utf8::lower(part.substr(part.rfind('.') + 1)));
    return found == by_extension_.end() ? std::string_view() : found->second;
  }

 private:
  std::map<std::string, std::string> by_name_, by_extension_;
};

// What a template is made of, as compile() gathers it.
struct Compiled {
  std::vector<ZipEntry> entries;
  std::vector<FilledPart> parts;
  std::vector<bind::MarkerUse> uses;
};

class PackageCompiler {
 public:
  PackageCompiler(std::string path, const Shape& shape, Diagnostics& out)
      : path_(std::move(path)), shape_(shape), out_(out) {}

  Compiled compile(std::vector<ZipEntry> entries) {
    made_.entries = std::move(entries);
    if (!read_types() || !has_main_part() || has_macros()) return std::move(made_);
    for (std::size_t i = 0; i < made_.entries.size(); ++i) {
      if (made_.entries[i].name.ends_with(".rels")) read_part_relations(i);
    }
    for (std::size_t i = 0; i < made_.entries.size(); ++i) compile_part(i);
    return std::move(made_);
  }

 private:
  bool fail(std::string rule, Text message, Text hint = {}) const {
    out_.error({.file = path_}, std::move(rule), std::move(message), std::move(hint));
    return false;
  }

  const ZipEntry* find(std::string_view name) const {
    const auto it = std::find_if(made_.entries.begin(), made_.entries.end(),
                                 [&](const ZipEntry& e) { return e.name == name; });
    return it == made_.entries.end() ? nullptr : &*it;
  }

  std::optional<std::string> bytes(std::size_t entry) const {
    return package::inflate(path_, made_.entries[entry], out_);
  }
  void replace(std::size_t entry, const std::string& xml) {
    made_.entries[entry] = package::deflate(made_.entries[entry].name, xml);
  }

  // A small part that the package itself is described by.
  bool read_description(std::string_view name, pugi::xml_document& document) const {
    const auto* entry = find(name);
    if (entry == nullptr)
      return fail("not-a-word-document", text("в пакете нет части «{}»: это не документ Word",
                                              "the package has no part “{}”: it is no Word document", name));
    const auto xml = package::inflate(path_, *entry, out_);
    if (!xml) return false;
    if (!document.load_buffer(xml->data(), xml->size()))
      return fail("damaged-package", text("часть «{}» не читается как XML", "the part “{}” is no XML", name));
    return true;
  }

  bool read_types() {
    pugi::xml_document document;
    if (!read_description("[Content_Types].xml", document)) return false;
    types_.read(document.document_element());
    return true;
  }

  bool has_main_part() const {
    pugi::xml_document document;
    if (!read_description("_rels/.rels", document)) return false;
    for (const auto& relation : document.document_element().children("Relationship")) {
      if (!std::string_view(relation.attribute("Type").value()).ends_with(kMainRelation)) continue;
      std::string target = relation.attribute("Target").value();
      if (target.starts_with('/')) target.erase(0, 1);
      const auto type = types_.of(target);
      if (find(target) != nullptr &&
          (holds_text(type) || type.find("macroEnabled") != std::string_view::npos))
        return true;
    }
    return fail("not-a-word-document", text("это не документ Word", "it is no Word document"),
                text("сохраните шаблон в формате .docx", "save the template as .docx"));
  }

  bool has_macros() const {
    for (const auto& entry : made_.entries) {
      const auto type = types_.of(entry.name);
      if (type.find("macroEnabled") == std::string_view::npos &&
          type.find("vbaProject") == std::string_view::npos && !entry.name.ends_with("vbaProject.bin"))
        continue;
      return !fail("macros-refused",
                   text("в шаблоне есть макросы, такие файлы не принимаются",
                        "the template holds macros, such files are refused"),
                   text("сохраните его как обычный документ .docx", "save it as a plain .docx"));
    }
    return false;
  }

  void read_part_relations(std::size_t i) {
    const auto xml = bytes(i);
    if (!xml) return;
    auto relations = read_relations(path_, made_.entries[i].name, *xml, out_);
    if (!relations.links.empty()) links_[made_.entries[i].name] = std::move(relations.links);
    if (!relations.rest.empty()) replace(i, relations.rest);
  }

  void compile_part(std::size_t i) {
    const auto name = made_.entries[i].name;
    const auto type = types_.of(name);
    const bool properties = type == kCoreProperties,
               settings = type.ends_with("wordprocessingml.settings+xml");
    if (!properties && !settings && !holds_text(type)) return;
    const auto xml = bytes(i);
    if (!xml) return;
    if (settings) {
      if (const auto own = without_attached_template(*xml); own != *xml) replace(i, own);
      return;
    }
    const auto& links = links_[relations_name(name)];
    if (links.empty() && xml->find('{') == std::string::npos) return;
    auto part = properties ? compile_properties({path_, name}, *xml, shape_, out_)
                           : compile_wordml({path_, name}, *xml, links, shape_, out_);
    if (!part) return;
    made_.uses.insert(made_.uses.end(), part->uses.begin(), part->uses.end());
    made_.parts.push_back({i, Expander(std::move(part->body), std::move(part->program), part->escape),
                           part->tidy, part->repeated_ids});
  }

  std::string path_;
  const Shape& shape_;
  Diagnostics& out_;
  ContentTypes types_;
  std::map<std::string, std::map<std::string, std::string>> links_;  // by the part of relations
  Compiled made_;
};

}  // namespace

struct DocxTemplate::Impl {
  Compiled made;
};

DocxTemplate::DocxTemplate(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}

std::optional<DocxTemplate> DocxTemplate::compile(const std::string& path, std::string bytes,
                                                  const Shape& shape, Diagnostics& out) {
  Diagnostics found;
  auto impl = std::make_shared<Impl>();
  if (auto entries = package::read_zip(path, bytes, found))
    impl->made = PackageCompiler(path, shape, found).compile(std::move(*entries));
  out.add(found);
  if (found.has_errors()) return std::nullopt;
  return DocxTemplate(std::move(impl));
}

std::string DocxTemplate::render(const Row& root, Diagnostics& out) const {
  std::vector<ZipEntry> entries = impl_->made.entries;
  for (const auto& part : impl_->made.parts) {
    auto xml = part.expander.expand(root, out);
    if (part.tidy) xml = tidy_wordml(xml);
    if (part.repeated_ids) xml = renumber_ids(xml);
    entries[part.entry] = package::deflate(entries[part.entry].name, xml);
  }
  return package::write_zip(entries);
}

const std::vector<bind::MarkerUse>& DocxTemplate::uses() const { return impl_->made.uses; }

}  // namespace svodka::render
