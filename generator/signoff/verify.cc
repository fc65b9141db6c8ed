#include "signoff/verify.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/hash.h"
#include "publish/pdf/signed_pdf.h"
#include "signoff/check_files.h"
#include "signoff/grounds.h"

namespace svodka::signoff {
namespace fs = std::filesystem;
namespace {

using publish::Action;
using publish::Ledger;
using publish::LedgerEntry;
using publish::LedgerFile;
using publish::State;

class DocumentCheck {
 public:
  DocumentCheck(const Document& document, const ReadNamed& read, const std::string& folder,
                const publish::Trust& trust, Diagnostics& out)
      : read_(read), folder_(folder), trust_(trust), out_(out) {
    checked_.document = document;
  }

  CheckedDocument run() && {
    const auto& document = checked_.document;
    if (document.state == State::kDraft) {
      for (const auto& file : draft_files(document)) check_file(file);
      return std::move(checked_);
    }
    for (const auto& entry : document.entries) check_entry(entry);
    return std::move(checked_);
  }

 private:
  Position at(const std::string& file) const { return {.file = folder_ + file}; }

  void check_entry(const LedgerEntry& entry) {
    for (const auto& file : entry.files) {
      const bool inside = file.role == "signed-pdf";
      const bool replaced = file.role == "pdf" && is_signed_inside(checked_.document, file);
      if (entry.action == Action::kApprove && entry.complete && !file.role.starts_with("draft") && !replaced)
        check_file(file);
      if (inside) check_pdf_signature(entry, file);
      if (file.role.ends_with("signature")) check_signature(entry, file);
      const bool copy = file.role == "stamped";
      if (copy) check_file(file);
      if (entry.action != Action::kApprove && !inside && !copy && !file.role.ends_with("signature"))
        compare(entry, file);
    }
  }

  std::optional<std::string> check_file(const LedgerFile& file) {
    auto bytes = read_(file.file);
    const bool sound = bytes && bytes->size() == file.bytes && sha256(*bytes) == file.sha256;
    if (!bytes)
      say_file_missing(at(file.file), out_);
    else if (!sound)
      say_file_changed(at(file.file), out_);
    checked_.files.push_back({file.role, file.file, file.sha256, sound});
    if (!sound) bytes.reset();
    return bytes;
  }

  void check_signature(const LedgerEntry& entry, const LedgerFile& file) {
    const auto signature = check_file(file);
    if (!signature) return;
    constexpr std::string_view kEnd = ".p7s";
    const auto content = read_(file.file.substr(0, file.file.size() - kEnd.size()));
    if (!content) return;  // said already
    take_signature(entry, file, *content, *signature, {});
  }

  // The signature inside a PDF is of all of it, and what stands before it is the PDF that was approved.
  void check_pdf_signature(const LedgerEntry& entry, const LedgerFile& file) {
    const auto pdf = check_file(file);
    if (!pdf) return;
    const auto* approved = entry.file("pdf");
    if (approved == nullptr || pdf->size() < approved->bytes ||
        sha256(std::string_view(*pdf).substr(0, approved->bytes)) != approved->sha256) {
      out_.error(
          at(file.file), "not-what-was-approved",
          text("подписан не тот PDF, который утвердили", "another PDF was signed than the approved one"));
      return;
    }
    const auto signatures = publish::pdf_signatures(*pdf);
    if (signatures.size() != 1 || !signatures.front().of_all) {
      out_.error(at(file.file), "bad-signature",
                 text("в PDF нет подписи, которая охватывает его целиком",
                      "the PDF has no signature that is of all of it"));
      return;
    }
    const auto& signature = signatures.front();
    take_signature(entry, file, signature.signed_bytes, signature.cms, signature.moment);
  }

  // `moment`: the time that the signed file gives.
  void take_signature(const LedgerEntry& entry, const LedgerFile& file, const std::string& content,
                      const std::string& signature, const std::string& moment) {
    auto facts = publish::check_signature(at(file.file), content, signature, trust_,
                                          moment.empty() ? entry.time : moment, out_);
    if (!facts) return;
    if (facts->time.empty()) facts->time = moment;
    if (entry.certificate && entry.certificate->sha256 != facts->certificate.recorded.sha256) {
      out_.error(at(file.file), "another-certificate",
                 text("подпись сделана не тем сертификатом, что записан",
                      "the signature was made with another certificate than the recorded one"));
      return;
    }
    checked_.signatures.push_back(std::move(*facts));
  }

