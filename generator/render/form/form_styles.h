#pragma once

#include <map>
#include <pugixml.hpp>
#include <string>

namespace svodka::render {

/// The cell formats of a workbook (ECMA-376 part 1, 18.8): which of them show dates, and new ones that do.
class FormStyles {
 public:
  /// `xml` is xl/styles.xml; "" when the workbook has none.
  explicit FormStyles(const std::string& xml);

  /// The format for a day in a cell of format `style`: itself when it shows dates, else one that looks the
  /// same and shows days as «дд.мм.гггг».
  int dated(int style);

  /// What a format shows: dates, numbers by a pattern, or whatever there is (General, text).
  enum class Shows { kAnything, kDate, kNumber };
  Shows shows(int style) const;

  /// Formats were added; xml() has them.
  bool changed() const { return !dated_.empty(); }
  std::string xml() const;

 private:
  int date_format();
  bool shows_dates(const pugi::xml_node& format) const;

  pugi::xml_document document_;
  std::map<int, std::string> formats_;  // number formats that the workbook defines
  std::map<int, int> dated_;
};

}  // namespace svodka::render
