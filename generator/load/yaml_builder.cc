#include "load/yaml_builder.h"

#include <algorithm>

#include "base/utf8.h"

namespace svodka::load {
namespace {

constexpr std::size_t kSmallMapping = 16;
/// A long scalar weighs as much as several nodes, so that repeating it by aliases is bounded too.
constexpr std::size_t kBytesPerWeight = 64;

std::size_t weight_of(const Node& node) { return 1 + node.scalar.size() / kBytesPerWeight; }

bool is_collection_tag(const std::string& tag) {
  return tag.empty() || tag == "?" || tag == "!" || tag == "tag:yaml.org,2002:map" ||
         tag == "tag:yaml.org,2002:seq";
}

bool is_plain_tag(const std::string& tag) {
  static constexpr std::string_view kPrefix = "tag:yaml.org,2002:";
  if (tag == "?" || tag.empty()) return true;
  if (!tag.starts_with(kPrefix)) return false;
  const auto name = std::string_view(tag).substr(kPrefix.size());
  return name == "int" || name == "float" || name == "bool" || name == "null" || name == "timestamp";
}

bool is_text_tag(const std::string& tag) { return tag == "!" || tag == "tag:yaml.org,2002:str"; }

}  // namespace

void YamlBuilder::OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) {
  auto node = null_node(mark);
  count(node);
  remember(anchor, node, 1);
  add(std::move(node));
}

void YamlBuilder::OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) {
  const auto at = mark_of(mark, 1);
  const auto known = anchors_.find(anchor);
  if (known == anchors_.end()) {
    // A list of records is passed on record by record, and is not kept to be repeated.
    const bool inside = std::any_of(frames_.begin(), frames_.end(),
                                    [&](const Frame& frame) { return frame.anchor == anchor; });
    if (!inside)
      fail(at, "yaml-alias",
           text("ссылка `*` на целый список записей", "`*` refers to a whole list of records"),
           text("ссылаться можно на одну запись или значение; остальное запишите ещё раз",
                "a single record or value can be referred to; write the rest once more"));
    fail(at, "yaml-alias",
         text("ссылка `*` внутри того, на что она ссылается", "`*` refers to what it is part of"),
         text("запишите на её месте само значение", "write the value itself in its place"));
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

void YamlBuilder::OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                           const std::string& value) {
  const bool text_tag = is_text_tag(tag);
  const bool bare =
      tag == "!" && places_.text().substr(std::min(offset(mark), places_.text().size())).starts_with('!');
  if (bare || (!text_tag && !is_plain_tag(tag))) refuse_tag(mark, tag);
  Node node;
  node.kind = Node::Kind::kScalar;
  node.scalar = value;
  node.quoted = text_tag;
  node.mark = scalar_mark(mark, value, text_tag);
  if (text_tag) check_characters(node);
  count(node);
  remember(anchor, node, weight_of(node));
  add(std::move(node));
}

// The file has none, but "\0" in double quotes makes one.
void YamlBuilder::check_characters(const Node& node) {
  const auto bad = utf8::first_not_xml(node.scalar);
  if (!bad) return;
  std::size_t at = *bad;
  fail(node.mark, "control-character",
       text("запись с `\\` в кавычках даёт управляющий символ U+{:04X}",
            "what is written with `\\` in the quotes is the control character U+{:04X}",
            static_cast<unsigned>(utf8::next(node.scalar, at))),
       text("удалите его: в документ он попасть не может", "remove it: a document cannot hold it"));
}

void YamlBuilder::OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                                  YAML::EmitterStyle::value style) {
  begin(Node::Kind::kSequence, mark, tag, anchor, style == YAML::EmitterStyle::Flow);
}

void YamlBuilder::OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                             YAML::EmitterStyle::value style) {
  begin(Node::Kind::kMapping, mark, tag, anchor, style == YAML::EmitterStyle::Flow);
}

