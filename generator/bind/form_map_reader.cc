#include "bind/form_map_reader.h"

#include <algorithm>

#include "bind/definition_nodes.h"

namespace svodka::bind {
namespace {

using load::Node;

class MapReader : public DefinitionNodes {
 public:
  using DefinitionNodes::DefinitionNodes;

  std::vector<FillEntry> entries(const Node& node, std::vector<Query>& queries, bool on_a_sheet) {
    std::vector<FillEntry> all;
    if (!expect(node, Node::Kind::kMapping,
                text("`fill` — это места формы и их запросы: `B7: SELECT …`",
                     "`fill` has places of the form and their queries: `B7: SELECT …`")))
      return all;
    for (const auto& [key, value] : node.entries) {
      if (auto made = entry(key, value, queries, on_a_sheet)) all.push_back(std::move(*made));
    }
    return all;
  }

  std::vector<FormExpectation> expectations(const Node& node) {
    std::vector<FormExpectation> all;
    if (!expect(node, Node::Kind::kMapping,
                text("`expect` — это ячейки бланка и их тексты: `B5: Наименование`",
                     "`expect` has cells of the blank and their texts: `B5: Name`")))
      return all;
    for (const auto& [key, value] : node.entries) all.push_back({key.scalar, scalar(value), value.mark});
    return all;
  }

  std::vector<FormExpectation> required(const Node& node) {
    std::vector<FormExpectation> all;
    if (node.is_scalar()) all.push_back({node.scalar, "", node.mark});
    if (!node.is_scalar() && !node.is_sequence())
      error(node, "wrong-form", text("`required` — это список областей", "`required` is a list of areas"),
            text("перечислите их в скобках: `required: [имя, имя]`",
                 "list them in brackets: `required: [name, name]`"));
    for (const auto& item : node.items) all.push_back({scalar(item), "", item.mark});
    return all;
  }

 private:
  std::optional<FillEntry> entry(const Node& key, const Node& value, std::vector<Query>& queries,
                                 bool on_a_sheet) {
    FillEntry made;
    made.key = key.scalar;
    made.at = key.mark;
    const Node* sql = &value;
    if (value.is_mapping()) {
      const auto* rows = value.find("rows");
      const auto* sheets = value.find("sheets");
      sql = value.find("value");
      const int kinds = (rows != nullptr) + (sheets != nullptr) + (sql != nullptr);
      if (kinds != 1) {
        error(value, "missing-key",
              text("у места `{}` должно быть что-то одно: `value`, `rows` или `sheets`",
                   "the place `{}` has one of `value`, `rows` and `sheets`", made.key),
              text("оставьте одно из них", "keep one of them"));
        return std::nullopt;
      }
      made.kind = rows != nullptr     ? FillEntry::Kind::kRows
                  : sheets != nullptr ? FillEntry::Kind::kSheets
                                      : FillEntry::Kind::kValue;
      if (rows != nullptr) sql = rows;
      if (sheets != nullptr) sql = sheets;
      details(value, made);
      if (sheets != nullptr && on_a_sheet) {
        error(value, "wrong-form",
              text("лист не повторяют внутри листа", "a sheet is not repeated inside of a sheet"),
              text("заполните второй лист отдельной строкой `fill`",
                   "fill the second sheet by a line of its own in `fill`"));
        return std::nullopt;
      }
    }
    if (!sql->is_scalar() || sql->scalar.empty()) {
      error(*sql, "wrong-form", text("здесь ожидается SQL", "SQL is expected here"),
            text("место и его запрос: `B7: SELECT …`", "a place and its query: `B7: SELECT …`"));
      return std::nullopt;
    }
    Query query{free_name(queries, kFillPrefix + made.key), sql->scalar, sql->mark, key.mark, {}};
    if (const auto* fill = value.is_mapping() ? value.find("fill") : nullptr) {
      if (made.kind == FillEntry::Kind::kSheets) made.fill = entries(*fill, query.each, true);
    }
    made.query = static_cast<int>(queries.size());
    queries.push_back(std::move(query));
    return made;
  }

  static std::string free_name(const std::vector<Query>& queries, const std::string& name) {
    auto made = name;
    for (int n = 2;
         std::any_of(queries.begin(), queries.end(), [&](const Query& q) { return q.name == made; }); ++n)
      made = name + " (" + std::to_string(n) + ")";
    return made;
  }

  void details(const Node& value, FillEntry& made) {
    switch (made.kind) {
      case FillEntry::Kind::kValue:
        known_keys(value, {"value", "as"});
        break;
      case FillEntry::Kind::kRows:
        known_keys(value, {"rows", "columns"});
        break;
      case FillEntry::Kind::kSheets:
        known_keys(value, {"sheets", "name", "fill"});
        break;
    }
    if (const auto* as = value.find("as")) read_as(*as, made);
    if (const auto* columns = value.find("columns"))
      if (expect(*columns, Node::Kind::kMapping,
                 text("`columns` — это столбцы формы и столбцы запроса: `{{C: done}}`",
                      "`columns` has columns of the form and of the query: `{{C: done}}`"))) {
        for (const auto& [letters, name] : columns->entries)
          made.columns.push_back({letters.scalar, scalar(name), letters.mark});
      }
    made.name_at = value.mark;
    if (const auto* name = value.find("name")) {
      made.name = scalar(*name);
      made.name_at = name->mark;
    } else if (made.kind == FillEntry::Kind::kSheets) {
      error(value, "missing-key",
            text("не сказано, как назвать листы: нет `name`", "the sheets have no `name`"),
            text("имя с меткой из столбца запроса: `name: \"{{{{title}}}}\"`",
                 "a name with a marker for a column of the query: `name: \"{{{{title}}}}\"`"));
    }
  }

  void read_as(const Node& node, FillEntry& made) {
    const auto words = scalar(node);
    if (words == "text") made.as = FillAs::kText;
    if (words == "formula") made.as = FillAs::kFormula;
    if (words == "link") made.as = FillAs::kLink;
    if (words == "value" || made.as != FillAs::kValue) return;
    error(node, "unknown-value", text("непонятное значение `as`: «{}»", "unknown value of `as`: “{}”", words),
          text("бывают value, text, formula и link", "there are value, text, formula and link"));
  }
};

}  // namespace

FormMap read_form_map(const load::Node& output, const std::string& file, std::vector<Query>& data,
                      Diagnostics& out) {
  MapReader reader(file, out);
  FormMap map;
  if (const auto* fill = output.find("fill")) map.fill = reader.entries(*fill, data, false);
  if (const auto* expect = output.find("expect")) map.expect = reader.expectations(*expect);
  if (const auto* required = output.find("required")) map.required = reader.required(*required);
  return map;
}

}  // namespace svodka::bind
