#include "edit/outline.h"

#include <algorithm>

namespace svodka::edit {
namespace {

constexpr int kDeepest = 100;

bool is_blank(char c) { return c == ' ' || c == '\t'; }

// A line that holds more than blanks and a comment.
struct Line {
  std::size_t begin = 0;  ///< of what stands in it
  std::size_t end = 0;    ///< without blanks and the line's end
  std::size_t indent = 0;
};

std::vector<Line> lines_of(std::string_view text) {
  std::vector<Line> lines;
  for (std::size_t start = 0; start < text.size();) {
    const auto stop = std::min(text.find('\n', start), text.size());
    auto begin = start, end = stop;
    while (begin < end && is_blank(text[begin])) ++begin;
    while (end > begin && (is_blank(text[end - 1]) || text[end - 1] == '\r')) --end;
    const auto words = text.substr(begin, end - begin);
    const bool marks = begin == start && (words == "---" || words == "..." || words.starts_with('%'));
    if (!words.empty() && words[0] != '#' && !marks) lines.push_back({begin, end, begin - start});
    start = stop + 1;
  }
  return lines;
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text), lines_(lines_of(text)) {}

  Outline parse() {
    Outline root;
    while (now_ < lines_.size()) {
      auto part = block(0, 0);
      if (root.kind == Outline::Kind::kNothing) {
        root = std::move(part);
      } else if (root.kind == part.kind) {  // after a line that fits nowhere the document goes on
        root.end = part.end;
        for (auto& entry : part.entries) root.entries.push_back(std::move(entry));
      } else if (root.kind == Outline::Kind::kScalar) {
        root = std::move(part);
      }
    }
    return root;
  }

 private:
  const Line& line() const { return lines_[now_]; }
  bool more() const { return now_ < lines_.size(); }

  bool is_dash(const Line& at) const {
    return text_[at.begin] == '-' && (at.begin + 1 == at.end || is_blank(text_[at.begin + 1]));
  }

  // Where the colon of a key stands that begins at `at`; nothing when there is no key.
  std::optional<std::size_t> colon_of(std::size_t at, std::size_t end) const {
    if (at >= end) return std::nullopt;
    const char first = text_[at];
    if (first == '[' || first == '{' || first == '#' || first == '|' || first == '>') return std::nullopt;
    std::size_t i = at;
    if (first == '"' || first == '\'') {
      i = quote_end(at, end);
      while (i < end && is_blank(text_[i])) ++i;
      return i < end && text_[i] == ':' ? std::optional(i) : std::nullopt;
    }
    for (; i < end; ++i) {
      if (text_[i] == '#' && i > at && is_blank(text_[i - 1])) return std::nullopt;
      if (text_[i] == ':' && (i + 1 == end || is_blank(text_[i + 1]))) return i;
    }
    return std::nullopt;
  }

  bool has_key(const Line& at) const { return !is_dash(at) && colon_of(at.begin, at.end).has_value(); }

  // After the quote that closes the one at `at`; `end` when none does.
  std::size_t quote_end(std::size_t at, std::size_t end) const {
    const char quote = text_[at];
    for (std::size_t i = at + 1; i < end; ++i) {
      if (quote == '"' && text_[i] == '\\') {
        ++i;
      } else if (text_[i] == quote) {
        if (quote == '\'' && i + 1 < end && text_[i + 1] == quote)
          ++i;
        else
          return i + 1;
      }
    }
    return end;
  }

  // A quote or a bracket may go over several lines, but not beyond one that looks like the next entry.
  std::size_t reach(std::size_t indent) const {
    for (auto i = now_ + 1; i < lines_.size(); ++i) {
      if (lines_[i].indent <= indent && (has_key(lines_[i]) || is_dash(lines_[i]))) return lines_[i - 1].end;
    }
    return lines_.empty() ? 0 : lines_.back().end;
  }

  void go_beyond(std::size_t offset) {
    while (more() && line().begin < offset) ++now_;
  }