SyntaxFault YamlBuilder::fault_at(const YAML::Exception& error) const {
  SyntaxFault fault;
  fault.problem = error.msg;
  fault.offset = error.mark.is_null() ? after_ : offset(error.mark);
  fault.after = after_;
  fault.quote = quote_;
  const auto open = std::find_if(frames_.rbegin(), frames_.rend(), [](const Frame& f) { return f.flow; });
  const auto is_bracket = [&](std::size_t at) {
    return at < places_.text().size() && (places_.text()[at] == '[' || places_.text()[at] == '{');
  };
  if (open != frames_.rend() && is_bracket(open->offset)) fault.bracket = open->offset;
  for (auto frame = open; !fault.bracket && frame != frames_.rend() && frame->flow; ++frame) {
    if (is_bracket(frame->offset)) fault.bracket = frame->offset;
  }
  return fault;
}

Mark YamlBuilder::mark_of(const YAML::Mark& mark, int length) {
  return places_.at(mark.line + 1,
                    offset(mark) - std::min(offset(mark), static_cast<std::size_t>(mark.column)),
                    offset(mark), length);
}

void YamlBuilder::fail(const Mark& at, const char* rule, Text message, Text hint) {
  out_.error(places_.position(at), rule, std::move(message), std::move(hint));
  throw Stop{};
}

void YamlBuilder::refuse_tag(const YAML::Mark& mark, const std::string& tag) {
  out_.error(places_.position(mark_of(mark, 1)), "yaml-tag",
             text("неизвестный тег «{}»", "unknown tag “{}”", tag),
             text("если значение начинается с `!`, возьмите его в кавычки",
                  "if the value begins with `!`, put it in quotes"));
}

Mark YamlBuilder::scalar_mark(const YAML::Mark& mark, const std::string& value, bool quoted) {
  const auto start = offset(mark);
  const auto extent = scalar_extent(places_.text(), start, quoted, value);
  after_ = extent.end;
  quote_.reset();
  if (quoted) quote_ = start;
  auto written =
      places_.text().substr(std::min(start, places_.text().size()), extent.end - std::min(start, extent.end));
  written = written.substr(0, written.find('\n'));
  const auto at = mark_of(mark, static_cast<int>(utf8::length(written)));
  if (!extent.closed) {
    fail(at, "yaml-syntax", text("кавычка открыта, но не закрыта", "a quote is opened but not closed"),
         text("закройте её в конце значения", "close it at the end of the value"));
  }
  return at;
}

