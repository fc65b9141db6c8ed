#include "document_findings.h"

#include <algorithm>

#include "base/words.h"

namespace svodka {
namespace {

constexpr std::size_t kNamed = 3;

// «… (документы «s10.txt», «s11.txt», «s12.txt» и ещё 37)».
void name_documents(Text& message, const std::vector<std::string>& documents, std::size_t count) {
  std::string ru, en;
  for (const auto& document : documents) {
    ru += (ru.empty() ? "«" : ", «") + document + "»";
    en += (en.empty() ? "“" : ", “") + document + "”";
  }
  const auto more = count - documents.size();
  if (count == 1)
    message = text("{0} (документ {2})", "{1} (document {3})", message.ru, message.en, ru, en);
  else if (more == 0)
    message = text("{0} (документы {2})", "{1} (documents {3})", message.ru, message.en, ru, en);
  else
    message = text("{0} (документы {2} и ещё {4})", "{1} (documents {3} and {4} more)", message.ru,
                   message.en, ru, en, more);
}

}  // namespace

DocumentFindings::Told& DocumentFindings::of(const Finding& finding) {
  const auto [first, last] = places_.equal_range(finding.message.ru);
  const auto same =
      std::find_if(first, last, [&](const auto& at) { return told_[at.second].finding == finding; });
  if (same != last) return told_[same->second];
  places_.emplace(finding.message.ru, told_.size());
  return told_.emplace_back(Told{finding, {}, 0});
}

void DocumentFindings::add(const Diagnostics& found, const std::string& document) {
  for (const auto& finding : found.in_order()) {
    auto& told = of(finding);
    if (!told.documents.empty() && told.documents.back() == document) continue;
    if (told.documents.size() < kNamed) told.documents.push_back(document);
    ++told.count;
  }
}

void DocumentFindings::add(const DocumentFindings& others) {
  for (const auto& other : others.told_) {
    auto& told = of(other.finding);
    for (const auto& document : other.documents)
      if (told.documents.size() < kNamed) told.documents.push_back(document);
    told.count += other.count;
  }
}

bool DocumentFindings::has_errors() const {
  return std::any_of(told_.begin(), told_.end(),
                     [](const Told& told) { return told.finding.severity == Severity::kError; });
}

void DocumentFindings::tell(Diagnostics& out) const {
  for (const auto& [finding, documents, count] : told_) {
    auto named = finding;
    const bool is_named = count == 1 && named.message.ru.find(documents.front()) != std::string::npos;
    if (!is_named) name_documents(named.message, documents, count);
    out.add(std::move(named));
  }
}

}  // namespace svodka
