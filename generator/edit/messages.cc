#include "edit/messages.h"

#include <charconv>
#include <istream>
#include <ostream>

#include "base/utf8.h"

namespace svodka::edit {
namespace {

constexpr std::size_t kMost = std::size_t{256} << 20;  // bytes of a message
constexpr std::string_view kLength = "content-length:";

std::optional<std::size_t> length_in(std::string_view line) {
  if (line.size() < kLength.size() || utf8::lower(line.substr(0, kLength.size())) != kLength)
    return std::nullopt;
  line.remove_prefix(kLength.size());
  while (line.starts_with(' ')) line.remove_prefix(1);
  std::size_t length = 0;
  const auto [end, fault] = std::from_chars(line.data(), line.data() + line.size(), length);
  return fault == std::errc{} && end == line.data() + line.size() ? std::optional(length) : std::nullopt;
}

}  // namespace

std::optional<Incoming> read_message(std::istream& in) {
  std::optional<std::size_t> length;
  bool any = false;
  for (std::string line; std::getline(in, line);) {
    if (line.ends_with('\r')) line.pop_back();
    if (line.empty() && !any) continue;
    if (!line.empty()) {
      any = true;
      if (const auto found = length_in(line)) length = found;
      continue;
    }
    if (!length || *length > kMost) return Incoming{"", false};
    Incoming message{std::string(*length, '\0'), true};
    if (!in.read(message.bytes.data(), static_cast<std::streamsize>(*length))) return std::nullopt;
    return message;
  }
  return std::nullopt;
}

void write_message(std::ostream& out, const std::string& bytes) {
  out << "Content-Length: " << bytes.size() << "\r\n\r\n" << bytes << std::flush;
}

}  // namespace svodka::edit
