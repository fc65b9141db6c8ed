#include "bind/scalar_place.h"

#include <optional>

#include "base/source_file.h"
#include "base/utf8.h"

namespace svodka::bind {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::size_t offset_of(std::string_view text, const Mark& mark) {
  std::size_t at = 0;
  for (int line = 1; line < mark.line && at != std::string_view::npos; ++line) {
    at = text.find('\n', at);
    if (at != std::string_view::npos) ++at;
  }
  for (int column = 1; column < mark.column && at < text.size(); ++column) utf8::next(text, at);
  return at;
}

// What YAML adds to a scalar are blanks, escapes and its style; its other characters stand in the file in the
// same order.
class Aligner {
 public:
  Aligner(std::string_view text, std::size_t at) : text_(text), at_(at) {
    if (at_ >= text_.size()) return;
    const char first = text_[at_];
    if (first == '|' || first == '>') at_ = std::min(text_.find('\n', at_), text_.size());
    if (first == '"' || first == '\'') {
      quote_ = first;
      ++at_;
    }
  }

  /// Where the next character stands, when it is `c`.
  std::optional<std::size_t> find(char c) {
    for (;;) {
      while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
      if (quote_ != '"' || at_ + 1 >= text_.size() || text_[at_] != '\\') break;
      const char escaped = text_[at_ + 1];
      const bool blank =
          escaped == 'n' || escaped == 't' || escaped == 'r' || escaped == ' ' || escaped == '\n';
      at_ += blank ? 2 : 1;
      if (!blank) break;
    }
    if (quote_ == '\'' && c == '\'' && text_.substr(at_).starts_with("''")) ++at_;
    if (at_ >= text_.size() || text_[at_] != c) return std::nullopt;
    return at_++;
  }

 private:
  std::string_view text_;
  std::size_t at_;
  char quote_ = 0;
};

}  // namespace

Position place_in_scalar(const std::string& path, const std::string& text, const Mark& mark,
                         std::string_view value, std::size_t offset, std::size_t length) {
  Aligner aligner(text, offset_of(text, mark));
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (is_blank(value[i])) continue;
    const auto at = aligner.find(value[i]);
    if (!at) break;
    if (i >= offset) return SourceFile{path, text}.at(*at, length);
  }
  return mark.in(path);
}

}  // namespace svodka::bind
