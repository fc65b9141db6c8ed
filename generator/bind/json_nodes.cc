#include "bind/json_nodes.h"

#include <simdjson.h>

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "base/utf8.h"
#include "bind/json_errors.h"

namespace svodka::bind {
namespace {

namespace ondemand = simdjson::ondemand;
using Kind = PlainNode::Kind;

// A number as JSON has it: -12, 0.5, 1e3; no 007, +1, .5 or 1.
bool is_number(std::string_view words) {
  const auto skip = [&](std::string_view any) {
    const bool found = !words.empty() && any.find(words.front()) != std::string_view::npos;
    if (found) words.remove_prefix(1);
    return found;
  };
  const auto digits = [&] {
    const auto count = std::min(words.find_first_not_of("0123456789"), words.size());
    words.remove_prefix(count);
    return count;
  };
  skip("-");
  const bool zero = words.starts_with('0');
  if (const auto whole = digits(); whole == 0 || (zero && whole > 1)) return false;
  if (skip(".") && digits() == 0) return false;
  if (skip("eE")) {
    skip("+-");
    if (digits() == 0) return false;
  }
  return words.empty();
}

std::string_view trimmed(std::string_view token) {
  return token.substr(0, token.find_last_not_of(" \t\r\n") + 1);
}

// The length of the token that the text begins with; of a mapping or list that of its bracket.
std::size_t token_length(std::string_view text) {
  if (!text.starts_with('"'))
    return text.starts_with('{') || text.starts_with('[')
               ? 1
               : std::min(text.find_first_of(",]} \t\r\n"), text.size());
  std::size_t end = 1;
  while (end < text.size() && text[end] != '"') end += text[end] == '\\' ? 2 : 1;
  return std::min(end + 1, text.size());
}

class JsonTree : public PlainTree {
 public:
  explicit JsonTree(SourceFile file) : file_(std::move(file)), text_(file_.text) {}

  bool read(Diagnostics& out, const load::YamlLimits& limits) {
    limits_ = limits;
    try {
      read_document();
    } catch (const simdjson::simdjson_error& error) {
      if (nodes_.size() > limits_.max_nodes)
        out.error(at(nodes_.back()), "file-too-large",
                  text("в файле больше {} значений", "the file has more than {} values", limits_.max_nodes));
      else
        explain_json(file_, limits_.max_depth, error.what(), out);
      return false;
    }
    for (const auto& node : nodes_) report_twins(node, out);
    return true;
  }

  Position at(const PlainNode& node) const override { return place(node.place); }
  Position at_key(const PlainNode& node) const override { return place(node.key_place); }

 private:
  Position place(std::uint32_t offset) const {
    if (!lines_) lines_.emplace(file_);
    return lines_->at(offset, token_length(text_.substr(offset)));
  }
  std::uint32_t offset_of(const char* in_text) const {
    return static_cast<std::uint32_t>(in_text - text_.data());
  }

  void read_document() {
    file_.text.reserve(file_.text.size() + simdjson::SIMDJSON_PADDING);
    nodes_.reserve(file_.text.size() / 32);
    text_ = file_.text;
    auto document = parser_.iterate(text_.data(), text_.size(), file_.text.capacity()).value();
    bool whole = false;
    if (document.is_scalar()) {
      const std::string_view token = document.raw_json_token();
      whole = offset_of(token.data()) + token.size() == text_.size();
      read_scalar(document, {});
    } else {
      read_value(document.get_value(), {}, 1);
      whole = document.current_location().error() == simdjson::OUT_OF_BOUNDS;
    }
    if (!whole) throw simdjson::simdjson_error(simdjson::TRAILING_CONTENT);
  }

