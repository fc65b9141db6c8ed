#pragma once

#include <map>
#include <string>
#include <string_view>

namespace svodka::render {

/// What an inline stretch of rich text looks like.
struct OdfLook {
  bool bold = false, italic = false, strike = false, code = false;
  bool plain() const { return !bold && !italic && !strike && !code; }
};

/// The automatic styles of rich text in one part (ODF 1.3 part 3, 15.2, 16 and 17). Whoever asks for a name
/// needs the style.
class OdfRichStyles {
 public:
  std::string text(const OdfLook& look);
  std::string list(bool counted);
  std::string table();
  std::string cell();
  std::string aligned(std::string_view align);  ///< of a paragraph: "start", "center", "end"
  std::string rule();
  std::string heading();
  std::string quotation();

  /// Those that were asked for, as XML.
  std::string xml() const;

 private:
  std::string add(const std::string& name, const std::string& family, const std::string& properties);
  std::map<std::string, std::string> styles_;  // XML by name
};

}  // namespace svodka::render
