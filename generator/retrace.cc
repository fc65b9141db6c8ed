#include "retrace.h"

#include <unistd.h>

#include "base/files.h"
#include "base/hash.h"
#include "base/links.h"
#include "kept_store.h"
#include "load/record.h"
#include "page.h"
#include "pipeline.h"
#include "publish/ledger/document_rows.h"
#include "publish/manifest.h"
#include "region_stores.h"
#include "render/draft/draft.h"

namespace svodka {
namespace {

namespace fs = std::filesystem;

// A document as its manifest has it.
struct Made {
  publish::ManifestEntry entry;
  publish::Manifest manifest;
  std::string period, as_of;

  // Its name when the report made it, which is without a version.
  const std::string& made_as() const {
    return entry.sign_off.document.empty() ? entry.file : entry.sign_off.document;
  }
};

std::optional<Made> read_manifest(const fs::path& document) {
  const auto manifest = publish::Manifest::read(document.parent_path());
  if (!manifest) return std::nullopt;
  for (const auto& entry : manifest->documents) {
    if (entry.file == document.filename().string())
      return Made{entry, *manifest, manifest->period, manifest->as_of};
  }
  return std::nullopt;
}

// What was recorded when the document was made, when it is still that.
std::optional<render::DocumentTrace> recorded(const fs::path& document, const std::string& bytes,
                                              const Made& made, Diagnostics& out) {
  const auto path = document.parent_path() / made.entry.trace.file;
  std::error_code error;
  if (made.entry.trace.file.empty() || !fs::exists(path, error)) return std::nullopt;
  const auto json = read_file(path);
  if (sha256(json) != made.entry.trace.sha256) return std::nullopt;
  auto trace = publish::read_trace(json, sha256(bytes));
  if (!trace) return std::nullopt;
  auto pieces = render::document_text(document.string(), bytes, out);
  if (!pieces) return std::nullopt;
  trace->pieces = std::move(*pieces);
  return trace;
}

bool is_unchanged(const fs::path& root, const Made& made, Diagnostics& out) {
  bool same = true;
  auto files = made.entry.fragments;
  files.insert(files.begin(), {made.entry.definition, made.entry.source});
  for (const auto& file : files) {
    std::error_code error;
    if (file.file.empty()) continue;
    if (fs::exists(root / file.file, error) && sha256_of_file(root / file.file) == file.sha256) continue;
    same = false;
    out.error(
        {.file = file.file}, "trace-definition-changed",
        text("файл изменён с тех пор, как создан документ: чем он был заполнен, уже не узнать",
             "the file has changed since the document was made: what filled it cannot be told any more"),
        text("создайте документ заново; `svodka build --trace` записывает источники рядом с документом",
             "make the document again; `svodka build --trace` records the sources beside it"));
  }
  return same;
}

// The document held against what the inputs make of it: a draft against a draft, what is approved against
// the clean document. Of one that somebody wrote into it shows by what differs less.
std::optional<render::DocumentTrace> traced(const std::string& path, const std::string& bytes,
                                            const render::MarkedDocument& marked, const Made& made,
                                            const store::Reader& reader, Diagnostics& out) {
  auto clean = render::trace_document(path, bytes, marked, reader, out);
  if (!clean || clean->changed.empty() || made.entry.sign_off.document.empty()) return clean;
  auto draft = marked;
  auto with_mark = render::as_draft(path, marked.bytes);
  if (!with_mark) return clean;
  draft.bytes = std::move(*with_mark);
  auto as_draft = render::trace_document(path, bytes, draft, reader, out);
  return as_draft && as_draft->changed.size() < clean->changed.size() ? as_draft : clean;
}

std::optional<render::DocumentTrace> worked_out(const fs::path& root, const fs::path& document,
                                                const std::string& bytes, const Made& made,
                                                Diagnostics& out) {
  const auto folder = document.parent_path();
  const auto outputs = folder.parent_path();
  const auto from = report_root(root, outputs, made.entry.report);
  std::error_code error;
  if (!is_unchanged(from, made, out)) return std::nullopt;
  if (!fs::exists(folder / "data.db", error)) {
    out.error({.file = (folder / "data.db").string()}, "no-store",
              text("рядом с документом нет хранилища записей, из которых он создан",
                   "the store of the records that the document was made of is not beside it"),
              text("создайте документы заново: svodka build --period {}",
                   "make the documents again: svodka build --period {}", made.period));
    return std::nullopt;
  }
  const auto schema = load::project_schema(root, out);
  const auto before = period_before(made.period);
  auto report = bind::load_report(from, made.entry.report, out);
  if (!report) return std::nullopt;
  const bool hidden = report->redact || made.entry.redacted;
  store::Reader reader(folder / "data.db", schema, {made.period, made.as_of, before},
                       kept_store(outputs, before),
                       hidden ? store::Personal::kHidden : store::Personal::kShown,
                       kept_projects(root, folder, {made.period, made.as_of, before}, out));
  auto rows = std::make_shared<publish::LedgerRows>(outputs, kPageReport);
  rows->in_build(made.period, made.as_of, made.manifest.documents, made.entry.report);
  reader.provide_documents(std::move(rows));
  if (made.entry.report == kPageReport) tell_run(root, outputs, schema, made.manifest, reader);
  const auto prepared = render::PreparedReport::prepare(from, std::move(*report), reader, out);
  if (!prepared) return std::nullopt;
  std::optional<render::DocumentTrace> trace;
  prepared->make_marked(
      [&](const std::string& file) { return file == made.made_as(); },
      [](const std::string& file) {
        return fs::temp_directory_path() / (".svodka-trace-" + std::to_string(::getpid()) + "-" + file);
      },
      [&](const render::PreparedOutput&, const std::string&, const render::MarkedDocument& marked) {
        trace = traced(document.string(), bytes, marked, made, reader, out);
      },
      out);
  return trace;
}

// The project of a region whose document it is.
std::optional<load::RegionMember> owner_of(const fs::path& root, const fs::path& document) {
  if (!load::is_region(root)) return std::nullopt;
  const auto outputs = real_path(document.parent_path() / "..");
  Diagnostics told;  // by the build
  for (auto& member : load::read_projects(root, told)) {
    if (outputs == real_path(root / member.folder / "outputs")) return std::move(member);
    const bool has_place_of_its_own =  // of a run with --out
        outputs.filename() == member.id && outputs.parent_path().filename() == "projects";
    if (has_place_of_its_own) return std::move(member);
  }
  return std::nullopt;
}

std::optional<Retraced> retrace_alone(const fs::path& root, const fs::path& document, Diagnostics& out) {
  std::error_code error;
  if (!fs::is_regular_file(document, error)) {
    out.error({.file = document.string()}, "unreadable-file", text("файла нет", "there is no such file"));
    return std::nullopt;
  }
  const auto made = read_manifest(document);
  if (!made) {
    out.error({.file = document.string()}, "trace-unknown-document",
              text("рядом с документом нет manifest.json, который называет его",
                   "no manifest.json beside the document names it"),
              text("проследить можно документы из outputs/ПЕРИОД, созданные командой svodka build",
                   "documents of outputs/PERIOD that svodka build made can be traced"));
    return std::nullopt;
  }
  const auto bytes = read_file(document);
  Retraced result{
      {document.filename().string(), sha256(bytes), made->entry.report, made->period, made->as_of}, {}, true};
  auto trace = recorded(document, bytes, *made, out);
  if (!trace) {
    result.recorded = false;
    trace = worked_out(root, document, bytes, *made, out);
  }
  if (!trace) return std::nullopt;
  result.trace = std::move(*trace);
  return result;
}

}  // namespace

std::optional<Retraced> retrace(const fs::path& root, const fs::path& document, Diagnostics& out) {
  const auto owner = owner_of(root, document);
  if (!owner) return retrace_alone(root, document, out);
  Diagnostics found;
  auto traced = retrace_alone(root / owner->folder, document, found);
  for (auto finding : found.in_order()) {
    // What is beside the document is called as the user called this.
    if (!finding.at.file.starts_with(document.parent_path().string())) tell_from_root(finding.at, *owner);
    for (auto& related : finding.related) tell_from_root(related.at, *owner);
    out.add(std::move(finding));
  }
  if (!traced) return std::nullopt;
  for (auto& source : traced->trace.sources) tell_from_root(source.at, *owner);
  return traced;
}

}  // namespace svodka
