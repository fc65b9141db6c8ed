#pragma once

#include <filesystem>
#include <string>

#include "load/schema.h"
#include "pipeline.h"
#include "publish/manifest.h"
#include "store/reader.h"

namespace svodka {

/// The page of the period, outputs/PERIOD/index.html (docs/page.md): a report like any other, made after all
/// others, so that it can tell of them. This is its name; a project's own templates/index.yaml takes the
/// place of the built-in definition (generator/domain/page).
inline constexpr const char* kPageReport = "index";
inline constexpr const char* kPageFile = "index.html";

/// Whether the project has a page of its own.
bool has_own_page(const std::filesystem::path& root);

/// The folder whose templates/ hold the definition of a report: the project; for the built-in page the folder
/// where it is put for people to look at and take, outputs/.svodka/page. Throws EnvironmentError.
std::filesystem::path report_root(const std::filesystem::path& root, const std::filesystem::path& outputs,
                                  const std::string& report);

/// Tells the queries of `reader` (tables run_…) what the run has made: the documents of the manifest with
/// what the ledger says of them, its findings, and what changed since the store of the period before. The
/// reader must read the manifest's period.
void tell_run(const std::filesystem::path& root, const std::filesystem::path& outputs,
              const load::Schema& schema, const publish::Manifest& manifest, store::Reader& reader);

/// The same when the documents of the manifest are not in memory.
void tell_run(const std::filesystem::path& root, const std::filesystem::path& outputs,
              const load::Schema& schema, const publish::Manifest& manifest,
              const publish::Manifest::EachDocument& each, store::Reader& reader);

/// Makes the page of a period again, of the records that it was made of, so that it says what the ledger says
/// of the documents now. Does nothing when there is no page, when it is signed off itself, or when its
/// definition has changed since. Throws EnvironmentError.
void refresh_page(const ProjectOptions& project, const std::string& period);

}  // namespace svodka
