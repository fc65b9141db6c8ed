#include "bind/report.h"

#include <algorithm>
#include <array>

#include "base/hash.h"
#include "base/source_file.h"
#include "base/utf8.h"

namespace svodka::bind {
namespace {

using load::Node;

// Reads the definition's keys, each mistake a finding at its place.
class Definition {
 public:
  Definition(const SourceFile& file, Report& report, Diagnostics& out) : file_(file), report_(report), out_(out) {}

  void read(const Node& root) {
    if (!expect(root, Node::Kind::kMapping, text("здесь ожидаются ключи отчёта: title, outputs, data", "a report's keys are expected here: title, outputs, data"))) return;
    known_keys(root, {"title", "outputs", "data", "one-per", "sign-off"});
    if (const auto* title = root.find("title")) report_.title = scalar(*title);
    if (const auto* data = root.find("data")) report_.data = queries(*data);
    if (const auto* one_per = root.find("one-per")) report_.one_per = query("one-per", *one_per);
    if (const auto* sign_off = root.find("sign-off")) read_sign_off(*sign_off);
    if (report_.title.empty()) error(root, "missing-key", text("нет названия отчёта: `title`", "the report has no `title`"));
    const auto* outputs = root.find("outputs");
    if (outputs == nullptr) return error(root, "missing-key", text("не сказано, какие документы создавать: нет `outputs`", "no documents to make: there is no `outputs`"));
    if (!expect(*outputs, Node::Kind::kSequence, text("`outputs` — это список", "`outputs` is a list"))) return;
    for (const auto& item : outputs->items) read_output(item);
  }

 private:
  Position at(const Node& node) const { return node.mark.in(file_.path); }
  void error(const Node& node, std::string rule, Text message, Text hint = {}) { out_.error(at(node), std::move(rule), std::move(message), std::move(hint)); }

  bool expect(const Node& node, Node::Kind kind, Text message) {
    if (node.kind == kind) return true;
    error(node, "wrong-form", std::move(message));
    return false;
  }

  void known_keys(const Node& mapping, const std::vector<std::string>& keys) {
    for (const auto& [key, value] : mapping.entries) {
      if (std::find(keys.begin(), keys.end(), key.scalar) != keys.end()) continue;
      auto hint = suggestion(key.scalar, keys);
      if (hint.empty()) hint = text("здесь бывают: {}", "there are: {}", fmt::format("{}", fmt::join(keys, ", ")));
      error(key, "unknown-key", text("непонятный ключ `{}`", "unknown key `{}`", key.scalar), std::move(hint));
    }
  }

  std::string scalar(const Node& node) {
    if (node.is_scalar()) return node.scalar;
    error(node, "wrong-form", text("здесь ожидается текст", "a text is expected here"));
    return {};
  }

  std::vector<Query> queries(const Node& node) {
    std::vector<Query> all;
    if (node.is_null() || !expect(node, Node::Kind::kMapping, text("здесь ожидаются запросы: имя и SQL", "queries are expected here: a name and its SQL"))) return all;
    for (const auto& [key, value] : node.entries) {
      if (key.scalar.empty() || key.scalar.find("{{") != std::string::npos || key.scalar.ends_with("_separator")) {
        error(key, "bad-name", text("«{}» не может быть именем запроса", "“{}” cannot be the name of a query", key.scalar));
        continue;
      }
      all.push_back(query(key.scalar, value));
    }
    return all;
  }

  Query query(const std::string& name, const Node& node) {
    Query made{name, "", node.mark, {}};
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
    if (made.sql.empty()) error(node, "missing-key", text("у запроса `{}` нет SQL", "the query `{}` has no SQL", name));
    return made;
  }

