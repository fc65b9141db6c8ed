#include "bind/report.h"

#include <algorithm>

#include "base/hash.h"
#include "base/source_file.h"
#include "base/utf8.h"
#include "bind/definition_nodes.h"
#include "bind/form_map_reader.h"
#include "bind/markers.h"

namespace svodka::bind {
namespace {

using load::Node;

// Reads the definition's keys, each mistake a finding at its place.
class Definition : private DefinitionNodes {
 public:
  /// `aside`: mistakes in what the documents are saved as.
  Definition(const SourceFile& file, Report& report, Diagnostics& out, Diagnostics& aside)
      : DefinitionNodes(file.path, out), report_(report), aside_(aside) {}

  void read(const Node& root) {
    if (!expect(root, Node::Kind::kMapping,
                text("здесь ожидаются ключи отчёта: title, outputs, data",
                     "a report's keys are expected here: title, outputs, data")))
      return;
    known_keys(root, {"title", "outputs", "data", "one-per", "sign-off", "redact"});
    if (const auto* title = root.find("title")) report_.title = scalar(*title);
    if (const auto* data = root.find("data")) report_.data = queries(*data);
    if (const auto* one_per = root.find("one-per")) read_one_per(*one_per);
    if (const auto* sign_off = root.find("sign-off")) read_sign_off(*sign_off);
    if (const auto* redact = root.find("redact")) report_.redact = flag(*redact);
    if (report_.title.empty())
      error(root, "missing-key", text("нет названия отчёта: `title`", "the report has no `title`"),
            text("добавьте его: `title: Отчёт`", "add it: `title: Report`"));
    const auto* outputs = root.find("outputs");
    if (outputs == nullptr)
      return error(root, "missing-key",
                   text("не сказано, какие документы создавать: нет `outputs`",
                        "no documents to make: there is no `outputs`"),
                   text("добавьте список: `outputs:`, а под ним `- template: файл.docx`",
                        "add the list `outputs:`, and below it `- template: file.docx`"));
    if (!expect(*outputs, Node::Kind::kSequence, text("`outputs` — это список", "`outputs` is a list"),
                text("начните каждый документ с дефиса: `- template: файл.docx` или `- file: имя.xlsx`",
                     "begin each document with a dash: `- template: file.docx` or `- file: name.xlsx`")))
      return;
    if (outputs->items.empty())
      error(*outputs, "missing-key", text("список `outputs` пуст", "the list `outputs` is empty"),
            text("добавьте документ: `- template: файл.docx`", "add a document: `- template: file.docx`"));
    for (const auto& item : outputs->items) read_output(item);
  }

 private:
  bool flag(const Node& node) {
    const auto words = scalar(node);
    if (words != "true" && words != "false")
      error(node, "unknown-value", text("непонятное значение: «{}»", "unknown value: “{}”", words),
            text("бывают true и false", "there are true and false"));
    return words == "true";
  }

  std::vector<Query> queries(const Node& node) {
    std::vector<Query> all;
    if (node.is_null() ||
        !expect(node, Node::Kind::kMapping,
                text("здесь ожидаются запросы: имя и SQL", "queries are expected here: a name and its SQL"),
                text("напишите их с отступом под `data:`, без дефисов: `имя: SELECT …`",
                     "write them indented below `data:`, without dashes: `name: SELECT …`")))
      return all;
    for (const auto& [key, value] : node.entries) {
      if (!is_query_name(key.scalar)) {
        error(key, "bad-name",
              text("«{}» не может быть именем запроса", "“{}” cannot be the name of a query", key.scalar),
              text("имя состоит из букв, цифр, дефисов и пробелов и не кончается на `_separator`",
                   "a name is made of letters, digits, dashes and spaces and does not end in `_separator`"));
        continue;
      }
      all.push_back(query(key.scalar, value));
      all.back().named_at = key.mark;
    }
    return all;
  }

