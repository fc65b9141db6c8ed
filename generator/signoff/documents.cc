#include "signoff/documents.h"

#include <algorithm>
#include <map>

#include "base/files.h"
#include "language/period.h"

namespace svodka::signoff {
namespace fs = std::filesystem;
namespace {

using publish::Action;
using publish::LedgerEntry;
using publish::State;

Document of_manifest(const publish::Manifest& manifest, const publish::ManifestEntry& entry) {
  Document document;
  document.name = manifest.period + "/" + entry.sign_off.document;
  document.version = entry.sign_off.version;
  document.file = manifest.period + "/" + entry.file;
  document.period = manifest.period;
  document.as_of = manifest.as_of;
  document.report = entry.report;
  document.title = entry.title;
  document.built = entry;
  return document;
}

void take_entry(Document& document, const LedgerEntry& entry) {
  document.name = entry.document;
  document.version = entry.version;
  document.file = publish::version_file(entry.document, entry.version);
  if (!entry.period.empty()) document.period = entry.period;
  if (!entry.as_of.empty()) document.as_of = entry.as_of;
  if (!entry.report.empty()) document.report = entry.report;
  if (!entry.title.empty()) document.title = entry.title;
  document.entries.push_back(entry);
}

// "…/outputs/2020-12/A.docx" as "2020-12/A.docx"; "" when it lies elsewhere.
std::string below(const fs::path& outputs, const fs::path& file) {
  std::error_code error;
  if (!fs::exists(file, error)) return {};
  const auto relative = fs::weakly_canonical(file, error)
                            .lexically_relative(fs::weakly_canonical(outputs, error))
                            .generic_string();
  return relative.starts_with("..") || relative == "." ? std::string() : relative;
}

bool is_its_pdf(const Document& document, const std::string& file) {
  return fs::path(document.file).replace_extension(".pdf").generic_string() == file;
}

class Selection {
 public:
  Selection(const std::vector<Document>& all, const ProjectOptions& project, const std::string& period,
            std::optional<Action> action, Diagnostics& out)
      : all_(all), project_(project), period_(period), action_(action), out_(out) {}

  void take(const std::string& name) {
    if (const auto period = language::parse_period(name)) return take_period(language::canonical(*period));
    const auto outputs = outputs_of(project_);
    for (const auto& place : {fs::path(name), project_.root / name, outputs / name}) {
      if (const auto file = below(outputs, place); !file.empty() && take_file(file)) return;
    }
    if (take_file(name) || take_name(name) || take_report(name)) return;
    std::vector<std::string> known;
    for (const auto& document : all_) {
      known.push_back(document.report);
      known.push_back(fs::path(document.file).filename().string());
    }
    out_.error({.file = name}, "unknown-document",
               text("нет такого документа, отчёта или периода среди подлежащих подписанию",
                    "no such document, report or period among what is to be signed off"),
               suggestion(name, known));
  }

  std::vector<Document> chosen() const {
    std::vector<Document> documents;
    for (const auto& [key, document] : chosen_) documents.push_back(*document);
    return documents;
  }

 private:
  void choose(const Document& document) {
    chosen_[{document.period, document.name, document.version}] = &document;
  }

  bool is_wanted(const Document& document) const { return !action_ || is_due(document, *action_); }

  void take_period(const std::string& period) {
    bool any = false, due = false;
    for (const auto& document : all_) {
      if (document.period != period) continue;
      any = true;
      if (!is_wanted(document)) continue;
      due = true;
      choose(document);
    }
    if (!any)
      out_.error({.file = "outputs/" + period}, "unknown-document",
                 text("за этот период нет документов, которые подписывают",
                      "the period has no documents that are signed off"),
                 text("создайте их: svodka build --period {0}; кто подписывает, сказано в sign-off отчёта",
                      "build them: svodka build --period {0}; sign-off of a report says who signs", period));
    else if (!due)
      nothing_due({.file = "outputs/" + period});
  }

  void nothing_due(const Position& at) {
    static const Text kWords[] = {text("утверждать нечего", "there is nothing to approve"),
                                  text("подписывать нечего", "there is nothing to sign"),
                                  text("регистрировать нечего", "there is nothing to register")};
    out_.error(at, "nothing-due", kWords[static_cast<std::size_t>(*action_)],
               text("состояние документов: svodka log --documents",
                    "how the documents stand: svodka log --documents"));
  }

  bool take_file(const std::string& file) {
    const auto found = std::find_if(all_.begin(), all_.end(), [&](const Document& document) {
      return document.file == file || is_its_pdf(document, file);
    });
    if (found == all_.end()) return false;
    choose(*found);
    return true;
  }

