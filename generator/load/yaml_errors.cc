#include "load/yaml_errors.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"

namespace svodka::load {
namespace {

constexpr std::string_view kNbsp = "\xC2\xA0";
constexpr auto kNone = std::string_view::npos;

/// A line of the source, seen as YAML: its indentation, its words.
struct Line {
  std::string_view all;
  std::size_t start = 0;   ///< offset of the line
  std::size_t indent = 0;  ///< bytes before its first word

  std::string_view words() const { return all.substr(indent); }
  std::size_t offset() const { return start + indent; }
};

Line line_at(std::string_view text, std::size_t offset) {
  Line line;
  line.all = line_around(text, offset, &line.start);
  line.indent = std::min(line.all.find_first_not_of(' '), line.all.size());
  return line;
}

bool is_blank(const Line& line) { return line.words().empty() || line.words().front() == '#'; }

std::optional<Line> line_before(std::string_view text, Line line) {
  while (line.start > 0) {
    line = line_at(text, line.start - 1);
    if (!is_blank(line)) return line;
  }
  return std::nullopt;
}

/// Offset in `words` of a colon that separates a name from its value; npos if there is none.
std::size_t separator(std::string_view words) {
  for (auto i = words.find(':'); i != kNone; i = words.find(':', i + 1)) {
    if (i + 1 == words.size() || words[i + 1] == ' ' || words[i + 1] == '\t') return i;
  }
  return kNone;
}

/// Column of a line's first name, past its dashes: `  - id: a` gives 4.
std::size_t name_column(const Line& line) {
  auto column = line.indent;
  while (column + 1 < line.all.size() && line.all[column] == '-' && line.all[column + 1] == ' ') {
    column = std::min(line.all.find_first_not_of(' ', column + 1), line.all.size());
  }
  return column;
}

/// A colon directly after a word and before a letter, `title:Семинар`; npos if there is none.
std::size_t tight_colon(std::string_view words) {
  const auto colon = words.find(':');
  if (colon == kNone || colon == 0 || colon + 1 >= words.size() || words.find_first_of(" \t\"'[{") < colon)
    return kNone;
  return words[colon + 1] == ' ' || words[colon + 1] == '/' ? kNone : colon;
}

class Explainer {
 public:
  Explainer(const SyntaxFault& fault, const Places& places)
      : fault_(fault), places_(places), text_(places.text()), line_(line_at(text_, fault.offset)) {}

  Finding explain() {
    using Guess = bool (Explainer::*)();
    static constexpr std::array<Guess, 10> kGuesses{&Explainer::depth,           &Explainer::quote,
                                                    &Explainer::indentation,     &Explainer::bracket,
                                                    &Explainer::first_character, &Explainer::marker,
                                                    &Explainer::colons,          &Explainer::trailing_text,
                                                    &Explainer::list_item,       &Explainer::shifted_line};
    for (const auto guess : kGuesses) {
      if ((this->*guess)()) return finding_;
    }
    say(fault_.offset, 1,
        text("файл не читается как YAML: {}", "the file cannot be read as YAML: {}", fault_.problem),
        text("проверьте отступы, двоеточия и кавычки в этой строке и строкой выше",
             "check the indentation, colons and quotes of this line and of the line above"));
    return finding_;
  }

 private:
  bool problem(std::string_view words) const { return fault_.problem.find(words) != kNone; }

  bool say(std::size_t offset, std::size_t bytes, Text message, Text hint = {}) {
    finding_.rule = "yaml-syntax";
    finding_.at = places_.position(places_.at(offset, bytes));
    finding_.message = std::move(message);
    finding_.hint = std::move(hint);
    return true;
  }

  bool depth() {
    if (!problem("bad file")) return false;
    return say(fault_.offset, 1, text("слишком глубокая вложенность", "nested too deeply"));
  }

  bool indentation() {
    auto candidates = std::array<std::optional<Line>, 2>{line_, line_before(text_, line_)};
    for (const auto& line : candidates) {
      if (!line) continue;
      if (line->words().starts_with('\t')) {
        return say(line->offset(), 1, text("в отступе знак табуляции", "there is a tab in the indentation"),
                   text("замените его пробелами: YAML принимает в отступах только их",
                        "replace it with spaces: YAML allows only them in the indentation"));
      }
      if (line->words().starts_with(kNbsp)) {
        return say(line->offset(), kNbsp.size(),
                   text("в отступе неразрывный пробел", "there is a no-break space in the indentation"),
                   text("замените его обычными пробелами", "replace it with ordinary spaces"));
      }
    }
    return false;
  }