  // What a marker can name. A dot leads from a query to its column.
  static bool is_query_name(const std::string& name) {
    const auto scan = scan_markers("{{" + name + "}}");
    return scan.markers.size() == 1 && scan.markers[0].kind == Marker::Kind::kValue &&
           scan.markers[0].name == name && scan.markers[0].modifiers.empty() &&
           name.find('.') == std::string::npos && !name.ends_with("_separator");
  }

  void read_one_per(const Node& node) {
    report_.one_per = query("one-per", node);
    report_.one_per->named_at = node.mark;
    if (report_.one_per->each.empty()) return;
    error(node, "unknown-key", text("у `one-per` не бывает `each`", "`one-per` takes no `each`"),
          text("запросы по каждой строке пишите в `data`: они видят её столбцы",
               "put the queries for each row into `data`: they see its columns"));
  }

  Query query(const std::string& name, const Node& node) {
    Query made{name, "", node.mark, {}, {}};
    if (node.is_sequence()) {
      error(
          node, "wrong-form", text("здесь ожидается SQL, а не список", "SQL is expected here, not a list"),
          text("запишите его без скобок: `{}: SELECT …`", "write it without brackets: `{}: SELECT …`", name));
      return made;
    }
    if (node.is_scalar()) {
      made.sql = node.scalar;
    } else if (node.is_mapping()) {
      known_keys(node, {"sql", "each"});
      if (const auto* sql = node.find("sql")) {
        made.sql = scalar(*sql);
        made.at = sql->mark;
      }
      if (const auto* each = node.find("each")) made.each = queries(*each);
    }
    if (made.sql.empty())
      error(node, "missing-key", text("у запроса `{}` нет SQL", "the query `{}` has no SQL", name),
            text("запишите его за двоеточием: `{}: SELECT …`", "write it after the colon: `{}: SELECT …`",
                 name));
    return made;
  }

  void read_output(const Node& node) {
    if (!expect(node, Node::Kind::kMapping,
                text("здесь ожидается документ: `template` или `sheets`",
                     "a document is expected here: `template` or `sheets`"),
                text("напишите его поля после дефиса: `- template: файл.docx`",
                     "write its fields after the dash: `- template: file.docx`")))
      return;
    Output output;
    output.at = output.file_at = node.mark;
    const auto* source = node.find("template");
    const auto* sheets = node.find("sheets");
    if (sheets != nullptr) known_keys(node, {"sheets", "properties", "file", "format", "pdf", "template"});
    if (sheets == nullptr)
      known_keys(node, {"template", "file", "pdf", "contents", "compute", "fill", "expect", "required"});
    if ((source == nullptr) == (sheets == nullptr)) {
      return error(node, "missing-key",
                   text("у документа должно быть что-то одно: `template` или `sheets`",
                        "a document has either a `template` or `sheets`"),
                   source == nullptr
                       ? text("назовите шаблон: `template: файл.docx`, или опишите листы книги: `sheets:`",
                              "name the template: `template: file.docx`, or describe the sheets: `sheets:`")
                       : text("уберите одно из двух: книгу по шаблону и книгу по описанию создают разные "
                              "документы списка `outputs`",
                              "take one of the two away: each is a document of its own under `outputs`"));
    }
    if (source != nullptr) {
      output.template_file = template_path(*source);
      if (output.template_file.empty()) return;
      output.at = source->mark;
      output.file = std::filesystem::path(output.template_file).filename().string();
    } else {
      output.sheets = *sheets;
      output.file = report_.name + workbook_extension(node);
      if (const auto* properties = node.find("properties")) output.properties = *properties;
    }
    if (const auto* file = node.find("file")) {
      output.file = scalar(*file);
      output.file_at = file->mark;
    }
    if (output.sheets) check_format(node);
    check_file(node, output);
    if (source != nullptr) output.map = read_form_map(node, file_, report_.data, out_);
    if ((!output.map.empty() || node.find("compute") != nullptr) && source != nullptr &&
        !utf8::lower(output.template_file).ends_with(".xlsx"))
      error(*source, "not-a-form",
            text("`fill`, `expect`, `required` и `compute` бывают только у форм .xlsx",
                 "`fill`, `expect`, `required` and `compute` are for .xlsx forms only"),
            text("уберите их или назовите форму .xlsx", "remove them, or name an .xlsx form"));
    if (const auto* contents = node.find("contents"); contents != nullptr && source != nullptr)
      output.contents = contents_kind(*contents);
    if (const auto* compute = node.find("compute"); compute != nullptr && source != nullptr)
      output.compute = compute_kind(*compute);
    if (const auto* pdf = node.find("pdf")) output.pdf = pdf_kind(*pdf);
    if (!output.pdf.empty()) check_pdf(*node.find("pdf"), output);
    report_.outputs.push_back(std::move(output));
  }

