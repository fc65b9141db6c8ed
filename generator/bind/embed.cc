#include "bind/embed.h"

#include <algorithm>
#include <array>

namespace svodka::bind {
namespace {

template <typename T>
struct Named {
  std::string_view name;
  T value;
};

constexpr std::array kEmbeds{
    Named<Embed::Kind>{"image", Embed::Kind::kImage},
    Named<Embed::Kind>{"картинка", Embed::Kind::kImage},
    Named<Embed::Kind>{"x-image", Embed::Kind::kImage},
    Named<Embed::Kind>{"qr", Embed::Kind::kQr},
    Named<Embed::Kind>{"x-qr", Embed::Kind::kQr},
    Named<Embed::Kind>{"markdown", Embed::Kind::kMarkdown},
    Named<Embed::Kind>{"разметка", Embed::Kind::kMarkdown},
    Named<Embed::Kind>{"x-markdown", Embed::Kind::kMarkdown},
    Named<Embed::Kind>{"link", Embed::Kind::kLink},
    Named<Embed::Kind>{"ссылка", Embed::Kind::kLink},
    Named<Embed::Kind>{"x-link", Embed::Kind::kLink},
    Named<Embed::Kind>{"formula", Embed::Kind::kFormula},
    Named<Embed::Kind>{"формула", Embed::Kind::kFormula},
    Named<Embed::Kind>{"chart", Embed::Kind::kChart},
    Named<Embed::Kind>{"диаграмма", Embed::Kind::kChart},
    Named<Embed::Kind>{"x-chart", Embed::Kind::kChart},
};

constexpr std::array kSectionOptions{
    Named<SectionOption>{"restart", SectionOption::kRestart},
    Named<SectionOption>{"заново", SectionOption::kRestart},
    Named<SectionOption>{"x-restart", SectionOption::kRestart},
    Named<SectionOption>{"columns", SectionOption::kColumns},
    Named<SectionOption>{"колонки", SectionOption::kColumns},
    Named<SectionOption>{"x-columns", SectionOption::kColumns},
    Named<SectionOption>{"remove", SectionOption::kRemove},
    Named<SectionOption>{"убрать", SectionOption::kRemove},
};

template <typename Table>
auto find_named(const Table& table, std::string_view name) -> std::optional<decltype(table.front().value)> {
  const auto found = std::find_if(table.begin(), table.end(), [&](const auto& n) { return n.name == name; });
  if (found == table.end()) return std::nullopt;
  return found->value;
}

}  // namespace

const std::string* Embed::option(std::initializer_list<std::string_view> names) const {
  for (const auto& modifier : options) {
    if (std::find(names.begin(), names.end(), modifier.name) != names.end()) return &modifier.argument;
  }
  return nullptr;
}

std::optional<Embed::Kind> embed_kind(std::string_view modifier) { return find_named(kEmbeds, modifier); }

std::optional<SectionOption> section_option(std::string_view modifier) {
  return find_named(kSectionOptions, modifier);
}

bool is_merge(std::string_view modifier) {
  return modifier == "merge" || modifier == "объединить" || modifier == "x-merge";
}

Embed take_embed(std::vector<language::Modifier>& modifiers) {
  const auto first = std::find_if(modifiers.begin(), modifiers.end(),
                                  [](const language::Modifier& m) { return embed_kind(m.name).has_value(); });
  if (first == modifiers.end()) return {};
  Embed embed{*embed_kind(first->name), first->argument, {first + 1, modifiers.end()}};
  modifiers.erase(first, modifiers.end());
  return embed;
}

bool Abilities::can(Embed::Kind kind) const {
  return std::find(embeds.begin(), embeds.end(), kind) != embeds.end();
}

bool Abilities::can(SectionOption option) const {
  return std::find(sections.begin(), sections.end(), option) != sections.end();
}

}  // namespace svodka::bind
