#include <algorithm>

#include "base/utf8.h"
#include "bind/markers.h"
#include "bind/sheet_layout_parse.h"

namespace svodka::bind {
namespace {

const std::vector<std::string> kColumnKeys{"header",         "value",    "text",  "formula",    "row-number",
                                           "name",           "width",    "align", "format",     "empty",
                                           "not-applicable", "applies",  "total", "merge",      "blank",
                                           "unlocked",       "validate", "note",  "range-name", "equals"};
constexpr std::size_t kMaxFormulaString = 255;  ///< what Excel takes in a formula between quotes
const std::vector<std::string> kAligns{"left", "center", "right"};
const std::vector<std::string> kTotals{"sum", "average", "min", "max", "count", "formula"};

/// Reads the columns of one table.
class Columns {
 public:
  Columns(LayoutReader& reader, const Shape& query) : reader_(reader), query_(query) {}

  std::vector<SheetColumn> parse(const load::Node& list) {
    for (const auto& node : list.items) columns_.push_back(column(node));
    names_ = names(list);
    for (std::size_t i = 0; i < columns_.size(); ++i) formula(list.items[i], columns_[i]);
    for (std::size_t i = 0; i < columns_.size(); ++i) check_total(list.items[i], columns_[i]);
    return std::move(columns_);
  }

 private:
  SheetColumn column(const load::Node& node) {
    SheetColumn out{.at = reader_.at(node)};
    if (!reader_.keys(node, text("колонка", "column"), kColumnKeys)) return out;
    if (!node.find("header"))
      reader_.error(node, "missing-key", text("у колонки нет `header`", "the column has no `header`"),
                    text("добавьте заголовок: `header: …`", "add the heading: `header: …`"));
    for (const auto* band : LayoutReader::list(node, "header"))
      out.header.push_back(reader_.phrase(*band, reader_.root()));
    contents(node, out);
    reader_.string(node, "name", out.name);
    reader_.number(node, "width", 1, 255, out.width);
    if (const int align = reader_.choice(node, "align", kAligns); align >= 0)
      out.align = static_cast<CellAlign>(align + 1);
    format(node, out);
    optional_text(node, "empty", out.empty);
    optional_text(node, "not-applicable", out.not_applicable);
    out.applies = reader_.field(node, "applies", query_);
    total(node, out);
    reader_.flag(node, "merge", out.merge);
    reader_.flag(node, "unlocked", out.unlocked);
    if (const auto* validation = node.find("validate"))
      out.validation = parse_validation(reader_, *validation);
    out.note = reader_.phrase(node, "note", reader_.root());
    if (const auto* name = node.find("range-name")) out.range_name = parse_range_name(reader_, *name);
    check_marks(node, out);
    equals(node, out);
    if (out.merge && out.embed)
      reader_.error(*node.find("merge"), "merge-contents",
                    text("рисунки, ссылки и разметка в объединённых ячейках не бывают",
                         "merged cells take no pictures, links or Markdown"),
                    text("уберите `merge`", "remove `merge`"));
    if (out.merge && out.kind != SheetColumn::Kind::kValue && out.kind != SheetColumn::Kind::kText)
      reader_.error(*node.find("merge"), "merge-contents",
                    text("объединять можно только ячейки с `value` или `text`",
                         "only cells with `value` or `text` can be merged"),
                    text("уберите `merge`", "remove `merge`"));
    return out;
  }