  // What a workbook is saved as: `format:` says so, or the end of `file:`.
  static std::string workbook_extension(const Node& node) {
    const auto* format = node.find("format");
    if (format != nullptr) return format->scalar == "ods" ? ".ods" : ".xlsx";
    const auto* file = node.find("file");
    return file != nullptr && utf8::lower(file->scalar).ends_with(".ods") ? ".ods" : ".xlsx";
  }

  void check_format(const Node& node) {
    const auto* format = node.find("format");
    if (format == nullptr || format->scalar == "ods" || format->scalar == "xlsx") return;
    aside_.error(
        at(*format), "unknown-value",
        text("непонятное значение `format`: «{}»", "unknown value of `format`: “{}”", format->scalar),
        text("бывают xlsx и ods", "there are xlsx and ods"));
  }

  // The name's own part of a pattern is checked when it is filled; here, what holds for every document.
  void check_file(const Node& node, const Output& output) {
    const auto place = output.file_at == node.mark ? output.at : output.file_at;
    const auto extension = [](const std::string& name) {
      return utf8::lower(std::filesystem::path(name).extension().string());
    };
    auto due = output.sheets ? workbook_extension(node) : extension(output.template_file);
    if (due == ".ott") due = ".odt";
    if (extension(output.file) != due && (due == ".xlsx" || due == ".ods" || due == ".docx" ||
                                          due == ".odt" || extension(output.file).empty())) {
      aside_.error(place.in(file_), "wrong-extension",
                   text("имя документа «{}» должно кончаться на «{}»",
                        "the document's name “{}” must end in “{}”", output.file, due),
                   text("исправьте конец имени: он говорит, чем файл открыть",
                        "correct its end: it says what opens the file"));
    }
    const auto markers = scan_markers(output.file).markers;
    if (report_.one_per && std::none_of(markers.begin(), markers.end(),
                                        [](const Marker& m) { return m.kind == Marker::Kind::kValue; })) {
      aside_.error(place.in(file_), "one-name",
                   text("у всех документов из `one-per` будет одно имя: «{}»",
                        "all documents of `one-per` would have one name: “{}”", output.file),
                   text("поставьте в `file` столбец, который у строк разный: `{{{{id}}}}{0}`",
                        "put a column into `file` that differs between the rows: `{{{{id}}}}{0}`", due));
    }
  }

  // Templates stand in templates/, beside the definition; a name may not lead out of it.
  std::string template_path(const Node& node) {
    const auto name = scalar(node);
    if (name.empty()) return {};
    const auto path =
        (std::filesystem::path(report_.path).parent_path() / name).lexically_normal().generic_string();
    if (path.starts_with("..") || path.starts_with('/')) {
      error(node, "bad-path",
            text("шаблон «{}» лежит вне проекта", "the template “{}” is outside of the project", name),
            text("положите его в templates и назовите без папки",
                 "put it into templates and name it without a folder"));
      return {};
    }
    return path;
  }

  std::string contents_kind(const Node& node) {
    const auto kind = scalar(node);
    if (kind == "pages" || kind == "update" || kind == "entries") return kind;
    aside_.error(at(node), "unknown-value",
                 text("непонятное значение `contents`: «{}»", "unknown value of `contents`: “{}”", kind),
                 text("бывают pages, update и entries", "there are pages, update and entries"));
    return {};
  }

