#include "load/yaml_brackets.h"

#include <algorithm>
#include <vector>

#include "load/yaml_lines.h"

namespace svodka::load {
namespace {

constexpr auto kNone = std::string_view::npos;

class Scan {
 public:
  explicit Scan(std::string_view text) : text_(text) {}

  std::optional<Unclosed> run() {
    while (at_ < text_.size() && !found_) block_line();
    return found_;
  }

  std::optional<std::size_t> glued_quote() {
    while (at_ < text_.size() && !found_ && !glued_) block_line();
    return glued_;
  }

 private:
  char here() const { return at_ < text_.size() ? text_[at_] : '\n'; }
  bool line_ends() const { return here() == '\n' || here() == '\r'; }
  std::size_t line_end() const { return std::min(text_.find('\n', at_), text_.size()); }

  void skip_blanks() {
    while (here() == ' ' || here() == '\t') ++at_;
  }

  void next_line() { at_ = std::min(line_end() + 1, text_.size()); }

  /// A line that is not inside brackets or quotes: dashes, names and a value.
  void block_line() {
    line_ = line_at(text_, at_);
    at_ = line_.offset();
    const auto key = line_.start + name_column(line_);
    while (!found_ && !line_ends() && here() != '#') {
      if (here() == '-' && (at_ + 1 == text_.size() || text_[at_ + 1] == ' ')) {
        ++at_;
      } else if (here() == '&' || here() == '!') {
        while (!line_ends() && here() != ' ') ++at_;
      } else if (here() == '|' || here() == '>') {
        return block_text(key - line_.start);
      } else if (here() == '[' || here() == '{') {
        flow();
      } else if (here() == '"' || here() == '\'') {
        quoted();
      } else if (here() == ':') {
        ++at_;
      } else if (!plain()) {
        break;
      }
      skip_blanks();
    }
    if (!found_) next_line();
  }

  /// To the value after `name: `. False when the line holds no more.
  bool plain() {
    const auto rest = text_.substr(at_, line_end() - at_);
    const auto colon = separator(rest);
    if (colon == kNone || colon > rest.find(" #")) return false;
    at_ += colon + 1;
    return true;
  }

  void block_text(std::size_t indent) {
    next_line();
    while (at_ < text_.size()) {
      const auto line = line_at(text_, at_);
      const auto words = line.words().find_first_not_of("\r\t ");
      if (words != kNone && line.indent <= indent) return;
      next_line();
    }
  }

  void flow() {
    std::vector<std::size_t> open;
    bool token = true;  // a value may begin here
    do {
      const char c = here();
      if (c == '[' || c == '{') {
        open.push_back(at_);
      } else if (c == ']' || c == '}') {
        if (text_[open.back()] != (c == ']' ? '[' : '{')) {
          found_ = {open.back(), at_};
          return;
        }
        open.pop_back();
      } else if ((c == '"' || c == '\'') && token) {
        if (!glued_ && text_[at_ - 1] == ':' && text_[at_ - 2] != '"' && text_[at_ - 2] != '\'')
          glued_ = at_ - 1;
        quoted();
        if (found_) return;
        token = false;
        continue;
      } else if (c == '#' && at_ > 0 && (text_[at_ - 1] == ' ' || text_[at_ - 1] == '\n')) {
        at_ = line_end();
        continue;
      } else if (c == '\n' && begins_anew(at_ + 1)) {
        found_ = {open.front(), at_ + 1};
        return;
      }
      // The parser takes a quote after a closing bracket for the beginning of a value.
      token = std::string_view("[{]},: \n\r\t").find(c) != kNone && (token || c != ' ');
      ++at_;
    } while (!open.empty() && at_ < text_.size());
    if (!open.empty()) found_ = {open.front(), text_.size()};
  }

  void quoted() {
    const char quote = here();
    const auto begin = at_++;
    for (; at_ < text_.size(); ++at_) {
      if (text_[at_] == '\\' && quote == '"') {
        ++at_;
      } else if (text_[at_] == quote) {
        if (quote == '"' || at_ + 1 >= text_.size() || text_[at_ + 1] != quote) break;
        ++at_;
      } else if (text_[at_] == '\n' && begins_anew(at_ + 1)) {
        found_ = {begin, at_ + 1};
        return;
      }
    }
    if (at_ >= text_.size())
      found_ = {begin, text_.size()};
    else
      ++at_;
  }

  /// A record or a field that stands beside the line at hand, or beside one that holds it.
  bool begins_anew(std::size_t at) const {
    if (at >= text_.size()) return false;
    const auto line = line_at(text_, at);
    if (line.words().starts_with("- ") && line.indent <= line_.indent) return true;
    return begins_with_key(line.words()) && line.indent <= name_column(line_);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  Line line_;  ///< in which the value at hand begins
  std::optional<Unclosed> found_;
  std::optional<std::size_t> glued_;  ///< the colon of the first `name:"…"` inside brackets
};

}  // namespace

std::optional<Unclosed> first_unclosed(std::string_view text) { return Scan(text).run(); }

std::optional<std::size_t> first_glued_quote(std::string_view text) { return Scan(text).glued_quote(); }

}  // namespace svodka::load
