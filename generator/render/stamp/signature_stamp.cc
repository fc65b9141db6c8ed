#include "render/stamp/signature_stamp.h"

#include <algorithm>
#include <filesystem>

#include "base/utf8.h"

namespace svodka::render {

std::array<std::string, 5> stamp_lines(const StampWords& words) {
  return {"ДОКУМЕНТ ПОДПИСАН", "ЭЛЕКТРОННОЙ ПОДПИСЬЮ", "Сертификат " + words.serial,
          "Владелец " + words.owner, "Действителен с " + words.valid_from + " по " + words.valid_to};
}

bool marks_stamp_place(std::string_view name) {
  auto plain = utf8::lower(std::string(name));
  std::replace_if(
      plain.begin(), plain.end(), [](char c) { return c == '-' || c == ' '; }, '_');
  return std::find(std::begin(kStampPlaces), std::end(kStampPlaces), plain) != std::end(kStampPlaces);
}

bool is_signature_line(std::string_view words, std::string_view surname) {
  constexpr std::size_t kLongest = 400;  // bytes: some 200 letters, a long post and a name
  return !surname.empty() && words.size() <= kLongest && words.find(surname) != std::string_view::npos;
}

std::optional<std::string> with_stamps(std::string_view file, std::string_view bytes,
                                       const std::vector<StampWords>& stamps, std::string_view surname) {
  const auto extension = utf8::lower(std::filesystem::path(file).extension().string());
  if (stamps.empty()) return std::nullopt;
  if (extension == ".docx") return docx_with_stamps(bytes, stamps, surname);
  if (extension == ".odt") return odt_with_stamps(bytes, stamps, surname);
  return std::nullopt;
}

}  // namespace svodka::render