  bool take_name(const std::string& name) {
    std::vector<const Document*> found;
    for (const auto& document : all_) {
      if (fs::path(document.file).filename() == name && (period_.empty() || document.period == period_))
        found.push_back(&document);
    }
    if (found.empty()) return false;
    if (found.size() > 1) {
      out_.error(
          {.file = name}, "ambiguous-document",
          text("так называются документы нескольких периодов: {} и {}",
               "several periods have a document of this name: {} and {}", found[0]->file, found[1]->file),
          text("назовите период: --period {}", "name the period: --period {}", found.back()->period));
      return true;
    }
    choose(*found.front());
    return true;
  }

  bool take_report(const std::string& name) {
    std::string period = period_;
    for (const auto& document : all_) {
      if (document.report == name && period_.empty()) period = std::max(period, document.period);
    }
    bool any = false, due = false;
    for (const auto& document : all_) {
      if (document.report != name || document.period != period) continue;
      any = true;
      if (!is_wanted(document)) continue;
      due = true;
      choose(document);
    }
    if (any && !due) nothing_due({.file = "templates/" + name + ".yaml"});
    return any;
  }

  const std::vector<Document>& all_;
  const ProjectOptions& project_;
  const std::string& period_;
  std::optional<Action> action_;
  Diagnostics& out_;
  std::map<std::tuple<std::string, std::string, int>, const Document*> chosen_;
};

}  // namespace

const LedgerEntry* Document::last(Action action) const {
  const auto found = std::find_if(entries.rbegin(), entries.rend(),
                                  [&](const LedgerEntry& entry) { return entry.action == action; });
  return found == entries.rend() ? nullptr : &*found;
}

LedgerEntry entry_of(const Document& document, Action action) {
  LedgerEntry entry;
  entry.action = action;
  entry.document = document.name;
  entry.version = document.version;
  entry.report = document.report;
  entry.title = document.title;
  entry.period = document.period;
  return entry;
}

void say_file_missing(const Position& at, Diagnostics& out) {
  out.error(at, "file-missing", text("файла нет", "the file is gone"));
}

void say_file_changed(const Position& at, Diagnostics& out) {
  out.error(at, "file-changed",
            text("файл изменён: его контрольная сумма не та, что записана",
                 "the file was changed: its hash is not the recorded one"));
}

void say_changed_meanwhile(const Document& document, Diagnostics& out) {
  out.error(document.at(), "changed-meanwhile",
            text("документ тем временем изменил другой запуск", "another run changed the document meanwhile"),
            text("повторите команду", "repeat the command"));
}

std::vector<publish::LedgerFile> draft_files(const Document& document) {
  if (!document.built) return {};
  std::vector<publish::LedgerFile> files{
      {"draft", document.file, document.built->sha256, document.built->bytes}};
  if (const auto& pdf = document.built->pdf; !pdf.file.empty())
    files.push_back({"draft-pdf", document.period + "/" + pdf.file, pdf.sha256, pdf.bytes});
  return files;
}

bool is_due(const Document& document, Action action) {
  switch (action) {
    case Action::kApprove:
      return document.state == State::kDraft && document.built.has_value();
    case Action::kSign: {
      const auto* approval = document.last(Action::kApprove);
      return document.state == State::kApproved && approval->signature_due;
    }
    case Action::kRegister:
      break;
  }
  const auto* approval = document.last(Action::kApprove);
  return document.state == State::kSigned ||
         (document.state == State::kApproved && approval != nullptr && !approval->signature_due);
}

fs::path outputs_of(const ProjectOptions& project) {
  return project.outputs.empty() ? project.root / "outputs" : project.outputs;
}

std::vector<Document> read_documents(const fs::path& outputs) {
  std::map<std::pair<std::string, int>, Document> documents;
  for (const auto& period : publish::period_folders(outputs)) {
    const auto manifest = publish::Manifest::read(outputs / period);
    if (!manifest) continue;
    for (const auto& entry : manifest->documents) {
      if (entry.sign_off.document.empty()) continue;
      auto document = of_manifest(*manifest, entry);
      documents[{document.name, document.version}] = std::move(document);
    }
  }
  if (const auto ledger = publish::Ledger::open(outputs)) {
    for (const auto& entry : ledger->entries()) take_entry(documents[{entry.document, entry.version}], entry);
  }
  std::vector<Document> all;
  for (auto& [key, document] : documents) {
    document.state = publish::state_of(document.entries);
    all.push_back(std::move(document));
  }
  return all;
}

std::vector<Document> select(const std::vector<Document>& all, const ProjectOptions& project,
                             const Targets& targets, std::optional<Action> action, Diagnostics& out) {
  auto period = targets.period;
  if (const auto parsed = language::parse_period(period)) period = language::canonical(*parsed);
  Selection selection(all, project, period, action, out);
  for (const auto& name : targets.names) selection.take(name);
  return selection.chosen();
}

}  // namespace svodka::signoff
