#include "language/spelling.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <hunspell/hunspell.hxx>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "base/utf8.h"
#include "language/slips_text.h"

namespace svodka::language {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLongestWord = 60;  // hunspell has a limit of its own and answers "unknown" beyond it

std::vector<fs::path> folders() {
  std::vector<fs::path> all;
  if (const char* own = std::getenv("DICPATH"); own != nullptr && *own != '\0') {
    std::string_view rest = own;
    while (!rest.empty()) {
      const auto end = std::min(rest.find(':'), rest.size());
      all.emplace_back(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return all;
  }
  return {"/usr/share/hunspell", "/usr/share/myspell/dicts"};
}

bool is_capitals(const Characters& text, const Word& word) {
  return std::none_of(text.begin() + static_cast<std::ptrdiff_t>(word.begin),
                      text.begin() + static_cast<std::ptrdiff_t>(word.end), is_small);
}

// «обл.», «чел.», «зам.»: up to four letters before a full stop, or letters go on after it («г.о.»).
bool is_abbreviation(const Characters& text, const Word& word) {
  return at(text, word.end) == U'.' &&
         (word.end - word.begin <= 4 || utf8::is_letter(at(text, word.end + 1)));
}

// A run of Russian letters and hyphens, by its bytes.
struct Run {
  std::size_t begin = 0, end = 0;
};

Run next_run(std::string_view text, std::size_t from) {
  const auto lead = [&](std::size_t i) {
    const auto c = static_cast<unsigned char>(text[i]);
    return c >= 0xD0 && c <= 0xD4;
  };
  while (from < text.size() && !lead(from)) ++from;
  auto end = from;
  while (end < text.size()) {
    if (lead(end))
      end = std::min(end + 2, text.size());
    else if (text[end] == '-' && end + 1 < text.size() && lead(end + 1))
      ++end;
    else
      break;
  }
  return {from, end};
}

struct Hash {
  using is_transparent = void;
  std::size_t operator()(std::string_view words) const { return std::hash<std::string_view>()(words); }
};

bool is_russian(const Characters& text, const Word& word) {
  return std::all_of(text.begin() + static_cast<std::ptrdiff_t>(word.begin),
                     text.begin() + static_cast<std::ptrdiff_t>(word.end),
                     [](char32_t c) { return is_cap(c) || is_small(c) || c == kHyphen; });
}

}  // namespace

struct Speller::Dictionary {
  Dictionary(const std::string& aff, const std::string& dic) : hunspell(aff.c_str(), dic.c_str()) {}

  bool knows(const Characters& word) {
    const auto written = encoded(word);
    const auto [found, is_new] = known.emplace(written, false);
    if (!is_new) return found->second;
    Characters small = folded(word, 0, word.size());
    const bool is_right = accepted.count(encoded(small)) > 0 || word.size() > kLongestWord ||
                       hunspell.spell(written) || hunspell.spell(encoded(small));
    return found->second = is_right;
  }

  const std::string& suggestion(const std::string& word) {
    const auto [found, is_new] = suggestions.emplace(word, std::string());
    if (is_new) {
      // Letters are left out or mistaken more often than put in.
      const auto all = hunspell.suggest(word);
      const auto whole = std::find_if(all.begin(), all.end(), [&](const std::string& each) {
        return utf8::length(each) >= utf8::length(word);
      });
      if (!all.empty()) found->second = whole != all.end() ? *whole : all.front();
    }
    return found->second;
  }

  Hunspell hunspell;
  // Every word of the text has been looked at before and is right by itself, whatever stands beside it.
  bool all_right(std::string_view text) const {
    for (auto run = next_run(text, 0); run.begin < run.end; run = next_run(text, run.end)) {
      if (right.find(text.substr(run.begin, run.end - run.begin)) == right.end()) return false;
    }
    return true;
  }

  std::set<std::string> accepted;                                ///< small letters, ё as е
  std::unordered_set<std::string, Hash, std::equal_to<>> right;  ///< as written, with their hyphens
  std::unordered_map<std::string, bool> known;
  std::unordered_map<std::string, std::string> suggestions;
};

Speller::Speller(std::unique_ptr<Dictionary> dictionary) : dictionary_(std::move(dictionary)) {}
Speller::~Speller() = default;

std::unique_ptr<Speller> Speller::russian() {
  for (const auto& folder : folders()) {
    std::error_code error;
    const auto aff = folder / "ru_RU.aff", dic = folder / "ru_RU.dic";
    if (!fs::exists(aff, error) || !fs::exists(dic, error)) continue;
    auto dictionary = std::make_unique<Dictionary>(aff.string(), dic.string());
    if (dictionary->hunspell.get_dict_encoding() != "UTF-8") continue;
    return std::unique_ptr<Speller>(new Speller(std::move(dictionary)));
  }
  return nullptr;
}

void Speller::accept(std::string_view text) {
  const auto all = decoded(text);
  for (const bool hyphens : {false, true}) {
    for (const auto& word : words_of(all, hyphens))
      dictionary_->accepted.insert(encoded(folded(all, word.begin, word.end)));
  }
  dictionary_->known.clear();
  dictionary_->right.clear();
}

Slips Speller::misspelt(std::string_view text) {
  if (dictionary_->all_right(text)) return {};
  const auto all = decoded(text);
  const auto skipped = addresses(all);
  Slips out;
  const auto look = [&](const Word& word, bool first_part) {
    const auto size = word.end - word.begin;
    if (size < 2 || is_capitals(all, word)) return;
    const auto letters = all.substr(word.begin, size);
    const bool joined = first_part && (letters.back() == U'о' || letters.back() == U'е');  // «учебно-»
    if (joined || dictionary_->knows(letters)) return;
    auto slip = slip_at(all, word.begin, size);
    slip.note = same_text(dictionary_->suggestion(slip.said));
    out.push_back(std::move(slip));
  };
  for (const auto& word : words_of(all, true)) {
    if (inside(skipped, word.begin) || !is_russian(all, word) || is_digit(before(all, word.begin)) ||
        is_digit(at(all, word.end)) || before(all, word.begin) == kHyphen || is_abbreviation(all, word))
      continue;
    const auto letters = all.substr(word.begin, word.end - word.begin);
    const auto before_it = out.size();
    if (letters.find(kHyphen) == Characters::npos) {
      look(word, false);
      if (out.size() == before_it) dictionary_->right.insert(encoded(letters));
      continue;
    }
    if (dictionary_->knows(letters)) {
      dictionary_->right.insert(encoded(letters));
      continue;
    }
    for (auto begin = word.begin; begin < word.end;) {
      auto end = begin;
      while (end < word.end && all[end] != kHyphen) ++end;
      look({begin, end}, end < word.end);
      begin = end + 1;
    }
    if (out.size() == before_it) dictionary_->right.insert(encoded(letters));
  }
  return out;
}

}  // namespace svodka::language