  // What is signed and registered is what was approved.
  void compare(const LedgerEntry& entry, const LedgerFile& file) {
    const auto* approval = checked_.document.last(Action::kApprove);
    const auto* approved = approval == nullptr ? nullptr : approval->file(file.role);
    if (approved != nullptr && approved->sha256 == file.sha256) return;
    out_.error(at(file.file), "not-what-was-approved",
               text("запись {} говорит о файле, который не утверждали",
                    "entry {} speaks of a file that nobody has approved", entry.number));
  }

  const ReadNamed& read_;
  const std::string& folder_;
  const publish::Trust& trust_;
  Diagnostics& out_;
  CheckedDocument checked_;
};

// A ledger that is none any more is a difference like any other.
std::optional<Ledger> open_ledger(const fs::path& outputs, Diagnostics& out) {
  try {
    return Ledger::open(outputs);
  } catch (const EnvironmentError& e) {
    out.error({.file = Ledger::place(outputs).filename().string()}, "ledger-damaged", e.message());
    return std::nullopt;
  }
}

// An approval that was cut off between the ledger and the files is finished first, when that can be done
// here.
void finish(const fs::path& outputs) {
  try {
    const publish::ProjectLock lock(outputs, publish::ProjectLock::Patience::kWait);
    publish::finish_approvals(outputs);
  } catch (const EnvironmentError&) {
    return;  // a copy that cannot be written is checked as it stands
  }
}

}  // namespace

CheckedDocument check_document(const Document& document, const ReadNamed& read, const std::string& folder,
                               const publish::Trust& trust, Diagnostics& out) {
  return DocumentCheck(document, read, folder, trust, out).run();
}

Verification verify(const VerifyRequest& request, Diagnostics& out) {
  const auto outputs = outputs_of(request.project);
  Verification result;
  result.trust_checked = !request.trust.ca.empty();
  const auto ledger = open_ledger(outputs, out);
  if (out.has_errors()) return result;
  if (ledger) {
    const auto entries = ledger->verify(out);
    result.entries = static_cast<std::int64_t>(entries.size());
    if (!entries.empty()) result.head = entries.back().hash;
    if (out.has_errors() && std::any_of(entries.begin(), entries.end(),
                                        [](const LedgerEntry& entry) { return entry.body.empty(); }))
      return result;  // what an unreadable ledger says of documents cannot be held against them
  } else if (const auto head = publish::read_head(outputs); head && head->number > 0) {
    out.error(
        {.file = Ledger::place(outputs).filename().string()}, "ledger-missing",
        text("журнала нет, а записей в нём было {}", "the ledger is gone; it had {} entries", head->number));
  }
  finish(outputs);
  auto documents = read_documents(outputs);
  if (!request.targets.names.empty())
    documents = select(documents, request.project, request.targets, std::nullopt, out);
  const auto read = [&](const std::string& file) -> std::optional<std::string> {
    std::error_code error;
    if (!fs::is_regular_file(outputs / file, error)) return std::nullopt;
    return read_file(outputs / file);
  };
  for (const auto& document : documents)
    result.documents.push_back(check_document(document, read, "outputs/", request.trust, out));
  return result;
}

std::string verification_as_json(const Verification& verification, const Diagnostics& findings,
                                 Language language) {
  using Json = nlohmann::ordered_json;
  Json json{{"sound", !findings.has_errors()},
            {"entries", verification.entries},
            {"head", verification.head},
            {"trust_checked", verification.trust_checked},
            {"documents", Json::array()}};
  for (const auto& checked : verification.documents) {
    const auto& document = checked.document;
    Json one{{"document", document.name}, {"version", document.version},
             {"file", document.file},     {"state", publish::to_string(document.state)},
             {"files", Json::array()},    {"signatures", Json::array()}};
    if (const auto* number = document.last(Action::kRegister)) {
      one["outgoing"] = number->outgoing;
      one["date"] = number->date;
    }
    for (const auto& file : checked.files)
      one["files"].push_back(
          {{"role", file.role}, {"file", file.file}, {"sha256", file.sha256}, {"sound", file.sound}});
    for (const auto& signature : checked.signatures)
      one["signatures"].push_back({{"owner", signature.certificate.owner},
                                   {"serial", signature.certificate.recorded.serial},
                                   {"issuer", signature.certificate.recorded.issuer},
                                   {"time", signature.time},
                                   {"digest", signature.digest},
                                   {"trusted", signature.trusted}});
    json["documents"].push_back(std::move(one));
  }
  const auto words = Json::parse(findings_as_json(findings.sorted(), {}, language));
  json["findings"] = words.at("findings");
  return json.dump(2) + "\n";
}

}  // namespace svodka::signoff
