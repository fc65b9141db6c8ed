#include "render/odf/odf_package.h"

#include <algorithm>
#include <pugixml.hpp>

#include "render/expand/xml.h"
#include "render/word/wordml_scan.h"

namespace svodka::render {
namespace {

using package::ZipEntry;

constexpr std::string_view kTextType = "application/vnd.oasis.opendocument.text";
constexpr std::string_view kTemplateType = "application/vnd.oasis.opendocument.text-template";
constexpr char kManifest[] = "META-INF/manifest.xml";

// The manifest without the entries whose path is among those that go.
template <typename F>
std::string without(const std::string& manifest, F&& goes) {
  Edits edits;
  Tag tag;
  for (TagScanner tags(manifest); tags.next(tag);) {
    if (tag.name == "manifest:file-entry" && tag.empty && goes(attribute_of(tag, "manifest:full-path")))
      edits.remove(tag);
  }
  return std::move(edits).apply(manifest);
}

std::string without_file(const std::string& manifest, std::string_view name) {
  return without(manifest, [&](std::string_view path) { return path == name; });
}

std::vector<ZipEntry>::iterator find_in(std::vector<ZipEntry>& entries, std::string_view name) {
  return std::find_if(entries.begin(), entries.end(),
                      [&](const ZipEntry& entry) { return entry.name == name; });
}

std::string manifest_of(const ZipEntry& entry) {
  Diagnostics known;  // when the template was read
  return package::inflate({}, entry, known).value_or(std::string());
}

class PackageReader {
 public:
  PackageReader(std::string path, Diagnostics& out) : path_(std::move(path)), out_(out) {}

  std::optional<std::vector<ZipEntry>> read(std::string_view bytes) {
    auto entries = package::read_zip(path_, bytes, out_);
    if (!entries) return std::nullopt;
    entries_ = std::move(*entries);
    if (!read_manifest() || is_encrypted() || !is_text() || has_macros()) return std::nullopt;
    std::erase_if(entries_, [](const ZipEntry& entry) {
      return entry.name.starts_with("META-INF/") && entry.name.ends_with("signatures.xml");
    });
    put_type_first();
    take_file_away(entries_, "Thumbnails/thumbnail.png");
    return std::move(entries_);
  }

 private:
  bool fail(std::string rule, Text message, Text hint = {}) const {
    out_.error({.file = path_}, std::move(rule), std::move(message), std::move(hint));
    return false;
  }

  bool no_text() const {
    return fail("not-an-opendocument-text",
                text("это не текстовый документ ODF", "it is no ODF text document"),
                text("сохраните шаблон в формате .odt", "save the template as .odt"));
  }

  ZipEntry* find(std::string_view name) {
    const auto it = find_in(entries_, name);
    return it == entries_.end() ? nullptr : &*it;
  }

  bool read_manifest() {
    const auto* entry = find(kManifest);
    if (entry == nullptr) return no_text();
    auto xml = package::inflate(path_, *entry, out_);
    if (!xml) return false;
    manifest_ = std::move(*xml);
    if (document_.load_buffer(manifest_.data(), manifest_.size())) return true;
    return fail("damaged-package",
                text("часть «{}» не читается как XML", "the part “{}” is no XML", kManifest));
  }

  pugi::xml_node root_entry() const {
    return document_.document_element().find_child_by_attribute("manifest:file-entry", "manifest:full-path",
                                                                "/");
  }

  bool is_text() {
    if (find("content.xml") == nullptr) return no_text();
    std::string type = root_entry().attribute("manifest:media-type").value();
    if (const auto* entry = find("mimetype")) {
      const auto words = package::inflate(path_, *entry, out_);
      if (!words) return false;
      type = words->substr(0, words->find_last_not_of(" \r\n") + 1);
    }
    return type == kTextType || type == kTemplateType || no_text();
  }

  // Each part by itself, or (from LibreOffice 24.8 on) a package in the package.
  bool is_encrypted() const {
    for (const auto& entry : document_.document_element().children()) {
      if (!entry.child("manifest:encryption-data")) continue;
      return !fail("encrypted-template",
                   text("шаблон защищён паролем", "the template is protected by a password"),
                   text("сохраните его без пароля", "save it without the password"));
    }
    return false;
  }

