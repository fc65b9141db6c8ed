#include "cli/progress.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <vector>

#include "base/utf8.h"

namespace svodka::cli {
namespace {

// Not so often that it flickers or costs anything.
constexpr auto kBetween = std::chrono::milliseconds(80);
// A run that is over sooner needs no bar.
constexpr auto kQuiet = std::chrono::milliseconds(250);

std::size_t terminal_width() {
  constexpr std::size_t kUsual = 80;
  winsize size{};
  return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : kUsual;
}

std::string time_words(double seconds, Language language) {
  const bool russian = language == Language::kRussian;
  const auto whole = static_cast<long>(std::ceil(seconds));
  constexpr long kMinute = 60, kHour = 3600;
  if (whole >= kHour)
    return fmt::format("{} {} {:02} {}", whole / kHour, russian ? "ч" : "h", whole % kHour / kMinute,
                       russian ? "мин" : "min");
  if (whole >= kMinute)
    return fmt::format("{} {} {:02} {}", whole / kMinute, russian ? "мин" : "min", whole % kMinute,
                       russian ? "с" : "s");
  return fmt::format("{} {}", whole, russian ? "с" : "s");
}

}  // namespace

std::string progress_line(std::size_t done, std::size_t total, std::chrono::duration<double> since_start,
                          std::size_t width, Language language) {
  const bool russian = language == Language::kRussian;
  const auto seconds = since_start.count();
  const double rate = seconds > 0 ? static_cast<double>(done) / seconds : 0;
  std::vector<std::string> pieces{total == 0 ? fmt::format("{}", done) : fmt::format("{}/{}", done, total)};
  if (rate > 0) {
    pieces.push_back(fmt::format("{:.{}f}/{}", rate, rate < 10 ? 1 : 0, russian ? "с" : "s"));
    if (total > 0)
      pieces.push_back(fmt::format("{} {}", russian ? "осталось" : "left",
                                   time_words(static_cast<double>(total - done) / rate, language)));
  }
  std::string words;
  for (const auto& piece : pieces) {
    const auto longer = words.empty() ? piece : words + "  " + piece;
    if (utf8::length(longer) <= width) words = longer;
  }
  constexpr std::size_t kShortest = 10, kLongest = 40;
  const auto taken = utf8::length(words) + 3;
  if (width < taken + kShortest || total == 0) return words;
  const auto room = std::min(kLongest, width - taken);
  const auto full = std::min(room, room * done / total);
  return "[" + std::string(full, '#') + std::string(room - full, '.') + "] " + words;
}

Progress::Progress(const Console& console, const std::string& mode) : language_(console.language) {
  json_ = mode == "json";
  bar_ = mode == "always" || (mode == "auto" && !console.quiet && ::isatty(STDERR_FILENO) == 1);
}

Progress::~Progress() {
  if (drawn_) std::fputs("\r\x1b[K", stderr);
}

void Progress::tell(std::size_t done, std::size_t total, const std::string& document) {
  if (json_) {
    nlohmann::ordered_json line{{"done", done}, {"total", nullptr}, {"document", document}};
    if (total > 0) line["total"] = total;
    std::fputs((line.dump() + "\n").c_str(), stderr);
  }
  if (!bar_) return;
  const auto now = Clock::now();
  if (!start_) start_ = now;
  if (last_ && now - *last_ < kBetween && done != total) return;
  if (!last_ && now - *start_ < kQuiet) return;
  last_ = now;
  // The last column stays free: some terminals wrap there.
  const auto line = progress_line(done, total, now - *start_, terminal_width() - 1, language_);
  std::fputs(("\r" + line + "\x1b[K").c_str(), stderr);
  drawn_ = true;
}

}  // namespace svodka::cli
