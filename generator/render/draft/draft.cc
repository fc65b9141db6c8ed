#include "render/draft/draft.h"

#include <filesystem>

#include "base/utf8.h"

namespace svodka::render {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string line_at_top(std::string bytes, const std::string& line) {
  bytes.insert(bytes.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0, line);
  return bytes;
}

// Across the window and every printed page, right after <body …>. It moves nothing, is seen through and lets
// clicks pass; where a reader knows no styles it is a line at the top.
std::string html_as_draft(std::string bytes) {
  const auto banner =
      "<div style=\"position:fixed;top:0;left:0;width:100%;height:100%;display:flex;align-items:center;"
      "justify-content:center;overflow:hidden;pointer-events:none;z-index:2147483647\"><span "
      "style=\"font:bold 18vmin serif;color:#808080;opacity:0.3;transform:rotate(-45deg)\">" +
      std::string(kDraftWord) + "</span></div>\n";
  const auto lower = utf8::lower(bytes.substr(0, bytes.find("<p")));  // markup before the text is ASCII
  const auto body = lower.find("<body");
  const auto end = body == std::string::npos ? body : bytes.find('>', body);
  bytes.insert(end == std::string::npos ? 0 : end + 1, banner);
  return bytes;
}

}  // namespace

std::optional<std::string> as_draft(std::string_view file, std::string bytes) {
  const auto extension = utf8::lower(std::filesystem::path(file).extension().string());
  if (extension == ".docx") return docx_as_draft(bytes);
  if (extension == ".xlsx") return xlsx_as_draft(bytes);
  if (extension == ".odt") return odt_as_draft(bytes);
  if (extension == ".ods") return ods_as_draft(bytes);
  if (extension == ".html" || extension == ".htm") return html_as_draft(std::move(bytes));
  if (extension == ".tex") return line_at_top(std::move(bytes), "% " + std::string(kDraftWord) + "\n");
  return line_at_top(std::move(bytes), std::string(kDraftWord) + "\n");
}

}  // namespace svodka::render
