#include <map>

#include "base/files.h"
#include "base/hash.h"
#include "builder.h"
#include "publish/trace_file.h"
#include "render/draft/draft.h"
#include "render/review.h"

namespace svodka {
namespace fs = std::filesystem;
namespace {

struct Followed {
  RunDocuments::Place place;
  publish::ManifestEntry entry;
};

}  // namespace

// Where the values of the report's documents came from: a sidecar, a copy for review.
void Builder::follow(const render::PreparedReport& report, std::size_t report_number,
                     const store::Reader& reader, const std::function<fs::path(const std::string&)>& scratch,
                     Made& made) {
  std::map<std::string, Followed> followed;  // by the name that the document was made as
  made_.each_of(report_number, [&](const RunDocuments::Place& place, const publish::ManifestEntry& entry) {
    followed.emplace(entry.sign_off.document.empty() ? entry.file : entry.sign_off.document,
                     Followed{place, entry});
  });
  const auto to_root = fs::absolute(project_.root)
                           .lexically_normal()
                           .lexically_relative(fs::absolute(project_.period_folder()).lexically_normal());
  const auto all = [](const std::string&) { return true; };
  const auto deliver = [&](const render::PreparedOutput&, const std::string& made_as,
                           const render::MarkedDocument& clean) {
    const auto known = followed.find(made_as);
    if (known == followed.end()) return;
    auto& [place, entry] = known->second;
    const auto& file = entry.file;
    auto bytes = made.bytes.at(made_as);
    auto marked = clean;
    if (!entry.sign_off.document.empty() && entry.sha256 != entry.sign_off.clean_sha256) {
      bytes = render::as_draft(file, std::move(bytes)).value_or(std::string());
      marked.bytes = render::as_draft(file, std::move(marked.bytes)).value_or(std::string());
    }
    Diagnostics unread;
    const auto trace = render::trace_document(file, bytes, marked, reader, unread);
    if (!trace) {
      made.findings.warning({.file = entry.definition.file}, "trace-format",
                            text("«{}»: откуда взяты значения, в этом формате не проследить",
                                 "“{}”: where values came from cannot be followed in this format", file));
      return;
    }
    if (options_.trace) {
      const auto name = std::string(publish::kTraceFolder) + "/" + file + ".json";
      const auto json = publish::trace_json(
          {file, entry.sha256, entry.report, project_.context.period, project_.context.as_of}, *trace);
      if (!options_.dry_run) make_folder(project_.period_folder() / publish::kTraceFolder);
      publisher_.stage(name, json, options_.force);
      entry.trace = {name, sha256(json)};
      made_.set_entry(place, entry);
    }
    if (!options_.annotate) return;
    const auto name = render::review_name(file);
    const auto copy = render::review_copy(file, bytes, marked, *trace, (to_root / "").generic_string());
    if (!copy) return;
    BuiltDocument review{report.report().name, name, copy->size(),
                         publisher_.stage(name, *copy, options_.force)};
    review.document = name;
    made_.add({{place.report, place.place, place.copy + 1}, review, nullptr});
  };
  Diagnostics said;  // when the documents themselves were made
  report.make_marked(all, scratch, deliver, said);
  made.bytes.clear();
}

}  // namespace svodka
