#include "render/odf/odf_change.h"

#include <algorithm>

#include "render/expand/xml.h"

namespace svodka::render {

bool change_odf_part(std::vector<package::ZipEntry>& entries, const std::string& name,
                     const std::function<bool(pugi::xml_node root)>& change) {
  const auto entry =
      std::find_if(entries.begin(), entries.end(), [&](const auto& one) { return one.name == name; });
  if (entry == entries.end()) return false;
  Diagnostics unread;
  const auto xml = package::inflate("", *entry, unread);
  pugi::xml_document document;
  if (!xml || !load_xml(*xml, document) || !change(document.document_element())) return false;
  *entry = package::deflate(name, saved_xml(document));
  return true;
}

void declare_odf(pugi::xml_node root, const char* prefix, const char* name) {
  if (!root.attribute(prefix)) root.append_attribute(prefix).set_value(name);
}

}  // namespace svodka::render
