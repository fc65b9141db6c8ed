#include "render/word/docx_relations.h"

#include <charconv>
#include <cstring>
#include <pugixml.hpp>
#include <sstream>
#include <string_view>

namespace svodka::render {
namespace {

// The bytes that "%D0%B8" stands for; a '%' that begins no code stays.
std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned code = 0;
    const bool whole = text[i] == '%' && i + 2 < text.size();
    if (whole &&
        std::from_chars(text.data() + i + 1, text.data() + i + 3, code, 16).ptr == text.data() + i + 3) {
      out.push_back(static_cast<char>(code));
      i += 2;
    } else {
      out.push_back(text[i]);
    }
  }
  return out;
}

std::size_t find_braces(std::string_view text, char digit, std::size_t from) {
  for (const char c : {digit, static_cast<char>(digit + ('a' - 'A'))}) {
    const std::string braces{'%', '7', c, '%', '7', c};
    if (const auto at = text.find(braces, from); at != std::string_view::npos) return at;
  }
  return std::string_view::npos;
}

// Word encodes the braces of an address, and the letters between; the rest of the address stays as it is.
std::string with_markers(std::string_view address) {
  std::string out;
  for (;;) {
    const auto open = find_braces(address, 'B', 0);
    const auto close = open == std::string_view::npos ? open : find_braces(address, 'D', open);
    if (close == std::string_view::npos) return out.append(address);
    out += address.substr(0, open);
    out += percent_decoded(address.substr(open, close + 6 - open));
    address.remove_prefix(close + 6);
  }
}

bool ends_with(const pugi::xml_attribute& attribute, std::string_view end) {
  return std::string_view(attribute.value()).ends_with(end);
}

void warn_of_outside(const std::string& file, const std::string& part, const pugi::xml_node& relation,
                     Diagnostics& out) {
  out.warning({.file = file, .part = part}, "external-content",
              text("документ берёт содержимое извне: «{}»", "the document takes content from outside: “{}”",
                   relation.attribute("Target").value()),
              text("вставьте его в шаблон целиком", "embed it in the template"));
}

}  // namespace

std::string relations_name(const std::string& part) {
  const auto slash = part.rfind('/');
  const auto folder = slash == std::string::npos ? std::string() : part.substr(0, slash + 1);
  return folder + "_rels/" + part.substr(folder.size()) + ".rels";
}

Relations read_relations(const std::string& file, const std::string& part, const std::string& xml,
                         Diagnostics& out) {
  Relations relations;
  pugi::xml_document document;
  if (!document.load_buffer(xml.data(), xml.size())) return relations;
  bool changed = false;
  for (pugi::xml_node relation = document.document_element().first_child(); relation;) {
    const pugi::xml_node next = relation.next_sibling();
    const bool outside = std::strcmp(relation.attribute("TargetMode").value(), "External") == 0;
    const auto address = with_markers(relation.attribute("Target").value());
    if (outside && ends_with(relation.attribute("Type"), "/hyperlink")) {
      if (address.find("{{") != std::string::npos)
        relations.links[relation.attribute("Id").value()] = address;
    } else if (outside && !ends_with(relation.attribute("Type"), "/attachedTemplate")) {
      warn_of_outside(file, part, relation, out);
    }
    if (relations.links.contains(relation.attribute("Id").value()) ||
        (outside && ends_with(relation.attribute("Type"), "/attachedTemplate"))) {
      changed = true;
      document.document_element().remove_child(relation);
    }
    relation = next;
  }
  if (!changed) return relations;
  std::ostringstream written;
  written << "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
  document.document_element().print(written, "", pugi::format_raw);
  relations.rest = written.str();
  return relations;
}

std::string without_attached_template(std::string settings) {
  const auto start = settings.find("<w:attachedTemplate ");
  if (start == std::string::npos) return settings;
  const auto end = settings.find("/>", start);
  if (end != std::string::npos) settings.erase(start, end + 2 - start);
  return settings;
}

}  // namespace svodka::render
