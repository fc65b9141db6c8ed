#include "render/expand/odf_text.h"

#include <algorithm>

namespace svodka::render {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

std::string spaces(std::size_t count) {
  if (count == 1) return "<text:s/>";
  return "<text:s text:c=\"" + std::to_string(count) + "\"/>";
}

bool is_break(char c) { return c == '\n' || c == '\t' || c == '\r'; }

// A space stays one when words stand on both sides of it.
std::size_t append_spaces(std::string_view value, std::size_t at, std::string& out) {
  const auto end = std::min(value.find_first_not_of(' ', at), value.size());
  const bool inside = at > 0 && end < value.size() && !is_break(value[at - 1]) && !is_break(value[end]);
  if (inside) out += ' ';
  if (end - at > (inside ? 1u : 0u)) out += spaces(end - at - (inside ? 1 : 0));
  return end;
}

void append_character(char c, std::string& out) {
  switch (c) {
    case '&':
      out += "&amp;";
      break;
    case '<':
      out += "&lt;";
      break;
    case '>':
      out += "&gt;";
      break;
    case '"':
      out += "&quot;";
      break;
    case '\n':
      out += "<text:line-break/>";
      break;
    case '\t':
      out += "<text:tab/>";
      break;
    case '\r':
      break;
    default:
      // XML cannot hold other control characters; a query can make them: char(1)
      if (static_cast<unsigned char>(c) < 0x20)
        out += kReplacement;
      else
        out.push_back(c);
  }
}

}  // namespace

std::string odf_text(std::string_view value) {
  std::string out;
  out.reserve(value.size() + 16);
  for (std::size_t at = 0; at < value.size();) {
    if (value[at] == ' ')
      at = append_spaces(value, at, out);
    else
      append_character(value[at++], out);
  }
  return out;
}

std::string xml_text(std::string_view words) {
  std::string out;
  for (const char c : words) append_character(c == '\n' || c == '\t' ? ' ' : c, out);
  return out;
}

}  // namespace svodka::render
