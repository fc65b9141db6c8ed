#include "load/scalar_source.h"

#include <algorithm>

#include "base/utf8.h"

namespace svodka::load {
namespace {

using Form = ScalarSource::Form;

/// The bytes of the source that gave one byte of the value.
struct Span {
  std::size_t begin = 0, end = 0;
};

/// Walks source and value side by side. A scalar is not parsed again: it is only accepted when each step of
/// its form leads to the very value that the parser read, so a form that this does not know gives nothing.
class Walk {
 public:
  Walk(std::string_view source, std::size_t at, std::string_view value)
      : source_(source), at_(at), value_(value) {}

  bool plain() {
    while (more()) {
      if (folds()) {
        if (!fold()) return false;
      } else if (!same()) {
        return false;
      }
    }
    return true;
  }

  bool single_quotes() {
    ++at_;
    while (more()) {
      if (folds()) {
        if (!fold()) return false;
      } else if (byte() == '\'') {
        if (next(1) != '\'' || wanted() != '\'') return false;
        take(2, 1);
      } else if (!same()) {
        return false;
      }
    }
    return true;
  }

  bool double_quotes() {
    ++at_;
    while (more()) {
      if (byte() == '\\') {
        if (!escape()) return false;
      } else if (folds()) {
        if (!fold()) return false;
      } else if (!same()) {
        return false;
      }
    }
    return true;
  }

  bool block() {
    const bool folded = byte() == '>';
    at_ = source_.find('\n', at_);
    if (at_ == std::string_view::npos) return value_.empty();
    ++at_;
    if (!find_indent()) return false;
    if (!leading_breaks()) return false;
    while (more()) {
      if (is_break(at_)) {
        if (!block_break(folded)) return false;
      } else if (!same()) {
        return false;
      }
    }
    return true;
  }

  bool csv_quotes() {
    ++at_;
    while (more()) {
      if (byte() == '"') {
        if (next(1) != '"' || wanted() != '"') return false;
        take(2, 1);
      } else if (!same()) {
        return false;
      }
    }
    return true;
  }

  bool csv_plain() {
    while (more()) {
      if (byte() == '\n' || !same()) return false;
    }
    return true;
  }

  const std::vector<Span>& spans() const { return spans_; }

 private:
  bool more() const { return spans_.size() < value_.size(); }
  char byte() const { return at_ < source_.size() ? source_[at_] : '\0'; }
  char next(std::size_t ahead) const { return at_ + ahead < source_.size() ? source_[at_ + ahead] : '\0'; }
  char wanted() const { return more() ? value_[spans_.size()] : '\0'; }

  void take(std::size_t bytes, std::size_t of_value) {
    for (std::size_t i = 0; i < of_value; ++i) spans_.push_back({at_, at_ + bytes});
    at_ += bytes;
  }
  bool same() {
    if (at_ >= source_.size() || byte() != wanted()) return false;
    take(1, 1);
    return true;
  }

  bool is_break(std::size_t i) const {
    return i < source_.size() &&
           (source_[i] == '\n' || (source_[i] == '\r' && i + 1 < source_.size() && source_[i + 1] == '\n'));
  }

  /// Blanks and then the end of the line.
  bool folds() const {
    auto i = at_;
    while (i < source_.size() && (source_[i] == ' ' || source_[i] == '\t')) ++i;
    return is_break(i);
  }

  /// One line break is a blank, more of them one less.
  bool fold() {
    auto i = at_;
    std::size_t breaks = 0;
    while (i < source_.size() &&
           (source_[i] == ' ' || source_[i] == '\t' || is_break(i) || source_[i] == '\n')) {
      breaks += source_[i] == '\n' ? 1 : 0;
      ++i;
    }
    return give_breaks(breaks == 1 ? " " : std::string(breaks - 1, '\n'), i);
  }

  bool give_breaks(const std::string& text, std::size_t end) {
    if (value_.substr(spans_.size(), text.size()) != text) return false;
    take(end - at_, text.size());
    return true;
  }

