#include "bind/json_nodes.h"

#include <nlohmann/json.hpp>
#include <unordered_set>

namespace svodka::bind {
namespace {

using load::Node;

// Builds nodes from nlohmann's events. Its method names are the library's.
class Builder : public nlohmann::json_sax<nlohmann::json> {
 public:
  Builder(const SourceFile& file, Diagnostics& out, const load::YamlLimits& limits) : file_(file), out_(out), limits_(limits) {}

  Node root;

  bool null() override { return put({}); }
  bool boolean(bool value) override { return scalar(value ? "true" : "false", false); }
  bool number_integer(number_integer_t value) override { return scalar(std::to_string(value), false); }
  bool number_unsigned(number_unsigned_t value) override { return scalar(std::to_string(value), false); }
  bool number_float(number_float_t, const string_t& words) override { return scalar(words, false); }
  bool string(string_t& value) override { return scalar(std::move(value), true); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(Node::Kind::kMapping); }
  bool start_array(std::size_t) override { return open(Node::Kind::kSequence); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(string_t& name) override {
    Node node;
    node.kind = Node::Kind::kScalar;
    node.scalar = name;
    if (!keys_.back().insert(name).second) {
      out_.error({.file = file_.path}, "duplicate-key", text("ключ `{}` стоит дважды", "the key `{}` stands twice", name));
    }
    open_.back()->entries.emplace_back(std::move(node), Node{});
    return true;
  }

  bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception& error) override {
    std::string words = error.what();
    if (const auto colon = words.rfind("; "); colon != std::string::npos) words = words.substr(colon + 2);
    out_.error(file_.at(position == 0 ? 0 : position - 1, 1), "json-syntax", text("файл не читается как JSON: {}", "the file is no JSON: {}", words));
    return false;
  }

 private:
  bool scalar(std::string words, bool quoted) {
    Node node;
    node.kind = Node::Kind::kScalar;
    node.scalar = std::move(words);
    node.quoted = quoted;
    return put(std::move(node));
  }

  Node* place() {
    if (open_.empty()) return &root;
    if (open_.back()->is_mapping()) return &open_.back()->entries.back().second;
    open_.back()->items.emplace_back();
    return &open_.back()->items.back();
  }

  bool put(Node node) {
    *place() = std::move(node);
    return ++nodes_ <= limits_.max_nodes || fail(text("в файле больше {} значений", "the file has more than {} values", limits_.max_nodes));
  }

  bool open(Node::Kind kind) {
    Node* node = place();
    node->kind = kind;
    open_.push_back(node);
    keys_.emplace_back();
    return static_cast<int>(open_.size()) <= limits_.max_depth || fail(text("значения вложены глубже {} уровней", "values are nested deeper than {} levels", limits_.max_depth));
  }

  bool close() {
    open_.pop_back();
    keys_.pop_back();
    return true;
  }

  bool fail(Text message) {
    out_.error({.file = file_.path}, "file-too-large", std::move(message));
    return false;
  }

  const SourceFile& file_;
  Diagnostics& out_;
  const load::YamlLimits& limits_;
  std::size_t nodes_ = 0;
  std::vector<Node*> open_;  // a parent does not grow while a child is open, so the pointers hold
  std::vector<std::unordered_set<std::string>> keys_;
};

}  // namespace

std::optional<Node> parse_json(const SourceFile& file, Diagnostics& out, const load::YamlLimits& limits) {
  Builder builder(file, out, limits);
  if (!nlohmann::json::sax_parse(file.text, &builder)) return std::nullopt;
  return std::move(builder.root);
}

}  // namespace svodka::bind
