#include "render/word/annotation.h"

namespace svodka::render {
namespace {

const char* severity_word(Severity severity, Language language) {
  const bool russian = language == Language::kRussian;
  switch (severity) {
    case Severity::kError:
      return russian ? "Ошибка" : "Error";
    case Severity::kWarning:
      return russian ? "Предупреждение" : "Warning";
    case Severity::kInfo:
      break;
  }
  return russian ? "Замечание" : "Note";
}

std::string place(Position at, Language language) {
  at.file.clear();
  auto words = to_string(at, language);
  words.erase(0, words.find_first_not_of(": "));
  return words.empty() ? std::string(language == Language::kRussian ? "весь файл" : "the whole file") : words;
}

}  // namespace

std::vector<std::string> comment_of(const Finding& finding, bool here, Language language) {
  std::string said = severity_word(finding.severity, language);
  if (!here) said += " (" + place(finding.at, language) + ")";
  std::vector<std::string> paragraphs{said + ": " + finding.message.in(language)};
  if (!finding.hint.in(language).empty()) paragraphs.push_back(finding.hint.in(language));
  for (const auto& related : finding.related)
    paragraphs.push_back(related.message.in(language) + ": " + place(related.at, language));
  return paragraphs;
}

std::string searched_words(std::string words) {
  constexpr std::string_view kDots = "…";
  if (words.starts_with(kDots)) words.erase(0, kDots.size());
  if (words.ends_with(kDots)) words.erase(words.size() - kDots.size());
  return words;
}

}  // namespace svodka::render