  void read_value(ondemand::value value, const PlainNode& start, int depth) {
    const ondemand::json_type type = value.type();
    const bool mapping = type == ondemand::json_type::object;
    if (!mapping && type != ondemand::json_type::array) return read_scalar(value, start);
    if (depth > limits_.max_depth) throw simdjson::simdjson_error(simdjson::DEPTH_ERROR);
    const auto index = nodes_.size();
    put(start, mapping ? Kind::kMapping : Kind::kSequence, value.raw_json_token());
    if (mapping) {
      for (ondemand::field field : value.get_object()) read_field(field, depth + 1);
    } else {
      for (ondemand::value item : value.get_array()) read_value(item, {}, depth + 1);
    }
    nodes_[index].size = static_cast<std::uint32_t>(nodes_.size() - index);
  }

  void read_field(ondemand::field field, int depth) {
    PlainNode start;
    const char* const begin = field.key().raw();
    start.key_place = offset_of(begin) - 1;
    start.key = text_.substr(start.key_place + 1);
    start.key = start.key.substr(0, start.key.find('"'));
    if (start.key.find('\\') != std::string_view::npos) start.key = decoded(field.unescaped_key());
    read_value(field.value(), start, depth);
  }

  template <typename Value>  // of a document or of a value in it
  void read_scalar(Value& value, const PlainNode& start) {
    const auto token = trimmed(value.raw_json_token());
    PlainNode& node = put(start, token == "null" ? Kind::kNull : Kind::kScalar, token);
    if (token.starts_with('"')) {
      node.quoted = true;
      node.decoded = token.find('\\') != std::string_view::npos;
      node.words = node.decoded ? decoded(value.get_string()) : token.substr(1, token.size() - 2);
    } else if (token == "true" || token == "false" || is_number(token)) {
      node.words = token;
    } else if (!node.is_null()) {
      throw simdjson::simdjson_error(simdjson::INCORRECT_TYPE);
    }
  }

  PlainNode& put(const PlainNode& start, Kind kind, std::string_view token) {
    auto& node = nodes_.emplace_back(start);
    node.kind = kind;
    node.place = offset_of(token.data());
    if (nodes_.size() > limits_.max_nodes) throw simdjson::simdjson_error(simdjson::CAPACITY);
    return node;
  }

  // The library lets half a pair of surrogates pass.
  static std::string_view decoded(std::string_view words) {
    if (utf8::first_invalid(words)) throw simdjson::simdjson_error(simdjson::STRING_ERROR);
    return words;
  }

  void report_twins(const PlainNode& node, Diagnostics& out) {
    if (!node.is_mapping()) return;
    few_.clear();
    many_.clear();
    for (const auto& field : node.children()) {
      if (const auto* first = known(field)) {
        Finding finding{Severity::kError,
                        "duplicate-key",
                        at_key(field),
                        text("ключ `{}` стоит дважды", "the key `{}` stands twice", field.key),
                        {},
                        {}};
        finding.related.push_back({at_key(*first), text("первый раз здесь", "first here")});
        out.add(std::move(finding));
      }
    }
  }

  // The field of this mapping that had the key before. Few mappings are so large that a table pays.
  const PlainNode* known(const PlainNode& field) {
    constexpr std::size_t kFew = 32;
    const auto same = [&](const PlainNode* other) { return other->key == field.key; };
    const auto first = std::find_if(few_.begin(), few_.end(), same);
    if (first != few_.end()) return *first;
    if (few_.size() < kFew) {
      few_.push_back(&field);
      return nullptr;
    }
    const auto [other, fresh] = many_.emplace(field.key, &field);
    return fresh ? nullptr : other->second;
  }

  SourceFile file_;
  std::string_view text_;
  mutable std::optional<LineIndex> lines_;  // made when the first place is asked for
  load::YamlLimits limits_;
  ondemand::parser parser_;  // keeps the decoded strings
  std::vector<const PlainNode*> few_;
  std::unordered_map<std::string_view, const PlainNode*> many_;
};

}  // namespace

std::unique_ptr<PlainTree> read_json(SourceFile file, Diagnostics& out, const load::YamlLimits& limits) {
  auto tree = std::make_unique<JsonTree>(std::move(file));
  return tree->read(out, limits) ? std::move(tree) : nullptr;
}

}  // namespace svodka::bind
