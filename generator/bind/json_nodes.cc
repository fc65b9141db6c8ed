#include "bind/json_nodes.h"

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <unordered_map>

#include "base/utf8.h"

namespace svodka::bind {
namespace {

using load::Node;

// The library tells no places; this counts the bytes that it has read.
class CountingIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountingIterator(const char* at, std::size_t* count) : at_(at), count_(count) {}
  reference operator*() const { return *at_; }
  CountingIterator& operator++() {
    ++at_;
    ++*count_;
    return *this;
  }
  CountingIterator operator++(int) {
    const auto before = *this;
    ++*this;
    return before;
  }
  bool operator==(const CountingIterator& other) const { return at_ == other.at_; }

 private:
  const char* at_;
  std::size_t* count_;
};

// The place that has been read up to, told in ascending order.
class Progress {
 public:
  explicit Progress(std::string_view text) : text_(text) {}

  /// The place `back` characters before the byte `offset`.
  Mark at(std::size_t offset, int back, int length) {
    for (; done_ < offset && done_ < text_.size(); ++done_) {
      if (text_[done_] == '\n') {
        ++line_;
        column_ = 0;
      } else if ((static_cast<unsigned char>(text_[done_]) & 0xC0u) != 0x80u) {
        ++column_;
      }
    }
    return {line_, std::max(1, column_ + 1 - back), length};
  }

 private:
  std::string_view text_;
  std::size_t done_ = 0;
  int line_ = 1;
  int column_ = 0;
};

int characters(std::string_view words) { return static_cast<int>(utf8::length(words)); }

// Builds nodes from nlohmann's events. Its method names are the library's.
class Builder : public nlohmann::json_sax<nlohmann::json> {
 public:
  Builder(const SourceFile& file, Diagnostics& out, const load::YamlLimits& limits)
      : file_(file), out_(out), limits_(limits), progress_(file.text) {}

  Node root;
  std::size_t read = 0;  ///< bytes that the parser has taken

  bool null() override { return put(Node{.mark = behind(4)}); }
  bool boolean(bool value) override {
    return value ? scalar("true", false, behind(4)) : scalar("false", false, behind(5));
  }
  bool number_integer(number_integer_t value) override { return number(std::to_string(value)); }
  bool number_unsigned(number_unsigned_t value) override { return number(std::to_string(value)); }
  bool number_float(number_float_t, const string_t& words) override { return number(words); }
  bool string(string_t& value) override {
    const auto mark = behind(characters(value) + 2);
    return scalar(std::move(value), true, mark);
  }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(Node::Kind::kMapping); }
  bool start_array(std::size_t) override { return open(Node::Kind::kSequence); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(string_t& name) override {
    Node node;
    node.kind = Node::Kind::kScalar;
    node.scalar = name;
    node.mark = behind(characters(name) + 2);
    if (const auto [first, fresh] = keys_.back().emplace(name, node.mark); !fresh) {
      Finding finding{Severity::kError,
                      "duplicate-key",
                      node.mark.in(file_.path),
                      text("ключ `{}` стоит дважды", "the key `{}` stands twice", name),
                      {},
                      {}};
      finding.related.push_back({first->second.in(file_.path), text("первый раз здесь", "first here")});
      out_.add(std::move(finding));
    }
    open_.back()->entries.emplace_back(std::move(node), Node{});
    return true;
  }

  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::detail::exception& error) override {
    std::string words = error.what();
    if (const auto colon = words.rfind("; "); colon != std::string::npos) words = words.substr(colon + 2);
    out_.error(file_.at(position == 0 ? 0 : position - 1, 1), "json-syntax",
               text("файл не читается как JSON: {}", "the file is no JSON: {}", words));
    return false;
  }

 private:
  // The place of what has just been read.
  Mark behind(int length) { return progress_.at(read, length, length); }

  // After a number the parser has looked at one byte more, unless the text is over.
  bool number(const std::string& words) {
    const auto mark =
        progress_.at(read < file_.text.size() ? read - 1 : read, characters(words), characters(words));
    return scalar(words, false, mark);
  }

  bool scalar(std::string words, bool quoted, const Mark& mark) {
    Node node;
    node.mark = mark;
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
    return ++nodes_ <= limits_.max_nodes ||
           fail(text("в файле больше {} значений", "the file has more than {} values", limits_.max_nodes));
  }

  bool open(Node::Kind kind) {
    Node* node = place();
    node->kind = kind;
    node->mark = behind(1);
    open_.push_back(node);
    keys_.emplace_back();
    return static_cast<int>(open_.size()) <= limits_.max_depth ||
           fail(text("значения вложены глубже {} уровней", "values are nested deeper than {} levels",
                     limits_.max_depth),
                "too-deep");
  }

  bool close() {
    open_.pop_back();
    keys_.pop_back();
    return true;
  }

  bool fail(Text message, std::string rule = "file-too-large") {
    out_.error(behind(1).in(file_.path), std::move(rule), std::move(message));
    return false;
  }

  const SourceFile& file_;
  Diagnostics& out_;
  const load::YamlLimits& limits_;
  std::size_t nodes_ = 0;
  std::vector<Node*> open_;  // a parent does not grow while a child is open, so the pointers hold
  std::vector<std::unordered_map<std::string, Mark>> keys_;
  Progress progress_;
};

}  // namespace

std::optional<Node> parse_json(const SourceFile& file, Diagnostics& out, const load::YamlLimits& limits) {
  Builder builder(file, out, limits);
  const char* const begin = file.text.data();
  if (!nlohmann::json::sax_parse(CountingIterator(begin, &builder.read),
                                 CountingIterator(begin + file.text.size(), &builder.read), &builder))
    return std::nullopt;
  return std::move(builder.root);
}

}  // namespace svodka::bind
