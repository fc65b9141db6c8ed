#include "render/word/wordml_namespaces.h"

#include <sstream>
#include <string>
#include <string_view>

namespace svodka::render {
namespace {

using Node = pugi::xml_node;

void declare(Node root, const pugi::xml_attribute& prefix, const std::vector<Node>& nodes) {
  const auto own = root.attribute(prefix.name());
  if (!own) {
    root.append_copy(prefix);
  } else if (std::string_view(own.value()) != prefix.value()) {
    for (Node node : nodes) {
      if (node.type() == pugi::node_element && !node.attribute(prefix.name())) node.append_copy(prefix);
    }
  }
}

// Prefixes, with a space before and after each.
std::string spaced(const std::string& prefixes) {
  std::string all = " ";
  std::istringstream words(prefixes);
  for (std::string prefix; words >> prefix;) all += prefix + " ";
  return all;
}

}  // namespace

void adopt_namespaces(Node root, const Node& from, const std::vector<Node>& nodes) {
  for (const auto& attribute : from.attributes()) {
    if (std::string_view(attribute.name()).starts_with("xmlns:")) declare(root, attribute, nodes);
  }
  const std::string theirs = from.attribute("mc:Ignorable").value();
  if (theirs.empty()) return;
  auto own = root.attribute("mc:Ignorable");
  if (!own) own = root.append_attribute("mc:Ignorable");
  auto all = spaced(own.value());
  std::istringstream words(theirs);
  for (std::string prefix; words >> prefix;) {
    if (all.find(" " + prefix + " ") == std::string::npos) all += prefix + " ";
  }
  own.set_value(all.substr(1, all.size() - 2).c_str());
}

}  // namespace svodka::render