  std::string compute_kind(const Node& node) {
    const auto kind = scalar(node);
    if (kind == "libreoffice") return kind;
    aside_.error(at(node), "unknown-value",
                 text("непонятное значение `compute`: «{}»", "unknown value of `compute`: “{}”", kind),
                 text("бывает libreoffice", "there is libreoffice"));
    return {};
  }

  void check_pdf(const Node& node, const Output& output) {
    const auto kind = utf8::lower(std::filesystem::path(output.file).extension().string());
    if (kind == ".docx" || kind == ".odt" || kind == ".xlsx" || kind == ".ods") return;
    error(node, "pdf-of-text", text("PDF из «{}» не делают", "no PDF is made of “{}”", output.file),
          text("PDF бывает у документов .docx, .odt, .xlsx и .ods",
               "documents that are .docx, .odt, .xlsx or .ods may have one"));
  }

  std::string pdf_kind(const Node& node) {
    const auto kind = scalar(node);
    if (kind == "true") return "pdf/a-2b";
    if (kind == "pdf" || kind == "pdf/a-2b") return kind;
    if (kind != "false")
      aside_.error(at(node), "unknown-value",
                   text("непонятное значение `pdf`: «{}»", "unknown value of `pdf`: “{}”", kind),
                   text("бывают true (то же, что pdf/a-2b), pdf/a-2b и pdf",
                        "there are true (the same as pdf/a-2b), pdf/a-2b and pdf"));
    return {};
  }

  void read_sign_off(const Node& node) {
    if (!expect(node, Node::Kind::kMapping,
                text("здесь ожидаются `approve` и `sign`", "`approve` and `sign` are expected here"),
                text("например: `sign-off: {{approve: [petrova], sign: ivanov}}`",
                     "for example: `sign-off: {{approve: [petrova], sign: ivanov}}`")))
      return;
    known_keys(node, {"approve", "sign"});
    auto& sign_off = report_.sign_off;
    if (const auto* sign = node.find("sign")) {
      sign_off.sign = scalar(*sign);
      sign_off.sign_at = sign->mark;
    }
    const auto* approve = node.find("approve");
    if (approve == nullptr) return;
    if (approve->is_scalar()) return add_approver(*approve);
    if (!expect(*approve, Node::Kind::kSequence,
                text("`approve` — это список людей", "`approve` is a list of people"),
                text("перечислите их id в скобках: `approve: [petrova, ivanov]`",
                     "list their ids in brackets: `approve: [petrova, ivanov]`")))
      return;
    for (const auto& person : approve->items) add_approver(person);
  }

  void add_approver(const Node& node) {
    auto& sign_off = report_.sign_off;
    const auto person = scalar(node);
    if (std::find(sign_off.approve.begin(), sign_off.approve.end(), person) != sign_off.approve.end())
      error(node, "same-person",
            text("«{}» утверждает документ дважды", "“{}” approves the document twice", person),
            text("оставьте имя один раз", "keep the name once"));
    sign_off.approve.push_back(person);
    sign_off.approve_at.push_back(node.mark);
  }

  Report& report_;
  Diagnostics& aside_;
};

}  // namespace

std::optional<Report> load_report(const std::filesystem::path& root, const std::string& name,
                                  Diagnostics& out) {
  Diagnostics found;
  auto report = load_report_in_part(root, name, found);
  out.add(found);
  if (found.has_errors()) return std::nullopt;
  return report;
}

std::optional<Report> load_report_in_part(const std::filesystem::path& root, const std::string& name,
                                          Diagnostics& out) {
  Report report;
  report.name = name;
  report.path = "templates/" + name + ".yaml";
  Diagnostics found, aside;
  if (const auto file = read_source(root, report.path, found)) {
    report.sha256 = svodka::sha256(file->text);
    report.text = file->text;
    if (const auto node = load::parse_yaml(*file, found)) Definition(*file, report, found, aside).read(*node);
  }
  out.add(found);
  out.add(aside);
  if (found.has_errors()) return std::nullopt;
  return report;
}

}  // namespace svodka::bind
