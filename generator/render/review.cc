#include "render/review.h"

#include <algorithm>
#include <filesystem>
#include <map>

#include "package/zip.h"
#include "render/expand/marks.h"
#include "render/expand/xml.h"
#include "render/office.h"

namespace svodka::render {
namespace {

std::string extension_of(const std::string& file) { return std::filesystem::path(file).extension().string(); }

std::string source_line(const store::RecordSource& source) {
  using Kind = store::RecordSource::Kind;
  const auto name = source.collection + (source.field.empty() ? "" : "." + source.field);
  if (source.kind == Kind::kRun) return "параметр запуска: " + source.field;
  if (source.kind == Kind::kTable) return "раздел " + name;
  return to_string(source.at, Language::kRussian) + "  " + name +
         (source.previous ? " (прошлый период)" : "");
}

// Where a text of HTML stands: in words that are shown, or in a tag, a script, a style, a title.
class HtmlWalker {
 public:
  bool shows() const { return !tag_ && !hidden_; }
  bool in_link() const { return in_link_; }  // links do not stand in links
  void walk(std::string_view piece) {
    for (const char c : piece) {
      if (tag_) {
        if (c == '>')
          end_tag();
        else if (c == '<' && hidden_)
          name_.clear();  // the one before was a comparison of a script
        else
          name_ += c;
      } else if (c == '<') {
        tag_ = true;
        name_.clear();
      }
    }
  }

