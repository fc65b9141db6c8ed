#pragma once

#include <xlsxwriter.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "render/picture/picture_file.h"
#include "render/sheet/sheet_canvas.h"

namespace svodka::render {

/// Throws EnvironmentError: the workbook `path` cannot be written, and why.
[[noreturn]] void fail_to_write(const std::filesystem::path& path, const std::string& why);

/// A workbook that the library writes into memory (memfd_create(2), and its own files into /dev/shm), for it
/// speaks of a full disk on stderr, or not at all. Rows are written downwards.
class OpenWorkbook {
 public:
  /// `shown`: the file that is meant, for messages. Throws EnvironmentError.
  explicit OpenWorkbook(std::filesystem::path shown);
  ~OpenWorkbook();
  OpenWorkbook(const OpenWorkbook&) = delete;
  OpenWorkbook& operator=(const OpenWorkbook&) = delete;

  lxw_workbook* get() { return workbook_; }
  /// Ends the workbook and puts the rows of its sheets into it (complete_workbook()): the package.
  /// Throws EnvironmentError.
  std::string finish(std::vector<package::ZipEntry> rows);

 private:
  std::filesystem::path shown_;
  std::string folder_;
  int memory_ = -1;
  lxw_workbook* workbook_ = nullptr;
};

/// What the sheets of one workbook share.
class SheetBook {
 public:
  SheetBook(lxw_workbook* workbook, const std::filesystem::path& pictures, const SheetLimits& limits,
            std::vector<std::string> taken, Diagnostics& out)
      : workbook_(workbook),
        styles_(workbook),
        pictures_(pictures),
        limits_(limits),
        taken_(std::move(taken)),
        out_(out) {}

  /// A new sheet after the others. The name must be valid.
  SheetCanvas& add(const std::string& name);
  /// «Имя (2)»: a valid name that no sheet has, and will have.
  std::string next_name(const std::string& name);
  /// The cells that hold a list, as a formula. They stand on a hidden sheet, which finish() writes.
  std::string list_range(const std::vector<std::string>& items);
  /// The rows of each sheet, in order (complete_workbook()); nothing can be written any more.
  std::vector<package::ZipEntry> finish();

  lxw_workbook* workbook() { return workbook_; }
  PictureFolder& pictures() { return pictures_; }
  const SheetLimits& limits() const { return limits_; }

 private:
  void write_lists();

  lxw_workbook* workbook_;
  StyleBook styles_;
  PictureFolder pictures_;
  SheetLimits limits_;
  std::vector<std::string> taken_;  ///< names of sheets in small letters
  Diagnostics& out_;
  std::vector<std::unique_ptr<SheetCanvas>> sheets_;
  std::string lists_name_;
  std::vector<std::vector<std::string>> lists_;
};

/// A sheet's name as formulas have it.
std::string quoted_sheet(const std::string& name);

}  // namespace svodka::render
