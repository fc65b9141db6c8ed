#include "cli/builtin_reports.h"

#include <algorithm>
#include <cstdio>

#include "base/embedded.h"
#include "base/files.h"
#include "base/process.h"
#include "base/utf8.h"
#include "cli/sign_off.h"
#include "pipeline.h"
#include "page.h"
#include "publish/ledger/page_counter.h"

namespace svodka::cli {
namespace fs = std::filesystem;
namespace {

constexpr const char* kRegister = "outgoing-register";

// "templates/outgoing-register.docx" belongs to "outgoing-register".
bool belongs(const EmbeddedFile& file, const std::string& report) {
  return fs::path(file.name).stem().string() == report;
}

std::string extension_of(const std::string& file) { return utf8::lower(fs::path(file).extension().string()); }

// The last year whose register has numbers, else nothing.
std::string last_year(const Project& project) {
  auto years = project.reader->prepare("SELECT max(year) AS year FROM outgoing_register");
  if (!years.step()) return {};
  const auto year = years.value(0);
  const auto* number = std::get_if<std::int64_t>(&year);
  return number == nullptr ? std::string() : std::to_string(*number);
}

// What queries of the register see: sheets are counted where nobody has yet.
void count_pages(const Project& project) {
  auto rows = std::make_shared<publish::LedgerRows>(project.outputs, kPageReport);
  rows->count_by(publish::PageCounter{.outputs = project.outputs,
                                      .wants = [](const auto& question) { return question.registered; },
                                      .made = nullptr,
                                      .unknown = {}});
  project.reader->provide_documents(std::move(rows));
}

// A folder with the built-in definition, as if it were a project's.
void unpack(const fs::path& folder) {
  for (const auto& file : builtin_report_files()) {
    if (belongs(file, kRegister)) write_file_atomically(folder / file.name, file.bytes);
  }
}

std::optional<std::string> made_register(const Project& project, const std::string& extension,
                                         Diagnostics& out) {
  std::error_code error;
  const ScratchFolder scratch;
  auto root = project.root;
  if (!fs::exists(root / "templates" / (std::string(kRegister) + ".yaml"), error)) {
    root = scratch.path();
    unpack(root);
  }
  auto report = bind::load_report(root, kRegister, out);
  if (!report) return std::nullopt;
  std::erase_if(report->outputs,
                [&](const bind::Output& output) { return extension_of(output.file) != extension; });
  if (report->outputs.empty()) {
    out.error({.file = report->path}, "no-such-output",
              text("отчёт «{}» не создаёт документов {}", "the report “{}” makes no documents {}", kRegister,
                   extension),
              text("есть .xlsx и .docx", "there are .xlsx and .docx"));
    return std::nullopt;
  }
  const auto prepared = render::PreparedReport::prepare(root, std::move(*report), *project.reader, out);
  if (!prepared) return std::nullopt;
  std::optional<std::string> made;
  render::make_documents(
      *prepared, [&](const std::string& file) { return scratch.path() / file; },
      [&](const render::PreparedOutput&, const std::string&, std::string bytes) {
        if (!made) made = std::move(bytes);
      },
      out);
  return out.has_errors() ? std::nullopt : made;
}

}  // namespace

std::vector<std::string> builtin_report_names() {
  std::vector<std::string> names;
  for (const auto& file : builtin_report_files()) {
    if (file.name.ends_with(".yaml")) names.push_back(fs::path(file.name).stem().string());
  }
  return names;
}

int copy_builtin_report(const Console& console, const std::string& name) {
  for (const auto& file : builtin_report_files()) {
    if (!belongs(file, name) || !fs::exists(console.root / file.name)) continue;
    console.complain(text("«{}» уже есть: ничего не создано", "“{}” is there already: nothing was made",
                          (console.root / file.name).string()));
    return kUsage;
  }
  for (const auto& file : builtin_report_files()) {
    if (!belongs(file, name)) continue;
    write_file_atomically(console.root / file.name, file.bytes);
    if (!console.quiet) std::fputs((std::string(file.name) + "\n").c_str(), stdout);
  }
  return kDone;
}

int write_register(const Console& console, const std::string& file, const std::string& period,
                   const std::string& outputs) {
  Diagnostics ignored;  // faults of the records are the business of `svodka check`
  ProjectOptions options;
  options.root = console.root;
  options.outputs = outputs;
  options.period = period;
  auto project = open_project(options, ignored);
  if (project && period.empty()) {
    options.period = last_year(*project);
    project = open_project(options, ignored);
  }
  Diagnostics out;
  if (!project) {
    out.add(ignored);
    return finish(console, out);
  }
  count_pages(*project);
  const auto bytes = made_register(*project, extension_of(file), out);
  if (bytes) {
    write_file_atomically(file, *bytes);
    if (!console.quiet) std::printf("%s\n", file.c_str());
  }
  return finish(console, out);
}

}  // namespace svodka::cli
