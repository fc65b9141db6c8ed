#include "render/sheet/sheet_book.h"

#include <algorithm>
#include <utility>

#include "base/files.h"
#include "bind/sheet_layout.h"

namespace svodka::render {

void fail_to_write(const std::filesystem::path& path, const std::string& why) {
  throw EnvironmentError(text("не удалось записать {}: {} (возможно, кончилось место на диске)",
                              "cannot write {}: {} (the disk may be full)", path.string(), why));
}

OpenWorkbook::OpenWorkbook(const std::filesystem::path& path)
    : folder_(path.parent_path().empty() ? "." : path.parent_path().string()) {
  lxw_workbook_options options{};
  options.constant_memory = LXW_TRUE;
  options.tmpdir = folder_.data();
  workbook_ = workbook_new_opt(path.c_str(), &options);
  if (!workbook_) fail_to_write(path, "out of memory");
}

OpenWorkbook::~OpenWorkbook() {
  if (workbook_) workbook_close(workbook_);
}

lxw_error OpenWorkbook::close() { return workbook_close(std::exchange(workbook_, nullptr)); }

SheetCanvas& SheetBook::add(const std::string& name) {
  auto* sheet = workbook_add_worksheet(workbook_, name.c_str());
  if (!sheet) throw EnvironmentError(text("нет места для листа «{}»", "no room for the sheet “{}”", name));
  sheets_.push_back(std::make_unique<SheetCanvas>(sheet, name, styles_, out_, limits_));
  return *sheets_.back();
}

std::string SheetBook::next_name(const std::string& name) { return bind::valid_sheet_name(name, taken_); }

std::string SheetBook::list_range(const std::vector<std::string>& items) {
  if (lists_name_.empty()) lists_name_ = next_name("Списки");
  auto found = std::find(lists_.begin(), lists_.end(), items);
  if (found == lists_.end()) found = lists_.insert(lists_.end(), items);
  const auto letters = sheet_column(static_cast<int>(found - lists_.begin()));
  return "=" + quoted_sheet(lists_name_) + "!$" + letters + "$1:$" + letters + "$" +
         std::to_string(items.size());
}

void SheetBook::write_lists() {
  auto& sheet = add(lists_name_);
  worksheet_hide(sheet.raw());
  std::size_t longest = 0;
  for (const auto& list : lists_) longest = std::max(longest, list.size());
  const CellStyle style{.border = false};
  for (std::size_t row = 0; row < longest; ++row)
    for (std::size_t i = 0; i < lists_.size(); ++i)
      if (row < lists_[i].size())
        sheet.text(static_cast<int>(row), static_cast<int>(i), lists_[i][row], style, {});
}

std::vector<package::ZipEntry> SheetBook::finish() {
  if (!lists_.empty()) write_lists();
  std::vector<package::ZipEntry> rows;
  for (const auto& sheet : sheets_) rows.push_back(sheet->finish());
  return rows;
}

std::string quoted_sheet(const std::string& name) {
  std::string out = "'";
  for (const char c : name) out += c == '\'' ? std::string("''") : std::string(1, c);
  return out + "'";
}

}  // namespace svodka::render
