#include "render/odf/odt.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <pugixml.hpp>

#include "package/zip.h"
#include "render/expand/expand.h"
#include "render/odf/odf_area.h"
#include "render/odf/odf_contents.h"
#include "render/odf/odf_embed.h"
#include "render/odf/odf_ids.h"
#include "render/odf/odf_include.h"
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
  std::string name;
  Expander expander;
  std::map<int, OdfPlace> embeds;
  std::vector<OdfObjectPlace> objects;
  std::vector<ColumnSection> columns;
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

  // The documents inside of this one that may have markers. They lose the pictures that programs show instead
  // of them, since the words there become others.
  std::vector<std::string> documents_inside(const std::string& path, const OdfObjectTemplates& charts,
                                            Diagnostics& out) {
    std::vector<std::string> names;
    for (const auto& entry : entries) {
      if (!entry.name.ends_with("/content.xml") ||
          charts.is_chart(entry.name.substr(0, entry.name.rfind('/'))))
        continue;
      const auto xml = bytes(path, entry.name, out).value_or(std::string());
      if (xml.find("<office:document-content") != std::string::npos && xml.find('{') != std::string::npos)
        names.push_back(entry.name);
    }
    for (const auto& name : names)
      take_file_away(entries, "ObjectReplacements/" + name.substr(0, name.rfind('/')));
    return names;
  }

  void compile_part(const std::string& path, const std::string& name, OdfIncluder& includer,
                    OdfObjectTemplates& objects, const Shape& shape, Diagnostics& out) {
    auto xml = bytes(path, name, out);
    if (!xml) return;
    if (name == "styles.xml") styles = *xml;
    if (xml->find('{') == std::string::npos && xml->find("%7") == std::string::npos &&
        xml->find("<draw:object ") == std::string::npos)
      return;
    OdfSurroundings around;
    around.prepare = [&](pugi::xml_document& document, Origins& origins, Diagnostics& found) {
      return includer.include(document, {path, name}, origins, found);
    };
    if (name.find('/') == std::string::npos) {
      around.object = [&](const std::string& address, Diagnostics& found) {
        return objects.find(address, found);
      };
    }
    auto part = name == "meta.xml" ? compile_odf_meta({path, name}, *xml, shape, out)
                                   : compile_odf({path, name}, *xml, around, shape, out);
    if (!part) return;
    // Nobody should find the template's picture in the document.
    const auto other = bytes(path, name == "content.xml" ? "styles.xml" : "content.xml", out).value_or("");
    for (const auto& file : part->replaced) {
      if (part->body.find(file) == std::string::npos && other.find(file) == std::string::npos)
        take_file_away(entries, file);
    }
    for (const auto& place : part->objects) {
      if (place.changes) take_file_away(entries, place.replacement);
    }
    const bool contents = has_odf_contents(part->body);
    uses.insert(uses.end(), part->uses.begin(), part->uses.end());
    parts.push_back({name, Expander(std::move(part->body), std::move(part->program), Escape::kOdf),
                     std::move(part->embeds), std::move(part->objects), std::move(part->columns), part->tidy,
                     part->ids, part->merges, part->spans, contents});
  }
};

OdtTemplate::OdtTemplate(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}

std::optional<OdtTemplate> OdtTemplate::compile(Fragments& fragments, const std::filesystem::path& folder,
                                                const std::string& path, std::string bytes,
                                                const Shape& shape, Diagnostics& out) {
  Diagnostics found;
  auto impl = std::make_shared<Impl>();
  impl->pictures = std::make_unique<PictureFolder>(folder);
  if (auto entries = read_odf_package(path, bytes, found)) {
    impl->entries = std::move(*entries);
    OdfIncluder includer(impl->entries, fragments);
    OdfObjectTemplates objects(path, impl->entries);
    const auto compile = [&](const std::string& name) {
      impl->compile_part(path, name, includer, objects, shape, found);
    };
    for (const char* name : {"content.xml", "styles.xml", "meta.xml"}) compile(name);
    for (const auto& name : impl->documents_inside(path, objects, found)) compile(name);
    impl->page = odf_page_area(impl->styles);
  }
  out.add(found);
  if (found.has_errors()) return std::nullopt;
  return OdtTemplate(std::move(impl));
}

namespace {

void add_pictures(OdfDocument& document, const std::map<std::string, OdfPictures::File>& files) {
  auto& entries = document.entries;
  for (const auto& [name, file] : files) {
    const bool known = std::any_of(entries.begin(), entries.end(),
                                   [&, &name = name](const ZipEntry& entry) { return entry.name == name; });
    if (known) continue;
    entries.push_back(file.entry);
    document.added.emplace_back(name, file.type);
  }
}

// "Object 7" → 7.
int last_object(const std::vector<ZipEntry>& entries) {
  constexpr std::string_view kStem = "Object ";
  int last = 0;
  for (const auto& entry : entries) {
    const auto at = entry.name.rfind(kStem);
    if (at != std::string::npos) last = std::max(last, std::atoi(entry.name.c_str() + at + kStem.size()));
  }
  return last;
}

}  // namespace

std::string OdtTemplate::render(const Row& root, Diagnostics& out) const {
  OdfDocument document{impl_->entries, {}, {}, last_object(impl_->entries)};
  std::map<std::string, OdfPictures::File> files;
  for (std::size_t i = 0; i < impl_->parts.size(); ++i) {
    const auto& part = impl_->parts[i];
    const auto number = std::to_string(i + 1);
    OdfPictures pictures(*impl_->pictures, impl_->page, number, out);
    OdfObjects objects(document, part.objects, out);
    OdfEmbedder embedder(pictures, objects, part.embeds, impl_->styles, number, out);
    auto xml = embedder.finish(part.expander.expand(root, out, &embedder));
    if (!part.columns.empty()) xml = spread_odf_columns(xml, part.columns, out);
    if (part.tidy) xml = tidy_odf(xml);
    if (part.ids) xml = rename_repeated(xml);
    if (part.merges) xml = merge_odf_cells(xml);
    if (part.spans) xml = mend_spans(xml);
    if (part.contents) xml = write_odf_contents(xml, impl_->styles);
    *std::find_if(document.entries.begin(), document.entries.end(), [&](const ZipEntry& entry) {
      return entry.name == part.name;
    }) = package::deflate(part.name, xml);
    files.insert(pictures.files().begin(), pictures.files().end());
  }
  add_pictures(document, files);
  if (!document.added.empty()) add_to_manifest(document.entries, document.added);
  return package::write_zip(document.entries);
}

const std::vector<bind::MarkerUse>& OdtTemplate::uses() const { return impl_->uses; }

}  // namespace svodka::render
