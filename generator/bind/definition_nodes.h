#pragma once

#include <string>
#include <vector>

#include "base/finding.h"
#include "load/yaml.h"

namespace svodka::bind {

/// What the readers of a report's definition ask of its nodes. Each mistake is a finding at its place in
/// `file`.
class DefinitionNodes {
 public:
  DefinitionNodes(const std::string& file, Diagnostics& out) : file_(file), out_(out) {}

 protected:
  Position at(const load::Node& node) const { return node.mark.in(file_); }
  void error(const load::Node& node, std::string rule, Text message, Text hint = {});
  /// False, with a finding, for a node of another kind. The hint is how the kind is written, when no example
  /// is given.
  bool expect(const load::Node& node, load::Node::Kind kind, Text message, Text hint = {});
  /// The text of a scalar; "" after a finding.
  std::string scalar(const load::Node& node);
  void known_keys(const load::Node& mapping, const std::vector<std::string>& keys);

  const std::string& file_;
  Diagnostics& out_;
};

}  // namespace svodka::bind
