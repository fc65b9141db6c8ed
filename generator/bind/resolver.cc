#include "bind/resolver.h"

#include <algorithm>

namespace svodka::bind {
namespace {

constexpr std::string_view kSeparatorSuffix = "_separator";

std::string marker_text(const Marker& marker) {
  std::string out = "{{";
  if (marker.kind == Marker::Kind::kOpen) out += "#";
  if (marker.kind == Marker::Kind::kInverted) out += "^";
  if (marker.kind == Marker::Kind::kClose) out += "/";
  if (marker.kind == Marker::Kind::kInclude) out += ">";
  out += marker.name;
  for (const auto& modifier : marker.modifiers) {
    out += ":" + modifier.name;
    if (!modifier.argument.empty()) out += "=" + modifier.argument;
  }
  return out + "}}";
}

// What a name means in a scope.
struct Target {
  Path path;
  bool section = false;
  const Shape* shape = nullptr;  // of the section, or the shape that has the column
  ColumnType type = ColumnType::kUnknown;
};

// A section that is open.
struct Frame {
  enum class Kind { kRows, kPlain, kSeparator, kBroken };  // kPlain: a condition or an inverted section, no row of its own
  Kind kind = Kind::kBroken;
  std::string name;  // as its marker says
  int slot = -1;
  Position at;
};

// A column or section of `shape` itself, by exact name or through its sections by dots.
std::optional<Target> find_in(const Shape& shape, std::string_view name) {
  if (const int column = shape.column(name); column >= 0) {
    return Target{{0, {}, column}, false, &shape, shape.columns[static_cast<std::size_t>(column)].type};
  }
  if (const int section = shape.section(name); section >= 0) {
    return Target{{0, {}, section}, true, &shape.sections[static_cast<std::size_t>(section)].shape, ColumnType::kUnknown};
  }
  for (auto dot = name.find('.'); dot != std::string_view::npos; dot = name.find('.', dot + 1)) {
    const int section = shape.section(name.substr(0, dot));
    if (section < 0) continue;
    auto inner = find_in(shape.sections[static_cast<std::size_t>(section)].shape, name.substr(dot + 1));
    if (!inner) continue;
    inner->path.through.insert(inner->path.through.begin(), section);
    return inner;
  }
  return std::nullopt;
}

void add_names(const Shape& shape, const std::string& prefix, std::vector<std::string>& names) {
  for (const auto& column : shape.columns) names.push_back(prefix + column.name);
  for (const auto& section : shape.sections) {
    names.push_back(prefix + section.name);
    if (prefix.empty()) add_names(section.shape, section.name + ".", names);
  }
}

}  // namespace

struct Resolver::Impl {
  Impl(const Shape& shape, Diagnostics& diagnostics) : out(diagnostics), scopes{&shape}, paths{""} {}

  Resolved value(const Marker& marker, const Position& at);
  Resolved open(const Marker& marker, const Position& at);
  Resolved open_separator(const Marker& marker, const Position& at);
  Resolved close(const Marker& marker, const Position& at);
  Resolved close_top();
  std::optional<Target> lookup(const std::string& name, const Position& at, bool want_section);
  std::optional<Target> in_single_rows(const std::string& name, const Position& at, bool& ambiguous);
  void unknown(const std::string& name, const Position& at, bool want_section);
  void check_modifiers(const Marker& marker, const Position& at);
  void record(const Marker& marker, const Target& target, const Position& at);

