#include "render/expand/marks.h"

#include "base/utf8.h"

namespace svodka::render {
namespace {

// Plane 16: U+100000 + a digit of base 4096, U+10F000 opens, U+10F001 closes. Each is four bytes that begin
// with F4.
constexpr char32_t kDigits = 0x100000, kOpen = 0x10F000, kClose = 0x10F001;
constexpr int kBase = 4096;
constexpr std::size_t kBytes = 4;
constexpr std::string_view kLead = "\xF4", kEncodedLead = "%F4";

char32_t at(std::string_view text, std::size_t offset) {
  return offset + kBytes <= text.size() ? utf8::next(text, offset) : 0;
}

bool is_digit(char32_t c) { return c >= kDigits && c < kDigits + kBase; }

}  // namespace

std::string marked(int id, std::string_view words) {
  std::string out;
  utf8::append(out, kOpen);
  utf8::append(out, kDigits + static_cast<char32_t>(id / kBase));
  utf8::append(out, kDigits + static_cast<char32_t>(id % kBase));
  out += words;
  utf8::append(out, kClose);
  return out;
}

bool has_marks(std::string_view text) { return text.find(kLead) != std::string_view::npos; }

void walk_marks(std::string_view text, const std::function<void(std::string_view piece)>& piece,
                const std::function<void(int id)>& open, const std::function<void()>& close) {
  std::size_t done = 0;
  for (auto next = text.find(kLead); next != std::string_view::npos; next = text.find(kLead, next)) {
    const auto c = at(text, next);
    if (c == kClose) {
      piece(text.substr(done, next - done));
      close();
      done = next += kBytes;
    } else if (c == kOpen && is_digit(at(text, next + kBytes)) && is_digit(at(text, next + 2 * kBytes))) {
      piece(text.substr(done, next - done));
      open(static_cast<int>(at(text, next + kBytes) - kDigits) * kBase +
           static_cast<int>(at(text, next + 2 * kBytes) - kDigits));
      done = next += 3 * kBytes;
    } else {
      ++next;
    }
  }
  piece(text.substr(done));
}

UnmarkedText take_marks(std::string_view text) {
  UnmarkedText out;
  std::vector<std::size_t> open;
  walk_marks(
      text, [&](std::string_view piece) { out.text += piece; },
      [&](int id) {
        open.push_back(out.values.size());
        out.values.push_back({id, out.text.size(), std::string::npos});
      },
      [&] {
        if (open.empty()) return;
        out.values[open.back()].end = out.text.size();
        open.pop_back();
      });
  for (auto& value : out.values) value.end = std::min(value.end, out.text.size());
  return out;
}

std::string without_marks(std::string_view text) {
  std::string out;
  walk_marks(
      text, [&](std::string_view piece) { out += piece; }, [](int) {}, [] {});
  for (auto next = out.find(kEncodedLead); next != std::string::npos; next = out.find(kEncodedLead, next))
    out.erase(next, 3 * kBytes);
  return out;
}

}  // namespace svodka::render
