#include <algorithm>
#include <array>
#include <filesystem>

#include "base/file_name.h"
#include "base/utf8.h"
#include "bind/report.h"

namespace svodka::bind {
namespace {

constexpr std::size_t kLongestName = 240;  // bytes: room for the names of temporary files

// The whole characters of `name` that fit into `bytes`.
std::string_view cut(std::string_view name, std::size_t bytes) {
  if (name.size() <= bytes) return name;
  while (bytes > 0 && (static_cast<unsigned char>(name[bytes]) & 0xC0u) == 0x80u) --bytes;
  return name.substr(0, bytes);
}

std::string without_edges(std::string name) {
  const auto begin = name.find_first_not_of(" .-");
  const auto end = name.find_last_not_of(" .");
  return begin == std::string::npos || end == std::string::npos ? "" : name.substr(begin, end + 1 - begin);
}

}  // namespace

std::string safe_file_name(std::string_view name) {
  std::string safe;
  bool open = false;
  for (std::size_t i = 0; i < name.size();) {
    const char32_t c = utf8::next(name, i);
    const bool space = safe.empty() || safe.back() == ' ';
    if (c == U'\n' || c == U'\r' || c == U'\t' || c == U' ') {
      if (!space) safe += ' ';
    } else if (c == U'/' || c == U'\\' || c == U':' || c == U'|') {
      safe += '-';
    } else if (c == U'"') {
      safe += (open = !open) ? "«" : "»";
    } else if (!is_invisible(c) && c != U'*' && c != U'?' && c != U'<' && c != U'>') {
      utf8::append(safe, c);
    }
  }
  const auto extension = std::filesystem::path(safe).extension().string();
  if (safe.size() > kLongestName && extension.size() < 10) {
    safe = without_edges(std::string(cut(safe, kLongestName - extension.size()))) + extension;
  }
  return without_edges(std::string(cut(safe, kLongestName)));
}

std::optional<Text> file_name_problem(std::string_view name) {
  static constexpr std::array<std::string_view, 22> kReserved{
      "con",  "prn",  "aux",  "nul",  "com1", "com2", "com3", "com4", "com5", "com6", "com7",
      "com8", "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9"};
  if (name.empty()) return text("имя файла пусто", "the file's name is empty");
  if (name.front() == '.' || name.front() == '-')
    return text("имя файла «{}» начинается с «{}»", "the file's name “{}” begins with “{}”", name,
                name.substr(0, 1));
  for (const char c : name) {
    if (static_cast<unsigned char>(c) < 0x20 ||
        std::string_view("/\\:*?\"<>|").find(c) != std::string_view::npos) {
      return text("в имени файла «{}» недопустимый знак",
                  "the file's name “{}” holds a character that is not allowed", name);
    }
  }
  if (name.size() > kLongestName)
    return text("имя файла длиннее {1} байт: «{0}»", "the file's name is longer than {1} bytes: “{0}”", name,
                kLongestName);
  if (name.ends_with('.') || name.ends_with(' '))
    return text("имя файла «{}» кончается точкой или пробелом",
                "the file's name “{}” ends with a full stop or a space", name);
  const auto stem = utf8::lower(name.substr(0, name.find('.')));
  if (std::find(kReserved.begin(), kReserved.end(), stem) != kReserved.end())
    return text("имя файла «{}» занято в Windows", "the file's name “{}” is reserved in Windows", name);
  return std::nullopt;
}

}  // namespace svodka::bind