  Diagnostics& out;
  std::vector<const Shape*> scopes;  // rows that are open, the root first
  std::vector<std::string> paths;    // their full names with a dot at the end
  std::vector<Frame> frames;
  Program program;
  std::vector<MarkerUse> uses;
};

std::optional<Target> Resolver::Impl::lookup(const std::string& name, const Position& at, bool want_section) {
  for (std::size_t up = 0; up < scopes.size(); ++up) {
    auto target = find_in(*scopes[scopes.size() - 1 - up], name);
    if (!target) continue;
    target->path.up = static_cast<int>(up);
    return target;
  }
  bool ambiguous = false;
  if (auto target = in_single_rows(name, at, ambiguous)) return target;
  if (!ambiguous) unknown(name, at, want_section);
  return std::nullopt;
}

std::optional<Target> Resolver::Impl::in_single_rows(const std::string& name, const Position& at, bool& ambiguous) {
  const Shape& root = *scopes.front();
  std::vector<int> found;
  for (int i = 0; i < static_cast<int>(root.sections.size()); ++i) {
    if (root.sections[static_cast<std::size_t>(i)].shape.column(name) >= 0) found.push_back(i);
  }
  if (found.empty()) return std::nullopt;
  const auto section = [&](int i) -> const Shape::Section& { return root.sections[static_cast<std::size_t>(i)]; };
  if (found.size() > 1) {
    ambiguous = true;
    std::string choices;
    for (const int i : found) choices += (choices.empty() ? "`" : ", `") + section(i).name + "." + name + "`";
    out.error(at, "ambiguous-field", text("поле `{}` есть в нескольких запросах", "several queries have a field `{}`", name),
              text("уточните: {}", "say which: {}", choices));
    return std::nullopt;
  }
  const Shape& shape = section(found.front()).shape;
  const int column = shape.column(name);
  return Target{{static_cast<int>(scopes.size()) - 1, {found.front()}, column}, false, &shape, shape.columns[static_cast<std::size_t>(column)].type};
}

void Resolver::Impl::unknown(const std::string& name, const Position& at, bool want_section) {
  // Inside a section that is itself unknown nobody can say which names there are.
  if (std::any_of(frames.begin(), frames.end(), [](const Frame& f) { return f.kind == Frame::Kind::kBroken; })) return;
  std::vector<std::string> names;
  for (auto scope = scopes.rbegin(); scope != scopes.rend(); ++scope) add_names(**scope, "", names);
  auto hint = suggestion(name, names);
  if (hint.empty()) {
    hint = text("что есть в данных, покажет `svodka fields`", "`svodka fields` shows what the data have");
  }
  if (want_section) {
    out.error(at, "unknown-section", text("в данных нет ни списка, ни поля `{}`", "the data have neither a list nor a field `{}`", name), hint);
  } else {
    out.error(at, "unknown-field", text("в данных нет поля `{}`", "the data have no field `{}`", name), hint);
  }
}

void Resolver::Impl::check_modifiers(const Marker& marker, const Position& at) {
  for (const auto& modifier : marker.modifiers) {
    if (const auto problem = language::modifier_problem(modifier)) out.error(at, "bad-modifier", *problem);
  }
}

void Resolver::Impl::record(const Marker& marker, const Target& target, const Position& at) {
  const auto scope = scopes.size() - 1 - static_cast<std::size_t>(target.path.up);
  const Shape* shape = scopes[scope];
  std::string name = paths[scope];
  for (const int section : target.path.through) {
    name += shape->sections[static_cast<std::size_t>(section)].name + ".";
    shape = &shape->sections[static_cast<std::size_t>(section)].shape;
  }
  const auto index = static_cast<std::size_t>(target.path.index);
  name += target.section ? shape->sections[index].name : shape->columns[index].name;
  uses.push_back({marker_text(marker), name, at, target.type, target.section});
}

Resolved Resolver::Impl::value(const Marker& marker, const Position& at) {
  const int slot = static_cast<int>(program.values.size());
  if (marker.name == "{{" || marker.name == "{") {
    program.values.push_back({{}, {}, marker.name, at});
    return {Resolved::Kind::kValue, slot};
  }
  check_modifiers(marker, at);
  const auto target = lookup(marker.name, at, false);
  if (!target) return {};
  if (target->section) {
    out.error(at, "section-as-value", text("`{}` — список, а не значение", "`{}` is a list, not a value", marker.name),
              text("повторите для каждой строки: `{{{{#{0}}}}}…{{{{/{0}}}}}`, или возьмите поле: `{{{{{0}.имя}}}}`",
                   "repeat it for each row: `{{{{#{0}}}}}…{{{{/{0}}}}}`, or take a field: `{{{{{0}.name}}}}`", marker.name));
    return {};
  }
  record(marker, *target, at);
  program.values.push_back({target->path, marker.modifiers, "", at});
  return {Resolved::Kind::kValue, slot};
}

Resolved Resolver::Impl::open_separator(const Marker& marker, const Position& at) {
  if (frames.empty() || frames.back().kind != Frame::Kind::kRows || frames.back().name + std::string(kSeparatorSuffix) != marker.name) return {};
  const int slot = frames.back().slot;
  frames.push_back({Frame::Kind::kSeparator, marker.name, slot, at});
  return {Resolved::Kind::kOpenSeparator, slot};
}

Resolved Resolver::Impl::open(const Marker& marker, const Position& at) {
  if (marker.kind == Marker::Kind::kOpen && marker.name.ends_with(kSeparatorSuffix)) {
    const auto separator = open_separator(marker, at);
    if (separator.kind != Resolved::Kind::kNothing) return separator;
  }
  if (!marker.modifiers.empty()) {
    out.error(at, "modifier-on-section", text("у раздела `{}` не бывает модификаторов", "a section takes no modifiers: `{}`", marker.name));
  }
  const auto target = lookup(marker.name, at, true);
  if (!target) {
    frames.push_back({Frame::Kind::kBroken, marker.name, -1, at});
    return {};
  }
  record(marker, *target, at);
  const int slot = static_cast<int>(program.sections.size());
  const bool inverted = marker.kind == Marker::Kind::kInverted;
  program.sections.push_back({target->section ? SectionSlot::Kind::kRows : SectionSlot::Kind::kCondition, inverted, target->path});
  const bool rows = target->section && !inverted;
  frames.push_back({rows ? Frame::Kind::kRows : Frame::Kind::kPlain, marker.name, slot, at});
  if (rows) {
    scopes.push_back(target->shape);
    paths.push_back(uses.back().name + ".");
  }
  return {Resolved::Kind::kOpen, slot};
}

Resolved Resolver::Impl::close_top() {
  const Frame frame = frames.back();
  frames.pop_back();
  if (frame.kind == Frame::Kind::kRows) {
    scopes.pop_back();
    paths.pop_back();
  }
  if (frame.kind == Frame::Kind::kBroken) return {};
  return {frame.kind == Frame::Kind::kSeparator ? Resolved::Kind::kCloseSeparator : Resolved::Kind::kClose, frame.slot};
}

Resolved Resolver::Impl::close(const Marker& marker, const Position& at) {
  const auto match = std::find_if(frames.rbegin(), frames.rend(), [&](const Frame& f) { return f.name == marker.name; });
  if (match == frames.rend()) {
    std::vector<std::string> names;
    for (const auto& frame : frames) names.push_back(frame.name);
    out.error(at, "unopened-section", text("раздел `{0}` закрыт, но не открыт: нет `{{{{#{0}}}}}`", "section `{0}` is closed but was not opened: there is no `{{{{#{0}}}}}`", marker.name),
              suggestion(marker.name, names));
    return {};
  }
  while (frames.back().name != marker.name) {
    const Frame& inner = frames.back();
    Finding finding{Severity::kError, "crossed-sections", at,
                    text("раздел `{}` закрыт раньше, чем раздел `{}` внутри него", "section `{}` is closed before section `{}` inside it", marker.name, inner.name),
                    text("сначала закройте `{{{{/{}}}}}`", "close `{{{{/{}}}}}` first", inner.name), {}};
    finding.related.push_back({inner.at, text("раздел `{}` открыт здесь", "section `{}` is opened here", inner.name)});
    out.add(std::move(finding));
    close_top();
  }
  return close_top();
}

Resolver::Resolver(const Shape& shape, Diagnostics& out) : impl_(std::make_unique<Impl>(shape, out)) {}
Resolver::~Resolver() = default;

Resolved Resolver::resolve(const Marker& marker, const Position& at) {
  switch (marker.kind) {
    case Marker::Kind::kValue: return impl_->value(marker, at);
    case Marker::Kind::kOpen:
    case Marker::Kind::kInverted: return impl_->open(marker, at);
    case Marker::Kind::kClose: return impl_->close(marker, at);
    case Marker::Kind::kComment: return {};
    case Marker::Kind::kInclude: break;
  }
  impl_->out.error(at, "include-unsupported", text("вставка `{{{{>{}}}}}` пока не поддерживается", "the include `{{{{>{}}}}}` is not supported yet", marker.name),
                   text("перенесите текст в сам шаблон", "put its text into the template itself"));
  return {};
}

void Resolver::finish() {
  while (!impl_->frames.empty()) {
    const Frame frame = impl_->frames.back();
    impl_->out.error(frame.at, "unclosed-section", text("раздел `{}` не закрыт", "section `{}` is not closed", frame.name),
                     text("поставьте `{{{{/{}}}}}` там, где он кончается", "put `{{{{/{}}}}}` where it ends", frame.name));
    impl_->close_top();
  }
}

const Program& Resolver::program() const { return impl_->program; }

const std::vector<MarkerUse>& Resolver::uses() const { return impl_->uses; }

}  // namespace svodka::bind
