#include "page.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/embedded.h"
#include "base/files.h"
#include "base/hash.h"
#include "base/leftovers.h"
#include "base/utf8.h"
#include "kept_store.h"
#include "publish/ledger/versions.h"
#include "store/difference.h"
#include "work_folder.h"

namespace svodka {
namespace {

namespace fs = std::filesystem;
using store::RunFacts;

// More is for `svodka diff`.
constexpr std::size_t kMostChanges = 100;
constexpr std::int64_t kMostDocuments = 60;  // of a report; all stand in the folder
constexpr std::size_t kLongestValue = 300;   // characters
const std::string kPersonal = "личные данные";

// A path as the address of a link (RFC 3986, 3.3): all but unreserved characters and slashes is
// percent-encoded.
std::string address(std::string_view path) {
  std::string out;
  for (const char c : path) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       std::string_view("-._~/").find(c) != std::string_view::npos;
    out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

// The way from the folder of the period to the project; empty when that lies elsewhere, so that the page does
// not depend on where.
std::string way_to(const fs::path& root, const fs::path& folder) {
  const auto from = fs::absolute(folder).lexically_normal(), to = fs::absolute(root).lexically_normal();
  const auto within = from.lexically_relative(to).generic_string();
  if (within.empty() || within.starts_with("..")) return {};
  return (to.lexically_relative(from) / "").generic_string();
}

std::string severity_label(const std::string& severity) {
  return severity == "error" ? "ошибка" : severity == "warning" ? "предупреждение" : "замечание";
}

std::string shortened(const std::string& words) {
  if (utf8::length(words) <= kLongestValue) return words;
  std::size_t end = 0;
  for (std::size_t i = 0; i < kLongestValue; ++i) utf8::next(words, end);
  return words.substr(0, end) + "…";
}

// What lies beside a document and belongs to it.
void add_files(const publish::ManifestEntry& entry, const std::string& period,
               const std::optional<publish::Ledger>& ledger, RunFacts::Document& made) {
  std::vector<publish::LedgerEntry> steps;
  if (ledger && !entry.sign_off.document.empty())
    steps = ledger->entries_of(period + "/" + entry.sign_off.document);
  const auto add = [&](const char* kind, const char* label, const std::string& file) {
    made.files.push_back({kind, label, file, address(file)});
  };
  const auto of_role = [&](std::string_view role) -> std::string {
    for (const auto& step : steps) {
      const auto* file = step.file(role);
      if (file != nullptr && step.action == publish::Action::kSign && step.version == made.version)
        return fs::path(file->file).filename().string();
    }
    return {};
  };
  if (const auto file = of_role("signed-pdf"); !file.empty())
    add("signed-pdf", "PDF с подписью", file);
  else if (!entry.pdf.file.empty())
    add("pdf", "PDF", entry.pdf.file);
  if (const auto file = of_role("stamped"); !file.empty()) add("stamped", "с отметкой о подписи", file);
  if (const auto file = of_role("signature"); !file.empty()) add("signature", "подпись (.p7s)", file);
}

RunFacts::Document document(const publish::ManifestEntry& entry, const std::string& period,
                            const publish::Versions& versions) {
  RunFacts::Document made{entry.report, entry.title, entry.file, address(entry.file)};
  const auto extension = fs::path(entry.file).extension().string();
  made.kind = extension.empty() ? extension : extension.substr(1);
  made.bytes = static_cast<std::int64_t>(entry.bytes);
  made.state = "ready";
  made.state_label = "готов";
  const auto& sign_off = entry.sign_off;
  if (sign_off.document.empty()) return made;
  const auto place = versions.place(period + "/" + sign_off.document, sign_off.clean_sha256);
  made.state = publish::to_string(place.state);
  made.state_label = publish::state_words(place.state).ru;
  made.version = place.version;
  if (place.approved())  // the clean document has taken the draft's place
    made.bytes = static_cast<std::int64_t>(sign_off.clean_bytes);
  return made;
}

// Each report's documents are counted, and the first of them are named. Null for the others.
RunFacts::Document* add_document(RunFacts::Document document, RunFacts& facts) {
  const auto is_its = [&](const RunFacts::Report& report) { return report.report == document.report; };
  auto report = std::find_if(facts.reports.begin(), facts.reports.end(), is_its);
  if (report == facts.reports.end())
    report = facts.reports.insert(report, {document.report, document.title, 0, 0, {}});
  ++report->documents;
  ++report->states[document.state_label];
  if (report->documents > kMostDocuments) return nullptr;
  ++report->shown;
  return &facts.documents.emplace_back(std::move(document));
}

const load::Field* find(const std::vector<load::Field>& fields, std::string_view name) {
  const auto at =
      std::find_if(fields.begin(), fields.end(), [&](const auto& field) { return field.name == name; });
  return at == fields.end() ? nullptr : &*at;
}

// Whether a field tells personal data: it is marked so, holds a field that is, or the key of such a record.
bool tells_personal(const load::Schema& schema, const load::Field& field) {
  if (field.personal) return true;
  if (field.type == load::FieldType::kReference) {
    const auto* target = schema.collection(field.target);
    const auto* key = target == nullptr ? nullptr : target->field(target->key);
    return key != nullptr && key->personal;
  }
  return std::any_of(field.fields.begin(), field.fields.end(),
                     [&](const load::Field& each) { return tells_personal(schema, each); });
}

struct NamedField {
  const load::Field* field = nullptr;
  bool personal = false;
};

// A field by the name that differences give it: "declension.genitive".
NamedField find_field(const load::Schema& schema, const std::string& collection, std::string_view name) {
  const auto* in = schema.collection(collection);
  if (in == nullptr) return {};
  const auto* fields = &in->fields;
  bool personal = false;
  for (;;) {
    const auto dot = name.find('.');
    const auto* field = find(*fields, name.substr(0, dot));
    if (field == nullptr) return {nullptr, personal};
    if (dot == std::string_view::npos) return {field, personal || tells_personal(schema, *field)};
    personal = personal || field->personal;
    fields = &field->fields;
    name.remove_prefix(dot + 1);
  }
}

// A page for a meeting says that personal data changed, not to what.
RunFacts::FieldChange field_change(const NamedField& of, const store::FieldDifference& difference) {
  const auto shown = [&](const Text& value) {
    return of.personal && !value.empty() ? kPersonal : shortened(value.ru);
  };
  const bool named = of.field != nullptr && !of.field->description.empty();
  return {named ? of.field->description.ru : difference.field, shown(difference.before),
          shown(difference.after)};
}

RunFacts::Change change(const load::Schema& schema, const store::CollectionDifference& collection,
                        const store::RecordDifference& record, const std::string& to_root) {
  using Kind = store::RecordDifference::Kind;
  RunFacts::Change change;
  change.collection = collection.collection;
  change.collection_label = collection.description.ru;
  const bool added = record.kind == Kind::kAdded, removed = record.kind == Kind::kRemoved;
  change.kind = added ? "added" : removed ? "removed" : "changed";
  change.kind_label = added ? "добавлено" : removed ? "убрано" : "изменено";
  const auto* of = schema.collection(collection.collection);
  const auto* key = of == nullptr ? nullptr : of->field(of->key);
  change.record = key != nullptr && key->personal ? kPersonal : record.key;
  change.words = shortened(record.words.empty() ? change.record : record.words);
  const auto& at = removed ? record.before : record.after;
  change.place = to_string(at, Language::kRussian);
  if (!removed && !to_root.empty() && !at.file.empty()) change.href = address(to_root + at.file);
  for (const auto& field : record.fields)
    change.fields.push_back(field_change(find_field(schema, collection.collection, field.field), field));
  return change;
}

void add_changes(const fs::path& outputs, const std::string& to_root, const load::Schema& schema,
                 const std::string& period, const store::Reader& reader, RunFacts& facts) {
  const auto before = period_before(period);
  const auto database = kept_store(outputs, before);
  if (database.empty()) return;
  facts.previous = before;
  const store::Reader previous(database, schema, {before, "", ""});
  for (const auto& collection : store::differences(previous, reader, schema)) {
    facts.changed_records += static_cast<std::int64_t>(collection.records.size());
    for (const auto& record : collection.records) {
      if (facts.changes.size() < kMostChanges)
        facts.changes.push_back(change(schema, collection, record, to_root));
    }
  }
}

}  // namespace

bool has_own_page(const fs::path& root) {
  std::error_code error;
  return fs::exists(root / "templates" / (std::string(kPageReport) + ".yaml"), error);
}

fs::path report_root(const fs::path& root, const fs::path& outputs, const std::string& report) {
  if (report != kPageReport || has_own_page(root)) return root;
  const auto folder = work_folder(outputs) / "page";
  for (const auto& file : page_files()) {
    const auto path = folder / "templates" / fs::path(std::string(file.name));
    std::error_code error;
    if (fs::exists(path, error) && read_file(path) == file.bytes) continue;
    make_folder(path.parent_path());
    remove_leftovers(path.parent_path());
    write_file_in_place(path, file.bytes);
  }
  return folder;
}

void tell_run(const fs::path& root, const fs::path& outputs, const load::Schema& schema,
              const publish::Manifest& manifest, store::Reader& reader) {
  const auto each = [&](const auto& take) {
    for (const auto& entry : manifest.documents) take(entry);
  };
  tell_run(root, outputs, schema, manifest, each, reader);
}

void tell_run(const fs::path& root, const fs::path& outputs, const load::Schema& schema,
              const publish::Manifest& manifest, const publish::Manifest::EachDocument& each,
              store::Reader& reader) {
  RunFacts facts;
  facts.errors = static_cast<std::int64_t>(manifest.errors);
  facts.warnings = static_cast<std::int64_t>(manifest.warnings);
  facts.remarks = static_cast<std::int64_t>(manifest.remarks);
  const publish::Versions versions(outputs);
  const auto ledger = publish::Ledger::open(outputs);
  each([&](const publish::ManifestEntry& entry) {
    if (entry.report == kPageReport) return;
    if (auto* named = add_document(document(entry, manifest.period, versions), facts))
      add_files(entry, manifest.period, ledger, *named);
  });
  const auto to_root = way_to(root, outputs / manifest.period);
  for (const auto& finding : manifest.findings) {
    facts.findings.push_back(
        {finding.severity, severity_label(finding.severity), finding.rule, finding.message, finding.hint,
         finding.at, to_root.empty() || finding.file.empty() ? "" : address(to_root + finding.file)});
  }
  add_changes(outputs, to_root, schema, manifest.period, reader, facts);
  reader.tell(facts);
}

void refresh_page(const ProjectOptions& options, const std::string& period) {
  const auto outputs = options.outputs.empty() ? options.root / "outputs" : options.outputs;
  const auto folder = outputs / period;
  const publish::ProjectLock lock(outputs, publish::ProjectLock::Patience::kWait);
  auto manifest = publish::Manifest::read(folder);
  const auto database = kept_store(outputs, period);
  if (!manifest || database.empty()) return;
  const auto page =
      std::find_if(manifest->documents.begin(), manifest->documents.end(), [](const auto& entry) {
        return entry.report == kPageReport && entry.file == kPageFile && entry.sign_off.document.empty();
      });
  const auto from = report_root(options.root, outputs, kPageReport);
  const auto changed = [&](const publish::FileHash& file) {
    std::error_code error;
    return !fs::exists(from / file.file, error) || sha256_of_file(from / file.file) != file.sha256;
  };
  if (page == manifest->documents.end() || changed(page->definition) || changed(page->source)) return;

  Diagnostics found;  // was said when the page was built
  const auto schema = load::project_schema(options.root, found);
  const auto before = period_before(period);
  store::Reader reader(database, schema, {period, manifest->as_of, before}, kept_store(outputs, before));
  tell_run(options.root, outputs, schema, *manifest, reader);
  auto report = bind::load_report(from, kPageReport, found);
  if (!report) return;
  const auto prepared = render::PreparedReport::prepare(from, std::move(*report), reader, found);
  if (!prepared) return;
  publish::Publisher publisher(folder, false);
  const auto take = [&](const render::PreparedOutput&, const std::string& file, const std::string& bytes) {
    if (file != kPageFile) return;
    publisher.stage(file, bytes);
    publisher.stage("manifest.json",
                    publish::Manifest::with_bytes(read_file(folder / "manifest.json"), file, bytes));
  };
  render::make_documents(
      *prepared, [&](const std::string& file) { return publisher.scratch(file); }, take, found);
  if (!found.has_errors()) publisher.commit();
}

}  // namespace svodka
