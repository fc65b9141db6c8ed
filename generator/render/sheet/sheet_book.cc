#include "render/sheet/sheet_book.h"

#include <utility>

#include "base/files.h"

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

}  // namespace svodka::render
