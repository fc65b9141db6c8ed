#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/text.h"
#include "publish/ledger/document_rows.h"

namespace svodka::publish {

/// Counts the pages of documents that nobody has counted yet, all in one start of LibreOffice, and keeps the
/// numbers (KnownPages).
struct PageCounter {
  std::filesystem::path outputs;
  std::function<bool(const PageQuestion&)> wants;  ///< which documents are worth it
  /// Bytes of documents that are not on the disk yet, by their hash; null: there are none.
  const std::map<std::string, std::string>* made = nullptr;
  /// Told of the documents whose pages cannot be counted, and why.
  std::function<void(const std::vector<std::string>& files, const Text& why)> unknown;

  void operator()(std::vector<PageQuestion>& questions) const;
};

}  // namespace svodka::publish
