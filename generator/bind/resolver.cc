#include "bind/resolver.h"

#include <algorithm>
#include <map>

#include "bind/form_map.h"
#include "bind/names.h"
#include "bind/query_places.h"

namespace svodka::bind {
namespace {

constexpr std::string_view kSeparatorSuffix = "_separator";

std::string marker_text(const Marker& marker) {
  static constexpr std::string_view kSigns[] = {"", "#", "^", "/", ">", "!"};
  std::string out = "{{";
  out += kSigns[static_cast<std::size_t>(marker.kind)];
  out += marker.name;
  for (const auto& modifier : marker.modifiers) {
    out += ":" + modifier.name;
    if (!modifier.argument.empty()) out += "=" + modifier.argument;
  }
  return out + "}}";
}

// A section that is open.
struct Frame {
  enum class Kind {
    kRows,
    kPlain,
    kSeparator,
    kBroken
  };  // kPlain: a condition or an inverted section, no row of its own
  Kind kind = Kind::kBroken;
  std::string name;  // as its marker says
  std::string full;
  int slot = -1;
  Position at;
  bool separated = false;  // has a separator

  bool closed_by(const std::string& words) const {
    if (words == name || words == full) return true;
    return kind == Kind::kBroken && name.starts_with(words + " ");  // "{{#if x}}…{{/if}}"
  }
  bool has_separator_name(std::string_view words) const {
    if (kind != Kind::kRows || !words.ends_with(kSeparatorSuffix)) return false;
    words.remove_suffix(kSeparatorSuffix.size());
    const auto dot = name.rfind('.');
    return words == name || words == full || (dot != std::string::npos && words == name.substr(dot + 1));
  }
};

}  // namespace

struct Resolver::Impl {
  Impl(const Shape& shape, Diagnostics& diagnostics, Abilities can)
      : out(diagnostics), abilities(std::move(can)), scopes{&shape}, paths{""} {}

  Resolved value(const Marker& marker, const Position& at);
  Resolved open(const Marker& marker, const Position& at);
  std::optional<Resolved> open_separator(const Marker& marker, const Position& at);
  Resolved open_broken(const Marker& marker, const Position& at);
  Resolved close(const Marker& marker, const Position& at);
  Resolved close_unopened(const Marker& marker, const Position& at);
  void check_same_file(const Frame& frame, const Position& at) const;
  Resolved close_top();
  std::optional<Target> lookup(const std::string& name, const Position& at, bool want_section);
  std::optional<Target> in_single_rows(const std::string& name);
  bool report_ambiguous(const std::string& name, const Position& at);
  void unknown(const std::string& name, const Position& at, bool want_section);
  const Text& hint_for(const std::string& name);
  void section_as_value(const Marker& marker, const Target& target, const Position& at);
  void check_modifiers(const std::vector<language::Modifier>& modifiers, const Position& at);
  bool take_merge(const Marker& marker, std::vector<language::Modifier>& modifiers, const Position& at);
  void check_embed(const Marker& marker, const Embed& embed, const Position& at);
  void check_options(const Marker& marker, const Position& at, bool separator = false);
  std::string record(const Marker& marker, const Target& target, const Position& at);
  std::vector<int> root_sections_with(const std::string& name) const;

