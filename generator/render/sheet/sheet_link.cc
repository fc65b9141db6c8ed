#include "render/sheet/sheet_link.h"

#include "base/utf8.h"
#include "render/expand/link.h"

namespace svodka::render {
namespace {

constexpr std::size_t kLongestAddress = 2'000;  // Excel takes 2,079 characters, some of which become three

/// A path from the folder of the document: no scheme, no disk, not from the root.
bool is_relative(std::string_view path) {
  if (path.empty() || path.front() == '/' || path.front() == '\\' || path.front() == '#') return false;
  if (path.find(':') != std::string_view::npos) return false;
  const auto last = path.substr(path.find_last_of("/\\") + 1);  // a word is no address, a file has a dot
  return last.find('.') != std::string_view::npos || path.find('/') != std::string_view::npos;
}

}  // namespace

std::optional<std::string> sheet_link(std::string_view address) {
  while (address.starts_with(' ')) address.remove_prefix(1);
  while (address.ends_with(' ')) address.remove_suffix(1);
  if (address.size() > kLongestAddress || address.find_first_of("\r\n\t\"<>") != std::string_view::npos)
    return std::nullopt;
  const auto lower = utf8::lower(address);
  if (lower.starts_with("ftp:") || lower.starts_with("tel:")) return std::nullopt;
  // A file's name looks like a site's to safe_link(): "протокол.pdf".
  const auto last_dot = lower.rfind('.');
  const auto extension = last_dot == std::string::npos ? std::string() : lower.substr(last_dot + 1);
  for (const std::string_view file :
       {"pdf",  "doc", "docx", "odt",  "xls", "xlsx", "ods",  "csv",  "txt", "rtf", "jpg",
        "jpeg", "png", "tif",  "tiff", "zip", "ppt",  "pptx", "html", "htm", "sig", "p7s"})
    if (extension == file && is_relative(address)) return std::string(address);
  if (auto safe = safe_link(address)) return safe;
  if (is_relative(address)) return std::string(address);
  return std::nullopt;
}

}  // namespace svodka::render