  bool escape() {
    const char c = next(1);
    if (c == '\n' || (c == '\r' && next(2) == '\n')) {  // the line goes on without a blank
      at_ += c == '\r' ? 3 : 2;
      while (byte() == ' ' || byte() == '\t') ++at_;
      return true;
    }
    std::string text;
    std::size_t bytes = 2;
    static constexpr std::string_view kLetters = "0abtnvfre \"/\\",
                                      kMeaning("\0\a\b\t\n\v\f\r\x1B \"/\\", 13);
    if (const auto plain = kLetters.find(c); plain != std::string_view::npos && c != '\0') {
      text = kMeaning[plain];
    } else if (c == 't' || c == '\t') {
      text = "\t";
    } else if (c == 'N') {
      text = "\xC2\x85";
    } else if (c == '_') {
      text = "\xC2\xA0";
    } else if (c == 'L') {
      text = "\xE2\x80\xA8";
    } else if (c == 'P') {
      text = "\xE2\x80\xA9";
    } else if (c == 'x' || c == 'u' || c == 'U') {
      const std::size_t digits = c == 'x' ? 2 : c == 'u' ? 4 : 8;
      char32_t code = 0;
      for (std::size_t i = 0; i < digits; ++i) {
        const char d = next(2 + i);
        const int digit = d >= '0' && d <= '9'   ? d - '0'
                          : d >= 'a' && d <= 'f' ? d - 'a' + 10
                          : d >= 'A' && d <= 'F' ? d - 'A' + 10
                                                 : -1;
        if (digit < 0) return false;
        code = code * 16 + static_cast<char32_t>(digit);
      }
      if (code > 0x10FFFF) return false;
      utf8::append(text, code);
      bytes = 2 + digits;
    } else {
      return false;
    }
    if (value_.substr(spans_.size(), text.size()) != text) return false;
    take(bytes, text.size());
    return true;
  }

  /// The value tells how far the first line that is not blank is indented beyond the block.
  bool find_indent() {
    auto line = at_;
    while (line < source_.size()) {
      auto i = line;
      while (i < source_.size() && source_[i] == ' ') ++i;
      if (!is_break(i) && i < source_.size()) {
        const auto first = value_.find_first_not_of('\n');
        if (first == std::string_view::npos) return false;
        const auto own = value_.find_first_not_of(' ', first);
        const auto spaces = (own == std::string_view::npos ? value_.size() : own) - first;
        if (i - line < spaces) return false;
        indent_ = i - line - spaces;
        return true;
      }
      line = source_.find('\n', i);
      if (line == std::string_view::npos) return false;
      ++line;
    }
    return false;
  }

  bool skip_indent() {
    for (std::size_t i = 0; i < indent_; ++i) {
      if (byte() != ' ') return false;
      ++at_;
    }
    return true;
  }

  /// Blank lines before the text.
  bool leading_breaks() {
    while (wanted() == '\n') {
      auto i = at_;
      while (i < source_.size() && source_[i] == ' ' && i - at_ < indent_) ++i;
      if (!is_break(i)) return false;
      take(i + (source_[i] == '\r' ? 2 : 1) - at_, 1);
    }
    return skip_indent();
  }

  bool block_break(bool folded) {
    auto i = at_;
    std::size_t breaks = 0;
    while (is_break(i)) {
      ++breaks;
      i += source_[i] == '\r' ? 2 : 1;
      auto blank = i;
      while (blank < source_.size() && source_[blank] == ' ' && blank - i < indent_) ++blank;
      if (is_break(blank) || blank - i == indent_) i = blank;
    }
    std::size_t given = 0;
    while (spans_.size() + given < value_.size() && value_[spans_.size() + given] == '\n') ++given;
    const bool last = spans_.size() + given == value_.size();
    if (folded && given == 0) return breaks == 1 && wanted() == ' ' && give_breaks(" ", i);
    if (!last && given != breaks && !(folded && given + 1 == breaks)) return false;
    return give_breaks(std::string(given, '\n'), i);
  }

  std::string_view source_;
  std::size_t at_;
  std::string_view value_;
  std::vector<Span> spans_;
  std::size_t indent_ = 0;
};

/// Past an anchor and a tag: `&name !tag value`.
std::size_t past_properties(std::string_view source, std::size_t at) {
  while (at < source.size() && (source[at] == '&' || source[at] == '!')) {
    while (at < source.size() && source[at] != ' ' && source[at] != '\n') ++at;
    while (at < source.size() && source[at] == ' ') ++at;
  }
  return at;
}

/// What the form writes as `text`; the inverse of ScalarSource::edit().
std::string unescaped(Form form, const std::string& text) {
  const char doubled = form == Form::kSingleQuotes   ? '\''
                       : form == Form::kCsvQuotes    ? '"'
                       : form == Form::kDoubleQuotes ? '\\'
                                                     : '\0';
  if (doubled == '\0') return text;
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == doubled && i + 1 < text.size()) ++i;
    out += text[i];
  }
  return out;
}

