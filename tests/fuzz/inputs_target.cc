#include "fuzz/inputs_target.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <random>

#include "base/files.h"
#include "base/report_findings.h"
#include "base/utf8.h"
#include "bind/markers.h"
#include "bind/report.h"
#include "bind/sheet_layout.h"
#include "edit/outline.h"
#include "edit/text_document.h"
#include "load/record.h"
#include "load/yaml.h"
#include "store/refresh.h"

namespace svodka::test {
namespace {

namespace fs = std::filesystem;

/// A folder in memory where there is one, for what is read from files.
class Folder {
 public:
  Folder() {
    std::error_code error;
    path_ = (fs::is_directory("/dev/shm", error) ? fs::path("/dev/shm") : fs::temp_directory_path()) /
            ("svodka-fuzz-" + std::to_string(::getpid()));
    fs::create_directories(path_ / "inputs");
    fs::create_directories(path_ / "templates");
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const fs::path& path() const { return path_; }
  void write(const char* name, std::string_view bytes) const {
    write_file(path_ / name, bytes, path_ / name);
  }

 private:
  fs::path path_;
};

const Folder& folder() {
  static const Folder kFolder;
  return kFolder;
}

const load::Schema& schema() {
  static const load::Schema kSchema = load::builtin_schema_definition();
  return kSchema;
}

std::string fault_of_text(const Text& text, const std::string& rule) {
  if (utf8::first_invalid(text.ru) || utf8::first_invalid(text.en)) return rule + ": a message is no UTF-8";
  return text.ru.empty() || text.en.empty() ? rule + ": a message lacks a language" : "";
}

// What must hold of all findings on `file`, whose text (if it could be had) is `text`.
std::string fault_of_findings(const Diagnostics& out, const std::string& file, std::string_view text) {
  const auto lines = 1 + std::count(text.begin(), text.end(), '\n');
  for (const auto& finding : out.in_order()) {
    if (finding.rule.empty()) return "a finding without a rule";
    if (auto fault = fault_of_text(finding.message, finding.rule); !fault.empty()) return fault;
    if (!finding.hint.empty()) {
      if (auto fault = fault_of_text(finding.hint, finding.rule); !fault.empty()) return fault;
    }
    if (finding.at.file == file && (finding.at.line < 0 || finding.at.line > lines))
      return finding.rule + ": line " + std::to_string(finding.at.line) + " of " + std::to_string(lines);
    if (finding.at.file == file && (finding.at.column < 0 || finding.at.length < 0))
      return finding.rule + ": column";
  }
  const auto source = [&](const std::string&) { return std::optional(SourceFile{file, std::string(text)}); };
  const auto printed = findings_as_text(out.sorted(), Language::kRussian, false, source);
  return utf8::first_invalid(printed) ? "what is printed is no UTF-8" : "";
}

int depth_of(const load::Node& node) {
  int deepest = 0;
  for (const auto& item : node.items) deepest = std::max(deepest, depth_of(item));
  for (const auto& entry : node.entries) deepest = std::max(deepest, depth_of(entry.second));
  return deepest + 1;
}

}  // namespace

std::string fault_of_yaml(std::string_view bytes) {
  Diagnostics out;
  const auto source = make_source("a.yaml", std::string(bytes), out);
  if (!source) return out.has_errors() ? fault_of_findings(out, "a.yaml", bytes) : "refused without a word";
  const load::YamlLimits limits{.max_nodes = 100'000, .max_depth = 64};
  const auto node = load::parse_yaml(*source, out, limits);
  if (!node && !out.has_errors()) return "refused without a word";
  if (node && depth_of(*node) > 64 + 2) return "deeper than allowed";
  if (auto fault = fault_of_findings(out, "a.yaml", source->text); !fault.empty()) return fault;
  Diagnostics streamed;
  const bool sound = load::stream_yaml(
      *source, [](const load::Node&, const load::Node&) {}, streamed, limits);
  if (!sound && !streamed.has_errors()) return "streamed: refused without a word";
  if (!out.has_errors() && node && (node->is_mapping() || node->is_null()) && streamed.has_errors())
    return "the whole is sound, its stream is not: " + streamed.in_order().front().message.en;
  return fault_of_findings(streamed, "a.yaml", source->text);
}

std::string fault_of_records(std::string_view bytes) {
  Diagnostics out;
  const auto source = make_source("inputs/a.yaml", std::string(bytes), out);
  if (!source) return "";
  std::string fault;
  std::vector<std::string> also_read;
  const auto take = [&](load::Record&& record) {
    if (record.fields.size() != record.collection->fields.size()) fault = "a record of another size";
  };
  load::read_input(folder().path(), *source, schema(), take, also_read, out);
  if (fault.empty()) fault = fault_of_findings(out, "inputs/a.yaml", source->text);
  Diagnostics declared;
  auto extended = schema();
  load::extend_schema(extended, {"inputs/a.yaml", source->text}, declared);
  for (const auto& collection : extended.collections) {
    for (const auto& field : collection.fields) {
      if (field.type == load::FieldType::kList && field.fields.size() != 1) return "a list without its item";
    }
  }
  return fault.empty() ? fault_of_findings(declared, "inputs/a.yaml", source->text) : fault;
}

std::string fault_of_csv(std::string_view bytes) {
  folder().write("inputs/t.csv", bytes);
  const SourceFile definition{
      "inputs/t.yaml",
      "tables:\n  - {file: t.csv, collection: results, constants: {exam: vpr, year: 2020},\n"
      "     columns: {Школа: school, Класс: grade, Предмет: subject, Писали: participants, "
      "Дата: date, «2»: marks-2, Успеваемость: success}, values: {Школа: {Первая: a}}}\n"};
  Diagnostics out;
  std::vector<std::string> also_read;
  load::read_input(
      folder().path(), definition, schema(), [](load::Record&&) {}, also_read, out);
  return fault_of_findings(out, "inputs/t.csv", bytes);
}

std::string fault_of_report(std::string_view bytes) {
  static const auto kReader = [] {
    folder().write(
        "inputs/o.yaml",
        "organisations: [{id: a, kind: school, name: Первая}, {id: b, kind: school, name: Вторая}]\n"
        "activities: [{id: x, title: Семинар, date: 2020-10, status: done, schools: [a, b]}]\n");
    Diagnostics out;
    store::refresh(folder().path(), schema(), folder().path() / "data.db", out);
    return std::make_unique<store::Reader>(folder().path() / "data.db", schema(),
                                           store::ReportContext{"2020-11", "2020-12-01", "2020-10"});
  }();
  kReader->limit_steps(100'000);
  folder().write("templates/r.yaml", bytes);
  Diagnostics out;
  const auto report = bind::load_report(folder().path(), "r", out);
  if (!report)
    return out.has_errors() ? fault_of_findings(out, "templates/r.yaml", bytes) : "refused without a word";
  const auto bound = bind::BoundReport::prepare(*report, *kReader, out);
  if (!bound && !out.has_errors()) return "not bound, without a word";
  for (const auto& output : report->outputs) {
    if (!bound || !output.sheets) continue;
    Diagnostics layout;
    const auto* properties = output.properties ? &*output.properties : nullptr;
    if (!bind::parse_workbook(*output.sheets, properties, report->path, bound->shape(), layout) &&
        !layout.has_errors())
      return "sheets refused without a word";
    out.add(layout);
  }
  return fault_of_findings(out, "templates/r.yaml", report->text);
}

std::string fault_of_markers(std::string_view bytes) {
  if (utf8::first_invalid(bytes)) return "";
  const auto scan = bind::scan_markers(bytes);
  std::size_t after = 0;
  Diagnostics out;
  Shape shape;
  shape.columns = {{"name", ColumnType::kText}, {"date", ColumnType::kPeriod}, {"n", ColumnType::kInteger}};
  shape.sections.push_back({"schools", {{{"title", ColumnType::kText}}, {}}});
  bind::Resolver resolver(shape, out);
  const SourceFile file{"t.txt", std::string(bytes)};
  for (const auto& marker : scan.markers) {
    if (marker.offset < after || marker.length == 0 || marker.offset + marker.length > bytes.size())
      return "a marker out of order or out of the text";
    after = marker.offset + marker.length;
    resolver.resolve(marker, file.at(marker.offset, marker.length));
  }
  resolver.finish();
  for (const auto& fault : scan.faults) {
    if (fault.offset + fault.length > bytes.size()) return "a fault out of the text";
    out.error(file.at(fault.offset, fault.length), fault.rule, fault.message, fault.hint);
  }
  return fault_of_findings(out, "t.txt", bytes);
}

std::string fault_of_outline(std::string_view bytes) {
  if (utf8::first_invalid(bytes)) return "";
  const auto root = edit::outline_of(bytes);
  const edit::TextDocument document{std::string(bytes)};
  const std::size_t step = std::max<std::size_t>(1, bytes.size() / 50);
  for (std::size_t offset = 0; offset <= bytes.size(); offset += step) {
    const auto position = document.position(offset);
    if (document.offset(position) > offset) return "a place came back beyond where it was";
    const auto spot = edit::spot_at(root, offset);
    if (!spot) continue;
    if (spot->begin > spot->end || spot->end > bytes.size()) return "a spot out of the text";
    if (offset < spot->begin || offset > spot->end) return "a spot that is elsewhere";
    if (spot->node == nullptr) return "a spot without a value";
    edit::scalar_text(*spot->node, bytes);
    edit::follow(root, spot->path);
  }
  return "";
}

const std::vector<FuzzTarget>& fuzz_targets() {
  static const std::vector<std::string> kYaml{
      "a: &x {b: 'c', d: \"e\\n\"}\nf:\n  - *x\n  - <<: *x\n    g: |\n      h\n     \n    i: >-\n      j\n\n "
      "     k\n- l\n",
      "# c\n---\nключ: «да» # x\nlist: [1, {a: b}, [c, d]]\n? q\n: r\nempty:\n...\n",
      "a: 1\na: 2\n\tb: 3\nc: !!str d\ne: *nothing\nf: [\n"};
  static const std::vector<std::string> kRecords{
      "activities:\n  - id: a\n    title: Семинар\n    date: [2020-10-29, 2020-10-30]\n    status: done\n    "
      "schools: [b, c]\n"
      "    participants: [{who: учителя, count: 3}]\n    waive: {activity-after-report: так}\n  - {id: b, "
      "title: t, "
      "status: planned, from: 2020-10-01, to: 2020-11}\n",
      "authority: {organisation: a, municipality: М, region: Р, head: h}\nresults:\n  - {exam: vpr, year: "
      "2020, grade: 5, "
      "subject: s, school: a, participants: 12, mean-score: \"3,5\", marks-2: 007}\nindicators:\ntables: "
      "[{file: x.csv, "
      "collection: results, columns: {}}]\n",
      "collections:\n  clubs:\n    key: id\n    fields:\n      id: text\n      kind: {type: enum, values: "
      "{a: {ru: А}, b: Б}}\n      "
      "of: {type: list, of: {type: reference, to: clubs}}\n      when: {type: period, from: since, to: "
      "until}\n"};
  static const std::vector<std::string> kTables{
      "Отчёт;;;\nШкола;Класс;Предмет;Писали;Дата;«2»;Успеваемость\n1;2;3;4;5;6;7\nПервая;5;Математика;12;18."
      "04.2020;1;91,7 "
      "%\n;;;;;;\nИтого;;;12;;1;\n",
      "Школа,Класс,Предмет,Писали\r\n\"a\",5,\"Русский, \"\"язык\"\"\nдва\",1 234\r\n",
      "Школа\tКласс\tПредмет\tПисали\na\t5\tБ\t–\n"};
  static const std::vector<std::string> kReports{
      "title: Т\ndata:\n  schools: SELECT id, name FROM organisations ORDER BY id\n  days:\n    sql: SELECT "
      "id, title, date FROM "
      "activities\n    each:\n      places: |\n        SELECT value AS place FROM activities_schools WHERE "
      "value = "
      ":days.id\noutputs:\n  - file: \"{{as_of}}.xlsx\"\n    properties: {title: \"{{title}}\"}\n    "
      "sheets:\n      - name: Л\n        "
      "above: [{text: \"на {{as_of:date=long}}\", style: title}, \"\"]\n        rows: schools\n        "
      "columns:\n          - "
      "{header: [А, Б], value: name, width: 20, align: left}\n          - {header: №, row-number: true, "
      "name: n}\n          - "
      "{header: Ф, formula: \"{n} / гр. 2 × 100\", format: \"0.0\", total: formula}\n        total: Итого\n  "
      "      highlight: "
      "[{column: n, when: \"> 1\", color: red}]\n        charts: [{type: bar, categories: name, series: "
      "[n]}]\n",
      "title: Т\none-per: SELECT id AS key FROM organisations\noutputs:\n  - {template: x.txt, file: "
      "\"{{key}}.txt\", pdf: "
      "true}\nsign-off: {approve: [a], sign: b}\n"};
  static const std::vector<std::string> kMarkers{
      "{{name}} {{#schools}}{{title:upper}}{{#schools_separator}}, "
      "{{/schools_separator}}{{/schools}}{{^n}}нет{{/n}}",
      "{{date:date=short}} {{! слова }} \\{{ {{>файл.txt}} {{n:plural=день,дня,дней}} {{ schools.title }} "
      "{{}} {{#x",
      "{{Имя\u00A0отчество:case=upper:x}} {{/name}} {{#n}}{{#name}}{{/n}}{{/name}}"};
  static const std::vector<FuzzTarget> kTargets{
      {"yaml", fault_of_yaml, kYaml},          {"records", fault_of_records, kRecords},
      {"csv", fault_of_csv, kTables},          {"report", fault_of_report, kReports},
      {"markers", fault_of_markers, kMarkers}, {"outline", fault_of_outline, kYaml}};
  return kTargets;
}

std::string mutated_input(const FuzzTarget& target, const std::string& bytes, std::uint64_t seed) {
  static const std::vector<std::string> kPieces{": ",
                                                "- ",
                                                "\n",
                                                "\n  ",
                                                "\t",
                                                "[",
                                                "]",
                                                "{",
                                                "}",
                                                "\"",
                                                "'",
                                                "|",
                                                ">",
                                                "&a ",
                                                "*a",
                                                "<<: ",
                                                "#",
                                                ";",
                                                ",",
                                                "{{",
                                                "}}",
                                                "{{#",
                                                "{{/",
                                                ":date=",
                                                "2020-02-30",
                                                "99999999999999999999",
                                                "-",
                                                "\r\n",
                                                "\r",
                                                "\xEF\xBB\xBF",
                                                "\xF0\x9F\x98\x80",
                                                "\xD0",
                                                "\xC2\xA0",
                                                "null",
                                                "SELECT ",
                                                ";;;;",
                                                "---\n",
                                                "...",
                                                "%",
                                                "!!x ",
                                                "\xE2\x80\xA8",
                                                "гр. 1"};
  std::mt19937_64 random(seed);
  const auto below = [&](std::size_t bound) {
    return bound == 0 ? 0 : static_cast<std::size_t>(random() % bound);
  };
  std::string out = bytes;
  const auto at = below(out.size() + 1);
  const auto length = std::min(below(20), out.size() - at);
  switch (below(7)) {
    case 0:
      out.erase(at, length);
      break;
    case 1:
      out.insert(below(out.size() + 1), out.substr(at, length));
      break;
    case 2:
      if (at < out.size()) out[at] = static_cast<char>(random());
      break;
    case 3: {  // a line goes, or comes twice
      const auto begin = at == 0 ? 0 : out.rfind('\n', at - 1) + 1;
      const auto line = out.substr(begin, out.find('\n', begin) - begin + 1);
      below(2) == 0 ? void(out.erase(begin, line.size())) : void(out.insert(begin, line));
      break;
    }
    case 4: {
      const auto& other = target.seeds[below(target.seeds.size())];
      const auto from = below(other.size());
      out.insert(at, other.substr(from, below(60)));
      break;
    }
    case 5:
      out.resize(at);
      break;
    default:
      out.insert(at, kPieces[below(kPieces.size())]);
  }
  return out;
}

}  // namespace svodka::test
