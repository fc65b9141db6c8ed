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
#include "render/sheet/sheet_book.h"
#include "render/sheet/sheet_page.h"
#include "render/sheet/sheet_verify.h"

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

/// Names with their markers filled: valid and unlike each other, or findings.
std::vector<std::string> sheet_names(const bind::WorkbookLayout& layout, const Row& root, Diagnostics& out) {
  std::vector<std::string> names, taken;
  for (const auto& sheet : layout.sheets) {
    auto name = fill(sheet.name, root, out);
    auto problem = bind::sheet_name_problem(name);
    const auto caseless = utf8::lower(name);
    if (!problem && std::find(taken.begin(), taken.end(), caseless) != taken.end())
      problem = text("лист «{}» в книге уже есть", "the workbook has a sheet “{}” already", name);
    if (problem) out.error(sheet.name.at, "sheet-name", std::move(*problem));
    taken.push_back(caseless);
    names.push_back(std::move(name));
  }
  return names;
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
  properties.company = get("company");
  properties.keywords = get("keywords");
  properties.created = creation_time();
  workbook_set_properties(workbook, &properties);
}

}  // namespace

OpenRows rows_in_memory(const Shape& shape, const Row& root) {
  return [&shape, &root](int section) {
    return std::make_unique<MemoryRows>(shape.sections[static_cast<std::size_t>(section)].shape,
                                        root.sections[static_cast<std::size_t>(section)]);
  };
}

void render_workbook(const bind::WorkbookLayout& layout, const Row& root, const OpenRows& open_rows,
                     const std::filesystem::path& path, Diagnostics& out) {
  Diagnostics found;
  const auto names = sheet_names(layout, root, found);
  if (found.has_errors()) return out.add(found);
  OpenWorkbook book(path);
  set_properties(book.get(), layout, root, found);
  StyleBook styles(book.get());
  std::vector<long> rows;
  for (std::size_t i = 0; i < layout.sheets.size(); ++i) {
    auto* sheet = workbook_add_worksheet(book.get(), names[i].c_str());
    if (!sheet) fail_to_write(path, "no room for the sheet " + names[i]);
    SheetPage page(book.get(), sheet, names[i], styles, layout.sheets[i], root, found);
    page.write(open_rows);
    rows.push_back(page.rows_written());
  }
  const auto error = book.close();
  out.add(found);
  if (error != LXW_NO_ERROR) fail_to_write(path, lxw_strerror(error));
  if (const auto fault = workbook_fault(path, rows)) fail_to_write(path, *fault);
}

}  // namespace svodka::render
