#include "render/odf/odf_object.h"

#include <algorithm>
#include <cstdlib>
#include <pugixml.hpp>

#include "render/expand/dialect.h"
#include "render/expand/xml.h"
#include "render/odf/odf_chart_data.h"
#include "render/odf/odf_package.h"
#include "render/word/wordml_parse.h"
#include "render/word/wordml_text.h"

namespace svodka::render {
namespace {

using Node = pugi::xml_node;
using package::ZipEntry;

constexpr char kContent[] = "/content.xml";

std::vector<ZipEntry>::const_iterator find_in(const std::vector<ZipEntry>& entries, const std::string& name) {
  return std::find_if(entries.begin(), entries.end(), [&](const ZipEntry& e) { return e.name == name; });
}

bool shows_chart(const pugi::xml_document& document) {
  return static_cast<bool>(document.document_element().child("office:body").child("office:chart"));
}

// Every paragraph of a chart, titles and cells of its table, is words of its own.
void mark_chart(pugi::xml_document& document, const PartName& name, OdfObject& object, Diagnostics& out) {
  normalise(document, odf_dialect());
  int number = 0;
  for (const auto& paragraph : all_paragraphs(document, odf_dialect()))
    mark_words(paragraph_text(paragraph, odf_dialect()), ++number, name, object.markers, out);
  object.xml = saved_xml(document);
}

// A text with its line breaks as elements.
void insert_words(Node place, const std::string& words) {
  Node parent = place.parent();
  for (std::size_t from = 0; from <= words.size();) {
    const auto end = std::min(words.find('\n', from), words.size());
    if (from > 0) parent.insert_child_before("text:line-break", place);
    if (end > from)
      parent.insert_child_before(pugi::node_pcdata, place).set_value(words.substr(from, end - from).c_str());
    from = end + 1;
  }
  parent.remove_child(place);
}

void fill_words(const Node& parent, const std::vector<std::string>& values) {
  for (Node child = parent.first_child(); child;) {
    const Node next = child.next_sibling();
    if (is_placeholder(child))
      insert_words(child, values.at(std::strtoul(child.value(), nullptr, 10)));
    else
      fill_words(child, values);
    child = next;
  }
}

}  // namespace

std::shared_ptr<const OdfObject> OdfObjectTemplates::find(const std::string& address, Diagnostics& out) {
  const auto folder = address.starts_with("./") ? address.substr(2) : address;
  if (folder.empty()) return nullptr;
  const auto [place, fresh] = read_.try_emplace(folder);
  if (!fresh) return place->second;
  const auto entry = find_in(entries_, folder + kContent);
  if (entry == entries_.end()) return nullptr;
  const PartName name{file_, entry->name};
  const auto xml = package::inflate(file_, *entry, out);
  auto object = std::make_shared<OdfObject>();
  object->folder = folder;
  object->parts.emplace_back("/", media_type(entries_, folder + "/"));
  for (const auto& part : entries_) {
    if (part.name.starts_with(folder + "/") && !part.name.ends_with('/'))
      object->parts.emplace_back(part.name.substr(folder.size()), media_type(entries_, part.name));
  }
  pugi::xml_document document;
  if (!xml || !parse_part(name, utf8_xml(*xml), document, out)) return nullptr;
  object->chart = shows_chart(document);
  if (object->chart) mark_chart(document, name, *object, out);
  if (object->chart) object->problem = odf_chart_problem(document);
  return place->second = object;
}

bool OdfObjectTemplates::is_chart(const std::string& folder) const {
  const auto found = read_.find(folder);
  return found != read_.end() && found->second && found->second->chart;
}

std::string OdfObjects::finish(std::string xml) {
  if (places_.empty()) return xml;
  auto out = without_marks(xml, places_.size());
  for (const auto& place : places_) {
    if (!document_.shown.insert(place.object->folder).second) continue;
    take_folder_away(document_.entries, place.object->folder);
    if (!place.replacement.empty()) take_file_away(document_.entries, place.replacement);
  }
  return out;
}

std::string OdfObjects::reference(std::size_t number, std::vector<std::string> values, const Filled* data) {
  const auto& place = places_[number];
  const auto& object = *place.object;
  values.resize(object.markers.size());
  auto folder = object.folder;
  if (!document_.shown.insert(folder).second) {
    folder = "Object " + std::to_string(++document_.last_object);
    copy(object, folder);
  }
  if (object.chart && (place.changes || data != nullptr))
    put(folder + kContent, content(object, values, data));
  return "./" + folder;
}

void OdfObjects::put(const std::string& name, const std::string& bytes) {
  const auto entry = find_in(document_.entries, name);
  document_.entries[static_cast<std::size_t>(entry - document_.entries.begin())] =
      package::deflate(name, bytes);
}

void OdfObjects::copy(const OdfObject& object, const std::string& folder) {
  for (const auto& [part, type] : object.parts) {
    document_.added.emplace_back(folder + part, type);
    const auto entry = find_in(document_.entries, object.folder + part);
    if (entry == document_.entries.end()) continue;
    auto own = *entry;
    own.name = folder + part;
    document_.entries.push_back(std::move(own));
  }
}

std::string OdfObjects::content(const OdfObject& object, const std::vector<std::string>& values,
                                const Filled* data) const {
  pugi::xml_document document;
  load_xml(object.xml, document);
  fill_words(document, values);
  if (data != nullptr) {
    const auto shown = refresh_odf_chart(document, data->data, data->drawn_names);
    warn_left_out(*data, shown.series, shown.first);
  }
  return saved_xml(document);
}

}  // namespace svodka::render
