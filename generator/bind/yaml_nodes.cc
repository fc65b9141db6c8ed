#include "bind/yaml_nodes.h"

#include "load/yaml.h"

namespace svodka::bind {
namespace {

class YamlTree : public PlainTree {
 public:
  YamlTree(std::string file, load::Node root) : file_(std::move(file)), root_(std::move(root)) {
    put(nullptr, root_);
  }

  Position at(const PlainNode& node) const override { return marks_[node.place].in(file_); }
  Position at_key(const PlainNode& node) const override { return marks_[node.key_place].in(file_); }

 private:
  std::uint32_t place(const Mark& mark) {
    marks_.push_back(mark);
    return static_cast<std::uint32_t>(marks_.size() - 1);
  }

  void put(const load::Node* key, const load::Node& value) {
    const auto index = nodes_.size();
    auto& node = nodes_.emplace_back();
    node.kind = kind_of(value);
    node.words = value.scalar;
    node.place = place(value.mark);
    node.quoted = node.decoded = value.quoted;
    if (key != nullptr) {
      node.key = key->scalar;
      node.key_place = place(key->mark);
    }
    for (const auto& [name, held] : value.entries) put(&name, held);
    for (const auto& item : value.items) put(nullptr, item);
    nodes_[index].size = static_cast<std::uint32_t>(nodes_.size() - index);
  }

  static PlainNode::Kind kind_of(const load::Node& node) {
    if (node.is_mapping()) return PlainNode::Kind::kMapping;
    if (node.is_sequence()) return PlainNode::Kind::kSequence;
    return node.is_null() ? PlainNode::Kind::kNull : PlainNode::Kind::kScalar;
  }

  std::string file_;
  load::Node root_;  // keeps the words
  std::vector<Mark> marks_;
};

}  // namespace

std::unique_ptr<PlainTree> read_yaml(const SourceFile& file, Diagnostics& out) {
  auto root = load::parse_yaml(file, out);
  if (!root) return nullptr;
  return std::make_unique<YamlTree>(file.path, std::move(*root));
}

}  // namespace svodka::bind
