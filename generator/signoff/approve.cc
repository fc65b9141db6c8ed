#include <algorithm>

#include "base/files.h"
#include "base/hash.h"
#include "pdf_outputs.h"
#include "publish/ledger/versions.h"
#include "publish/pdf/pdf.h"
#include "publish/placed_files.h"
#include "signoff/grounds.h"
#include "signoff/steps.h"

namespace svodka::signoff {
namespace fs = std::filesystem;
namespace {

using publish::Action;
using publish::LedgerEntry;
using publish::LedgerFile;
using publish::State;

std::string joined(const std::vector<std::string>& names) {
  return fmt::format("{}", fmt::join(names, ", "));
}

// Those who have approved, in order.
std::vector<std::string> approved_by(const Document& document) {
  std::vector<std::string> people;
  for (const auto& entry : document.entries) {
    if (entry.action == Action::kApprove) people.push_back(entry.person.id);
  }
  return people;
}

// Whether it is this person's turn: a report's approvers act in the order they are named in.
bool may_approve(const Document& document, const bind::SignOff& sign_off, const std::string& by,
                 Diagnostics& out) {
  const auto approvers = sign_off.approvers();
  const auto done = approved_by(document);
  const auto place = std::find(approvers.begin(), approvers.end(), by);
  if (place == approvers.end()) {
    out.error(document.at(), "not-an-approver",
              text("`{}` не утверждает документы этого отчёта",
                   "`{}` does not approve documents of this report", by),
              text("утверждают: {}", "those who do: {}", joined(approvers)));
  } else if (std::find(done.begin(), done.end(), by) != done.end()) {
    out.error(document.at(), "same-person",
              text("`{}` уже утверждает этот документ", "`{}` has approved the document already", by));
  } else if (const auto waiting = std::find_if(approvers.begin(), place,
                                               [&](const std::string& id) {
                                                 return std::find(done.begin(), done.end(), id) == done.end();
                                               });
             waiting != place) {
    out.error(document.at(), "out-of-order",
              text("сначала документ утверждает `{}`", "`{}` approves the document first", *waiting));
  } else {
    return true;
  }
  return false;
}

bool is_draft(const Document& document, Diagnostics& out) {
  if (document.state == State::kDraft && document.built) return true;
  if (document.state == State::kDraft) {
    out.error(document.at(), "not-built",
              text("проекта нет в последней сборке", "the draft is not of the last build"),
              text("соберите его заново: svodka build", "build it again: svodka build"));
  } else {
    const auto* approval = document.last(Action::kApprove);
    out.error(document.at(), "out-of-order",
              text("документ уже утверждён {}", "the document was approved {} already",
                   approval == nullptr ? "" : approval->time.substr(0, 10)));
  }
  return false;
}

// The clean bytes that the build has left for this moment.
bool has_clean_copy(const fs::path& outputs, const Document& document, Diagnostics& out) {
  const auto copy = publish::clean_folder(outputs, document.period) / fs::path(document.file).filename();
  std::error_code error;
  if (fs::is_regular_file(copy, error) && sha256_of_file(copy) == document.built->sign_off.clean_sha256)
    return true;
  out.error(document.at(), "not-built",
            text("нет чистового экземпляра документа", "the clean copy of the document is gone"),
            text("соберите документ заново: svodka build", "build the document again: svodka build"));
  return false;
}

LedgerEntry approval_of(const Document& document, const bind::SignOff& sign_off,
                        publish::LedgerPerson person) {
  auto entry = entry_of(document, Action::kApprove);
  entry.as_of = document.as_of;
  entry.person = std::move(person);
  entry.complete = approved_by(document).size() + 1 == sign_off.approvers().size();
  entry.signature_due = !sign_off.sign.empty();
  const auto& built = *document.built;
  entry.files = {{"document", document.file, built.sign_off.clean_sha256, built.sign_off.clean_bytes},
                 {"draft", document.file, built.sha256, built.bytes}};
  return entry;
}

// The PDFs of clean documents take the place of those of drafts. They are on the disk before the ledger
// speaks of them.
void add_pdfs(const fs::path& outputs, const std::vector<Document>& documents,
              std::vector<LedgerEntry>& entries, std::chrono::seconds limit, Diagnostics& out) {
  std::vector<std::size_t> due;
  std::vector<publish::PdfJob> jobs;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto& built = *documents[i].built;
    if (!entries[i].complete || built.pdf.file.empty()) continue;
    due.push_back(i);
    jobs.push_back({built.file, read_file(publish::clean_folder(outputs, documents[i].period) / built.file),
                    built.pdf.kind == "pdf/a-2b", pdf_moment(documents[i].as_of)});
  }
  if (due.empty()) return;
  const auto office = publish::LibreOffice::installed();
  if (!office) return say_no_office(documents[due.front()].at(), out);
  const auto made = publish::make_pdfs(*office, jobs, 0, limit);
  publish::PlacedFiles waiting;
  for (std::size_t j = 0; j < due.size(); ++j) {
    const auto& document = documents[due[j]];
    const auto& draft = document.built->pdf;
    if (made[j].bytes.empty()) {
      out.error(
          document.at(), "no-pdf",
          text("PDF документа не создан: {0}", "no PDF of it was made: {1}", made[j].why.ru, made[j].why.en));
      continue;
    }
    waiting.stage(publish::clean_folder(outputs, document.period) / draft.file, made[j].bytes);
    const auto file = document.period + "/" + draft.file;
    auto& files = entries[due[j]].files;
    files.push_back({"pdf", file, sha256(made[j].bytes), made[j].bytes.size()});
    files.push_back({"draft-pdf", file, draft.sha256, draft.bytes});
  }
  waiting.commit();
}

bool is_as_it_was(const Document& before, const std::vector<Document>& now) {
  const auto same = std::find_if(now.begin(), now.end(), [&](const Document& document) {
    return document.name == before.name && document.version == before.version;
  });
  return same != now.end() && same->built && same->entries.size() == before.entries.size() &&
         same->built->sha256 == before.built->sha256 &&
         same->built->sign_off.clean_sha256 == before.built->sign_off.clean_sha256;
}

}  // namespace

