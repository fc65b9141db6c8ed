#include "render/odf/odt.h"

#include <algorithm>
#include <map>
#include <pugixml.hpp>

#include "package/zip.h"
#include "render/expand/expand.h"
#include "render/odf/odf_area.h"
#include "render/odf/odf_contents.h"
#include "render/odf/odf_embed.h"
#include "render/odf/odf_ids.h"
#include "render/odf/odf_merge.h"
#include "render/odf/odf_package.h"
#include "render/odf/odf_part.h"
#include "render/odf/odf_picture.h"
#include "render/odf/odf_spans.h"
#include "render/odf/odf_tidy.h"
#include "render/word/wordml_parse.h"

namespace svodka::render {
namespace {

using package::ZipEntry;

// A part that is filled for each document; every other part keeps its bytes.
struct FilledPart {
  std::size_t entry = 0;
  Expander expander;
  std::map<int, OdfPlace> embeds;
  bool tidy = false, ids = false, merges = false, spans = false, contents = false;
};

}  // namespace

struct OdtTemplate::Impl {
  std::vector<ZipEntry> entries;
  std::vector<FilledPart> parts;
  std::vector<bind::MarkerUse> uses;
  Extent page;
  std::unique_ptr<PictureFolder> pictures;  // found so far
  std::string styles;                       // styles.xml, as the template has it

  std::vector<ZipEntry>::const_iterator find(const std::string& name) const {
    return std::find_if(entries.begin(), entries.end(),
                        [&](const ZipEntry& entry) { return entry.name == name; });
  }

  std::optional<std::string> bytes(const std::string& path, const std::string& name, Diagnostics& out) const {
    const auto entry = find(name);
    if (entry == entries.end()) return std::nullopt;
    auto xml = package::inflate(path, *entry, out);
    if (xml) xml = utf8_xml(std::move(*xml));
    return xml;
  }

  // The parts that may have markers. Those of charts and other documents inside of this one lose the pictures
  // that programs show instead of them, since the words there become others.
  std::vector<std::string> parts_to_fill(const std::string& path, Diagnostics& out) {
    std::vector<std::string> objects;
    for (const auto& entry : entries) {
      if (!entry.name.ends_with("/content.xml")) continue;
      const auto xml = bytes(path, entry.name, out).value_or(std::string());
      if (xml.find("<office:document-content") != std::string::npos && xml.find('{') != std::string::npos)
        objects.push_back(entry.name);
    }
    std::vector<std::string> names{"content.xml", "styles.xml", "meta.xml"};
    for (const auto& name : objects) {
      take_file_away(entries, "ObjectReplacements/" + name.substr(0, name.rfind('/')));
      names.push_back(name);
    }
    return names;
  }

  void compile_part(const std::string& path, const std::string& name, const Shape& shape, Diagnostics& out) {
    const auto entry = find(name);
    auto xml = bytes(path, name, out);
    if (!xml) return;
    if (name == "styles.xml") styles = *xml;
    if (xml->find('{') == std::string::npos && xml->find("%7") == std::string::npos) return;
    auto part = name == "meta.xml" ? compile_odf_meta({path, name}, *xml, shape, out)
                                   : compile_odf({path, name}, *xml, shape, out);
    if (!part) return;
    const bool contents = has_odf_contents(part->body);
    uses.insert(uses.end(), part->uses.begin(), part->uses.end());
    parts.push_back({static_cast<std::size_t>(entry - entries.begin()),
                     Expander(std::move(part->body), std::move(part->program), Escape::kOdf),
                     std::move(part->embeds), part->tidy, part->ids, part->merges, part->spans, contents});
  }
};

OdtTemplate::OdtTemplate(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}

std::optional<OdtTemplate> OdtTemplate::compile(const std::filesystem::path& folder, const std::string& path,
                                                std::string bytes, const Shape& shape, Diagnostics& out) {
  Diagnostics found;
  auto impl = std::make_shared<Impl>();
  impl->pictures = std::make_unique<PictureFolder>(folder);
  if (auto entries = read_odf_package(path, bytes, found)) {
    impl->entries = std::move(*entries);
    for (const auto& name : impl->parts_to_fill(path, found)) impl->compile_part(path, name, shape, found);
    impl->page = odf_page_area(impl->styles);
  }
  out.add(found);
  if (found.has_errors()) return std::nullopt;
  return OdtTemplate(std::move(impl));
}

namespace {

void add_pictures(std::vector<ZipEntry>& entries, const std::map<std::string, OdfPictures::File>& files) {
  std::vector<std::pair<std::string, std::string>> parts;
  for (const auto& [name, file] : files) {
    const bool known = std::any_of(entries.begin(), entries.end(),
                                   [&, &name = name](const ZipEntry& entry) { return entry.name == name; });
    if (known) continue;
    entries.push_back(file.entry);
    parts.emplace_back(name, file.type);
  }
  if (!parts.empty()) add_to_manifest(entries, parts);
}

}  // namespace

std::string OdtTemplate::render(const Row& root, Diagnostics& out) const {
  auto entries = impl_->entries;
  std::map<std::string, OdfPictures::File> files;
  for (const auto& part : impl_->parts) {
    auto& entry = entries[part.entry];
    const auto number = std::to_string(part.entry);
    OdfPictures pictures(*impl_->pictures, impl_->page, number, out);
    OdfEmbedder embedder(pictures, part.embeds, impl_->styles, number, out);
    auto xml = embedder.finish(part.expander.expand(root, out, &embedder));
    if (part.tidy) xml = tidy_odf(xml);
    if (part.ids) xml = rename_repeated(xml);
    if (part.merges) xml = merge_odf_cells(xml);
    if (part.spans) xml = mend_spans(xml);
    if (part.contents) xml = write_odf_contents(xml, impl_->styles);
    entry = package::deflate(entry.name, xml);
    files.insert(pictures.files().begin(), pictures.files().end());
  }
  add_pictures(entries, files);
  return package::write_zip(entries);
}

const std::vector<bind::MarkerUse>& OdtTemplate::uses() const { return impl_->uses; }

}  // namespace svodka::render
