#include "render/form/form_text.h"

#include <sstream>

namespace svodka::render {
namespace {

std::string xml_of(const pugi::xml_node& node) {
  std::ostringstream out;
  node.print(out, "", pugi::format_raw);
  return out.str();
}

}  // namespace

std::vector<TextRun> read_runs(const pugi::xml_node& item) {
  std::vector<TextRun> runs;
  for (const auto& node : item.children()) {
    const std::string_view name = node.name();
    if (name == "t") runs.push_back({{}, node.text().get()});
    if (name != "r") continue;
    const auto properties = node.child("rPr");
    runs.push_back({properties ? xml_of(properties) : std::string(), node.child("t").text().get()});
  }
  return runs;
}

std::string words_of(const std::vector<TextRun>& runs) {
  std::string words;
  for (const auto& run : runs) words += run.words;
  return words;
}

std::vector<std::vector<TextRun>> read_shared_strings(const pugi::xml_document& part) {
  std::vector<std::vector<TextRun>> strings;
  for (const auto& item : part.document_element().children("si")) strings.push_back(read_runs(item));
  return strings;
}

}  // namespace svodka::render
