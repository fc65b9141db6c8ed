#include "render/page_count.h"

#include <algorithm>
#include <charconv>
#include <filesystem>

#include "base/files.h"
#include "base/utf8.h"

namespace svodka::render {
namespace fs = std::filesystem;
namespace {

std::string extension_of(const std::string& file) { return utf8::lower(fs::path(file).extension().string()); }

// A number behind a key of a dictionary, `/Count 3`; 0 without.
int number_behind(std::string_view dictionary, std::string_view key) {
  auto at = dictionary.find(key);
  if (at == std::string_view::npos) return 0;
  at = dictionary.find_first_not_of(" \r\n\t", at + key.size());
  int number = 0;
  if (at != std::string_view::npos)
    std::from_chars(dictionary.data() + at, dictionary.data() + dictionary.size(), number);
  return number;
}

}  // namespace

bool has_pages(const std::string& file) {
  const auto extension = extension_of(file);
  return extension == ".docx" || extension == ".odt" || extension == ".xlsx" || extension == ".ods" ||
         extension == ".pdf";
}

int pages_of_pdf(std::string_view pdf) {
  int most = 0;
  for (auto at = pdf.find("/Type/Pages"); at != std::string_view::npos;
       at = pdf.find("/Type/Pages", at + 1)) {
    const auto end = std::min(pdf.find("endobj", at), pdf.size());
    most = std::max(most, number_behind(pdf.substr(at, end - at), "/Count"));
  }
  return most;
}

std::vector<int> count_pages(const std::vector<Countable>& documents, Text& why,
                             const LayoutProgram& program) {
  std::vector<int> pages(documents.size(), 0);
  const ScratchFolder scratch;
  std::vector<std::string> files;
  for (std::size_t i = 0; i < documents.size(); ++i) {
    if (documents[i].extension == ".pdf") {
      pages[i] = pages_of_pdf(documents[i].bytes);
      continue;
    }
    files.push_back((scratch.path() / (std::to_string(i) + documents[i].extension)).string());
    write_file_in_place(files.back(), documents[i].bytes);
  }
  if (files.empty()) return pages;
  if (!program.path) {
    why = text("LibreOffice не установлен", "LibreOffice is not installed");
    return pages;
  }
  const auto out = scratch.path() / "out";
  Command command{.program = *program.path,
                  .arguments = {"-env:UserInstallation=file://" + (scratch.path() / "profile").string(),
                                "--headless", "--norestore", "--nolockcheck", "--nodefault", "--convert-to",
                                "pdf", "--outdir", out.string()},
                  .folder = scratch.path(),
                  .limit = program.limit};
  command.arguments.insert(command.arguments.end(), files.begin(), files.end());
  const auto end = run_process(command);
  for (std::size_t i = 0; i < documents.size(); ++i) {
    const auto made = out / (std::to_string(i) + ".pdf");
    std::error_code error;
    if (pages[i] == 0 && fs::exists(made, error)) pages[i] = pages_of_pdf(read_file(made));
  }
  if (end.timed_out)
    why = text("LibreOffice не ответил за {} с", "LibreOffice has not answered in {} s",
               std::chrono::duration_cast<std::chrono::seconds>(program.limit).count());
  else
    why = text("LibreOffice его не разобрал", "LibreOffice could not lay it out");
  return pages;
}

}  // namespace svodka::render