Node YamlBuilder::null_node(const YAML::Mark& mark) {
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

bool YamlBuilder::is_written_null(std::size_t at) const {
  const auto rest = places_.text().substr(std::min(at, places_.text().size()));
  for (const std::string_view word : {"~", "null", "Null", "NULL"}) {
    if (rest.starts_with(word) &&
        (rest.size() == word.size() ||
         std::string_view(" \t\r\n,]}").find(rest[word.size()]) != std::string_view::npos)) {
      return true;
    }
  }
  return false;
}

void YamlBuilder::check_colon(const Frame& frame) {
  const auto text_view = places_.text();
  const auto next = text_view.find_first_not_of(" \t", after_);
  if (next != std::string_view::npos && text_view[next] == ':') return;
  if (frame.flow && frame.node.mark == Mark{frame.key.mark.line, frame.key.mark.column, 0})
    return;                                                                  // [a: , b]
  if (next != std::string_view::npos && frame.key.mark.length == 0) return;  // a key over several lines
  report_missing_colon(frame.key);
}

void YamlBuilder::report_missing_colon(const Node& key) {
  const auto colon = key.quoted ? std::string::npos : key.scalar.find(':');
  if (colon != std::string::npos && colon > 0 && key.scalar.find(' ') > colon) {
    out_.error(places_.position(key.mark), "yaml-syntax",
               text("после двоеточия нет пробела", "there is no space after the colon"),
               text("запишите `{}: {}`", "write `{}: {}`", key.scalar.substr(0, colon),
                    key.scalar.substr(colon + 1)));
  } else if (follows_block_mark(places_.text(), key.mark.line)) {
    out_.error(places_.position(key.mark), "yaml-syntax",
               text("текст после `|` или `>` начинается не правее имени своего поля",
                    "the text after `|` or `>` does not begin to the right of its field's name"),
               text("сдвиньте его строки вправо", "move its lines to the right"));
  } else {
    out_.error(places_.position(key.mark), "yaml-syntax",
               text("после имени поля нет двоеточия", "there is no colon after the field's name"),
               text("запишите `имя: значение`", "write `name: value`"));
  }
}

void YamlBuilder::count(const Node& node) {
  weight_ += weight_of(node);
  check_weight(node.mark);
}

void YamlBuilder::check_weight(const Mark& at) {
  if (weight_ <= limits_.max_nodes && alias_weight_ <= limits_.max_nodes) return;
  fail(at, "yaml-too-large",
       text("слишком много значений после раскрытия ссылок `*`: больше {}",
            "too many values after expanding `*`: more than {}", limits_.max_nodes),
       text("запишите сами значения вместо ссылок", "write the values themselves instead of references"));
}

void YamlBuilder::remember(YAML::anchor_t anchor, const Node& node, std::size_t weight) {
  if (anchor == 0) return;
  alias_weight_ += weight;
  check_weight(node.mark);
  anchors_[anchor] = {node, weight};
}

void YamlBuilder::begin(Node::Kind kind, const YAML::Mark& mark, const std::string& tag,
                        YAML::anchor_t anchor, bool flow) {
  if (!is_collection_tag(tag)) refuse_tag(mark, tag);
  Node node;
  node.kind = kind;
  node.mark = mark_of(mark);
  if (static_cast<int>(frames_.size()) >= limits_.max_depth) {
    fail(node.mark, "yaml-too-deep",
         text("слишком глубокая вложенность: больше {} уровней", "nested too deeply: more than {} levels",
              limits_.max_depth),
         text("проверьте, закрыты ли скобки", "check whether the brackets are closed"));
  }
  if (flow && kind == Node::Kind::kMapping &&
      places_.text().substr(std::min(offset(mark), places_.text().size())).starts_with("{{")) {
    fail({node.mark.line, node.mark.column, 2}, "yaml-syntax",
         text("значение начинается со скобок `{{{{`", "the value begins with the braces `{{{{`"),
         text("возьмите значение в кавычки", "put the value in quotes"));
  }
  if (sink_ != nullptr && frames_.empty() && kind != Node::Kind::kMapping) report_root(node.mark);
  const bool streamed =
      sink_ != nullptr && frames_.size() == 1 && kind == Node::Kind::kSequence && frames_[0].has_key;
  frames_.emplace_back(std::move(node), offset(mark), anchor, flow);
  frames_.back().streamed = streamed;
  frames_.back().weight_before = weight_;
  count(frames_.back().node);
  after_ = offset(mark);
  quote_.reset();
}

void YamlBuilder::report_root(const Mark& at) {
  fail(at, "root-not-mapping",
       text("файл должен начинаться с имени коллекции", "the file must begin with the name of a collection"),
       text("например `activities:`, а записи под ним",
            "for example `activities:`, with the records below it"));
}

void YamlBuilder::end() {
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

void YamlBuilder::finish_streamed(const Frame& frame) {
  auto& root = frames_.front();
  if (!frame.has_key) deliver(Node{.mark = root.key.mark});
  root.has_key = false;
}

void YamlBuilder::add(Node&& node) {
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

void YamlBuilder::deliver(Node&& item) {
  if (!frames_.front().drop_value) (*sink_)(frames_.front().key, std::move(item));
  weight_ = 0;
}

void YamlBuilder::take_key(Frame& frame, Node&& key) {
  frame.has_key = true;
  frame.drop_value = !key.is_scalar();
  if (!key.is_scalar()) {
    report_key(key);
  } else {
    check_key(frame, key);
  }
  frame.key = std::move(key);
}

void YamlBuilder::report_key(const Node& key) {
  if (key.is_null()) {
    out_.error(places_.position(key.mark), "yaml-key",
               text("перед двоеточием нет имени поля", "there is no field name before the colon"),
               text("допишите имя или уберите двоеточие", "write the name, or remove the colon"));
    return;
  }
  out_.error(places_.position(key.mark), "yaml-key",
             text("имя поля должно быть простым текстом", "a field's name must be plain text"),
             text("значение со скобками `{{ }} [ ]` возьмите в кавычки",
                  "put a value with the brackets `{{ }} [ ]` in quotes"));
}

void YamlBuilder::check_key(Frame& frame, const Node& key) {
  if (!key.quoted && key.scalar.starts_with("\xC2\xA0")) {
    frame.drop_value = true;
    out_.error(places_.position(key.mark), "yaml-syntax",
               text("в отступе неразрывный пробел", "there is a no-break space in the indentation"),
               text("замените его обычными пробелами", "replace it with ordinary spaces"));
    return;
  }
  const auto first = first_use(frame, key);
  if (!first) return;
  // At the root of a streamed file both lists are read: what they hold is probably meant.
  frame.drop_value = !(sink_ != nullptr && frames_.size() == 1);
  Finding finding{
      .rule = "duplicate-key",
      .at = places_.position(key.mark),
      .message = text("поле `{}` здесь уже второй раз", "the field `{}` is given twice here", key.scalar),
      .hint = text("оставьте одно из двух", "keep one of the two")};
  finding.related.push_back({places_.position(*first), text("в первый раз", "the first time")});
  out_.add(std::move(finding));
}

std::optional<Mark> YamlBuilder::first_use(Frame& frame, const Node& key) {
  auto& entries = frame.node.entries;
  const bool indexed = (sink_ != nullptr && frames_.size() == 1) || entries.size() >= kSmallMapping;
  if (!indexed) {
    const auto found = std::find_if(entries.begin(), entries.end(),
                                    [&](const auto& e) { return e.first.scalar == key.scalar; });
    return found == entries.end() ? std::nullopt : std::optional(found->first.mark);
  }
  if (frame.index.empty()) {
    for (const auto& entry : entries) frame.index.emplace(entry.first.scalar, entry.first.mark);
  }
  const auto [entry, is_new] = frame.index.emplace(key.scalar, key.mark);
  return is_new ? std::nullopt : std::optional(entry->second);
}

void YamlBuilder::take_value(Frame& frame, Node&& value) {
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

void YamlBuilder::merge(Node& mapping) {
  const auto found = std::find_if(mapping.entries.begin(), mapping.entries.end(),
                                  [](const auto& e) { return e.first.scalar == "<<" && !e.first.quoted; });
  if (found == mapping.entries.end()) return;
  auto [key, source] = std::move(*found);
  mapping.entries.erase(found);
  auto sources = source.is_sequence() ? std::move(source.items) : std::vector<Node>{std::move(source)};
  for (auto& from : sources) {
    if (!from.is_mapping()) {
      out_.error(places_.position(key.mark), "yaml-merge",
                 text("после `<<` ожидается ссылка на запись", "`<<` needs a reference to a mapping"),
                 text("запишите `<<: *метка`, а саму метку поставьте у записи: `&метка`",
                      "write `<<: *anchor`, and put the anchor at the record: `&anchor`"));
      continue;
    }
    for (auto& entry : from.entries) {
      if (mapping.find(entry.first.scalar) == nullptr) mapping.entries.push_back(std::move(entry));
    }
  }
}

}  // namespace svodka::load