  // Libraries without modules, as LibreOffice writes them into documents that never had a macro, are none.
  static bool is_macro(std::string_view name) {
    if (name.ends_with('/')) return false;
    if (name.starts_with("Scripts/")) return true;
    return (name.starts_with("Basic/") || name.starts_with("Dialogs/")) && !name.ends_with("-lc.xml") &&
           !name.ends_with("-lb.xml");
  }

  bool has_macros() const {
    if (std::none_of(entries_.begin(), entries_.end(),
                     [](const ZipEntry& entry) { return is_macro(entry.name); }))
      return false;
    return !fail("macros-refused",
                 text("в шаблоне есть макросы, такие файлы не принимаются",
                      "the template holds macros, such files are refused"),
                 text("удалите макросы (Сервис → Макросы) и сохраните его снова",
                      "delete the macros (Tools → Macros) and save it again"));
  }

  void put_type_first() {
    std::erase_if(entries_, [](const ZipEntry& entry) { return entry.name == "mimetype"; });
    ZipEntry type{"mimetype", std::string(kTextType), false, package::crc32(kTextType), kTextType.size()};
    entries_.insert(entries_.begin(), std::move(type));
    const std::string before = "\"" + std::string(kTemplateType) + "\"";
    const auto at = manifest_.find(before);
    if (at == std::string::npos) return;
    manifest_.replace(at, before.size(), "\"" + std::string(kTextType) + "\"");
    *find(kManifest) = package::deflate(kManifest, manifest_);
  }

  std::string path_;
  Diagnostics& out_;
  std::vector<ZipEntry> entries_;
  std::string manifest_;
  pugi::xml_document document_;
};

}  // namespace

std::optional<std::vector<ZipEntry>> read_odf_package(const std::string& path, std::string_view bytes,
                                                      Diagnostics& out) {
  return PackageReader(path, out).read(bytes);
}

bool take_file_away(std::vector<ZipEntry>& entries, const std::string& name) {
  const auto file = find_in(entries, name), entry = find_in(entries, kManifest);
  if (file == entries.end() || entry == entries.end()) return false;
  const auto manifest = manifest_of(*entry), rest = without_file(manifest, name);
  if (rest.find("\"" + name + "\"") != std::string::npos) return false;
  if (rest != manifest) *entry = package::deflate(kManifest, rest);
  entries.erase(file);
  return true;
}

void take_folder_away(std::vector<ZipEntry>& entries, const std::string& folder) {
  const auto inside = [&](std::string_view path) { return path.starts_with(folder + "/"); };
  const auto entry = find_in(entries, kManifest);
  *entry = package::deflate(kManifest, without(manifest_of(*entry), inside));
  std::erase_if(entries, [&](const ZipEntry& part) { return inside(part.name); });
}

void add_to_manifest(std::vector<ZipEntry>& entries,
                     const std::vector<std::pair<std::string, std::string>>& parts) {
  const auto entry = find_in(entries, kManifest);
  auto manifest = manifest_of(*entry);
  const auto end = manifest.rfind("</manifest:manifest>");
  if (end == std::string::npos) return;
  std::string added;
  for (const auto& [name, type] : parts) {
    const auto written = escaped_xml(name);
    if (manifest.find("\"" + written + "\"") == std::string::npos)
      added += " <manifest:file-entry manifest:full-path=\"" + written + "\" manifest:media-type=\"" + type +
               "\"/>\n";
  }
  *entry = package::deflate(kManifest, manifest.insert(end, added));
}

std::string media_type(const std::vector<ZipEntry>& entries, const std::string& name) {
  for (const auto& entry : entries) {
    if (entry.name != kManifest) continue;
    const auto manifest = manifest_of(entry);
    Tag tag;
    for (TagScanner tags(manifest); tags.next(tag);) {
      if (tag.name == "manifest:file-entry" && attribute_of(tag, "manifest:full-path") == escaped_xml(name))
        return std::string(attribute_of(tag, "manifest:media-type"));
    }
  }
  return {};
}

std::string free_object(const std::vector<ZipEntry>& entries) {
  for (int n = 1;; ++n) {
    auto name = "Object " + std::to_string(n);
    const auto taken = [&](const ZipEntry& entry) {
      return entry.name == name || entry.name.starts_with(name + "/") ||
             entry.name == "ObjectReplacements/" + name;
    };
    if (std::none_of(entries.begin(), entries.end(), taken)) return name;
  }
}

}  // namespace svodka::render
