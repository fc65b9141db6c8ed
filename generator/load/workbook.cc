#include "load/workbook.h"

#include <algorithm>
#include <charconv>

#include "base/utf8.h"
#include "load/xml_stream.h"

namespace svodka::load {
namespace {

constexpr std::size_t kMostStringBytes = 512u << 20;
constexpr std::string_view kOldBinary = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";  // MS-CFB 2.2

bool is_true(std::string_view text) { return text == "1" || text == "true" || text == "on"; }

/// The name of a part that a relationship's target names, seen from a part in `folder` ("xl/"). Leads nowhere
/// but into the package.
std::string resolved(std::string_view folder, std::string_view target) {
  std::string whole =
      target.starts_with('/') ? std::string(target.substr(1)) : std::string(folder) + std::string(target);
  std::vector<std::string> steps;
  for (std::size_t start = 0; start <= whole.size();) {
    const auto end = std::min(whole.find('/', start), whole.size());
    auto step = whole.substr(start, end - start);
    if (step == "..") {
      if (!steps.empty()) steps.pop_back();
    } else if (!step.empty() && step != ".") {
      steps.push_back(std::move(step));
    }
    start = end + 1;
  }
  std::string out;
  for (const auto& step : steps) out += (out.empty() ? "" : "/") + step;
  return out;
}

struct Relation {
  std::string id, type, target;
};

class Relations : public XmlHandler {
 public:
  std::vector<Relation> all;
  void start(std::string_view element, const XmlAttributes& attributes) override {
    if (element != "Relationship" || attributes["TargetMode"] == "External") return;
    all.push_back(
        {std::string(attributes["Id"]), std::string(attributes["Type"]), std::string(attributes["Target"])});
  }
  std::string target(std::string_view type_end) const {
    for (const auto& one : all) {
      if (one.type.ends_with(type_end)) return one.target;
    }
    return {};
  }
};

struct BookHandler : XmlHandler {
  struct Sheet {
    std::string name, id;
    bool hidden;
  };
  std::vector<Sheet> sheets;
  bool from_1904 = false, is_uncalculated = false;
  void start(std::string_view element, const XmlAttributes& attributes) override {
    if (element == "sheet")
      sheets.push_back({std::string(attributes["name"]), std::string(attributes["id"]),
                        attributes["state"] == "hidden" || attributes["state"] == "veryHidden"});
    if (element == "workbookPr") from_1904 = is_true(attributes["date1904"]);
    if (element == "calcPr") is_uncalculated = is_true(attributes["fullCalcOnLoad"]);
  }
};

struct StyleHandler : XmlHandler {
  std::map<int, NumberFormat> codes;
  std::vector<NumberFormat> cells;
  bool in_cells = false;
  void start(std::string_view element, const XmlAttributes& attributes) override {
    const auto id = number_in<int>(attributes["numFmtId"]).value_or(0);
    if (element == "numFmt") codes[id] = number_format(attributes["formatCode"]);
    if (element == "cellXfs") in_cells = true;
    if (element != "xf" || !in_cells) return;
    const auto known = codes.find(id);
    cells.push_back(known != codes.end() ? known->second : builtin_number_format(id));
  }
  void end(std::string_view element) override { in_cells = in_cells && element != "cellXfs"; }
};

/// The texts of `si` elements, of one run or several, without what helps to pronounce them.
struct StringHandler : XmlHandler {
  StringHandler(std::string& strings_, std::vector<std::size_t>& ends_) : strings(strings_), ends(ends_) {}
  std::string& strings;
  std::vector<std::size_t>& ends;
  std::size_t begin = 0;
  bool in_text = false, in_phonetic = false;
  void start(std::string_view element, const XmlAttributes&) override {
    if (element == "si") begin = strings.size();
    if (element == "rPh") in_phonetic = true;
    if (element == "t") in_text = !in_phonetic;
  }
  void characters(std::string_view words) override {
    if (!in_text) return;
    strings += words;
    if (strings.size() > kMostStringBytes)
      refuse(text("тексты занимают больше {} МБ", "the texts take more than {} MB", kMostStringBytes >> 20));
  }
  void end(std::string_view element) override {
    if (element == "t") in_text = false;
    if (element == "rPh") in_phonetic = false;
    if (element != "si") return;
    const auto words = std::string_view(strings).substr(begin);
    if (words.find("_x") != std::string_view::npos) {
      const auto plain = unescaped(words);
      strings.resize(begin);
      strings += plain;
    }
    ends.push_back(strings.size());
  }
};

void refuse_table(const std::string& path, Text message, Text hint, Diagnostics& out) {
  out.error({.file = path}, "not-a-table", std::move(message), std::move(hint));
}

Text save_as_xlsx() {
  return text("откройте его в Excel или LibreOffice и сохраните как «Книга Excel (*.xlsx)»",
              "open it in Excel or LibreOffice and save it as “Excel Workbook (*.xlsx)”");
}

/// Names what the file is when its first bytes say that it is no package. False when they do not.
bool is_other_kind(const std::string& path, std::string_view bytes, Diagnostics& out) {
  if (bytes.starts_with(kOldBinary)) {
    // The name of the stream that encrypted workbooks consist of (MS-OFFCRYPTO 2.3.4.4), in UTF-16.
    constexpr std::string_view kEncrypted("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0", 32);
    if (bytes.find(kEncrypted) != std::string_view::npos)
      out.error({.file = path}, "encrypted-package",
                text("файл зашифрован паролем", "the file is encrypted with a password"),
                text("снимите пароль на открытие и сохраните файл", "remove the password and save the file"));
    else
      refuse_table(path, text("это старый двоичный формат .xls", "it is the old binary format .xls"),
                   save_as_xlsx(), out);
    return true;
  }
  const auto head = utf8::lower(bytes.substr(0, 512));
  const bool page = head.find("<html") != std::string::npos || head.find("<table") != std::string::npos;
  if (page)
    refuse_table(path, text("это веб-страница под именем таблицы", "it is a web page named as a spreadsheet"),
                 save_as_xlsx(), out);
  return page;
}

}  // namespace

std::string unescaped(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto at = text.find("_x");
    out += text.substr(0, at);
    if (at == std::string_view::npos) break;
    text.remove_prefix(at);
    const auto digits = text.substr(2, 4);
    unsigned code = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), code, 16);
    const bool whole =
        digits.size() == 4 && end == digits.data() + 4 && error == std::errc() && text.substr(6, 1) == "_";
    if (!whole || (code >= 0xD800 && code < 0xE000) || code >= 0xFFFE) {
      out += text.substr(0, 2);
      text.remove_prefix(2);
      continue;
    }
    const bool control = code < 0x20 && code != '\t' && code != '\n' && code != '\r';
    utf8::append(out, control ? U' ' : static_cast<char32_t>(code));
    text.remove_prefix(7);
  }
  return out;
}