  void contents(const load::Node& node, SheetColumn& out) {
    const std::vector<std::string> kinds{"value", "text", "formula", "row-number", "blank"};
    const auto count =
        std::count_if(kinds.begin(), kinds.end(), [&](const auto& key) { return node.find(key) != nullptr; });
    if (count != 1) {
      reader_.error(node, "column-contents",
                    count == 0 ? text("не сказано, что стоит в колонке", "nothing says what the column holds")
                               : text("сказано по-разному, что стоит в колонке",
                                      "the column is said to hold several things"),
                    text("нужно одно из: `value`, `text`, `formula`, `row-number`, `blank`",
                         "give one of `value`, `text`, `formula`, `row-number`, `blank`"));
      return;
    }
    if (const auto* value_node = node.find("value")) value(*value_node, out);
    if (const auto* text_node = node.find("text")) {
      out.kind = SheetColumn::Kind::kText;
      out.text = reader_.phrase(*text_node, query_);
    }
    if (node.find("formula")) out.kind = SheetColumn::Kind::kFormula;
    for (const auto& [key, kind] : {std::pair{"row-number", SheetColumn::Kind::kRowNumber},
                                    std::pair{"blank", SheetColumn::Kind::kBlank}}) {
      const auto* found = node.find(key);
      if (!found) continue;
      bool on = true;
      out.kind = kind;
      if (reader_.flag(node, key, on) && !on)
        reader_.error(*found, "wrong-type", text("`{}`: ожидается true", "`{}`: true is expected", key));
    }
  }

  /// The marks stand in formulas as strings.
  void check_marks(const load::Node& node, const SheetColumn& column) {
    for (const auto& mark : {column.empty, column.not_applicable})
      if (mark && utf8::length(*mark) > kMaxFormulaString)
        reader_.error(node, "text-too-long",
                      text("знак пустой ячейки длиннее {} знаков",
                           "the mark of an empty cell is longer than {} characters", kMaxFormulaString));
  }

  /// `due:date=short`: what stands between the braces of a marker.
  void value(const load::Node& node, SheetColumn& out) {
    const auto words = reader_.text_of(node);
    if (!words) return;
    const auto scan = scan_markers("{{" + *words + "}}");
    if (scan.markers.size() != 1 || scan.markers[0].kind != Marker::Kind::kValue ||
        scan.markers[0].length != words->size() + 4) {
      reader_.error(
          node, "bad-value",
          text("«{}» — не имя колонки запроса", "“{}” is not the name of a column of the query", *words),
          text("пишите имя без скобок, при необходимости с модификатором: `due:date=short`; для текста с "
               "маркерами есть `text`",
               "write the name without braces, with a modifier if need be: `due:date=short`; for a text with "
               "markers there is `text`"));
      return;
    }
    const auto& marker = scan.markers[0];
    out.field = reader_.field_of(node, marker.name, query_);
    if (out.field < 0) return;
    out.name = marker.name;
    out.type = query_.columns[out.field].type;
    out.modifiers = marker.modifiers;
    out.embed = take_embed(out.modifiers);
    if (out.embed.kind == Embed::Kind::kChart)
      reader_.error(
          node, "embed-unsupported",
          text("диаграммы по строке в ячейке не бывает", "no chart of a row can stand in a cell"),
          text("диаграммы листа описывает `charts:`, величину в ячейке показывает `highlight` с `bars`",
               "`charts:` makes the charts of a sheet, `highlight` with `bars` shows a size in a cell"));
    for (const auto& modifier : out.modifiers)
      if (auto problem = language::modifier_problem(modifier))
        reader_.error(node, "unknown-modifier", std::move(*problem));
    reader_.use({.marker = *words, .name = marker.name, .at = reader_.at(node), .type = out.type});
  }

  void format(const load::Node& node, SheetColumn& out) {
    std::string pattern;
    const auto* found = node.find("format");
    if (!found || !reader_.string(node, "format", pattern)) return;
    Text problem;
    if (auto read = parse_number_format(pattern, problem))
      out.format = std::move(*read);
    else
      reader_.error(*found, "bad-number-format", std::move(problem),
                    text("например, `0`, `0.0`, `#,##0.00`, `0.0%`, `dd.mm.yyyy`",
                         "for example `0`, `0.0`, `#,##0.00`, `0.0%`, `dd.mm.yyyy`"));
  }

  void optional_text(const load::Node& node, std::string_view key, std::optional<std::string>& out) {
    std::string words;
    if (node.find(key) && reader_.string(node, key, words)) out = std::move(words);
  }

