#include "render/word/wordml_sequences.h"

#include <cstdlib>
#include <cstring>
#include <map>
#include <set>

#include "base/utf8.h"
#include "render/expand/xml.h"
#include "render/word/wordml_fields.h"
#include "render/word/wordml_numbering.h"

namespace svodka::render {
namespace {

using Node = pugi::xml_node;

std::string sequence_of(const FieldCode& code) {
  return code.arguments.empty() ? std::string() : utf8::lower(code.arguments.front());
}

// The general format of a field (17.16.4.3) as a list calls it.
std::string_view list_format(const std::string& format) {
  if (format == "ROMAN") return "upperRoman";
  if (format == "roman") return "lowerRoman";
  if (format == "ALPHABETIC") return "upperLetter";
  if (format == "alphabetic") return "lowerLetter";
  return "decimal";
}

// The first text of the field's result becomes the number, the others go.
void write_result(const Field& field, const Node& root, const std::string& number) {
  bool written = false;
  for (Node node = field.separate; node && node != field.end; node = next_node(node, root)) {
    if (std::strcmp(node.name(), "w:t") != 0) continue;
    node.text().set(written ? "" : number.c_str());
    written = true;
  }
}

class Counter {
 public:
  std::string next(const FieldCode& code) {
    int& number = numbers_[sequence_of(code)];
    if (const auto given = code.argument('r'); !given.empty())
      number = std::atoi(given.c_str());
    else if (!code.has('c'))
      ++number;
    return code.has('h') ? std::string() : format_number(number, list_format(code.argument('*')));
  }

 private:
  std::map<std::string, int> numbers_;
};

}  // namespace

bool has_sequences(std::string_view body) {
  return body.find("{{#") != std::string_view::npos && body.find("SEQ ") != std::string_view::npos;
}

std::string number_sequences(const std::string& xml) {
  pugi::xml_document document;
  if (!load_xml(xml, document)) return xml;
  const Node root = document.document_element();
  open_simple_fields(root, "SEQ");
  const auto fields = fields_of(root);
  std::set<std::string> by_heading;
  for (const auto& field : fields) {
    if (field.code.name == "SEQ" && field.code.has('s')) by_heading.insert(sequence_of(field.code));
  }
  Counter counter;
  for (const auto& field : fields) {
    if (field.code.name != "SEQ" || by_heading.contains(sequence_of(field.code))) continue;
    const auto number = counter.next(field.code);
    if (field.separate) write_result(field, root, number);
  }
  return saved_xml(document);
}

}  // namespace svodka::render
