#include "cli/changed_words.h"

#include <algorithm>
#include <dtl/dtl.hpp>

#include "base/utf8.h"

namespace svodka::cli {
namespace {

constexpr double kAlike = 0.5;
constexpr std::size_t kWordsAbout = 4;  // that stay beside a change

// Each word with the blanks behind it, so that together they are the text.
std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words;
  bool blank = true;
  for (const char c : text) {
    const bool is_blank = c == ' ' || c == '\n';
    if (words.empty() || (blank && !is_blank)) words.emplace_back();
    words.back() += c;
    blank = is_blank;
  }
  return words;
}

std::string bare(std::string word) {
  while (!word.empty() && (word.back() == ' ' || word.back() == '\n')) word.pop_back();
  return word;
}

// Blanks are no difference between words.
std::vector<std::string> bare_words(const std::vector<std::string>& words) {
  std::vector<std::string> all;
  for (const auto& word : words) all.push_back(bare(word));
  return all;
}

std::string shown_whole(const std::string& words) { return words.empty() ? "—" : on_one_line(words); }

// Of a long run of common words those beside the changes before and behind it.
std::string shortened(const std::string& run, bool first, bool last) {
  const auto words = words_of(run);
  if (words.size() <= 2 * kWordsAbout + 1) return run;
  std::string out;
  if (!first) {
    for (std::size_t i = 0; i < kWordsAbout; ++i) out += words[i];
  }
  out += "… ";
  if (!last) {
    for (auto i = words.size() - kWordsAbout; i < words.size(); ++i) out += words[i];
  }
  return out;
}

}  // namespace

std::string on_one_line(std::string words) {
  for (auto end = words.find('\n'); end != std::string::npos; end = words.find('\n', end + 3))
    words.replace(end, 1, " / ");
  return words;
}

std::vector<WordRun> word_runs(const std::string& before, const std::string& after) {
  const auto old = words_of(before), now = words_of(after);
  dtl::Diff<std::string> diff(bare_words(old), bare_words(now));
  diff.onHuge();
  diff.compose();
  std::vector<WordRun> runs;
  bool common = false;
  for (const auto& [word, info] : diff.getSes().getSequence()) {
    const bool is_common = info.type == dtl::SES_COMMON;
    if (runs.empty() || is_common != common) runs.emplace_back();
    common = is_common;
    if (info.type != dtl::SES_ADD) runs.back().before += old[static_cast<std::size_t>(info.beforeIdx - 1)];
    if (info.type != dtl::SES_DELETE) runs.back().after += now[static_cast<std::size_t>(info.afterIdx - 1)];
  }
  return runs;
}

double likeness(const std::string& before, const std::string& after) {
  const auto all = utf8::length(before) + utf8::length(after);
  if (all == 0) return 1;
  std::size_t same = 0;
  for (const auto& run : word_runs(before, after)) {
    if (run.is_common()) same += utf8::length(run.before) + utf8::length(run.after);
  }
  return static_cast<double>(same) / static_cast<double>(all);
}

std::string shown_change(const std::string& before, const std::string& after) {
  if (before.empty() || after.empty() || likeness(before, after) < kAlike)
    return shown_whole(before) + " → " + shown_whole(after);
  std::string out;
  const auto runs = word_runs(before, after);
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const auto& run = runs[i];
    if (run.is_common()) {
      out += shortened(run.after, i == 0, i + 1 == runs.size());
      continue;
    }
    const auto was = bare(run.before), is = bare(run.after);
    out += "[" + (was.empty() ? "+ " + is : is.empty() ? "− " + was : was + " → " + is) + "]";
    if (i + 1 < runs.size()) out += " ";
  }
  return on_one_line(bare(out));
}

}  // namespace svodka::cli