  void total(const load::Node& node, SheetColumn& out) {
    const auto* found = node.find("total");
    if (!found) return;
    const auto word = reader_.text_of(*found);
    if (!word) return;
    const auto kind = std::find(kTotals.begin(), kTotals.end(), *word);
    if (kind != kTotals.end() && !found->quoted) {
      out.total = static_cast<ColumnTotal>(kind - kTotals.begin() + 1);
      return;
    }
    if (!found->quoted && !suggestion(*word, kTotals).empty())
      reader_.error(*found, "unknown-value",
                    text("`total`: неизвестный итог «{}»", "`total`: unknown total “{}”", *word),
                    suggestion(*word, kTotals));
    out.total = ColumnTotal::kText;
    out.total_text = *word;
  }

  std::vector<std::string> names(const load::Node& list) {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const auto* written = list.items[i].find("name");
      if (written && std::find(out.begin(), out.end(), columns_[i].name) != out.end())
        reader_.error(
            *written, "duplicate-column",
            text("имя колонки `{}` уже занято", "the column name `{}` is taken already", columns_[i].name),
            text("дайте этой колонке другое `name`", "give this column another `name`"));
      out.push_back(columns_[i].name);
    }
    return out;
  }

  void formula(const load::Node& node, SheetColumn& out) {
    const auto* found = node.find("formula");
    if (!found || out.kind != SheetColumn::Kind::kFormula) return;
    const auto words = reader_.text_of(*found);
    if (!words) return;
    FormulaFault fault;
    if (auto read = parse_formula(*words, names_, fault))
      out.formula = std::move(*read);
    else
      return reader_.out().error(reader_.inside(*found, fault.offset, fault.length), fault.rule,
                                 fault.message, fault.hint);
    for (const int column : out.formula.columns()) check_operand(*found, column);
  }

  /// The query's column that the formula must agree with.
  void equals(const load::Node& node, SheetColumn& out) {
    const auto* found = node.find("equals");
    if (!found) return;
    if (out.kind != SheetColumn::Kind::kFormula)
      return reader_.error(
          *found, "equals-without-formula",
          text("`equals` сверяет результат формулы, а у колонки её нет",
               "`equals` compares the result of a formula, and the column has none"),
          text("уберите `equals` или задайте `formula`", "remove `equals`, or give a `formula`"));
    out.equals = reader_.field(node, "equals", query_);
    out.equals_at = reader_.at(*found);
  }

  void check_operand(const load::Node& node, int index) {
    const auto& operand = columns_[index];
    if (reaches(index, index, 0))
      return reader_.error(node, "formula-circle",
                           text("формула ссылается сама на себя через графу {}",
                                "the formula refers to itself through column {}", index + 1),
                           text("считайте её по другим графам", "compute it from other columns"));
    if (operand.merge)
      reader_.error(
          node, "formula-operand",
          text("графа {} объединяет ячейки (`merge`), считать по ней нельзя",
               "column {} merges its cells (`merge`), nothing can be computed from it", index + 1),
          text("назовите другую графу или уберите `merge`", "name another column, or remove `merge`"));
    const bool words = operand.kind == SheetColumn::Kind::kText || !operand.modifiers.empty() ||
                       operand.embed || operand.type == ColumnType::kText ||
                       operand.type == ColumnType::kPeriod || operand.type == ColumnType::kBool;
    if (words)
      reader_.error(node, "formula-operand",
                    text("в графе {} текст, считать по ней нельзя",
                         "column {} holds text, nothing can be computed from it", index + 1),
                    text("назовите графу с числами", "name a column with numbers"));
  }

  /// True when the formula of column `from` leads, through other formulas, to column `to`.
  bool reaches(int from, int to, int depth) {
    if (depth > static_cast<int>(columns_.size()) || columns_[from].kind != SheetColumn::Kind::kFormula)
      return false;
    const auto next = columns_[from].formula.columns();
    return std::any_of(next.begin(), next.end(),
                       [&](int column) { return column == to || reaches(column, to, depth + 1); });
  }

