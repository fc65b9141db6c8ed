#include "render/expand/expand_room.h"

#include <algorithm>
#include <string>

namespace svodka::render {

ExpansionRoom::ExpansionRoom(std::string_view body, const bind::Program& program) : body_(body.size()) {
  constexpr std::string_view kStart = "{{#S";
  for (auto at = body.find(kStart); at != std::string_view::npos; at = body.find(kStart, at)) {
    const auto number_end = body.find_first_not_of("0123456789", at + kStart.size());
    const auto number = std::string(body.substr(at + kStart.size(), number_end - at - kStart.size()));
    const auto end = std::min(body.find("{{/S" + number + "}}", at), body.size());
    const auto& slot = program.sections.at(std::stoul(number));
    if (slot.kind == bind::SectionSlot::Kind::kRows && !slot.inverted && slot.path.through.empty())
      repeated_.push_back({static_cast<std::size_t>(slot.path.index), end - at});
    at = end;
  }
}

std::size_t ExpansionRoom::of(const Row& root) const {
  std::size_t bytes = body_;
  for (const auto& repeated : repeated_) bytes += root.sections[repeated.section].size() * repeated.bytes;
  return bytes + bytes / 4;  // what values add to the markers that they take the place of
}

}  // namespace svodka::render