bool is_csv(const SourceFile& file) { return file.path.ends_with(".csv"); }

std::size_t offset_of(const SourceFile& file, const LineIndex& lines, const Position& at) {
  const auto line = lines.line(at.line);
  std::size_t i = 0;
  for (int column = 1; column < at.column && i < line.size(); ++column) utf8::next(line, i);
  return static_cast<std::size_t>(line.data() - file.text.data()) + i;
}

}  // namespace

std::optional<ScalarSource> ScalarSource::find(const SourceFile& file, const LineIndex& lines,
                                               const Position& at, std::string_view value) {
  if (at.line <= 0 || at.column <= 0 || !at.cell.empty() || value.empty() ||
      lines.line(at.line).data() == nullptr)
    return std::nullopt;
  const std::string_view source = file.text;
  auto begin = offset_of(file, lines, at);
  if (!is_csv(file)) begin = past_properties(source, begin);
  if (begin >= source.size()) return std::nullopt;
  Form form = is_csv(file)            ? (source[begin] == '"' ? Form::kCsvQuotes : Form::kCsvPlain)
              : source[begin] == '"'  ? Form::kDoubleQuotes
              : source[begin] == '\'' ? Form::kSingleQuotes
              : source[begin] == '|' || source[begin] == '>' ? Form::kBlock
                                                             : Form::kPlain;
  Walk walk(source, begin, value);
  const bool sound = form == Form::kDoubleQuotes   ? walk.double_quotes()
                     : form == Form::kSingleQuotes ? walk.single_quotes()
                     : form == Form::kBlock        ? walk.block()
                     : form == Form::kCsvQuotes    ? walk.csv_quotes()
                     : form == Form::kCsvPlain     ? walk.csv_plain()
                                                   : walk.plain();
  if (!sound) return std::nullopt;
  ScalarSource found(file, lines, form);
  const auto& spans = walk.spans();
  for (std::size_t i = 0; i < value.size();) {
    const auto start = i;
    utf8::next(value, i);
    found.starts_.push_back(spans[start].begin);
    found.ends_.push_back(spans[i - 1].end);
  }
  return found;
}

std::optional<Position> ScalarSource::place(std::size_t from, std::size_t length) const {
  if (from + length > starts_.size() || starts_.empty()) return std::nullopt;
  const auto begin = from < starts_.size() ? starts_[from] : ends_.back();
  const auto end = length == 0 ? begin : ends_[from + length - 1];
  if (std::string_view(file_->text).substr(begin, end - begin).find('\n') != std::string_view::npos)
    return std::nullopt;
  return lines_->at(begin, end - begin);
}

std::string ScalarSource::changed(std::string_view value, const std::vector<Change>& changes) const {
  if (starts_.empty()) return std::string(value);
  std::string out;
  auto change = std::find_if(changes.begin(), changes.end(),
                             [&](const Change& each) { return each.begin >= starts_.front(); });
  std::size_t byte = 0;
  for (std::size_t i = 0;;) {
    const auto here = i < starts_.size() ? starts_[i] : ends_.back();
    if (change != changes.end() && change->begin <= here && change->end <= ends_.back()) {
      out += unescaped(form_, change->text);
      for (; i < starts_.size() && change->begin <= starts_[i] && ends_[i] <= change->end &&
             starts_[i] < change->end;
           ++i)
        utf8::next(value, byte);
      ++change;
    } else if (i == starts_.size()) {
      return out;
    } else {
      const auto start = byte;
      utf8::next(value, byte);
      out += value.substr(start, byte - start);
      ++i;
    }
  }
}

std::optional<Edit> ScalarSource::edit(std::size_t from, std::size_t length, const std::string& text) const {
  auto at = place(from, length);
  if (!at) return std::nullopt;
  std::string written;
  for (const char c : text) {
    if (c == '\n' || c == '\r') return std::nullopt;
    if (form_ == Form::kDoubleQuotes && (c == '"' || c == '\\')) written += '\\';
    if (form_ == Form::kSingleQuotes && c == '\'') written += '\'';
    if (form_ == Form::kCsvQuotes && c == '"') written += '"';
    if (form_ == Form::kCsvPlain && (c == '"' || c == ',' || c == ';' || c == '\t')) return std::nullopt;
    written += c;
  }
  return Edit{std::move(*at), std::move(written)};
}

}  // namespace svodka::load
