#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

#include "base/text.h"
#include "cli/console.h"

namespace svodka::cli {

/// A line that tells how far a run has come, for a terminal `width` characters wide: a bar, the count, the
/// rate and the time left. Pieces that do not fit are left out, the bar first. Never longer than the width.
/// `total` 0: it is not known yet, and neither a bar nor the time left can be told.
std::string progress_line(std::size_t done, std::size_t total, std::chrono::duration<double> since_start,
                          std::size_t width, Language language);

/// Tells on stderr how a run goes: `auto` draws a bar on terminals unless quiet, `always` draws it anyhow,
/// `json` writes a line for each document (`{"done":3,"total":12,"document":"…"}`), `never` nothing.
class Progress {
 public:
  Progress(const Console& console, const std::string& mode);
  /// Removes the bar.
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  bool wanted() const { return bar_ || json_; }
  /// Document `done` of `total` is ready. Not from two threads at once.
  void tell(std::size_t done, std::size_t total, const std::string& document);

 private:
  using Clock = std::chrono::steady_clock;
  Language language_;
  bool bar_ = false, json_ = false, drawn_ = false;
  std::optional<Clock::time_point> start_, last_;
};

}  // namespace svodka::cli