  bool quote() {
    if (problem("unknown escape")) {
      const auto slash = text_.rfind('\\', fault_.offset);
      return say(slash == kNone ? fault_.offset : slash, 2,
                 text("внутри двойных кавычек косая черта `\\` имеет особый смысл",
                      "inside double quotes a backslash has a meaning of its own"),
                 text("возьмите значение в одинарные кавычки или удвойте черту: `\\\\`",
                      "put the value in single quotes, or double the backslash: `\\\\`"));
    }
    if (!problem("in scalar")) return false;
    auto at = text_.find_first_of("\"'", std::min(fault_.after, text_.size()));
    if (at == kNone) at = fault_.offset;
    return say(at, 1, text("кавычка открыта, но не закрыта", "a quote is opened but not closed"),
               text("закройте её в конце значения", "close it at the end of the value"));
  }

  bool bracket() {
    if (!fault_.bracket || problem("unknown token")) return false;
    const char open = text_[*fault_.bracket];
    const char close = open == '[' ? ']' : '}';
    const auto rest = line_.all.substr(std::min(fault_.offset - line_.start, line_.all.size()));
    if (rest.find(close) != kNone) {
      return say(fault_.offset, 1,
                 text("внутри `{}…{}` ожидается запятая или `{}`",
                      "a comma or `{2}` is expected inside `{0}…{1}`", open, close, close),
                 text("значение со знаками `: , [ ] {{ }}` возьмите в кавычки",
                      "put a value that holds `: , [ ] {{ }}` in quotes"));
    }
    say(*fault_.bracket, 1,
        text("скобка `{}` открыта, но не закрыта", "the bracket `{}` is opened but not closed", open),
        text("поставьте `{}` в конце списка", "put `{}` at the end of the list", close));
    finding_.related.push_back({places_.position(places_.at(fault_.offset, 1)),
                                text("здесь разбор остановился", "reading stopped here")});
    return true;
  }

  bool first_character() {
    const bool comma = fault_.offset < text_.size() && text_[fault_.offset] == ',' && problem("end of");
    if (!comma && !problem("unknown token")) return false;
    std::size_t at = fault_.offset;
    std::size_t end = at;
    if (end < text_.size()) utf8::next(text_, end);
    const auto character = text_.substr(at, end - at);
    if (fault_.bracket) {
      return say(at, end - at,
                 text("знак `{}` не может стоять здесь внутри скобок",
                      "`{}` cannot stand here inside brackets", character),
                 text("возьмите значение в кавычки", "put the value in quotes"));
    }
    return say(
        at, end - at,
        text("значение не может начинаться со знака `{}`", "a value cannot begin with `{}`", character),
        text("возьмите значение в кавычки", "put the value in quotes"));
  }

  bool marker() {
    const bool alias = problem("anchor") || problem("alias");
    if (!alias && !problem("tag") && !problem("directive") && !problem("YAML")) return false;
    const auto at = std::min(fault_.offset, text_.empty() ? 0 : text_.size() - 1);
    const auto character = text_.substr(at, 1);
    if (alias && character == "*") {
      return say(
          at, 1,
          text("ссылка `*` на метку, которой нет выше", "`*` refers to an anchor that is not defined above"),
          text("если это не ссылка, возьмите значение в кавычки",
               "if this is not a reference, put the value in quotes"));
    }
    return say(at, 1,
               text("знак `{}` в начале значения имеет в YAML особый смысл",
                    "`{}` at the beginning of a value has a meaning of its own in YAML",
                    alias            ? "&"
                    : problem("tag") ? "!"
                                     : "%"),
               text("возьмите значение в кавычки", "put the value in quotes"));
  }

  bool colons() {
    if (missing_space(line_)) return true;
    if (!problem("illegal map value")) return false;
    const auto before_colon = line_.all.substr(0, std::min(fault_.offset - line_.start, line_.all.size()));
    if (separator(before_colon.substr(line_.indent <= before_colon.size() ? line_.indent : 0)) != kNone) {
      return say(fault_.offset, 1, text("второе двоеточие в строке", "a second colon in the line"),
                 text("возьмите значение в кавычки: `имя: \"одно: другое\"`",
                      "put the value in quotes: `name: \"one: two\"`"));
    }
    const auto above = line_before(text_, line_);
    if (!above || fault_.quote) return false;
    if (missing_space(*above)) return true;
    const auto words = above->all.substr(name_column(*above));
    if (separator(words) != kNone) return false;
    return say(above->start + name_column(*above), words.size(),
               text("после имени поля нет двоеточия", "there is no colon after the field's name"),
               text("запишите `имя: значение`", "write `name: value`"));
  }

