#include "base/words.h"

#include <algorithm>

namespace svodka {

std::vector<std::string> words_between(std::string_view text, std::string_view open, std::string_view close) {
  std::vector<std::string> words;
  for (auto begin = text.find(open); begin != text.npos;) {
    begin += open.size();
    const auto end = text.find(close, begin);
    if (end == text.npos) break;
    words.emplace_back(text.substr(begin, end - begin));
    begin = text.find(open, end + close.size());
  }
  return words;
}

std::string first_of(const std::vector<std::string>& words) {
  constexpr std::size_t kShown = 3;
  std::string list;
  for (std::size_t i = 0; i < std::min(words.size(), kShown); ++i) list += (i > 0 ? ", " : "") + words[i];
  return words.size() > kShown ? list + ", …" : list;
}

}  // namespace svodka