  Diagnostics& out;
  Abilities abilities;
  std::vector<const Shape*> scopes;  // rows that are open, the root first
  std::vector<std::string> paths;    // their full names with a dot at the end
  std::vector<Frame> frames;
  std::vector<std::string> crossed;  // names of sections that were closed by another's end
  std::map<std::pair<std::string, std::string>, Text> hints;  // by scope and unknown name
  Program program;
  std::vector<MarkerUse> uses;
};

std::optional<Target> Resolver::Impl::lookup(const std::string& name, const Position& at, bool want_section) {
  std::optional<Target> passed_over;
  for (std::size_t up = 0; up < scopes.size(); ++up) {
    auto target = find_name(*scopes[scopes.size() - 1 - up], name);
    if (!target) continue;
    target->path.up = static_cast<int>(up);
    if (want_section || !target->section) return target;
    if (!passed_over) passed_over = std::move(target);
  }
  if (passed_over) return passed_over;
  if (auto target = in_single_rows(name)) return target;
  if (!report_ambiguous(name, at)) unknown(name, at, want_section);
  return std::nullopt;
}

std::vector<int> Resolver::Impl::root_sections_with(const std::string& name) const {
  const auto& sections = scopes.front()->sections;
  std::vector<int> found;
  for (std::size_t i = 0; i < sections.size(); ++i) {
    if (sections[i].name.starts_with(kFillPrefix)) continue;  // what a form's map asks for itself
    if (sections[i].shape.column(name) >= 0) found.push_back(static_cast<int>(i));
  }
  return found;
}

std::optional<Target> Resolver::Impl::in_single_rows(const std::string& name) {
  const auto found = root_sections_with(name);
  if (found.size() != 1) return std::nullopt;
  const Shape& shape = scopes.front()->sections[static_cast<std::size_t>(found.front())].shape;
  const int column = shape.column(name);
  return Target{{static_cast<int>(scopes.size()) - 1, found, column},
                false,
                &shape,
                shape.columns[static_cast<std::size_t>(column)].type};
}

bool Resolver::Impl::report_ambiguous(const std::string& name, const Position& at) {
  std::string choices;
  for (const int i : root_sections_with(name)) {
    choices += (choices.empty() ? "`" : ", `") + scopes.front()->sections[static_cast<std::size_t>(i)].name +
               "." + name + "`";
  }
  if (choices.empty()) return false;
  out.error(at, "ambiguous-field",
            text("поле `{}` есть в нескольких списках", "several lists have a field `{}`", name),
            text("уточните: {}", "say which: {}", choices));
  return true;
}

const Text& Resolver::Impl::hint_for(const std::string& name) {
  auto& hint = hints[{paths.back(), name}];
  if (hint.empty()) hint = foreign_habit(name);
  if (!hint.empty()) return hint;
  std::vector<std::string> names;
  for (auto scope = scopes.rbegin(); scope != scopes.rend(); ++scope) {
    const auto more = all_names(**scope);
    names.insert(names.end(), more.begin(), more.end());
  }
  hint = suggestion(name, names);
  if (hint.empty()) hint = hint_of_fields();
  return hint;
}

void Resolver::Impl::unknown(const std::string& name, const Position& at, bool want_section) {
  // Inside a section that is itself unknown, or a list that is empty in all the data, nobody can say which
  // names there are.
  const bool lost = std::any_of(frames.begin(), frames.end(),
                                [](const Frame& f) { return f.kind == Frame::Kind::kBroken; }) ||
                    std::any_of(scopes.begin() + 1, scopes.end(), [](const Shape* scope) {
                      return scope->columns.empty() && scope->sections.empty();
                    });
  if (lost && foreign_habit(name).empty()) return;
  if (want_section) {
    out.error(
        at, "unknown-section",
        text("в данных нет ни списка, ни поля `{}`", "the data have neither a list nor a field `{}`", name),
        hint_for(name));
  } else {
    out.error(at, "unknown-field", text("в данных нет поля `{}`", "the data have no field `{}`", name),
              hint_for(name));
  }
}

void Resolver::Impl::check_modifiers(const std::vector<language::Modifier>& modifiers, const Position& at) {
  for (const auto& modifier : modifiers) {
    if (const auto problem = language::modifier_problem(modifier))
      out.error(at, "bad-modifier", *problem,
                text("модификаторы с примерами — в docs/modifiers.ru.md",
                     "docs/modifiers.md has the modifiers with examples"));
  }
}

// Takes `merge` out of the modifiers of a value. True when there was one.
bool Resolver::Impl::take_merge(const Marker& marker, std::vector<language::Modifier>& modifiers,
                                const Position& at) {
  if (std::erase_if(modifiers, [](const auto& m) { return is_merge(m.name) && m.argument.empty(); }) == 0)
    return false;
  if (!abilities.merge)
    out.error(at, "bad-modifier",
              text("метка `{}` в шаблоне этого вида не действует: объединять нечего",
                   "the marker `{}` does not work in a template of this kind: it has nothing to merge",
                   marker_text(marker)),
              text("`merge` объединяет ячейки таблиц в шаблонах .docx и .odt; уберите его",
                   "`merge` joins cells of tables in .docx and .odt templates; take it away"));
  return true;
}

void Resolver::Impl::check_embed(const Marker& marker, const Embed& embed, const Position& at) {
  if (!embed || abilities.can(embed.kind)) return;
  out.error(at, "embed-unsupported",
            text("метка `{}` в шаблоне этого вида не действует",
                 "the marker `{}` does not work in a template of this kind", marker_text(marker)),
            text("рисунки, диаграммы и разметку принимают шаблоны .docx и .odt",
                 "pictures, charts and rich text are for .docx and .odt templates"));
}

void Resolver::Impl::check_options(const Marker& marker, const Position& at, bool separator) {
  for (const auto& modifier : marker.modifiers) {
    const auto option = section_option(modifier.name);
    if (option && !separator && marker.kind == Marker::Kind::kOpen && abilities.can(*option)) continue;
    out.error(at, "modifier-on-section",
              text("у раздела `{}` не бывает модификатора `{}`", "the section `{}` takes no modifier `{}`",
                   marker.name, modifier.name),
              option && !separator ? text("он действует в шаблонах .docx и .odt, в открывающей метке",
                                          "it works in .docx and .odt templates, in the opening marker")
                                   : text("уберите его: модификатор ставят у значения внутри раздела",
                                          "remove it: modifiers belong to the values inside of the section"));
  }
}

// Notes what fills a marker and returns its full name.
std::string Resolver::Impl::record(const Marker& marker, const Target& target, const Position& at) {
  const auto scope = scopes.size() - 1 - static_cast<std::size_t>(target.path.up);
  auto name = full_name(*scopes[scope], paths[scope], target);
  uses.push_back({marker_text(marker), name, at, target.type, target.section});
  return name;
}

void Resolver::Impl::section_as_value(const Marker& marker, const Target& target, const Position& at) {
  const bool plain = target.shape->column(".") >= 0;
  const std::string item = plain || target.shape->columns.empty() ? "." : target.shape->columns.front().name;
  auto hint = text("повторите его для каждой строки: `{{{{#{0}}}}}{{{{{1}}}}}{{{{/{0}}}}}`",
                   "repeat it for each row: `{{{{#{0}}}}}{{{{{1}}}}}{{{{/{0}}}}}`", marker.name, item);
  if (!plain) {
    const auto more = text("; если строка одна, хватит `{{{{{0}.{1}}}}}`",
                           "; for a single row `{{{{{0}.{1}}}}}` will do", marker.name, item);
    hint = {hint.ru + more.ru, hint.en + more.en};
  }
  out.error(at, "section-as-value",
            text("`{}` — список, а не значение", "`{}` is a list, not a value", marker.name),
            std::move(hint));
}

Resolved Resolver::Impl::value(const Marker& marker, const Position& at) {
  const int slot = static_cast<int>(program.values.size());
  if (marker.name == "{{" || marker.name == "{") {
    program.values.push_back({{}, {}, marker.name, at, ""});
    return {Resolved::Kind::kValue, slot};
  }
  auto modifiers = marker.modifiers;
  const bool merge = take_merge(marker, modifiers, at);
  auto embed = take_embed(modifiers);
  check_modifiers(modifiers, at);
  check_embed(marker, embed, at);
  const bool chart = embed.kind == Embed::Kind::kChart;
  const auto target = lookup(marker.name, at, chart);
  if (!target) return {};
  if (target->section && !chart) {
    section_as_value(marker, *target, at);
    return {};
  }
  if (chart && !target->section) {
    out.error(at, "value-as-section",
              text("`{}` — значение, а диаграмме нужен список", "`{}` is a value, a chart needs a list",
                   marker.name),
              text("назовите запрос из `data:`", "name a query of `data:`"));
    return {};
  }
  auto name = record(marker, *target, at);
  program.values.push_back({target->path, std::move(modifiers), "", at, std::move(name), std::move(embed),
                            chart ? target->shape->columns : std::vector<Column>{}, merge});
  return {Resolved::Kind::kValue, slot};
}

// What the opening marker of a separator becomes; nothing when the name is no separator's. It belongs
// directly into its section.
std::optional<Resolved> Resolver::Impl::open_separator(const Marker& marker, const Position& at) {
  const auto frame = std::find_if(frames.rbegin(), frames.rend(),
                                  [&](const Frame& f) { return f.has_separator_name(marker.name); });
  if (frame == frames.rend()) return std::nullopt;
  check_options(marker, at, true);
  if (frame != frames.rbegin()) {
    out.error(at, "separator-place",
              text("`{}` стоит не прямо в разделе `{}`, а глубже",
                   "`{}` does not stand directly in the section `{}` but deeper", marker.name, frame->name),
              text("вынесите его из `{}`", "take it out of `{}`", frames.back().name));
    return open_broken(marker, at);
  }
  if (frame->separated) {
    out.error(
        at, "second-separator",
        text("у раздела `{}` уже есть разделитель", "the section `{}` has a separator already", frame->name),
        text("оставьте один", "keep one"));
  }
  frame->separated = true;
  const int slot = frame->slot;
  frames.push_back({Frame::Kind::kSeparator, marker.name, "", slot, at, false});
  return Resolved{Resolved::Kind::kOpenSeparator, slot};
}

Resolved Resolver::Impl::open_broken(const Marker& marker, const Position& at) {
  frames.push_back({Frame::Kind::kBroken, marker.name, "", -1, at, false});
  return {};
}

Resolved Resolver::Impl::open(const Marker& marker, const Position& at) {
  if (frames.size() >= kDeepestSection) {
    if (frames.size() == kDeepestSection)
      out.error(at, "too-deep",
                text("разделы вложены глубже {} уровней", "sections are nested deeper than {} levels",
                     frames.size()),
                text("проверьте, закрыты ли разделы", "check whether the sections are closed"));
    return open_broken(marker, at);
  }
  if (marker.kind == Marker::Kind::kOpen) {
    if (const auto separator = open_separator(marker, at)) return *separator;
  }
  check_options(marker, at);
  const auto target = lookup(marker.name, at, true);
  if (!target) return open_broken(marker, at);
  const auto name = record(marker, *target, at);
  const int slot = static_cast<int>(program.sections.size());
  const bool inverted = marker.kind == Marker::Kind::kInverted;
  program.sections.push_back({target->section ? SectionSlot::Kind::kRows : SectionSlot::Kind::kCondition,
                              inverted, target->path, at, name});
  const bool rows = target->section && !inverted;
  frames.push_back({rows ? Frame::Kind::kRows : Frame::Kind::kPlain, marker.name, name, slot, at, false});
  if (rows) {
    scopes.push_back(target->shape);
    paths.push_back(name + ".");
  }
  return {Resolved::Kind::kOpen, slot};
}

Resolved Resolver::Impl::close_top() {
  const Frame frame = std::move(frames.back());
  frames.pop_back();
  if (frame.kind == Frame::Kind::kRows) {
    scopes.pop_back();
    paths.pop_back();
  }
  if (frame.kind == Frame::Kind::kBroken) return {};
  return {frame.kind == Frame::Kind::kSeparator ? Resolved::Kind::kCloseSeparator : Resolved::Kind::kClose,
          frame.slot};
}

Resolved Resolver::Impl::close_unopened(const Marker& marker, const Position& at) {
  if (const auto known = std::find(crossed.begin(), crossed.end(), marker.name); known != crossed.end()) {
    crossed.erase(known);  // reported where it was crossed
    return {};
  }
  const bool slip = !frames.empty() && !did_you_mean(marker.name, {frames.back().name}).empty();
  if (slip && frames.back().kind == Frame::Kind::kBroken) return close_top();  // its name was the mistake
  auto hint = slip ? suggestion(marker.name, {frames.back().name}) : foreign_habit(marker.name);
  if (hint.empty())
    hint = text("откройте его выше: `{{{{#{0}}}}}`, или уберите эту метку",
                "open it above: `{{{{#{0}}}}}`, or remove this marker", marker.name);
  Finding finding{Severity::kError,
                  "unopened-section",
                  at,
                  text("раздел `{0}` закрыт, но не открыт: нет `{{{{#{0}}}}}`",
                       "section `{0}` is closed but was not opened: there is no `{{{{#{0}}}}}`", marker.name),
                  std::move(hint),
                  {}};
  if (slip)
    finding.related.push_back({frames.back().at, text("раздел `{}` открыт здесь",
                                                      "section `{}` is opened here", frames.back().name)});
  out.add(std::move(finding));
  return slip ? close_top() : Resolved{};
}

// A file that is included is whole by itself.
void Resolver::Impl::check_same_file(const Frame& frame, const Position& at) const {
  if (frame.at.file == at.file) return;
  Finding finding{
      Severity::kError,
      "section-across-files",
      at,
      text("раздел `{}` открыт в файле «{}», а закрыт в «{}»",
           "section `{}` is opened in the file “{}” but closed in “{}”", frame.name, frame.at.file, at.file),
      text("раздел начинается и кончается в одном файле", "a section begins and ends in one file"),
      {}};
  finding.related.push_back(
      {frame.at, text("раздел `{}` открыт здесь", "section `{}` is opened here", frame.name)});
  out.add(std::move(finding));
}

Resolved Resolver::Impl::close(const Marker& marker, const Position& at) {
  const auto match =
      std::find_if(frames.rbegin(), frames.rend(), [&](const Frame& f) { return f.closed_by(marker.name); });
  if (match == frames.rend()) return close_unopened(marker, at);
  check_same_file(*match, at);
  for (auto inner = match - frames.rbegin(); inner > 0; --inner) {
    const Frame& frame = frames.back();
    Finding finding{Severity::kError,
                    "crossed-sections",
                    at,
                    text("раздел `{}` закрыт раньше, чем раздел `{}` внутри него",
                         "section `{}` is closed before section `{}` inside it", marker.name, frame.name),
                    text("сначала закройте `{{{{/{}}}}}`", "close `{{{{/{}}}}}` first", frame.name),
                    {}};
    finding.related.push_back(
        {frame.at, text("раздел `{}` открыт здесь", "section `{}` is opened here", frame.name)});
    out.add(std::move(finding));
    crossed.push_back(frame.name);
    close_top();
  }
  return close_top();
}

std::string slot_name(const Resolved& resolved) {
  const auto number = std::to_string(resolved.slot);
  switch (resolved.kind) {
    case Resolved::Kind::kValue:
      return "V" + number;
    case Resolved::Kind::kOpen:
      return "#S" + number;
    case Resolved::Kind::kClose:
      return "/S" + number;
    case Resolved::Kind::kOpenSeparator:
      return "#S" + number + "_separator";
    case Resolved::Kind::kCloseSeparator:
      return "/S" + number + "_separator";
    case Resolved::Kind::kNothing:
    case Resolved::Kind::kInclude:
      break;
  }
  return {};
}

std::string slot_marker(const Resolved& resolved) {
  const auto name = slot_name(resolved);
  return name.empty() ? name : "{{" + name + "}}";
}

Resolver::Resolver(const Shape& shape, Diagnostics& out, Abilities abilities)
    : impl_(std::make_unique<Impl>(shape, out, std::move(abilities))) {}
Resolver::~Resolver() = default;

Resolved Resolver::resolve(const Marker& marker, const Position& at) {
  switch (marker.kind) {
    case Marker::Kind::kValue:
      return impl_->value(marker, at);
    case Marker::Kind::kOpen:
    case Marker::Kind::kInverted:
      return impl_->open(marker, at);
    case Marker::Kind::kClose:
      return impl_->close(marker, at);
    case Marker::Kind::kComment:
      return {};
    case Marker::Kind::kInclude:
      break;
  }
  impl_->out.error(at, "include-unsupported",
                   text("вставка `{{{{>{}}}}}` здесь не действует",
                        "the include `{{{{>{}}}}}` does not work here", marker.name),
                   text("вставлять можно в текст шаблонов .docx, .odt, .html и .txt",
                        "files are included in the text of .docx, .odt, .html and .txt templates"));
  return {};
}

Resolved Resolver::add_value(const std::vector<int>& through, int column, const std::string& words,
                             const Position& at) {
  const Shape* shape = impl_->scopes.back();
  for (const int section : through) shape = &shape->sections[static_cast<std::size_t>(section)].shape;
  const Path path{0, through, column};
  const auto type = shape->columns[static_cast<std::size_t>(column)].type;
  auto name = full_name(*impl_->scopes.back(), impl_->paths.back(), {path, false, shape, type});
  impl_->uses.push_back({words, name, at, type, false});
  impl_->program.values.push_back({path, {}, "", at, std::move(name)});
  return {Resolved::Kind::kValue, static_cast<int>(impl_->program.values.size()) - 1};
}

Resolved Resolver::add_section(int section, int first, int count, const std::string& words,
                               const Position& at) {
  const auto& inner = impl_->scopes.back()->sections[static_cast<std::size_t>(section)];
  const int slot = static_cast<int>(impl_->program.sections.size());
  const auto name = impl_->paths.back() + inner.name;
  impl_->uses.push_back({words, name, at, ColumnType::kUnknown, true});
  SectionSlot made;
  made.path.index = section;
  made.at = at;
  made.name = name;
  made.first = first;
  made.count = count;
  impl_->program.sections.push_back(std::move(made));
  impl_->frames.push_back({Frame::Kind::kRows, name, name, slot, at, false});
  impl_->scopes.push_back(&inner.shape);
  impl_->paths.push_back(name + ".");
  return {Resolved::Kind::kOpen, slot};
}

Resolved Resolver::close_section() { return impl_->close_top(); }

void Resolver::finish() {
  while (!impl_->frames.empty()) {
    const Frame frame = impl_->frames.back();
    impl_->out.error(
        frame.at, "unclosed-section", text("раздел `{}` не закрыт", "section `{}` is not closed", frame.name),
        text("поставьте `{{{{/{}}}}}` там, где он кончается", "put `{{{{/{}}}}}` where it ends", frame.name));
    impl_->close_top();
  }
}

const Program& Resolver::program() const { return impl_->program; }

const std::vector<MarkerUse>& Resolver::uses() const { return impl_->uses; }

}  // namespace svodka::bind