  void check_total(const load::Node& node, const SheetColumn& column) {
    const auto* found = node.find("total");
    if (!found) return;
    if (column.total == ColumnTotal::kFormula && column.kind != SheetColumn::Kind::kFormula)
      return reader_.error(
          *found, "total-formula",
          text("`total: formula` годится только для колонки с формулой",
               "`total: formula` is only for a column with a formula"),
          text("выберите другой итог или добавьте `formula`", "choose another total, or add `formula`"));
    if (column.total == ColumnTotal::kFormula) {
      for (const int operand : column.formula.columns())
        if (columns_[operand].total == ColumnTotal::kNone || columns_[operand].total == ColumnTotal::kText)
          reader_.error(*found, "total-formula",
                        text("итог по формуле опирается на графу {}, а у неё нет итога",
                             "the total's formula needs the total of column {}, which has none", operand + 1),
                        text("добавьте ей `total: sum`", "give it `total: sum`"));
      return;
    }
    const bool adds = column.total != ColumnTotal::kNone && column.total != ColumnTotal::kText;
    const bool words = column.kind == SheetColumn::Kind::kText ||
                       column.kind == SheetColumn::Kind::kRowNumber || !column.modifiers.empty() ||
                       column.embed || column.type == ColumnType::kText || column.type == ColumnType::kDay ||
                       column.type == ColumnType::kPeriod;
    if (adds && column.merge)
      return reader_.error(*found, "total-of-text",
                           text("колонка объединяет ячейки (`merge`), складывать её нельзя",
                                "the column merges its cells (`merge`) and cannot be added up"),
                           text("уберите `total` или `merge`", "remove `total` or `merge`"));
    if (adds && words)
      reader_.error(*found, "total-of-text",
                    text("в колонке не числа, складывать нечего", "the column holds no numbers to add up"),
                    column.modifiers.empty()
                        ? Text{}
                        : text("модификатор делает число текстом; вид числа задаёт `format`",
                               "a modifier makes a number a text; use `format` for its look"));
  }

  LayoutReader& reader_;
  const Shape& query_;
  std::vector<SheetColumn> columns_;
  std::vector<std::string> names_;
};

}  // namespace

std::vector<SheetColumn> parse_columns(LayoutReader& reader, const load::Node& node, const Shape& query) {
  return Columns(reader, query).parse(node);
}

namespace {

// What was meant, or else what there is; columns without a name are called by their number.
Text hint_of_names(const std::string& words, std::vector<std::string> names) {
  auto hint = suggestion(words, names);
  if (!hint.empty()) return hint;
  std::erase(names, "");
  return names.empty() ? text("дайте колонке имя: `name: {0}`; или назовите её номером: `гр. 1`",
                              "name the column: `name: {0}`; or call it by its number: `гр. 1`", words)
                       : text("есть: {}; допишите её в `columns` или назовите номером: `гр. 1`",
                              "there are: {}; add it to `columns`, or call one by its number: `гр. 1`",
                              fmt::format("{}", fmt::join(names, ", ")));
}

}  // namespace

int column_called(LayoutReader& reader, const load::Node& node, const std::vector<SheetColumn>& columns) {
  const auto words = reader.text_of(node);
  if (!words) return -1;
  std::vector<std::string> names;
  for (const auto& column : columns) names.push_back(column.name);
  const auto named = std::find(names.begin(), names.end(), *words);
  if (!words->empty() && named != names.end()) return static_cast<int>(named - names.begin());
  FormulaFault fault;
  const auto formula = parse_formula(*words, names, fault);
  if (formula && formula->terms.size() == 1 && formula->terms[0].op == Formula::Op::kColumn)
    return formula->terms[0].column;
  Finding finding{.rule = "unknown-column",
                  .at = reader.at(node),
                  .message = text("в таблице нет колонки `{}`", "the table has no column `{}`", *words),
                  .hint = hint_of_names(*words, names)};
  if (!columns.empty())
    finding.related.push_back({columns.front().at, text("колонки таблицы", "the columns of the table")});
  reader.out().add(std::move(finding));
  return -1;
}

}  // namespace svodka::bind
