#include "load/yaml_errors.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "load/yaml_brackets.h"
#include "load/yaml_lines.h"

namespace svodka::load {
namespace {

constexpr std::string_view kNbsp = "\xC2\xA0";
constexpr auto kNone = std::string_view::npos;

class Explainer {
 public:
  Explainer(const SyntaxFault& fault, const Places& places)
      : fault_(fault), places_(places), text_(places.text()), line_(line_at(text_, fault.offset)) {}

  Finding explain() {
    using Guess = bool (Explainer::*)();
    static constexpr std::array<Guess, 22> kGuesses{
        &Explainer::conflict,      &Explainer::depth,       &Explainer::long_quote,
        &Explainer::glued_quote,   &Explainer::open_above,  &Explainer::quote,
        &Explainer::indentation,   &Explainer::odd_dash,    &Explainer::marker,
        &Explainer::odd_bracket,   &Explainer::inner_quote, &Explainer::glued_note,
        &Explainer::colonless,     &Explainer::bracket,     &Explainer::first_character,
        &Explainer::block_text,    &Explainer::colons,      &Explainer::trailing_text,
        &Explainer::after_bracket, &Explainer::list_item,   &Explainer::first_dash,
        &Explainer::shifted_line};
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

  // What git leaves where two people changed the same lines.
  bool conflict() {
    for (const auto& line : {std::optional(line_), line_before(text_, line_)}) {
      if (!line || line->indent > 0) continue;
      const auto words = line->words();
      if (!words.starts_with("<<<<<<< ") && !words.starts_with(">>>>>>> ") && words != "=======") continue;
      return say(line->start, words.size(),
                 text("две версии файла не сведены в одну", "two versions of the file are not merged"),
                 text("оставьте верные строки и удалите `<<<<<<<`, `=======`, `>>>>>>>`",
                      "keep the right lines and remove `<<<<<<<`, `=======`, `>>>>>>>`"));
    }
    return false;
  }

  /// `{text "Итого"}`: a name, a blank and a quote.
  bool bare_name(std::size_t quote) {
    const auto line = line_at(text_, quote);
    for (auto at = line.all.find_first_of("{,"); at != kNone; at = line.all.find_first_of("{,", at + 1)) {
      const auto name = line.all.find_first_not_of(' ', at + 1);
      if (name == kNone) return false;
      const auto end = line.all.find_first_of(" \"'{}[],:", name);
      if (end == kNone || end == name || line.all[end] != ' ' || end + 1 >= line.all.size()) continue;
      if (line.all[end + 1] != '"' && line.all[end + 1] != '\'') continue;
      return say(line.start + name, end - name,
                 text("после имени поля нет двоеточия", "there is no colon after the field's name"),
                 text("запишите `имя: значение`", "write `name: value`"));
    }
    return false;
  }

  bool colonless() { return fault_.bracket && bare_name(fault_.offset); }

  /// `{text:"Итого"}`: the quotes after it are taken the wrong way round.
  bool glued_quote() {
    const auto colon = first_glued_quote(text_);
    return colon && *colon < line_.start + line_.all.size() && say_no_space(*colon);
  }

  /// A bracket or a quote that was open when the next record began: the parser reads on, and gives up below.
  bool open_above() {
    const auto open = first_unclosed(text_);
    if (!open || open->next > fault_.offset) return false;
    const char sign = text_[open->offset];
    if (sign == '"' || sign == '\'') {
      if (bare_name(open->offset)) return true;
      say(open->offset, 1, text("кавычка открыта, но не закрыта", "a quote is opened but not closed"),
          text("закройте её в конце значения", "close it at the end of the value"));
    } else {
      if (std::string_view("]}").find(text_[std::min(open->next, text_.size() - 1)]) != kNone) return false;
      say_open(open->offset);
    }
    point_to_end();
    return true;
  }

  void say_open(std::size_t offset) {
    const char open = text_[offset];
    say(offset, 1,
        text("скобка `{}` открыта, но не закрыта", "the bracket `{}` is opened but not closed", open),
        open == '[' ? text("поставьте `]` в конце списка", "put `]` at the end of the list")
                    : text("поставьте `}}` в конце записи", "put `}}` at the end of the record"));
  }

  void point_to_end() {
    finding_.related.push_back({places_.position(places_.at(fault_.offset, 1)),
                                text("здесь разбор остановился", "reading stopped here")});
  }

  bool odd_bracket() {
    if (!problem("illegal flow end")) return false;
    return say(fault_.offset, 1,
               text("закрывающая скобка лишняя или закрывает не ту",
                    "a closing bracket too many, or of the wrong kind"),
               text("закрывайте скобки в обратном порядке: `{{имя: [а, б]}}`",
                    "close brackets in the reverse order: `{{name: [a, b]}}`"));
  }

  // Inside brackets a quoted value ends, and something goes on without a comma.
  bool inner_quote() {
    if (!fault_.bracket || !fault_.quote || fault_.offset <= fault_.after || fault_.offset > text_.size())
      return false;
    if (text_.substr(fault_.after, fault_.offset - fault_.after).find_first_not_of(' ') != kNone &&
        fault_.offset > fault_.after + 1)
      return false;
    const auto first = text_.find_first_not_of(' ', fault_.after);
    if (first == kNone || std::string_view(",]}#:\n\r").find(text_[first]) != kNone) return false;
    const auto end = text_.find('\n', first);
    const auto rest = text_.substr(first, end == kNone ? kNone : end - first);
    if (begins_with_key(rest))
      return say(
          first, separator(rest),
          text("перед `{}` нет запятой", "there is no comma before `{}`", rest.substr(0, separator(rest))),
          text("внутри скобок поля отделяют запятыми", "inside brackets fields are parted by commas"));
    return say(first, 1,
               text("после закрывающей кавычки остался текст", "there is text after the closing quote"),
               text("возьмите в кавычки всё значение целиком; кавычки внутри него сделайте «ёлочками»",
                    "put the whole value in quotes; inside it use other quotes"));
  }

  // A # right after a quote or a bracket begins a note all the same, and hides the closing bracket.
  bool glued_note() {
    if (!fault_.bracket) return false;
    const auto end = std::min(text_.find('\n', *fault_.bracket), text_.size());
    const auto line = text_.substr(*fault_.bracket, end - *fault_.bracket);
    auto at = line.find('#');
    while (at != kNone && std::string_view("\"']}").find(line[at - (at > 0 ? 1 : 0)]) == kNone)
      at = line.find('#', at + 1);
    if (at == kNone || at == 0) return false;
    return say(*fault_.bracket + at, 1,
               text("со знака `#` начинается примечание, и скобка остаётся открытой",
                    "`#` begins a note, and the bracket stays open"),
               text("возьмите значение с `#` в кавычки целиком, а примечание поставьте в конце строки",
                    "put the whole value with `#` in quotes, and the note at the end of the line"));
  }

  // Lines of a block text that stand to the left of its first one.
  bool block_text() {
    auto above = line_before(text_, line_);
    if (above && opens_block(*above) && line_.indent <= name_column(*above))
      return say(line_.offset(), std::min<std::size_t>(line_.words().size(), 80),
                 text("текст после `|` или `>` начинается не правее имени своего поля",
                      "the text after `|` or `>` does not begin to the right of its field's name"),
                 text("сдвиньте его строки вправо", "move its lines to the right"));
    auto first = above;
    while (above && above->indent > line_.indent) {
      first = above;
      above = line_before(text_, *above);
    }
    if (!above || !opens_block(*above) || line_.indent <= name_column(*above)) return false;
    say(line_.offset(), std::min<std::size_t>(line_.words().size(), 80),
        text("строка текста начинается левее его первой строки",
             "a line of the text begins to the left of its first line"),
        text("начните все строки текста с одного места", "begin all lines of the text in one column"));
    finding_.related.push_back({places_.position(places_.at(first->offset(), first->words().size())),
                                text("первая строка текста", "the first line of the text")});
    return true;
  }

  // `{…} text`, `[…] text`.
  bool after_bracket() {
    for (const auto& line : {std::optional(line_), line_before(text_, line_)}) {
      if (!line) continue;
      const auto close = line->all.find_last_of("]}");
      if (close == kNone || line->all.find_first_of("[{") > close) continue;
      const auto first = line->all.find_first_not_of(" \r", close + 1);
      if (first == kNone || std::string_view("#,:").find(line->all[first]) != kNone) continue;
      return say(line->start + first, line->all.size() - first,
                 text("после закрывающей скобки остался текст", "there is text after the closing bracket"),
                 text("уберите его; примечание начинают с ` #`", "remove it; a note begins with ` #`"));
    }
    return false;
  }

  bool depth() {
    if (!problem("bad file")) return false;
    return say(fault_.offset, 1, text("слишком глубокая вложенность", "nested too deeply"),
               text("проверьте, закрыты ли скобки", "check whether the brackets are closed"));
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
    if (problem("unknown escape") || problem("hex number") || problem("invalid unicode")) {
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

  /// A quote that was forgotten is closed by the next one, and what that one was to open makes no sense.
  bool long_quote() {
    if (!fault_.quote || fault_.offset < fault_.after) return false;
    const auto between = text_.substr(fault_.after, fault_.offset - fault_.after);
    const auto quoted = text_.substr(*fault_.quote, fault_.after - *fault_.quote);
    if (between.find('\n') != kNone || quoted.find('\n') == kNone) return false;
    return say(*fault_.quote, 1,
               text("кавычка открыта здесь, а закрыта только через несколько строк",
                    "a quote is opened here and closed only some lines below"),
               text("закройте её в конце значения", "close it at the end of the value"));
  }

  /// A dash that is one blank off begins a list of its own, and the fault shows where the other list goes on.
  bool odd_dash() {
    if (!line_.words().starts_with("- ") || problem("end of map")) return false;
    for (auto above = line_before(text_, line_); above && above->indent >= line_.indent;
         above = line_before(text_, *above)) {
      if (above->indent != line_.indent + 1 || !above->words().starts_with("- ")) continue;
      return say(
          above->offset(), 1,
          text("дефис этого пункта не под дефисами соседних",
               "the dash of this item is not below those of its neighbours"),
          text("начните его с того же места, что и остальные", "begin it in the same column as the others"));
    }
    return false;
  }

  bool bracket() {
    if (!fault_.bracket || problem("unknown token")) return false;
    const char open = text_[*fault_.bracket];
    const char close = open == '[' ? ']' : '}';
    const auto rest = line_.all.substr(std::min(fault_.offset - line_.start, line_.all.size()));
    const bool next_item = line_.words().starts_with("- ") && *fault_.bracket < line_.start;
    if (rest.find(close) != kNone && !next_item) {
      return say(fault_.offset, 1,
                 text("внутри `{}…{}` ожидается запятая или `{}`",
                      "a comma or `{2}` is expected inside `{0}…{1}`", open, close, close),
                 text("значение со знаками `: , [ ] {{ }}` возьмите в кавычки",
                      "put a value that holds `: , [ ] {{ }}` in quotes"));
    }
    say_open(*fault_.bracket);
    point_to_end();
    return true;
  }

  bool first_character() {
    const bool comma = fault_.offset < text_.size() && text_[fault_.offset] == ',' && problem("end of");
    if (!comma && !problem("unknown token")) return false;
    std::size_t at = fault_.offset;
    if (comma && text_.find_first_not_of(" \r", at + 1) == line_.start + line_.all.size())
      return say(
          at, 1,
          text("запятая в конце строки здесь не нужна", "no comma belongs at the end of the line here"),
          text("уберите её, и в соседних строках тоже: поля стоят каждое на своей строке",
               "remove it, in the lines beside it too: each field has a line of its own"));
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
    if (alias && character == "*") return unknown_alias(at);
    return say(at, 1,
               text("знак `{}` в начале значения имеет в YAML особый смысл",
                    "`{}` at the beginning of a value has a meaning of its own in YAML",
                    alias            ? "&"
                    : problem("tag") ? "!"
                                     : "%"),
               text("возьмите значение в кавычки", "put the value in quotes"));
  }

  bool unknown_alias(std::size_t at) {
    const auto end = std::min(text_.find_first_of(" \t\r\n,]}", at), text_.size());
    const auto name = std::string(text_.substr(at + 1, end - at - 1));
    say(at, end - at,
        text("ссылка `*` на метку, которой нет выше", "`*` refers to an anchor that is not defined above"),
        text("если это не ссылка, возьмите значение в кавычки",
             "if this is not a reference, put the value in quotes"));
    for (const auto& anchor : anchors_above(text_.substr(0, at))) {
      if (did_you_mean(name, {anchor.name}).empty()) continue;
      finding_.hint = text("возможно, `*{}`", "did you mean `*{}`?", anchor.name);
      finding_.related.push_back({places_.position(places_.at(anchor.offset, anchor.name.size() + 1)),
                                  text("похожая метка", "an anchor that is like it")});
      return true;
    }
    if (const auto key = last_key(text_.substr(0, line_at(text_, at).start), name)) {
      finding_.hint = text(
          "поставьте метку там, где её значение: `{0}: &{0}`; а если это не ссылка, возьмите "
          "значение в кавычки",
          "put the anchor where its value is: `{0}: &{0}`; if this is no reference, put the "
          "value in quotes",
          name);
      finding_.related.push_back(
          {places_.position(places_.at(*key, name.size())), text("возможно, здесь", "perhaps here")});
    }
    return true;
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
    if (missing_space(*above) || glued_neighbour(*above) || colonless_block(*above)) return true;
    const auto words = above->all.substr(name_column(*above));
    if (separator(words) != kNone) return false;
    return say(above->start + name_column(*above), words.size(),
               text("после имени поля нет двоеточия", "there is no colon after the field's name"),
               text("запишите `имя: значение`", "write `name: value`"));
  }

  /// `data:|`, some lines of text, and a field in the same column.
  bool glued_neighbour(const Line& above) {
    std::optional<Line> neighbour = above;
    while (neighbour && neighbour->indent > line_.indent) neighbour = line_before(text_, *neighbour);
    return neighbour && neighbour->start != above.start && missing_space(*neighbour);
  }

  /// `data |` and some lines of text.
  bool colonless_block(const Line& above) {
    std::optional<Line> neighbour = above;
    while (neighbour && neighbour->indent > line_.indent) neighbour = line_before(text_, *neighbour);
    if (!neighbour || neighbour->start == above.start) return false;
    const auto words = neighbour->words();
    const auto blank = words.find(' ');
    if (blank == kNone || (!words.substr(blank).starts_with(" |") && !words.substr(blank).starts_with(" >")))
      return false;
    return say(neighbour->offset(), blank,
               text("после имени поля нет двоеточия", "there is no colon after the field's name"),
               text("запишите `{}: |`", "write `{}: |`", words.substr(0, blank)));
  }

  bool missing_space(const Line& line) {
    const auto column = name_column(line);
    const auto colon = tight_colon(line.all.substr(column));
    if (colon == kNone) return false;
    return say_no_space(line.start + column + colon);
  }

  bool say_no_space(std::size_t colon) {
    return say(colon, 1, text("после двоеточия нет пробела", "there is no space after the colon"),
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

  /// The first record of a list lost its dash: its fields look like those of the list's name, and the dash of
  /// the second record ends them.
  bool first_dash() {
    if (!line_.words().starts_with("- ") || !problem("end of map")) return false;
    std::optional<Line> first;
    auto above = line_before(text_, line_);
    for (; above && above->indent > line_.indent; above = line_before(text_, *above)) first = above;
    if (!first || !above || above->words().starts_with("- ") || first->words().starts_with("- ") ||
        separator(first->words()) == kNone)
      return false;
    const auto name = separator(above->words());
    if (name == kNone || above->words().find_first_not_of(" \r", name + 1) != kNone) return false;
    return say(first->offset(), std::min<std::size_t>(first->words().size(), 80),
               text("перед первой записью списка нет дефиса", "the first item of the list has no dash"),
               text("начните её с `- `, как следующие", "begin it with `- ` like the next ones"));
  }

  bool shifted_line() {
    if (!problem("illegal map value") && !problem("end of map") && !problem("end of seq")) return false;
    const auto above = line_before(text_, line_);
    if (!above || line_.indent == name_column(*above)) return false;
    if (glued_neighbour(*above) || colonless_block(*above)) return true;
    if (above->words().size() > 1 && above->words()[0] == '-' && above->words()[1] != ' ' &&
        above->words()[1] != '-')
      return say(above->offset(), 1, text("после дефиса нет пробела", "there is no space after the dash"),
                 text("запишите `- значение`", "write `- value`"));
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

bool follows_block_mark(std::string_view text, int line) {
  std::size_t start = 0;
  for (int n = 1; n < line && start != kNone; ++n) {
    start = text.find('\n', start);
    if (start != kNone) ++start;
  }
  if (start == kNone) return false;
  const auto above = line_before(text, line_at(text, start));
  return above && opens_block(*above);
}

namespace {

/// The first line that holds more than blanks, a note or `---`.
std::optional<Line> first_line(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto line = line_at(text, at);
    const auto first = line.all.find_first_not_of(" \t\r");
    if (first != kNone && line.all[first] != '#' && !line.all.starts_with("---")) return line;
    at = line.start + line.all.size() + 1;
  }
  return std::nullopt;
}

}  // namespace

Finding explain_rest(std::size_t offset, const Places& places) {
  const auto line = line_at(places.text(), offset);
  const auto words = line.words();
  const auto first = first_line(places.text());
  if (first && first->indent > line.indent && begins_with_key(words) && begins_with_key(first->words())) {
    Finding finding{.rule = "text-after-end",
                    .at = places.position(places.at(first->offset(), separator(first->words())))};
    finding.message = text("первое имя файла начинается с отступа, а следующие — нет",
                           "the first name of the file is indented, and the next ones are not");
    finding.hint = text("сдвиньте его к началу строки", "move it to the beginning of the line");
    finding.related.push_back({places.position(places.at(line.offset(), separator(words))),
                               text("на этом имени разбор закончился", "reading ended at this name")});
    return finding;
  }
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