 private:
  void end_tag() {
    tag_ = false;
    if (name_ == "/a") in_link_ = false;
    if (name_ == "a" || name_.starts_with("a ") || name_.starts_with("a\n")) in_link_ = true;
    for (const std::string_view quiet : {"script", "style", "title", "textarea"}) {
      if (name_.starts_with(quiet)) hidden_ = true;
      if (name_.starts_with("/" + std::string(quiet))) hidden_ = false;
    }
  }
  bool tag_ = false, hidden_ = false, in_link_ = false;
  std::string name_;
};

std::string joined_lines(const ReviewNote& note, const char* separator) {
  std::string out;
  for (const auto& line : note.lines) out += (out.empty() ? "" : separator) + line;
  return out;
}

constexpr std::string_view kHtmlStyle =
    "<style>.svodka-source{color:inherit;text-decoration:underline dotted "
    "#b8860b;text-underline-offset:.2em;cursor:help}"
    ".svodka-source:hover,.svodka-source:focus{background:#fff3c4;color:#000;outline:1px solid "
    "#b8860b}</style>";

}  // namespace

std::string review_name(const std::string& file) {
  const auto extension = extension_of(file);
  return file.substr(0, file.size() - extension.size()) + " (источники)" + extension;
}

std::vector<ReviewNote> review_notes(const DocumentTrace& trace, const std::string& to_root) {
  constexpr std::size_t kMost = 12;
  std::vector<ReviewNote> notes;
  for (const auto& value : trace.values) {
    ReviewNote note;
    note.lines.push_back(value.name);
    if (value.how == TracedValue::How::kRow)
      note.lines.emplace_back("не точно: записи, из которых сделана строка");
    if (value.how == TracedValue::How::kTables)
      note.lines.emplace_back("не точно: запрос не проследить, он читает");
    if (value.how == TracedValue::How::kNothing)
      note.lines.emplace_back("не из записей: из описания отчёта или о самом запуске");
    for (const auto index : value.sources) {
      const auto& source = trace.sources[index];
      if (note.href.empty() && !source.at.file.empty() && !source.previous)
        note.href = to_root + source.at.file;
      if (note.lines.size() > kMost) {
        note.lines.push_back("… всего " + std::to_string(value.sources.size()));
        break;
      }
      note.lines.push_back(source_line(source));
    }
    notes.push_back(std::move(note));
  }
  return notes;
}

std::optional<std::string> review_copy(const std::string& file, const std::string& bytes,
                                       const MarkedDocument& made, const DocumentTrace& trace,
                                       const std::string& to_root) {
  const auto notes = review_notes(trace, to_root);
  const auto extension = extension_of(file);
  if (extension == ".xlsx" || extension == ".ods") {
    std::vector<std::pair<std::string, ReviewNote>> by_place;
    for (std::size_t i = 0; i < notes.size(); ++i) by_place.emplace_back(trace.values[i].place.en, notes[i]);
    if (extension == ".xlsx") return review_workbook(bytes, by_place);
    const auto copy = review_workbook(made.clean, by_place);  // as the document itself was made
    if (!copy) return std::nullopt;
    return Office().convert(review_name(file), *copy, ".xlsx", "ods");
  }
  std::map<int, std::size_t> by_id;
  for (std::size_t i = 0; i < notes.size(); ++i) by_id.emplace(trace.values[i].id, i);
  const NoteOf note = [&](int id) -> const ReviewNote* {
    const auto at = by_id.find(id);
    return at == by_id.end() ? nullptr : &notes[at->second];
  };
  if (extension == ".docx") return review_word(made.bytes, note);
  if (extension == ".odt") return review_odt(made.bytes, note);
  if (extension == ".html" || extension == ".htm") return review_html(made.bytes, note);
  if (extension == ".txt" || extension == ".md") return review_text(made.bytes, note);
  return std::nullopt;
}

std::string review_html(std::string_view marked, const NoteOf& note) {
  std::string out;
  HtmlWalker walker;
  std::vector<const char*> open;  // what closes each
  walk_marks(
      marked,
      [&](std::string_view piece) {
        walker.walk(piece);
        out += piece;
      },
      [&](int id) {
        const auto* said = walker.shows() ? note(id) : nullptr;
        open.push_back("");
        if (said == nullptr) return;
        const bool links = !said->href.empty() && !walker.in_link();
        open.back() = links ? "</a>" : "</span>";
        out += links ? "<a href=\"" + escaped_xml(said->href) + "\"" : std::string("<span tabindex=\"0\"");
        out += " class=\"svodka-source\" title=\"" + escaped_xml(joined_lines(*said, "\n")) + "\">";
      },
      [&] {
        if (open.empty()) return;
        out += open.back();
        open.pop_back();
      });
  out = without_marks(out);
  const auto head = out.find("</head>");
  return out.insert(head == std::string::npos ? 0 : head, kHtmlStyle);
}

std::string review_text(std::string_view marked, const NoteOf& note) {
  std::string out, list;
  int number = 0;
  std::vector<const ReviewNote*> open;
  walk_marks(
      marked, [&](std::string_view piece) { out += piece; }, [&](int id) { open.push_back(note(id)); },
      [&] {
        if (open.empty()) return;
        if (open.back() != nullptr) {
          out += "[" + std::to_string(++number) + "]";
          list += "[" + std::to_string(number) + "] " + joined_lines(*open.back(), "\n    ") + "\n";
        }
        open.pop_back();
      });
  return out + "\n" + std::string(60, '-') + "\nИсточники\n\n" + list;
}

// ODF 1.3 part 3, 14.1: an annotation stands before the words it is about, its end behind them.
std::optional<std::string> review_odt(const std::string& marked, const NoteOf& note) {
  Diagnostics unsaid;
  auto entries = package::read_zip("", marked, unsaid);
  if (!entries) return std::nullopt;
  int number = 0;
  for (auto& entry : *entries) {
    if (!entry.name.ends_with(".xml")) continue;
    const auto xml = package::inflate("", entry, unsaid);
    if (!xml || !has_marks(*xml)) continue;
    std::string out;
    HtmlWalker walker;
    std::vector<int> open;
    const bool text = entry.name == "content.xml" && xml->find("xmlns:dc=") != std::string::npos;
    walk_marks(
        *xml,
        [&](std::string_view piece) {
          walker.walk(piece);
          out += piece;
        },
        [&](int id) {
          const auto* said = text && walker.shows() ? note(id) : nullptr;
          open.push_back(said == nullptr ? -1 : ++number);
          if (said == nullptr) return;
          out += "<office:annotation office:name=\"svodka" + std::to_string(number) +
                 "\"><dc:creator>Svodka</dc:creator>";
          for (const auto& line : said->lines) out += "<text:p>" + escaped_xml(line) + "</text:p>";
          out += "</office:annotation>";
        },
        [&] {
          if (open.empty()) return;
          if (open.back() >= 0)
            out += "<office:annotation-end office:name=\"svodka" + std::to_string(open.back()) + "\"/>";
          open.pop_back();
        });
    entry = package::deflate(entry.name, out);
  }
  return package::write_zip(*entries);
}

}  // namespace svodka::render
