#include "render/docx.h"

#include <algorithm>
#include <map>
#include <pugixml.hpp>

#include "package/zip.h"
#include "render/wordml.h"

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
  for (const std::string_view kind : {"document.main+xml", "template.main+xml", "header+xml", "footer+xml", "footnotes+xml", "endnotes+xml", "comments+xml"}) {
    if (type == kind) return true;
  }
  return false;
}

// A part that is filled for each document; every other part keeps its bytes.
struct FilledPart {
  std::size_t entry = 0;
  Expander expander;
  Escape escape = Escape::kWord;
  bool tidy = false;
  bool repeated_ids = false;
};

class PackageReader {
 public:
  PackageReader(std::string path, std::vector<ZipEntry> entries, Diagnostics& out) : path_(std::move(path)), entries_(std::move(entries)), out_(out) {}

  const std::vector<ZipEntry>& entries() const { return entries_; }
  std::vector<ZipEntry> take() { return std::move(entries_); }

  const ZipEntry* find(std::string_view name) const {
    const auto it = std::find_if(entries_.begin(), entries_.end(), [&](const ZipEntry& e) { return e.name == name; });
    return it == entries_.end() ? nullptr : &*it;
  }

  std::optional<std::string> text(const ZipEntry& entry) const { return package::inflate(path_, entry, out_); }

  // A small XML part that the package itself is described by.
  bool xml(std::string_view name, pugi::xml_document& document) const {
    const auto* entry = find(name);
    if (entry == nullptr) return fail("not-a-word-document", svodka::text("в пакете нет части «{}»: это не документ Word", "the package has no part “{}”: it is no Word document", name));
    const auto bytes = text(*entry);
    if (!bytes) return false;
    if (!document.load_buffer(bytes->data(), bytes->size())) return fail("damaged-package", svodka::text("часть «{}» не читается как XML", "the part “{}” is no XML", name));
    return true;
  }

  bool fail(std::string rule, Text message, Text hint = {}) const {
    out_.error({.file = path_}, std::move(rule), std::move(message), std::move(hint));
    return false;
  }

  // Content types by part name (part 2, clause 10.1.2.2): overrides; defaults play no part for the parts that we fill.
  bool content_types(std::map<std::string, std::string, std::less<>>& types) const {
    pugi::xml_document document;
    if (!xml("[Content_Types].xml", document)) return false;
    for (const auto& override_ : document.document_element().children("Override")) {
      std::string name = override_.attribute("PartName").value();
      if (name.starts_with('/')) name.erase(0, 1);
      types[name] = override_.attribute("ContentType").value();
    }
    for (const auto& [name, type] : types) {
      if (type.find("macroEnabled") != std::string::npos || type.find("vbaProject") != std::string::npos) {
        return fail("macros-refused", svodka::text("в шаблоне есть макросы, такие файлы не принимаются", "the template holds macros, such files are refused"),
                    svodka::text("сохраните его как обычный документ .docx", "save it as a plain .docx"));
      }
    }
    return true;
  }

  bool main_part(const std::map<std::string, std::string, std::less<>>& types) const {
    pugi::xml_document document;
    if (!xml("_rels/.rels", document)) return false;
    for (const auto& relation : document.document_element().children("Relationship")) {
      if (!std::string_view(relation.attribute("Type").value()).ends_with(kMainRelation)) continue;
      std::string target = relation.attribute("Target").value();
      if (target.starts_with('/')) target.erase(0, 1);
      const auto type = types.find(target);
      if (type != types.end() && holds_text(type->second) && find(target) != nullptr) return true;
    }
    return fail("not-a-word-document", svodka::text("это не документ Word", "it is no Word document"));
  }

 private:
  std::string path_;
  std::vector<ZipEntry> entries_;
  Diagnostics& out_;
};

}  // namespace

struct DocxTemplate::Impl {
  std::vector<ZipEntry> entries;
  std::vector<FilledPart> parts;
  std::vector<bind::MarkerUse> uses;
};

DocxTemplate::DocxTemplate(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}

std::optional<DocxTemplate> DocxTemplate::compile(const std::string& path, std::string bytes, const Shape& shape, Diagnostics& out) {
  Diagnostics found;
  auto entries = package::read_zip(path, bytes, found);
  auto impl = std::make_shared<Impl>();
  if (entries) {
    PackageReader reader(path, std::move(*entries), found);
    std::map<std::string, std::string, std::less<>> types;
    if (reader.content_types(types) && reader.main_part(types)) {
      for (std::size_t i = 0; i < reader.entries().size(); ++i) {
        const auto& entry = reader.entries()[i];
        const auto type = types.find(entry.name);
        const bool properties = type != types.end() && type->second == kCoreProperties;
        if (type == types.end() || (!properties && !holds_text(type->second))) continue;
        const auto xml = reader.text(entry);
        if (!xml || xml->find('{') == std::string::npos) continue;
        auto part = properties ? compile_properties(path, entry.name, *xml, shape, found) : compile_wordml(path, entry.name, *xml, shape, found);
        if (!part) continue;
        impl->uses.insert(impl->uses.end(), part->uses.begin(), part->uses.end());
        impl->parts.push_back({i, Expander(std::move(part->body), std::move(part->program), part->escape), part->escape, part->tidy, part->repeated_ids});
      }
    }
    impl->entries = reader.take();
  }
  out.add(found);
  if (found.has_errors()) return std::nullopt;
  return DocxTemplate(std::move(impl));
}

std::string DocxTemplate::render(const Row& root, Diagnostics& out) const {
  std::vector<ZipEntry> entries = impl_->entries;
  for (const auto& part : impl_->parts) {
    auto xml = part.expander.expand(root, out);
    if (part.tidy) xml = tidy_wordml(std::move(xml));
    if (part.repeated_ids) xml = renumber_ids(xml);
    entries[part.entry] = package::deflate(entries[part.entry].name, xml);
  }
  return package::write_zip(entries);
}

const std::vector<bind::MarkerUse>& DocxTemplate::uses() const { return impl_->uses; }

}  // namespace svodka::render