  bool missing_space(const Line& line) {
    const auto column = name_column(line);
    const auto colon = tight_colon(line.all.substr(column));
    if (colon == kNone) return false;
    return say(line.start + column + colon, 1,
               text("после двоеточия нет пробела", "there is no space after the colon"),
               text("запишите `имя: значение`", "write `name: value`"));
  }

  bool trailing_text() {
    if (problem("block scalar")) {
      return say(
          fault_.offset, 1,
          text("после `|` или `>` в той же строке стоит текст",
               "there is text after `|` or `>` in the same line"),
          text("начните текст со следующей строки с отступом", "begin the text in the next line, indented"));
    }
    if (!fault_.quote) return false;
    const auto between = text_.substr(std::min(fault_.after, text_.size()),
                                      fault_.offset > fault_.after ? fault_.offset - fault_.after : 0);
    const auto first = text_.find_first_not_of(" \t", fault_.after);
    if (first == kNone || text_[first] == '\n' || text_[first] == '\r' || text_[first] == '#' ||
        between.find('\n') != kNone)
      return false;
    const bool several_lines = text_.substr(*fault_.quote, fault_.after - *fault_.quote).find('\n') != kNone;
    if (several_lines) {
      return say(*fault_.quote, 1,
                 text("кавычка открыта здесь, а закрыта только через несколько строк",
                      "a quote is opened here and closed only some lines below"),
                 text("закройте её в конце значения", "close it at the end of the value"));
    }
    return say(first, 1,
               text("после закрывающей кавычки остался текст", "there is text after the closing quote"),
               text("возьмите в кавычки всё значение целиком; кавычки внутри него сделайте «ёлочками»",
                    "put the whole value in quotes; inside it use other quotes"));
  }

  bool list_item() {
    if (problem("block entry")) {
      return say(fault_.offset, 1,
                 text("дефис пункта списка не на своём месте", "the dash of a list item is out of place"),
                 text("начните список со следующей строки или возьмите значение в кавычки",
                      "begin the list in the next line, or put the value in quotes"));
    }
    const auto words = line_.words();
    if (words.size() > 1 && words[0] == '-' && words[1] != ' ' && problem("end of seq")) {
      return say(line_.offset(), 1, text("после дефиса нет пробела", "there is no space after the dash"),
                 text("запишите `- значение`", "write `- value`"));
    }
    return false;
  }

  bool shifted_line() {
    if (!problem("illegal map value") && !problem("end of map") && !problem("end of seq")) return false;
    const auto above = line_before(text_, line_);
    if (!above || line_.indent == name_column(*above)) return false;
    return say(line_.offset(), std::min<std::size_t>(line_.words().size(), 80),
               text("отступ строки не такой, как у соседних", "the line is not indented like its neighbours"),
               text("поля одной записи начинайте с одного и того же места",
                    "begin the fields of one record in the same column"));
  }

  const SyntaxFault& fault_;
  const Places& places_;
  std::string_view text_;
  Line line_;
  Finding finding_;
};

}  // namespace

Finding explain_rest(std::size_t offset, const Places& places) {
  const auto line = line_at(places.text(), offset);
  const auto words = line.words();
  Finding finding{.rule = "text-after-end",
                  .at = places.position(
                      places.at(offset, std::min<std::size_t>(line.all.size() + line.start - offset, 80)))};
  finding.message = text("эта строка не относится ни к чему выше: на ней разбор закончился",
                         "this line belongs to nothing above: reading ended here");
  finding.hint =
      text("проверьте её отступ и дефис в начале", "check its indentation and the dash at its beginning");
  if (words.starts_with(kNbsp) || words.starts_with('\t')) {
    finding.hint =
        text("в её отступе знак табуляции или неразрывный пробел: замените его обычными пробелами",
             "there is a tab or a no-break space in its indentation: replace it with ordinary spaces");
  } else if (words.size() > 1 && words[0] == '-' && words[1] != ' ' && words[1] != '-') {
    finding.hint = text("поставьте пробел после дефиса", "put a space after the dash");
  }
  return finding;
}

Finding explain(const SyntaxFault& fault, const Places& places) { return Explainer(fault, places).explain(); }

}  // namespace svodka::load