Workbook::Workbook(std::string path, std::vector<package::ZipEntry> entries)
    : path_(std::move(path)), entries_(std::move(entries)) {
  for (std::size_t i = 0; i < entries_.size(); ++i) index_.emplace(utf8::lower(entries_[i].name), i);
}

std::unique_ptr<Workbook> Workbook::open(const std::string& path, std::string bytes, Diagnostics& out) {
  if (is_other_kind(path, bytes, out)) return nullptr;
  auto entries = package::read_zip(path, bytes, out);
  bytes = std::string();
  if (!entries) return nullptr;
  std::unique_ptr<Workbook> book(new Workbook(path, std::move(*entries)));
  if (!book->read(out)) return nullptr;
  return book;
}

const package::ZipEntry* Workbook::entry(std::string_view name) const {
  const auto found = index_.find(utf8::lower(name));
  return found == index_.end() ? nullptr : &entries_[found->second];
}

const SheetEntry* Workbook::sheet(std::string_view name) const {
  const auto found =
      std::find_if(sheets_.begin(), sheets_.end(), [&](const SheetEntry& s) { return s.name == name; });
  return found == sheets_.end() ? nullptr : &*found;
}

NumberFormat Workbook::format(std::size_t style) const {
  return style < formats_.size() ? formats_[style] : NumberFormat{};
}

std::optional<std::string_view> Workbook::shared(std::size_t index) const {
  if (index >= string_ends_.size()) return std::nullopt;
  const auto begin = index == 0 ? 0 : string_ends_[index - 1];
  return std::string_view(strings_).substr(begin, string_ends_[index] - begin);
}

bool Workbook::read(Diagnostics& out) {
  if (const auto* kind = entry("mimetype");
      kind != nullptr && kind->stored.starts_with("application/vnd.oasis")) {
    refuse_table(path_, text("это таблица OpenDocument (.ods)", "it is an OpenDocument spreadsheet (.ods)"),
                 save_as_xlsx(), out);
    return false;
  }
  std::string part;
  Relations relations;
  if (const auto* top = entry("_rels/.rels")) {
    if (!XmlStream(path_, *top, relations).read(out)) return false;
    part = resolved("", relations.target("/officeDocument"));
  }
  if (part.ends_with(".bin")) {
    refuse_table(path_, text("это двоичная книга .xlsb", "it is a binary workbook, .xlsb"), save_as_xlsx(),
                 out);
    return false;
  }
  if (part.empty() || entry(part) == nullptr) {
    refuse_table(path_, text("в файле нет книги Excel", "the file holds no Excel workbook"), save_as_xlsx(),
                 out);
    return false;
  }
  return read_sheets(part, out) && read_styles(out) && read_strings(out);
}

bool Workbook::read_sheets(const std::string& part, Diagnostics& out) {
  BookHandler book;
  if (!XmlStream(path_, *entry(part), book).read(out)) return false;
  from_1904_ = book.from_1904;
  is_uncalculated_ = book.is_uncalculated;
  const auto slash = part.rfind('/');
  const auto folder = slash == std::string::npos ? std::string() : part.substr(0, slash + 1);
  Relations relations;
  if (const auto* beside = entry(folder + "_rels/" + part.substr(folder.size()) + ".rels")) {
    if (!XmlStream(path_, *beside, relations).read(out)) return false;
  }
  styles_part_ = resolved(folder, relations.target("/styles"));
  strings_part_ = resolved(folder, relations.target("/sharedStrings"));
  for (auto& sheet : book.sheets) {
    for (const auto& relation : relations.all) {
      if (relation.id != sheet.id || !relation.type.ends_with("/worksheet")) continue;
      sheets_.push_back({std::move(sheet.name), sheet.hidden, resolved(folder, relation.target)});
      break;
    }
  }
  if (!sheets_.empty()) return true;
  refuse_table(path_, text("в книге нет листов с ячейками", "the workbook has no sheets with cells"), {},
               out);
  return false;
}

bool Workbook::read_styles(Diagnostics& out) {
  const auto* part = entry(styles_part_);
  if (part == nullptr) return true;
  StyleHandler styles;
  if (!XmlStream(path_, *part, styles).read(out)) return false;
  formats_ = std::move(styles.cells);
  return true;
}

bool Workbook::read_strings(Diagnostics& out) {
  const auto* part = entry(strings_part_);
  if (part == nullptr) return true;
  StringHandler strings(strings_, string_ends_);
  return XmlStream(path_, *part, strings).read(out);
}

}  // namespace svodka::load
