#pragma once

#include <xlsxwriter.h>

#include <filesystem>
#include <string>

namespace svodka::render {

/// Throws EnvironmentError: the workbook `path` cannot be written, and why.
[[noreturn]] void fail_to_write(const std::filesystem::path& path, const std::string& why);

/// A workbook that goes with its object: closed, and when something failed before that, closed and left to
/// whoever removes the file. Rows are written downwards; the library's own files stand beside `path`.
class OpenWorkbook {
 public:
  explicit OpenWorkbook(const std::filesystem::path& path);
  ~OpenWorkbook();
  OpenWorkbook(const OpenWorkbook&) = delete;
  OpenWorkbook& operator=(const OpenWorkbook&) = delete;

  lxw_workbook* get() { return workbook_; }
  lxw_error close();

 private:
  std::string folder_;
  lxw_workbook* workbook_;
};

}  // namespace svodka::render
