#include "render/word/page_numbers.h"

#include <charconv>
#include <cstdlib>
#include <cstring>
#include <set>
#include <vector>

#include "base/files.h"
#include "base/utf8.h"
#include "package/zip.h"
#include "render/expand/xml.h"
#include "render/word/docx_package.h"
#include "render/word/wordml_fields.h"
#include "render/word/wordml_numbering.h"

namespace svodka::render {
namespace {

using Node = pugi::xml_node;

using Pages = std::map<std::string, std::string>;    // by bookmark
using Formats = std::map<std::string, std::string>;  // w:fmt by bookmark

constexpr int kRounds = 3;
constexpr std::string_view kMark = "svodka-page ";  // begins a line of the copy's last section

bool is(const Node& node, const char* name) { return std::strcmp(node.name(), name) == 0; }

std::optional<DocxPackage> opened(const std::string& package) {
  Diagnostics unread;  // it is one that we have made
  auto entries = package::read_zip("", package, unread);
  if (!entries) return std::nullopt;
  return DocxPackage(std::move(*entries));
}

std::string packed(DocxPackage package) { return package::write_zip(std::move(package).finish()); }

// PAGEREF fields that have a bookmark and a result.
std::vector<Field> page_fields(const Node& root) {
  std::vector<Field> fields;
  for (auto& field : fields_of(root)) {
    if (field.code.name == "PAGEREF" && !field.code.arguments.empty() && field.separate &&
        !field.code.has('p'))
      fields.push_back(std::move(field));
  }
  return fields;
}

// The text between a field's `separate` and `end`; with `text`, that text in place of it.
std::string result_of(const Field& field, const Node& root, const std::string* text = nullptr) {
  std::string old;
  for (Node node = field.separate; node && node != field.end; node = next_node(node, root)) {
    if (!is(node, "w:t")) continue;
    old += node.text().get();
    if (text == nullptr) continue;
    node.text().set(text->c_str());
    static const std::string nothing;
    text = &nothing;
  }
  return old;
}

std::set<std::string> bookmarks_of(const std::vector<Field>& fields) {
  std::set<std::string> names;
  for (const auto& field : fields) names.insert(field.code.arguments.front());
  return names;
}

// Bookmarks of the text by the number format of their section (17.6.12 pgNumType).
Formats formats_of(const Node& root, const std::set<std::string>& bookmarks) {
  Formats formats;
  std::vector<std::string> waiting;
  const auto take = [&](const Node& section) {
    for (const auto& name : waiting)
      formats[name] = section.child("w:pgNumType").attribute("w:fmt").as_string("decimal");
    waiting.clear();
  };
  for (Node node = next_node(root, root); node; node = next_node(node, root)) {
    if (is(node, "w:bookmarkStart") && bookmarks.contains(node.attribute("w:name").value()))
      waiting.emplace_back(node.attribute("w:name").value());
    if (is(node, "w:sectPr")) take(node);
  }
  take({});
  return formats;
}

enum class Change { kNone, kSameWidth, kOtherWidth };

Change put_pages(const std::vector<Field>& fields, const Node& root, const Formats& formats,
                 const Pages& pages) {
  auto change = Change::kNone;
  for (const auto& field : fields) {
    const auto page = pages.find(field.code.arguments.front());
    const auto format = formats.find(field.code.arguments.front());
    if (page == pages.end() || format == formats.end()) continue;
    const auto number = format_number(std::atoi(page->second.c_str()), format->second);
    const auto old = result_of(field, root, &number);
    if (old.size() != number.size()) change = Change::kOtherWidth;
    if (old != number && change == Change::kNone) change = Change::kSameWidth;
  }
  return change;
}

Node field_mark(Node paragraph, const char* kind) {
  Node mark = paragraph.append_child("w:r").append_child("w:fldChar");
  mark.append_attribute("w:fldCharType").set_value(kind);
  return mark;
}

void ask_for(Node body, const Node& before, const std::string& bookmark) {
  Node paragraph = body.insert_child_before("w:p", before);
  paragraph.append_child("w:pPr").append_child("w:outlineLvl").append_attribute("w:val").set_value(0);
  Node name = paragraph.append_child("w:r").append_child("w:t");
  name.append_attribute("xml:space").set_value("preserve");
  name.text().set((std::string(kMark) + bookmark + " ").c_str());
  field_mark(paragraph, "begin");
  Node code = paragraph.append_child("w:r").append_child("w:instrText");
  code.append_attribute("xml:space").set_value("preserve");
  code.text().set((" PAGEREF " + bookmark + " \\h ").c_str());
  field_mark(paragraph, "separate");
  paragraph.append_child("w:r").append_child("w:t").text().set("?");
  field_mark(paragraph, "end");
}

// Ends the document's last section and adds one that asks for the pages of the bookmarks.
void append_questions(const Node& root, const Formats& bookmarks) {
  Node body = root.child("w:body");
  Node last = body.child("w:sectPr");
  if (!last) last = body.append_child("w:sectPr");
  body.insert_child_before("w:p", last).append_child("w:pPr").append_copy(last);
  while (last.first_child()) last.remove_child(last.first_child());
  for (const auto& [bookmark, format] : bookmarks) ask_for(body, last, bookmark);
}

// A text of a PDF, UTF-16BE in hexadecimal digits (ISO 32000-1, 7.9.2.2), as far as it is ASCII or Cyrillic.
std::string text_of_hex(std::string_view digits) {
  std::string text;
  for (std::size_t at = 4; at + 4 <= digits.size(); at += 4) {  // after the byte order mark
    unsigned character = 0;
    std::from_chars(digits.data() + at, digits.data() + at + 4, character, 16);
    utf8::append(text, character);
  }
  return text;
}

// The answers in the outline of the PDF that LibreOffice wrote (ISO 32000-1, 12.3.3); nothing when there is
// none.
std::optional<Pages> read_answers(std::string_view pdf) {
  constexpr std::string_view kTitle = "/Title<FEFF";
  Pages pages;
  for (auto at = pdf.find(kTitle); at != std::string_view::npos; at = pdf.find(kTitle, at + 1)) {
    const auto begin = at + kTitle.size() - 4;
    const auto line = text_of_hex(pdf.substr(begin, pdf.find('>', begin) - begin));
    if (!line.starts_with(kMark)) continue;
    const auto space = line.rfind(' ');
    const auto page = line.substr(space + 1);
    if (page.empty() || page.find_first_not_of("0123456789") != std::string::npos) continue;
    pages[line.substr(kMark.size(), space - kMark.size())] = page;
  }
  if (pages.empty()) return std::nullopt;
  return pages;
}

}  // namespace

LayoutProgram LayoutProgram::installed() { return {.path = find_program({"soffice", "libreoffice"})}; }

PageNumbers::PageNumbers(LayoutProgram program) : program_(std::move(program)) {
  if (!program_.path) hopeless_ = text("LibreOffice не установлен", "LibreOffice is not installed");
}

PageNumbers::~PageNumbers() = default;

std::string PageNumbers::fill(const std::string& file, std::string package, const Position& at,
                              Diagnostics& out) {
  for (int round = 0; round < kRounds; ++round) {
    auto parts = opened(package);
    pugi::xml_document document;
    if (!parts || !load_xml(parts->bytes(parts->main_part()), document)) return package;
    const auto root = document.document_element();
    const auto fields = page_fields(root);
    const auto formats = formats_of(root, bookmarks_of(fields));
    if (formats.empty()) return package;
    Text why;
    const auto pages = hopeless_ ? std::nullopt : ask(*parts, formats, why);
    if (!pages) return give_up(file, package, at, hopeless_.value_or(why), out);
    const auto change = put_pages(fields, root, formats, *pages);
    if (change == Change::kNone) break;
    parts->replace(parts->main_part(), saved_xml(document));
    package = packed(std::move(*parts));
    if (change == Change::kSameWidth) break;
  }
  return package;
}

std::optional<Pages> PageNumbers::ask(DocxPackage copy, const Formats& formats, Text& why) {
  pugi::xml_document document;
  load_xml(copy.bytes(copy.main_part()), document);
  append_questions(document.document_element(), formats);
  copy.replace(copy.main_part(), saved_xml(document));
  if (!scratch_) scratch_ = std::make_unique<ScratchFolder>();
  const auto made = scratch_->path() / "out" / "document.pdf";
  std::error_code error;
  std::filesystem::remove(made, error);
  write_file_in_place(scratch_->path() / "document.docx", packed(std::move(copy)));
  const auto end = lay_out();
  if (end.timed_out) {
    hopeless_ = why = text("LibreOffice не ответил за {} с", "LibreOffice has not answered in {} s",
                           std::chrono::duration_cast<std::chrono::seconds>(program_.limit).count());
  } else if (!end.succeeded()) {
    why = text("LibreOffice завершился с ошибкой", "LibreOffice has failed");
  } else {
    why = text("LibreOffice не сообщил номера", "LibreOffice did not tell them");
    if (std::filesystem::exists(made, error)) return read_answers(read_file(made));
  }
  return std::nullopt;
}

ProcessEnd PageNumbers::lay_out() const {
  const auto& folder = scratch_->path();
  return run_process(
      {.program = *program_.path,
       .arguments = {"-env:UserInstallation=file://" + (folder / "profile").string(), "--headless",
                     "--norestore", "--nolockcheck", "--nodefault", "--convert-to", "pdf", "--outdir",
                     (folder / "out").string(), (folder / "document.docx").string()},
       .folder = folder,
       .limit = program_.limit});
}

std::string PageNumbers::give_up(const std::string& file, const std::string& package, const Position& at,
                                 const Text& why, Diagnostics& out) {
  if (!told_) {
    const auto rest = hopeless_ ? text(" и следующих документов", " and of the documents after it") : Text();
    Text message{
        fmt::format("номера страниц в оглавлении «{}»{} не проверены: {}", file, rest.ru, why.ru),
        fmt::format("page numbers in the contents of “{}”{} are not known: {}", file, rest.en, why.en)};
    out.warning(at, "contents-pages", std::move(message),
                text("при открытии Word предложит обновить поля: согласитесь и сохраните документ",
                     "Word will offer to update fields on opening: agree, and save the document"));
  }
  told_ = hopeless_.has_value();
  return left_to_word(package);
}

std::string left_to_word(const std::string& package) {
  auto parts = opened(package);
  if (!parts) return package;
  const auto main = parts->main_part();
  pugi::xml_document document;
  if (!load_xml(parts->bytes(main), document)) return package;
  bool marked = false;
  for (auto& field : fields_of(document.document_element())) {
    if (field.code.name != "TOC") continue;
    field.begin.remove_attribute("w:dirty");
    field.begin.append_attribute("w:dirty").set_value("true");
    marked = true;
  }
  if (!marked) return package;
  parts->replace(main, saved_xml(document));
  return packed(std::move(*parts));
}

}  // namespace svodka::render
