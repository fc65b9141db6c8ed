#include "build_documents.h"

#include <algorithm>

#include "base/files.h"
#include "base/hash.h"
#include "page.h"
#include "publish/ledger/page_counter.h"
#include "render/page_count.h"
#include "store/document_tables.h"

namespace svodka {
namespace fs = std::filesystem;

BuildDocuments::BuildDocuments(const Project& project, const std::vector<std::string>& names)
    : project_(project) {
  for (const auto& name : report_names(project.root)) {
    if (store::may_read_documents(read_file(project.root / "templates" / (name + ".yaml"))))
      asking_.insert(name);
  }
  const auto is_made = [&](const std::string& report) {
    return std::find(names.begin(), names.end(), report) != names.end();
  };
  is_asked_ = std::any_of(names.begin(), names.end(), [&](const auto& name) { return asks(name); });
  if (!is_asked_) return;
  ledger_ = publish::ledger_state(project.history);
  const auto before = publish::Manifest::read(project.period_folder());
  if (!before || before->as_of != project.context.as_of) return;
  for (const auto& entry : before->documents) {
    if (!is_made(entry.report) && !asks(entry.report) && entry.report != kPageReport)
      entries_.push_back(entry);
  }
}

void BuildDocuments::add(const publish::ManifestEntry& entry, const std::string& clean) {
  if (!is_asked_ || asks(entry.report)) return;
  entries_.push_back(entry);
  if (render::has_pages(entry.file)) clean_.emplace(sha256(clean), clean);
}

std::shared_ptr<publish::LedgerRows> BuildDocuments::rows_for(const std::string& report,
                                                              Diagnostics& out) const {
  const auto& context = project_.context;
  auto rows = std::make_shared<publish::LedgerRows>(project_.history, kPageReport);
  rows->in_build(context.period, context.as_of, entries_, report);
  const auto definition = "templates/" + report + ".yaml";
  rows->count_by(publish::PageCounter{
      .outputs = project_.outputs,
      .wants = [period = context.period](const auto& question) { return question.period == period; },
      .made = &clean_,
      .unknown =
          [&out, definition](const std::vector<std::string>& files, const Text& why) {
            out.warning({.file = definition}, "pages-unknown",
                        text("сколько страниц в «{0}», не узнать: {1}",
                             "the pages of “{0}” cannot be counted: {2}", files.front(), why.ru, why.en),
                        text("apt install libreoffice-writer libreoffice-calc",
                             "apt install libreoffice-writer libreoffice-calc"));
          }});
  return rows;
}

}  // namespace svodka
