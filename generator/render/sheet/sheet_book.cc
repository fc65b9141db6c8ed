#include "render/sheet/sheet_book.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "base/files.h"
#include "bind/sheet_layout.h"
#include "render/sheet/sheet_package.h"

namespace svodka::render {

void fail_to_write(const std::filesystem::path& path, const std::string& why) {
  throw EnvironmentError(text("не удалось записать {}: {} (возможно, кончилось место на диске)",
                              "cannot write {}: {} (the disk may be full)", path.string(), why));
}

OpenWorkbook::OpenWorkbook(std::filesystem::path shown) : shown_(std::move(shown)) {
  constexpr const char* kMemory = "/dev/shm";
  const auto beside = shown_.parent_path().empty() ? "." : shown_.parent_path().string();
  folder_ = ::access(kMemory, W_OK | X_OK) == 0 ? kMemory : beside;
  memory_ = ::memfd_create("svodka", MFD_CLOEXEC);
  if (memory_ < 0) fail_with_errno(shown_, "не удалось записать", "cannot write", errno);
  lxw_workbook_options options{};
  options.constant_memory = LXW_TRUE;
  options.tmpdir = folder_.data();
  workbook_ = workbook_new_opt(("/proc/self/fd/" + std::to_string(memory_)).c_str(), &options);
  if (workbook_) return;
  ::close(memory_);
  fail_to_write(shown_, "out of memory");
}

OpenWorkbook::~OpenWorkbook() {
  if (workbook_) workbook_close(workbook_);
  ::close(memory_);
}

std::string OpenWorkbook::finish(std::vector<package::ZipEntry> rows) {
  const auto error = workbook_close(std::exchange(workbook_, nullptr));
  if (error != LXW_NO_ERROR) fail_to_write(shown_, lxw_strerror(error));
  auto package = read_file("/proc/self/fd/" + std::to_string(memory_));
  if (const auto fault = complete_workbook(package, std::move(rows))) fail_to_write(shown_, *fault);
  return package;
}

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
