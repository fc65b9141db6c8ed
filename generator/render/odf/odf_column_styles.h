#pragma once

#include <map>
#include <pugixml.hpp>
#include <string>
#include <utility>

namespace svodka::render {

/// The styles of columns (ODF 1.3 part 3, 16.2 and 17.16) of one part. Widths are in twentieths of a point,
/// which TableGrid counts in.
class OdfColumnStyles {
 public:
  explicit OdfColumnStyles(const pugi::xml_document& document);

  /// 0 when the column's style does not tell.
  int width_of(const pugi::xml_node& column) const;
  /// Gives a column that has a style one of its own with this width.
  void set_width(pugi::xml_node column, int width);

 private:
  pugi::xml_node style_named(const std::string& name) const;
  pugi::xml_node properties_of(const std::string& name) const;
  std::string make(const std::string& from, int width);

  pugi::xml_node styles_;
  std::map<std::pair<std::string, int>, std::string> made_;
  int count_ = 0;
};

}  // namespace svodka::render
