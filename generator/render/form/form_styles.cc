#include "render/form/form_styles.h"

#include <algorithm>
#include <iterator>

#include "render/expand/xml.h"

namespace svodka::render {
namespace {

constexpr int kFirstOwn = 164;  // number of a format that a workbook defines
constexpr char kDate[] = "dd.mm.yyyy";

// The formats that every workbook has (18.8.30), those of other languages too.
bool is_builtin_date(int id) {
  return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
}

// Letters of dates and times outside of quotes, brackets and escapes.
bool is_date_format(const std::string& format) {
  for (std::size_t i = 0; i < format.size() && format[i] != ';'; ++i) {
    const char c = format[i];
    if (c == '"' || c == '[') {
      i = format.find(c == '"' ? '"' : ']', i + 1);
      if (i == std::string::npos) return false;
    } else if (c == '\\' || c == '_' || c == '*') {
      ++i;
    } else if (std::string_view("dDmMyYhHsS").find(c) != std::string_view::npos) {
      return true;
    }
  }
  return false;
}

}  // namespace

FormStyles::FormStyles(const std::string& xml) {
  if (xml.empty() || !load_xml(xml, document_)) return;
  for (const auto& format : document_.document_element().child("numFmts").children("numFmt"))
    formats_[format.attribute("numFmtId").as_int()] = format.attribute("formatCode").value();
}

bool FormStyles::shows_dates(const pugi::xml_node& format) const {
  const int id = format.attribute("numFmtId").as_int();
  const auto own = formats_.find(id);
  return own == formats_.end() ? is_builtin_date(id) : is_date_format(own->second);
}

FormStyles::Shows FormStyles::shows(int style) const {
  const auto all = document_.document_element().child("cellXfs").children("xf");
  if (style < 0 || style >= std::distance(all.begin(), all.end())) return Shows::kAnything;
  const auto format = *std::next(all.begin(), style);
  const int id = format.attribute("numFmtId").as_int();
  const auto own = formats_.find(id);
  if (id == 0 || id == 49 || (own != formats_.end() && (own->second == "General" || own->second == "@")))
    return Shows::kAnything;
  return shows_dates(format) ? Shows::kDate : Shows::kNumber;
}

int FormStyles::dated(int style) {
  if (const auto known = dated_.find(style); known != dated_.end()) return known->second;
  auto formats = document_.document_element().child("cellXfs");
  const auto all = formats.children("xf");
  const int count = static_cast<int>(std::distance(all.begin(), all.end()));
  if (style < 0 || style >= count) return style;
  const auto format = *std::next(all.begin(), style);
  if (shows_dates(format)) return style;
  auto made = formats.append_copy(format);
  for (const auto& [name, value] :
       {std::pair{"numFmtId", date_format()}, std::pair{"applyNumberFormat", 1}}) {
    if (!made.attribute(name)) made.append_attribute(name);
    made.attribute(name).set_value(value);
  }
  formats.attribute("count").set_value(count + 1);
  return dated_[style] = count;
}

int FormStyles::date_format() {
  for (const auto& [id, code] : formats_) {
    if (code == kDate) return id;
  }
  auto root = document_.document_element();
  auto all = root.child("numFmts");
  if (!all) {
    all = root.prepend_child("numFmts");
    all.append_attribute("count") = 0;
  }
  const int id = formats_.empty() ? kFirstOwn : std::max(kFirstOwn, formats_.rbegin()->first + 1);
  auto made = all.append_child("numFmt");
  made.append_attribute("numFmtId") = id;
  made.append_attribute("formatCode") = kDate;
  all.attribute("count").set_value(all.attribute("count").as_int() + 1);
  formats_[id] = kDate;
  return id;
}

std::string FormStyles::xml() const { return saved_xml(document_); }

}  // namespace svodka::render