std::vector<LedgerEntry> approve(const ApproveRequest& request, Diagnostics& out) {
  const auto outputs = outputs_of(request.project);
  Grounds grounds(request.project);
  const auto documents =
      select(read_documents(outputs), request.project, request.targets, Action::kApprove, out);
  std::vector<LedgerEntry> entries;
  std::vector<std::string> lists;
  std::vector<Document> sound;
  for (const auto& document : documents) {
    if (!is_draft(document, out)) continue;
    const auto sign_off = grounds.sign_off(document, out);
    const auto person = grounds.person(document, request.by, out);
    if (!sign_off || !person || !may_approve(document, *sign_off, request.by, out)) continue;
    require_unchanged(outputs, document, out);
    if (!has_clean_copy(outputs, document, out)) continue;
    entries.push_back(approval_of(document, *sign_off, *person));
    lists.push_back(grounds.input_list(document));
    sound.push_back(document);
  }
  if (!out.has_errors()) grounds.require_same_data(sound, out);
  if (!out.has_errors()) add_pdfs(outputs, sound, entries, request.pdf_limit, out);
  if (out.has_errors() || entries.empty()) return {};

  const publish::ProjectLock lock(outputs, publish::ProjectLock::Patience::kWait);
  auto ledger = publish::Ledger::open_or_make(outputs);
  publish::Ledger::Writing writing(ledger);
  const auto now = read_documents(outputs);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (!is_as_it_was(sound[i], now)) {
      say_changed_meanwhile(sound[i], out);
      continue;
    }
    entries[i].inputs = writing.add_input_list(lists[i]);
    entries[i] = writing.add(std::move(entries[i]));
  }
  if (out.has_errors()) return {};
  writing.commit();
  publish::finish_files(outputs, entries);
  return entries;
}

}  // namespace svodka::signoff
