#include "document_findings.h"

#include <algorithm>

#include "base/words.h"

namespace svodka {
namespace {

// «… (документы «s10.txt», «s11.txt», «s12.txt» и ещё 37)».
void name_documents(Text& message, const NamedFiles& documents) {
  const auto names = documents.words();
  if (documents.count == 1)
    message = text("{0} (документ {2})", "{1} (document {3})", message.ru, message.en, names.ru, names.en);
  else
    message = text("{0} (документы {2})", "{1} (documents {3})", message.ru, message.en, names.ru, names.en);
}

}  // namespace

DocumentFindings::Told& DocumentFindings::of(const Finding& finding) {
  const auto [first, last] = places_.equal_range(finding.message.ru);
  const auto same =
      std::find_if(first, last, [&](const auto& at) { return told_[at.second].finding == finding; });
  if (same != last) return told_[same->second];
  places_.emplace(finding.message.ru, told_.size());
  return told_.emplace_back(Told{finding, {}});
}

void DocumentFindings::add(const Diagnostics& found, const std::string& document) {
  for (const auto& finding : found.in_order()) {
    auto& documents = of(finding).documents;
    const bool is_said = !documents.first.empty() && documents.first.back() == document;
    if (!is_said) documents.add(document);
  }
}

void DocumentFindings::add(const DocumentFindings& others) {
  for (const auto& [finding, documents] : others.told_) of(finding).documents.add(documents);
}

bool DocumentFindings::has_errors() const {
  return std::any_of(told_.begin(), told_.end(),
                     [](const Told& told) { return told.finding.severity == Severity::kError; });
}

void DocumentFindings::tell(Diagnostics& out) const {
  for (const auto& [finding, documents] : told_) {
    auto named = finding;
    const bool is_named =
        documents.count == 1 && named.message.ru.find(documents.first.front()) != std::string::npos;
    if (!is_named) name_documents(named.message, documents);
    out.add(std::move(named));
  }
}

}  // namespace svodka
