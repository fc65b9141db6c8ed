#include "base/finding.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "base/utf8.h"

namespace svodka {
namespace {

std::u32string folded(std::string_view name) {
  std::u32string out;
  for (std::size_t i = 0; i < name.size();) {
    char32_t c = utf8::lower(utf8::next(name, i));
    out.push_back(c == U'ё' ? U'е' : c == U'_' ? U'-' : c);
  }
  return out;
}

// Optimal string alignment distance; gives up (returns limit + 1) once it must exceed `limit`.
std::size_t edit_distance(const std::u32string& a, const std::u32string& b, std::size_t limit) {
  const auto difference = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (difference > limit) return limit + 1;
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), now(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    now[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t cost = a[i - 1] == b[j - 1] ? 0 : 1;
      now[j] = std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + cost});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        now[j] = std::min(now[j], before[j - 2] + 1);
    }
    std::swap(before, last);
    std::swap(last, now);
  }
  return std::min(last[b.size()], limit + 1);
}

}  // namespace

void Diagnostics::add(const Diagnostics& others) {
  findings_.insert(findings_.end(), others.findings_.begin(), others.findings_.end());
}

void Diagnostics::error(Position at, std::string rule, Text message, Text hint) {
  add({Severity::kError, std::move(rule), std::move(at), std::move(message), std::move(hint), {}});
}

void Diagnostics::warning(Position at, std::string rule, Text message, Text hint) {
  add({Severity::kWarning, std::move(rule), std::move(at), std::move(message), std::move(hint), {}});
}

void Diagnostics::info(Position at, std::string rule, Text message, Text hint) {
  add({Severity::kInfo, std::move(rule), std::move(at), std::move(message), std::move(hint), {}});
}

std::size_t Diagnostics::count(Severity severity) const {
  return static_cast<std::size_t>(std::count_if(findings_.begin(), findings_.end(),
                                                [&](const Finding& f) { return f.severity == severity; }));
}

std::vector<Finding> Diagnostics::sorted() const {
  auto result = findings_;
  const auto key = [](const Finding& f) {
    return std::tie(f.at.file, f.at.part, f.at.line, f.at.column, f.at.paragraph, f.at.cell, f.rule,
                    f.message.en);
  };
  std::stable_sort(result.begin(), result.end(),
                   [&](const Finding& a, const Finding& b) { return key(a) < key(b); });
  result.erase(std::unique(result.begin(), result.end()), result.end());
  return result;
}

std::string to_string(const Position& at, Language language) {
  std::string out = at.file;
  if (!at.cell.empty()) {
    out += ": " + (at.part.empty() ? "" : at.part + "!") + at.cell;
  } else if (!at.part.empty()) {
    out += ": " + at.part;
    if (at.paragraph > 0)
      out += (language == Language::kRussian ? ", абзац " : ", paragraph ") + std::to_string(at.paragraph);
    if (!at.around.empty()) out += " «" + at.around + "»";
  } else if (at.line > 0) {
    out += ":" + std::to_string(at.line);
    if (at.column > 0) out += ":" + std::to_string(at.column);
  }
  return out;
}

std::string did_you_mean(std::string_view name, const std::vector<std::string>& candidates) {
  const auto wanted = folded(name);
  std::size_t best_distance = std::max<std::size_t>(1, wanted.size() / 3) + 1;
  std::string best;
  for (const auto& candidate : candidates) {
    const auto distance = edit_distance(wanted, folded(candidate), best_distance - 1);
    if (distance < best_distance) {
      best_distance = distance;
      best = candidate;
    }
  }
  return best;
}

Text suggestion(std::string_view name, const std::vector<std::string>& candidates) {
  const auto best = did_you_mean(name, candidates);
  if (best.empty()) return {};
  return text("возможно, `{}`", "did you mean `{}`?", best);
}

}  // namespace svodka