  void read_output(const Node& node) {
    if (!expect(node, Node::Kind::kMapping, text("здесь ожидается документ: `template` или `sheets`", "a document is expected here: `template` or `sheets`"))) return;
    known_keys(node, {"template", "file", "sheets", "properties", "pdf"});
    Output output;
    output.at = output.file_at = node.mark;
    const auto* source = node.find("template");
    const auto* sheets = node.find("sheets");
    if ((source == nullptr) == (sheets == nullptr)) {
      return error(node, "missing-key", text("у документа должно быть что-то одно: `template` или `sheets`", "a document has either a `template` or `sheets`"));
    }
    if (source != nullptr) {
      output.template_file = template_path(*source);
      if (output.template_file.empty()) return;
      output.at = source->mark;
      output.file = std::filesystem::path(output.template_file).filename().string();
    } else {
      output.sheets = *sheets;
      output.file = report_.name + ".xlsx";
      if (const auto* properties = node.find("properties")) output.properties = *properties;
    }
    if (const auto* file = node.find("file")) {
      output.file = scalar(*file);
      output.file_at = file->mark;
    }
    if (const auto* pdf = node.find("pdf")) output.pdf = pdf_kind(*pdf);
    report_.outputs.push_back(std::move(output));
  }

  // Templates stand in templates/, beside the definition; a name may not lead out of it.
  std::string template_path(const Node& node) {
    const auto name = scalar(node);
    if (name.empty()) return {};
    const auto path = (std::filesystem::path(report_.path).parent_path() / name).lexically_normal().generic_string();
    if (path.starts_with("..") || path.starts_with('/')) {
      error(node, "bad-path", text("шаблон «{}» лежит вне проекта", "the template “{}” is outside of the project", name));
      return {};
    }
    return path;
  }

  std::string pdf_kind(const Node& node) {
    const auto kind = scalar(node);
    if (kind == "true" || kind == "pdf") return "pdf";
    if (kind == "pdf/a-2b") return kind;
    if (kind != "false") error(node, "unknown-value", text("непонятное значение `pdf`: «{}»", "unknown value of `pdf`: “{}”", kind), text("бывают true и pdf/a-2b", "there are true and pdf/a-2b"));
    return {};
  }

  void read_sign_off(const Node& node) {
    if (!expect(node, Node::Kind::kMapping, text("здесь ожидаются `approve` и `sign`", "`approve` and `sign` are expected here"))) return;
    known_keys(node, {"approve", "sign"});
    if (const auto* sign = node.find("sign")) report_.sign_off.sign = scalar(*sign);
    const auto* approve = node.find("approve");
    if (approve == nullptr) return;
    if (approve->is_scalar()) report_.sign_off.approve.push_back(approve->scalar);
    for (const auto& person : approve->items) report_.sign_off.approve.push_back(scalar(person));
  }

  const SourceFile& file_;
  Report& report_;
  Diagnostics& out_;
};

}  // namespace

std::optional<Report> load_report(const std::filesystem::path& root, const std::string& name, Diagnostics& out) {
  Report report;
  report.name = name;
  report.path = "templates/" + name + ".yaml";
  Diagnostics found;
  if (const auto file = read_source(root, report.path, found)) {
    report.sha256 = svodka::sha256(file->text);
    if (const auto node = load::parse_yaml(*file, found)) Definition(*file, report, found).read(*node);
  }
  out.add(found);
  if (found.has_errors()) return std::nullopt;
  return report;
}

std::optional<Text> file_name_problem(std::string_view name) {
  static constexpr std::array<std::string_view, 22> kReserved{"con",  "prn",  "aux",  "nul",  "com1", "com2", "com3", "com4", "com5", "com6", "com7",
                                                              "com8", "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9"};
  if (name.empty()) return text("имя файла пусто", "the file's name is empty");
  if (name.front() == '.' || name.front() == '-') return text("имя файла «{}» начинается с «{}»", "the file's name “{}” begins with “{}”", name, name.substr(0, 1));
  for (const char c : name) {
    if (static_cast<unsigned char>(c) < 0x20 || std::string_view("/\\:*?\"<>|").find(c) != std::string_view::npos) {
      return text("в имени файла «{}» недопустимый знак", "the file's name “{}” holds a character that is not allowed", name);
    }
  }
  if (name.size() > 240) return text("имя файла длиннее 240 байт: «{}»", "the file's name is longer than 240 bytes: “{}”", name);
  if (name.ends_with('.') || name.ends_with(' ')) return text("имя файла «{}» кончается точкой или пробелом", "the file's name “{}” ends with a full stop or a space", name);
  const auto stem = utf8::lower(name.substr(0, name.find('.')));
  if (std::find(kReserved.begin(), kReserved.end(), stem) != kReserved.end()) return text("имя файла «{}» занято в Windows", "the file's name “{}” is reserved in Windows", name);
  return std::nullopt;
}

}  // namespace svodka::bind