  // What begins at the present line; takes at least that line.
  Outline block(std::size_t floor, int depth) {
    if (is_dash(line()) && depth < kDeepest) return sequence(line().indent, depth);
    const bool before_keys =
        now_ + 1 < lines_.size() && lines_[now_ + 1].indent == line().indent && has_key(lines_[now_ + 1]);
    const char first = text_[line().begin];
    if (depth < kDeepest && (has_key(line()) || (before_keys && first != '[' && first != '{')))
      return mapping(line().indent, depth);
    return value(line().begin, floor, depth);
  }

  Outline mapping(std::size_t indent, int depth) {
    Outline node{.kind = Outline::Kind::kMapping, .begin = line().begin, .end = line().end};
    while (more() && line().indent >= indent && !is_dash(line())) {
      Outline::Entry entry;
      entry.key_begin = line().begin;
      const auto own = line().indent;
      if (const auto colon = colon_of(line().begin, line().end)) {
        entry.key_end = *colon;
        while (entry.key_end > entry.key_begin && is_blank(text_[entry.key_end - 1])) --entry.key_end;
        entry.value = after_colon(*colon + 1, own, depth);
      } else {
        entry.key_end = line().end;
        entry.loose = true;
        entry.value = {.begin = line().end, .end = line().end};
        ++now_;
      }
      name(entry);
      node.end = std::max(entry.key_end, entry.value.end);
      node.entries.push_back(std::move(entry));
    }
    return node;
  }

  void name(Outline::Entry& entry) const {
    auto key = text_.substr(entry.key_begin, entry.key_end - entry.key_begin);
    if (key.size() >= 2 && (key[0] == '"' || key[0] == '\'') && key.back() == key[0])
      key = key.substr(1, key.size() - 2);
    entry.key = std::string(key);
  }

  Outline sequence(std::size_t indent, int depth) {
    Outline node{.kind = Outline::Kind::kSequence, .begin = line().begin, .end = line().end};
    while (more() && line().indent == indent && is_dash(line())) {
      Outline::Entry item;
      item.key_begin = item.key_end = line().begin;
      Line& at = lines_[now_];
      auto begin = at.begin + 1;
      while (begin < at.end && is_blank(text_[begin])) ++begin;
      if (begin < at.end && text_[begin] != '#') {  // what follows the dash is a line of its own
        at.indent += begin - at.begin;
        at.begin = begin;
        item.value = block(indent, depth + 1);
      } else {
        const auto dash_end = std::min(at.begin + 2, at.end);
        ++now_;
        item.value = more() && line().indent > indent ? block(indent, depth + 1)
                                                      : Outline{.begin = dash_end, .end = dash_end};
      }
      node.end = std::max(item.key_end + 1, item.value.end);
      node.entries.push_back(std::move(item));
      while (more() && line().indent > indent) ++now_;  // what fits nowhere
    }
    return node;
  }

  // The value of a key whose colon ends at `at`.
  Outline after_colon(std::size_t at, std::size_t indent, int depth) {
    const auto end = line().end;
    while (at < end && is_blank(text_[at])) ++at;
    at = beyond_properties(at, end);
    if (at < end && text_[at] != '#') return value(at, indent, depth);
    const auto place = std::min(at, end);
    ++now_;
    if (more() && depth < kDeepest &&
        (line().indent > indent || (line().indent == indent && is_dash(line()))))
      return block(indent, depth + 1);
    return {.begin = place, .end = place};
  }

  // Past anchors and tags: `&name`, `!tag`.
  std::size_t beyond_properties(std::size_t at, std::size_t end) const {
    while (at < end && (text_[at] == '&' || text_[at] == '!')) {
      while (at < end && !is_blank(text_[at])) ++at;
      while (at < end && is_blank(text_[at])) ++at;
    }
    return at;
  }

