#include "bind/definition_nodes.h"

#include <algorithm>

namespace svodka::bind {

void DefinitionNodes::error(const load::Node& node, std::string rule, Text message, Text hint) {
  out_.error(at(node), std::move(rule), std::move(message), std::move(hint));
}

bool DefinitionNodes::expect(const load::Node& node, load::Node::Kind kind, Text message) {
  if (node.kind == kind) return true;
  error(node, "wrong-form", std::move(message));
  return false;
}

std::string DefinitionNodes::scalar(const load::Node& node) {
  if (node.is_scalar()) return node.scalar;
  error(node, "wrong-form", text("здесь ожидается текст", "a text is expected here"));
  return {};
}

void DefinitionNodes::known_keys(const load::Node& mapping, const std::vector<std::string>& keys) {
  for (const auto& [key, value] : mapping.entries) {
    if (std::find(keys.begin(), keys.end(), key.scalar) != keys.end()) continue;
    auto hint = suggestion(key.scalar, keys);
    if (hint.empty())
      hint = text("здесь бывают: {}", "there are: {}", fmt::format("{}", fmt::join(keys, ", ")));
    error(key, "unknown-key", text("непонятный ключ `{}`", "unknown key `{}`", key.scalar), std::move(hint));
  }
}

}  // namespace svodka::bind
