#include "render/sheet/sheet.h"

#include <xlsxwriter.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <map>
#include <string>
#include <vector>

#include "base/files.h"
#include "base/utf8.h"
#include "render/expand/watch.h"
#include "render/sheet/sheet_book.h"
#include "render/sheet/sheet_page.h"

namespace svodka::render {
namespace {

class MemoryRows : public RowSource {
 public:
  MemoryRows(const Shape& shape, const std::vector<Row>& rows) : shape_(shape), rows_(rows) {}
  const Shape& shape() const override { return shape_; }
  bool next(Row& row) override {
    if (at_ == rows_.size()) return false;
    row = rows_[at_++];
    return true;
  }

 private:
  const Shape& shape_;
  const std::vector<Row>& rows_;
  std::size_t at_ = 0;
};

/// The date that the file says it was made on.
std::time_t creation_time() {
  constexpr std::time_t kFixed = 315'532'800;  // 1980-01-01, the oldest that a zip can say
  const char* epoch = std::getenv("SOURCE_DATE_EPOCH");
  char* end = nullptr;
  const long long seconds = epoch ? std::strtoll(epoch, &end, 10) : 0;
  return seconds > 0 && *end == '\0' ? static_cast<std::time_t>(seconds) : kFixed;
}

/// One sheet to be made: a layout, and the row that it is filled from.
struct SheetJob {
  const bind::SheetLayout* layout = nullptr;
  const Row* own = nullptr;  ///< the row of the query, of a sheet for each row
  Row root;
  std::string name;
};

/// A name with its markers filled: valid and unlike the others, or a finding.
void check_name(const bind::SheetLayout& sheet, const std::string& name, std::vector<std::string>& taken,
                Diagnostics& out) {
  auto problem = bind::sheet_name_problem(name);
  const auto caseless = utf8::lower(name);
  if (!problem && std::find(taken.begin(), taken.end(), caseless) != taken.end())
    problem = text("лист «{}» в книге уже есть", "the workbook has a sheet “{}” already", name);
  if (problem) out.error(sheet.name.at, "sheet-name", std::move(*problem));
  taken.push_back(caseless);
}

std::vector<SheetJob> sheet_jobs(const bind::WorkbookLayout& layout, const Row& root,
                                 std::vector<std::string>& taken, Diagnostics& out) {
  const Watching nobody(nullptr);  // sheets are found by their names
  std::vector<SheetJob> jobs;
  for (const auto& sheet : layout.sheets) {
    if (sheet.each < 0) {
      jobs.push_back({&sheet, nullptr, root, fill(sheet.name, root, out)});
      check_name(sheet, jobs.back().name, taken, out);
      continue;
    }
    for (const auto& own : root.sections[static_cast<std::size_t>(sheet.each)])
      jobs.push_back({&sheet, &own, bind::row_with(own, sheet.each_columns, root), ""});
  }
  // Names that are made valid give way to those that somebody wrote.
  for (auto& job : jobs)
    if (job.own) job.name = bind::valid_sheet_name(fill(job.layout->name, job.root, out), taken);
  if (jobs.empty())
    out.error(layout.sheets.front().at, "no-sheets",
              text("в книге не оказалось листов: запрос не дал строк",
                   "the workbook has no sheets: the query gave no rows"));
  return jobs;
}

void set_properties(lxw_workbook* workbook, const bind::WorkbookLayout& layout, const Row& root,
                    Diagnostics& out) {
  std::map<std::string, std::string> words;
  for (const auto& [key, phrase] : layout.properties) words[key] = fill(phrase, root, out);
  const auto get = [&](const char* key) { return words[key].data(); };
  lxw_doc_properties properties{};
  properties.title = get("title");
  properties.subject = get("subject");
  properties.author = get("author");
  properties.manager = get("manager");
  properties.company = get("company");
  properties.category = get("category");
  properties.comments = get("comments");
  properties.status = get("status");
  properties.keywords = get("keywords");
  properties.created = creation_time();
  workbook_set_properties(workbook, &properties);
}

}  // namespace

OpenRows rows_in_memory(const Shape& shape, const Row& root) {
  return [&shape, &root](const bind::RowsAt& at, const Row* row) {
    const auto section = static_cast<std::size_t>(at.section);
    if (at.nested < 0)
      return std::make_unique<MemoryRows>(shape.sections[section].shape, root.sections[section]);
    const auto nested = static_cast<std::size_t>(at.nested);
    return std::make_unique<MemoryRows>(shape.sections[section].shape.sections[nested].shape,
                                        row->sections[nested]);
  };
}

void render_workbook(const bind::WorkbookLayout& layout, const Row& root, const OpenRows& open_rows,
                     const std::filesystem::path& folder, const std::filesystem::path& path, Diagnostics& out,
                     const SheetLimits& limits) {
  Diagnostics found;
  std::vector<std::string> taken;
  const auto jobs = sheet_jobs(layout, root, taken, found);
  if (found.has_errors()) return out.add(found);
  OpenWorkbook workbook(path);
  set_properties(workbook.get(), layout, root, found);
  SheetBook book(workbook.get(), folder, limits, std::move(taken), found);
  for (const auto& job : jobs) {
    SheetPage page(book, job.name, *job.layout, job.root, found);
    page.write([&](const bind::RowsAt& at) { return open_rows(at, job.own); });
  }
  auto rows = book.finish();
  out.add(found);
  write_file(path, workbook.finish(std::move(rows)), path);
}

}  // namespace svodka::render
