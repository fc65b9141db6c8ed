#include "load/yaml.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <istream>
#include <memory>
#include <streambuf>
#include <unordered_map>

#include "base/utf8.h"
#include "load/yaml_errors.h"
#include "load/yaml_places.h"

namespace svodka::load {
namespace {

using ItemSink = std::function<void(const Node&, const Node&)>;

/// Thrown through the parser when reading on makes no sense; the finding has been made.
struct Stop {};

/// The parser reads from a stream; this is one over text in memory, without a copy.
class ViewBuffer : public std::streambuf {
 public:
  explicit ViewBuffer(std::string_view text) {
    auto* begin = const_cast<char*>(text.data());
    setg(begin, begin, begin + text.size());
  }
};

/// A mapping or sequence whose end has not come yet.
struct Frame {
  Node node;
  Node key;  ///< of a mapping: the key that waits for its value
  bool has_key = false;
  bool drop_value = false;  ///< the key was refused, and with it its value
  bool streamed = false;    ///< its items go to the sink and are not kept
  bool flow = false;
  std::size_t offset = 0;
  YAML::anchor_t anchor = 0;
  std::size_t weight_before = 0;
  std::unordered_map<std::string, Mark> index;  ///< the keys of a large mapping

  Frame(Node node_, std::size_t offset_, YAML::anchor_t anchor_, bool flow_)
      : node(std::move(node_)), flow(flow_), offset(offset_), anchor(anchor_) {}
};

constexpr std::size_t kSmallMapping = 16;
/// A long scalar weighs as much as several nodes, so that repeating it by aliases is bounded too.
constexpr std::size_t kBytesPerWeight = 64;

std::size_t weight_of(const Node& node) { return 1 + node.scalar.size() / kBytesPerWeight; }

bool is_collection_tag(const std::string& tag) {
  return tag.empty() || tag == "?" || tag == "!" || tag == "tag:yaml.org,2002:map" || tag == "tag:yaml.org,2002:seq";
}

bool is_plain_tag(const std::string& tag) {
  static constexpr std::string_view kPrefix = "tag:yaml.org,2002:";
  if (tag == "?" || tag.empty()) return true;
  if (!tag.starts_with(kPrefix)) return false;
  const auto name = std::string_view(tag).substr(kPrefix.size());
  return name == "int" || name == "float" || name == "bool" || name == "null" || name == "timestamp";
}

bool is_text_tag(const std::string& tag) { return tag == "!" || tag == "tag:yaml.org,2002:str"; }

/// Turns the parser's events into nodes. With a sink, the root mapping's values are handed over and forgotten.
class Builder : public YAML::EventHandler {
 public:
  Builder(const SourceFile& file, const ItemSink* sink, const YamlLimits& limits, Diagnostics& out)
      : places_(file), sink_(sink), limits_(limits), out_(out) {}

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    auto node = null_node(mark);
    count(node);
    remember(anchor, node, 1);
    add(std::move(node));
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto at = mark_of(mark, 1);
    const auto known = anchors_.find(anchor);
    if (known == anchors_.end()) {
      fail(at, "yaml-alias", text("ссылка `*` внутри того, на что она ссылается", "`*` refers to what it is part of"));
    }
    weight_ += known->second.weight;
    alias_weight_ += known->second.weight;
    check_weight(at);
    Node node = known->second.node;
    node.mark = at;
    after_ = offset(mark) + 1;
    quote_.reset();
    add(std::move(node));
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& value) override {
    const bool text_tag = is_text_tag(tag);
    if (!text_tag && !is_plain_tag(tag)) refuse_tag(mark, tag);
    Node node;
    node.kind = Node::Kind::kScalar;
    node.scalar = value;
    node.quoted = text_tag;
    node.mark = scalar_mark(mark, value, text_tag);
    count(node);
    remember(anchor, node, weight_of(node));
    add(std::move(node));
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override {
    begin(Node::Kind::kSequence, mark, tag, anchor, style == YAML::EmitterStyle::Flow);
  }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override {
    begin(Node::Kind::kMapping, mark, tag, anchor, style == YAML::EmitterStyle::Flow);
  }
  void OnSequenceEnd() override { end(); }
  void OnMapEnd() override { end(); }

  Node take_root() { return std::move(root_); }
  const Places& places() const { return places_; }

  SyntaxFault fault_at(const YAML::Exception& error) const {
    SyntaxFault fault;
    fault.problem = error.msg;
    fault.offset = error.mark.is_null() ? after_ : offset(error.mark);
    fault.after = after_;
    fault.quote = quote_;
    const auto open = std::find_if(frames_.rbegin(), frames_.rend(), [](const Frame& f) { return f.flow; });
    const auto is_bracket = [&](std::size_t at) { return at < places_.text().size() && (places_.text()[at] == '[' || places_.text()[at] == '{'); };
    if (open != frames_.rend() && is_bracket(open->offset)) fault.bracket = open->offset;
    for (auto frame = open; !fault.bracket && frame != frames_.rend() && frame->flow; ++frame) {
      if (is_bracket(frame->offset)) fault.bracket = frame->offset;
    }
    return fault;
  }

 private:
  struct Anchored {
    Node node;
    std::size_t weight = 0;
  };

  static std::size_t offset(const YAML::Mark& mark) { return static_cast<std::size_t>(mark.pos); }

  Mark mark_of(const YAML::Mark& mark, int length = 0) {
    return places_.at(mark.line + 1, offset(mark) - std::min(offset(mark), static_cast<std::size_t>(mark.column)), offset(mark), length);
  }

  [[noreturn]] void fail(const Mark& at, const char* rule, Text message, Text hint = {}) {
    out_.error(places_.position(at), rule, std::move(message), std::move(hint));
    throw Stop{};
  }

  void refuse_tag(const YAML::Mark& mark, const std::string& tag) {
    out_.error(places_.position(mark_of(mark, 1)), "yaml-tag", text("неизвестный тег «{}»", "unknown tag “{}”", tag),
               text("если значение начинается с `!`, возьмите его в кавычки", "if the value begins with `!`, put it in quotes"));
  }

  Mark scalar_mark(const YAML::Mark& mark, const std::string& value, bool quoted) {
    const auto start = offset(mark);
    const auto extent = scalar_extent(places_.text(), start, quoted, value);
    after_ = extent.end;
    quote_.reset();
    if (quoted) quote_ = start;
    auto written = places_.text().substr(std::min(start, places_.text().size()), extent.end - std::min(start, extent.end));
    written = written.substr(0, written.find('\n'));
    const auto at = mark_of(mark, static_cast<int>(utf8::length(written)));
    if (!extent.closed) {
      fail(at, "yaml-syntax", text("кавычка открыта, но не закрыта", "a quote is opened but not closed"),
           text("закройте её в конце значения", "close it at the end of the value"));
    }
    return at;
  }

  /// The parser names the token after an empty value; people look for it at its key, or at its dash.
  Node null_node(const YAML::Mark& mark) {
    Node node;
    node.mark = mark_of(mark);
    if (is_written_null(offset(mark))) {
      after_ = offset(mark) + (places_.text()[offset(mark)] == '~' ? 1 : 4);
      return node;
    }
    if (frames_.empty()) return node;
    const auto& top = frames_.back();
    if (top.node.is_mapping() && top.has_key) {
      node.mark = top.key.mark;
      check_colon(top);
    } else if (top.node.is_sequence() && !top.flow) {
      const auto dash = empty_item(places_.text(), offset(mark));
      if (dash != offset(mark)) node.mark = places_.at(dash, 1);
    }
    return node;
  }

  bool is_written_null(std::size_t at) const {
    const auto rest = places_.text().substr(std::min(at, places_.text().size()));
    for (const std::string_view word : {"~", "null", "Null", "NULL"}) {
      if (rest.starts_with(word) && (rest.size() == word.size() || std::string_view(" \t\r\n,]}").find(rest[word.size()]) != std::string_view::npos)) {
        return true;
      }
    }
    return false;
  }

  /// A key without a colon is taken by the parser for a key without a value.
  void check_colon(const Frame& frame) {
    const auto text_view = places_.text();
    const auto next = text_view.find_first_not_of(" \t", after_);
    if (next != std::string_view::npos && text_view[next] == ':') return;
    if (frame.flow && frame.node.mark == Mark{frame.key.mark.line, frame.key.mark.column, 0}) return;  // [a: , b]
    if (next != std::string_view::npos && frame.key.mark.length == 0) return;                          // a key over several lines
    report_missing_colon(frame.key);
  }

  void report_missing_colon(const Node& key) {
    const auto colon = key.quoted ? std::string::npos : key.scalar.find(':');
    if (colon != std::string::npos && colon > 0 && key.scalar.find(' ') > colon) {
      out_.error(places_.position(key.mark), "yaml-syntax", text("после двоеточия нет пробела", "there is no space after the colon"),
                 text("запишите `{}: {}`", "write `{}: {}`", key.scalar.substr(0, colon), key.scalar.substr(colon + 1)));
    } else {
      out_.error(places_.position(key.mark), "yaml-syntax", text("после имени поля нет двоеточия", "there is no colon after the field's name"),
                 text("запишите `имя: значение`", "write `name: value`"));
    }
  }

  void count(const Node& node) {
    weight_ += weight_of(node);
    check_weight(node.mark);
  }

  void check_weight(const Mark& at) {
    if (weight_ <= limits_.max_nodes && alias_weight_ <= limits_.max_nodes) return;
    fail(at, "yaml-too-large", text("слишком много значений после раскрытия ссылок `*`: больше {}", "too many values after expanding `*`: more than {}", limits_.max_nodes));
  }

  void remember(YAML::anchor_t anchor, const Node& node, std::size_t weight) {
    if (anchor == 0) return;
    alias_weight_ += weight;
    check_weight(node.mark);
    anchors_[anchor] = {node, weight};
  }

  void begin(Node::Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, bool flow) {
    if (!is_collection_tag(tag)) refuse_tag(mark, tag);
    Node node;
    node.kind = kind;
    node.mark = mark_of(mark);
    if (static_cast<int>(frames_.size()) >= limits_.max_depth) {
      fail(node.mark, "yaml-too-deep", text("слишком глубокая вложенность: больше {} уровней", "nested too deeply: more than {} levels", limits_.max_depth));
    }
    if (sink_ != nullptr && frames_.empty() && kind != Node::Kind::kMapping) report_root(node.mark);
    const bool streamed = sink_ != nullptr && frames_.size() == 1 && kind == Node::Kind::kSequence && frames_[0].has_key;
    frames_.emplace_back(std::move(node), offset(mark), anchor, flow);
    frames_.back().streamed = streamed;
    frames_.back().weight_before = weight_;
    count(frames_.back().node);
    after_ = offset(mark);
    quote_.reset();
  }

  [[noreturn]] void report_root(const Mark& at) {
    fail(at, "root-not-mapping", text("файл должен начинаться с имени коллекции", "the file must begin with the name of a collection"),
         text("например `activities:`, а записи под ним", "for example `activities:`, with the records below it"));
  }

  void end() {
    Frame frame = std::move(frames_.back());
    frames_.pop_back();
    if (frame.streamed) {
      finish_streamed(frame);
      return;
    }
    if (frame.node.is_mapping()) merge(frame.node);
    if (frame.anchor != 0) remember(frame.anchor, frame.node, weight_ - std::min(weight_, frame.weight_before));
    add(std::move(frame.node));
  }

  /// An anchor on a whole collection is not kept: OnAlias reports whoever refers to it.
  void finish_streamed(const Frame& frame) {
    auto& root = frames_.front();
    if (!frame.has_key) deliver(Node{.mark = root.key.mark});
    root.has_key = false;
  }

  void add(Node&& node) {
    if (frames_.empty()) {
      if (sink_ != nullptr && node.is_scalar()) report_root(node.mark);
      root_ = std::move(node);
      return;
    }
    auto& top = frames_.back();
    if (top.streamed) {
      top.has_key = true;  // it has items
      deliver(std::move(node));
    } else if (top.node.is_sequence()) {
      top.node.items.push_back(std::move(node));
    } else if (!top.has_key) {
      take_key(top, std::move(node));
    } else {
      take_value(top, std::move(node));
    }
  }

  void deliver(Node&& item) {
    if (!frames_.front().drop_value) (*sink_)(frames_.front().key, item);
    weight_ = 0;
  }

  void take_key(Frame& frame, Node&& key) {
    frame.has_key = true;
    frame.drop_value = !key.is_scalar();
    if (!key.is_scalar()) {
      report_key(key);
    } else {
      check_key(frame, key);
    }
    frame.key = std::move(key);
  }

  void report_key(const Node& key) {
    if (key.is_null()) {
      out_.error(places_.position(key.mark), "yaml-key", text("перед двоеточием нет имени поля", "there is no field name before the colon"));
      return;
    }
    out_.error(places_.position(key.mark), "yaml-key", text("имя поля должно быть простым текстом", "a field's name must be plain text"),
               text("значение со скобками `{{ }} [ ]` возьмите в кавычки", "put a value with the brackets `{{ }} [ ]` in quotes"));
  }

  void check_key(Frame& frame, const Node& key) {
    if (!key.quoted && key.scalar.starts_with("\xC2\xA0")) {
      frame.drop_value = true;
      out_.error(places_.position(key.mark), "yaml-syntax", text("в отступе неразрывный пробел", "there is a no-break space in the indentation"),
                 text("замените его обычными пробелами", "replace it with ordinary spaces"));
      return;
    }
    const auto first = first_use(frame, key);
    if (!first) return;
    // At the root of a streamed file both lists are read: what they hold is probably meant.
    frame.drop_value = !(sink_ != nullptr && frames_.size() == 1);
    Finding finding{.rule = "duplicate-key",
                    .at = places_.position(key.mark),
                    .message = text("поле `{}` здесь уже второй раз", "the field `{}` is given twice here", key.scalar),
                    .hint = text("оставьте одно из двух", "keep one of the two")};
    finding.related.push_back({places_.position(*first), text("в первый раз", "the first time")});
    out_.add(std::move(finding));
  }

  /// Where the mapping already has this key. (A streamed root keeps its keys in the index, for it has no entries.)
  std::optional<Mark> first_use(Frame& frame, const Node& key) {
    auto& entries = frame.node.entries;
    const bool indexed = (sink_ != nullptr && frames_.size() == 1) || entries.size() >= kSmallMapping;
    if (!indexed) {
      const auto found = std::find_if(entries.begin(), entries.end(), [&](const auto& e) { return e.first.scalar == key.scalar; });
      return found == entries.end() ? std::nullopt : std::optional(found->first.mark);
    }
    if (frame.index.empty()) {
      for (const auto& entry : entries) frame.index.emplace(entry.first.scalar, entry.first.mark);
    }
    const auto [entry, is_new] = frame.index.emplace(key.scalar, key.mark);
    return is_new ? std::nullopt : std::optional(entry->second);
  }

  void take_value(Frame& frame, Node&& value) {
    frame.has_key = false;
    if (sink_ != nullptr && frames_.size() == 1) {
      if (value.is_sequence()) {  // an alias to a list
        for (auto& item : value.items) deliver(std::move(item));
      } else {
        deliver(std::move(value));
      }
    } else if (!frame.drop_value) {
      frame.node.entries.emplace_back(std::move(frame.key), std::move(value));
    }
  }

  /// `<<: *defaults`: the fields of another mapping (or of several), where this one does not have them.
  void merge(Node& mapping) {
    const auto found = std::find_if(mapping.entries.begin(), mapping.entries.end(),
                                    [](const auto& e) { return e.first.scalar == "<<" && !e.first.quoted; });
    if (found == mapping.entries.end()) return;
    auto [key, source] = std::move(*found);
    mapping.entries.erase(found);
    auto sources = source.is_sequence() ? std::move(source.items) : std::vector<Node>{std::move(source)};
    for (auto& from : sources) {
      if (!from.is_mapping()) {
        out_.error(places_.position(key.mark), "yaml-merge", text("после `<<` ожидается ссылка на запись", "`<<` needs a reference to a mapping"));
        continue;
      }
      for (auto& entry : from.entries) {
        if (mapping.find(entry.first.scalar) == nullptr) mapping.entries.push_back(std::move(entry));
      }
    }
  }

  Places places_;
  const ItemSink* sink_;
  YamlLimits limits_;
  Diagnostics& out_;
  std::vector<Frame> frames_;
  std::unordered_map<YAML::anchor_t, Anchored> anchors_;
  Node root_;
  std::size_t weight_ = 0;
  std::size_t alias_weight_ = 0;
  std::size_t after_ = 0;              ///< end of the last value read
  std::optional<std::size_t> quote_;  ///< where it began, when it was in quotes
};

/// Stops at the first sign of another document.
class SecondDocument : public YAML::EventHandler {
 public:
  std::optional<std::size_t> begins;

