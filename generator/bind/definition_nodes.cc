#include "bind/definition_nodes.h"

#include <algorithm>

namespace svodka::bind {

namespace {

// How a node of the kind is written.
Text form_of(load::Node::Kind kind) {
  switch (kind) {
    case load::Node::Kind::kSequence:
      return text("начните каждую запись списка с дефиса: `- …`",
                  "begin each item of the list with a dash: `- …`");
    case load::Node::Kind::kMapping:
      return text("напишите строки `имя: значение`, без дефисов", "write lines `name: value` without dashes");
    default:
      return text("напишите одно значение после двоеточия, без скобок и дефисов: `имя: слова`",
                  "write one value after the colon, without brackets and dashes: `name: words`");
  }
}

}  // namespace

void DefinitionNodes::error(const load::Node& node, std::string rule, Text message, Text hint) {
  out_.error(at(node), std::move(rule), std::move(message), std::move(hint));
}

bool DefinitionNodes::expect(const load::Node& node, load::Node::Kind kind, Text message, Text hint) {
  if (node.kind == kind) return true;
  error(node, "wrong-form", std::move(message), hint.empty() ? form_of(kind) : std::move(hint));
  return false;
}

std::string DefinitionNodes::scalar(const load::Node& node) {
  if (node.is_scalar()) return node.scalar;
  error(node, "wrong-form", text("здесь ожидается текст", "a text is expected here"),
        form_of(load::Node::Kind::kScalar));
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