  // A scalar or a flow collection at `at`, in the present line, below an entry at depth `indent`.
  Outline value(std::size_t at, std::size_t indent, int depth) {
    const auto end = line().end;
    at = beyond_properties(at, end);
    const char first = at < end ? text_[at] : '\0';
    Outline node{.kind = Outline::Kind::kScalar, .begin = at, .end = end};
    if (first == '|' || first == '>') {
      node.block = true;
      for (++now_; more() && line().indent > indent; ++now_) node.end = line().end;
      return node;
    }
    if (first == '[' || first == '{') {
      node = flow(at, reach(indent), depth);
      go_beyond(std::max(node.end, at + 1));
      return node;
    }
    if (first == '"' || first == '\'') {
      node.quoted = true;
      const auto close = quote_end(at, reach(indent));
      // A quote that is not closed ends with its line: what follows is more likely the next field.
      node.end = close <= end || is_closed(at, close) ? close : end;
      go_beyond(std::max(node.end, at + 1));
      return node;
    }
    if (first == '*') node.kind = Outline::Kind::kAlias;
    for (std::size_t i = at; i < end; ++i) {
      if (text_[i] != '#' || i == at || !is_blank(text_[i - 1])) continue;
      node.end = i;
      while (node.end > at && is_blank(text_[node.end - 1])) --node.end;
      break;
    }
    for (++now_; more() && line().indent > indent && !has_key(line()) && !is_dash(line()); ++now_)
      node.end = line().end;
    return node;
  }

  bool is_closed(std::size_t at, std::size_t close) const {
    return close > at + 1 && text_[close - 1] == text_[at];
  }

  std::size_t beyond_blanks(std::size_t at, std::size_t end) const {
    while (at < end) {
      if (text_[at] == '#' && at > 0 && (is_blank(text_[at - 1]) || text_[at - 1] == '\n')) {
        while (at < end && text_[at] != '\n') ++at;
      } else if (is_blank(text_[at]) || text_[at] == '\n' || text_[at] == '\r') {
        ++at;
      } else {
        break;
      }
    }
    return at;
  }

  Outline flow(std::size_t at, std::size_t end, int depth) {
    const bool is_map = text_[at] == '{';
    Outline node{
        .kind = is_map ? Outline::Kind::kMapping : Outline::Kind::kSequence, .begin = at, .end = end};
    const char close = is_map ? '}' : ']';
    for (at = beyond_blanks(at + 1, end); at < end;) {
      if (text_[at] == close) {
        node.end = at + 1;
        return node;
      }
      if (text_[at] == ',' || text_[at] == ']' || text_[at] == '}') {
        at = beyond_blanks(at + 1, end);
        continue;
      }
      Outline::Entry entry;
      entry.key_begin = entry.key_end = at;
      at = is_map ? flow_pair(at, end, depth, entry) : flow_item(at, end, depth, entry.value);
      node.entries.push_back(std::move(entry));
      at = beyond_blanks(at, end);
    }
    return node;
  }

  std::size_t flow_pair(std::size_t at, std::size_t end, int depth, Outline::Entry& entry) const {
    std::size_t i = at;
    if (text_[i] == '"' || text_[i] == '\'') i = quote_end(at, end);
    while (i < end && !ends_flow_word(i, end)) ++i;
    entry.key_end = i;
    while (entry.key_end > at && (is_blank(text_[entry.key_end - 1]) || text_[entry.key_end - 1] == '\n' ||
                                  text_[entry.key_end - 1] == '\r'))
      --entry.key_end;
    name(entry);
    if (i >= end || text_[i] != ':') {
      entry.loose = true;
      entry.value = {.begin = entry.key_end, .end = entry.key_end};
      return std::max(i, at + 1);
    }
    auto begin = i + 1;
    while (begin < end && is_blank(text_[begin])) ++begin;
    const auto next = beyond_blanks(begin, end);
    if (next >= end || text_[next] == ',' || text_[next] == '}' || text_[next] == ']') {
      entry.value = {.begin = begin, .end = begin};
      return next;
    }
    return flow_item(next, end, depth, entry.value);
  }

  // A word ends at `,`, at a bracket, and at a colon with a blank after it.
  bool ends_flow_word(std::size_t i, std::size_t end) const {
    const char c = text_[i];
    if (c == ',' || c == ']' || c == '}' || c == '[' || c == '{') return true;
    return c == ':' && (i + 1 >= end || is_blank(text_[i + 1]) || text_[i + 1] == '\n' ||
                        text_[i + 1] == '\r' || text_[i + 1] == ',' || text_[i + 1] == '}');
  }