  void OnDocumentStart(const YAML::Mark& mark) override {
    begins = static_cast<std::size_t>(mark.pos);
    throw Stop{};
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
  void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t, const std::string&) override {}
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {}
  void OnMapEnd() override {}
};

void report_rest(const Places& places, std::size_t offset, Diagnostics& out) {
  const auto words = line_around(places.text(), offset);
  if (words.starts_with("---") || line_around(places.text(), offset == 0 ? 0 : offset - 1).starts_with("...")) {
    out.error(places.position(places.at(offset, 3)), "second-document", text("второй документ YAML в одном файле", "a second YAML document in one file"),
              text("уберите строку `---` или разнесите по двум файлам", "remove the line `---` or use two files"));
    return;
  }
  std::size_t start = 0;
  const auto line = line_around(places.text(), offset, &start);
  const auto length = std::min(line.size() - std::min(offset - start, line.size()), std::size_t{80});
  out.error(places.position(places.at(offset, length)), "text-after-end",
            text("эта строка не относится ни к чему выше: на ней разбор закончился", "this line belongs to nothing above: reading ended here"),
            text("проверьте её отступ и дефис в начале", "check its indentation and the dash at its beginning"));
}

bool is_comma_first(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    at = text.find_first_not_of(" \t\r\n", at);
    if (at == std::string_view::npos) return false;
    if (text[at] != '#' && !text.substr(at).starts_with("---")) return text[at] == ',';
    at = text[at] == '#' ? text.find('\n', at) : at + 3;
  }
  return false;
}

/// True when one document was read to its end and nothing follows it.
bool drive(const SourceFile& file, Builder& builder, Diagnostics& out) {
  if (is_comma_first(file.text)) {  // the parser would read such a text for ever
    out.error(builder.places().position(builder.places().at(file.text.find(','), 1)), "yaml-syntax",
              text("файл начинается с запятой", "the file begins with a comma"));
    return false;
  }
  ViewBuffer buffer(file.text);
  std::istream stream(&buffer);
  SecondDocument rest;
  try {
    YAML::Parser parser(stream);
    if (parser.HandleNextDocument(builder)) parser.HandleNextDocument(rest);
  } catch (const Stop&) {
    if (rest.begins) report_rest(builder.places(), *rest.begins, out);
    return false;
  } catch (const YAML::Exception& error) {
    out.add(explain(builder.fault_at(error), builder.places()));
    return false;
  }
  return true;
}

}  // namespace

const Node* Node::find(std::string_view key) const {
  for (const auto& [name, value] : entries) {
    if (name.scalar == key) return &value;
  }
  return nullptr;
}

std::optional<Node> parse_yaml(const SourceFile& file, Diagnostics& out, const YamlLimits& limits) {
  Builder builder(file, nullptr, limits, out);
  if (!drive(file, builder, out)) return std::nullopt;
  return builder.take_root();
}

bool stream_yaml(const SourceFile& file, const ItemSink& on_item, Diagnostics& out, const YamlLimits& limits) {
  Builder builder(file, &on_item, limits, out);
  return drive(file, builder, out);
}

}  // namespace svodka::load
