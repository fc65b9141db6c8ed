#include "bind/names.h"

#include <array>
#include <utility>

#include "bind/form_map.h"

namespace svodka::bind {
namespace {

void add_names(const Shape& shape, const std::string& prefix, std::vector<std::string>& names) {
  for (const auto& column : shape.columns) {
    if (column.name != ".") names.push_back(prefix + column.name);
  }
  for (const auto& section : shape.sections) {
    if (section.name.starts_with(kFillPrefix)) continue;
    names.push_back(prefix + section.name);
    add_names(section.shape, prefix + section.name + ".", names);
  }
}

const Shape::Section& section_of(const Shape& shape, int index) {
  return shape.sections[static_cast<std::size_t>(index)];
}

}  // namespace

std::optional<Target> find_name(const Shape& shape, std::string_view name) {
  if (const int column = shape.column(name); column >= 0) {
    return Target{{0, {}, column}, false, &shape, shape.columns[static_cast<std::size_t>(column)].type};
  }
  if (const int section = shape.section(name); section >= 0)
    return Target{{0, {}, section}, true, &section_of(shape, section).shape, ColumnType::kUnknown};
  for (auto dot = name.find('.'); dot != std::string_view::npos; dot = name.find('.', dot + 1)) {
    const int section = shape.section(name.substr(0, dot));
    if (section < 0) continue;
    auto inner = find_name(section_of(shape, section).shape, name.substr(dot + 1));
    if (!inner) continue;
    inner->path.through.insert(inner->path.through.begin(), section);
    return inner;
  }
  return std::nullopt;
}

std::vector<std::string> all_names(const Shape& shape) {
  std::vector<std::string> names;
  add_names(shape, "", names);
  return names;
}

std::string full_name(const Shape& shape, const std::string& prefix, const Target& target) {
  const Shape* at = &shape;
  std::string name = prefix;
  for (const int section : target.path.through) {
    name += section_of(*at, section).name + ".";
    at = &section_of(*at, section).shape;
  }
  const auto index = static_cast<std::size_t>(target.path.index);
  const auto& last = target.section ? at->sections[index].name : at->columns[index].name;
  if (last == "." && name.ends_with('.')) return name.substr(0, name.size() - 1);
  return name + last;
}

Text foreign_habit(std::string_view name) {
  if (name == "else" || name == "иначе") {
    return text("«иначе» пишут вторым разделом: `{{{{/имя}}}}{{{{^имя}}}}…{{{{/имя}}}}`",
                "“else” is a second section: `{{{{/name}}}}{{{{^name}}}}…{{{{/name}}}}`");
  }
  if (name == "end" || name == "endif" || name == "endfor") {
    return text("раздел закрывают его именем: `{{{{/имя}}}}`",
                "a section is closed by its name: `{{{{/name}}}}`");
  }
  constexpr std::array<std::pair<std::string_view, char>, 7> kWords{{{"if ", '#'},
                                                                     {"each ", '#'},
                                                                     {"for ", '#'},
                                                                     {"with ", '#'},
                                                                     {"если ", '#'},
                                                                     {"unless ", '^'},
                                                                     {"if not ", '^'}}};
  for (auto word = kWords.rbegin(); word != kWords.rend(); ++word) {
    if (!name.starts_with(word->first)) continue;
    const auto sign = word->second;
    const auto rest = name.substr(word->first.size());
    return text("достаточно имени: `{{{{{0}{1}}}}}…{{{{/{1}}}}}`",
                "the name is enough: `{{{{{0}{1}}}}}…{{{{/{1}}}}}`", sign, rest);
  }
  return {};
}

}  // namespace svodka::bind