  std::size_t flow_item(std::size_t at, std::size_t end, int depth, Outline& node) const {
    at = beyond_properties(at, end);
    if (at < end && (text_[at] == '[' || text_[at] == '{') && depth < kDeepest) {
      node = const_cast<Parser*>(this)->flow(at, end, depth + 1);
      return std::max(node.end, at + 1);
    }
    node = {.kind = Outline::Kind::kScalar, .begin = at, .end = at};
    if (at >= end) return at;
    if (text_[at] == '"' || text_[at] == '\'') {
      node.quoted = true;
      node.end = quote_end(at, end);
      return std::max(node.end, at + 1);
    }
    if (text_[at] == '*') node.kind = Outline::Kind::kAlias;
    std::size_t i = at;
    while (i < end && text_[i] != ',' && text_[i] != ']' && text_[i] != '}' &&
           !(text_[i] == '#' && i > at && is_blank(text_[i - 1])))
      ++i;
    node.end = i;
    while (node.end > at &&
           (is_blank(text_[node.end - 1]) || text_[node.end - 1] == '\n' || text_[node.end - 1] == '\r'))
      --node.end;
    return std::max(i, at + 1);
  }

  std::string_view text_;
  std::vector<Line> lines_;
  std::size_t now_ = 0;
};

bool holds(std::size_t begin, std::size_t end, std::size_t offset) {
  return begin <= offset && offset <= end;
}

bool find_spot(const Outline& node, std::size_t offset, Spot& spot) {
  int number = 0;
  for (const auto& entry : node.entries) {
    const bool is_item = node.kind == Outline::Kind::kSequence;
    spot.path.push_back(is_item ? Step{"", number++} : Step{entry.key, -1});
    if (!is_item && holds(entry.key_begin, entry.key_end, offset)) {
      spot.key = true;
      spot.begin = entry.key_begin;
      spot.end = entry.key_end;
      spot.node = &entry.value;
      spot.mapping = &node;
      spot.loose = entry.loose;
      return true;
    }
    if (holds(entry.value.begin, entry.value.end, offset) && !entry.loose &&
        find_spot(entry.value, offset, spot))
      return true;
    spot.path.pop_back();
  }
  if (!node.entries.empty() || node.kind == Outline::Kind::kMapping || node.kind == Outline::Kind::kSequence)
    return false;
  if (!holds(node.begin, node.end, offset)) return false;
  spot.begin = node.begin;
  spot.end = node.end;
  spot.node = &node;
  return true;
}

}  // namespace

const Outline* Outline::find(std::string_view key) const {
  if (kind != Kind::kMapping) return nullptr;
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [&](const Entry& entry) { return !entry.loose && entry.key == key; });
  return found == entries.end() ? nullptr : &found->value;
}

Outline outline_of(std::string_view text) { return Parser(text).parse(); }

std::string_view scalar_text(const Outline& node, std::string_view text) {
  if (node.kind != Outline::Kind::kScalar) return {};
  auto words = text.substr(node.begin, node.end - node.begin);
  if (!node.quoted || words.empty()) return words;
  const char quote = words.front();
  words.remove_prefix(1);
  if (words.ends_with(quote)) words.remove_suffix(1);
  return words;
}

std::optional<Spot> spot_at(const Outline& root, std::size_t offset) {
  Spot spot;
  return find_spot(root, offset, spot) ? std::optional(spot) : std::nullopt;
}

const Outline* follow(const Outline& root, const Path& path) {
  const auto* node = &root;
  for (const auto& step : path) {
    const bool is_sequence = node->kind == Outline::Kind::kSequence;
    if (step.is_item() != is_sequence) return nullptr;
    if (is_sequence) {
      if (static_cast<std::size_t>(step.item) >= node->entries.size()) return nullptr;
      node = &node->entries[static_cast<std::size_t>(step.item)].value;
    } else if ((node = node->find(step.key)) == nullptr) {
      return nullptr;
    }
  }
  return node;
}

}  // namespace svodka::edit
