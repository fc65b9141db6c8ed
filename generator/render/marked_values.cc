#include "render/marked_values.h"

#include <algorithm>
#include <set>

#include "bind/traced_rows.h"
#include "language/modifiers.h"
#include "render/expand/marks.h"

namespace svodka::render {

using bind::SheetColumn;
using bind::SheetTable;

std::string MarkedValues::shown(const bind::ValueSlot& slot, const Row& row, std::string_view words) {
  const auto set = bind::set_of(row, slot.path.index), records = bind::set_of(row, -1);
  if (slot.merge) {  // equal cells must stay equal to become one
    const auto [at, is_new] =
        merged_.try_emplace({slot.name, std::string(words)}, static_cast<int>(values_.size()));
    if (is_new) values_.push_back({slot.name, std::string(words), {}, {}});
    auto& value = values_[static_cast<std::size_t>(at->second)];
    value.sets.push_back(set);
    value.rows.push_back(records);
    return marked(at->second, words);
  }
  return marked(add({slot.name, std::string(words), {set}, {records}}), words);
}

void MarkedValues::drawn(const bind::ValueSlot& slot, const Row& row, int column, std::string_view words) {
  add({slot.name + "." + slot.columns[static_cast<std::size_t>(column)].name,
       std::string(words),
       {bind::set_of(row, column)},
       {bind::set_of(row, -1)}});
}

int MarkedValues::add(ShownValue value) {
  values_.push_back(std::move(value));
  return static_cast<int>(values_.size()) - 1;
}

namespace {

bool is_plain(const SheetColumn& column) {
  return column.kind == SheetColumn::Kind::kValue && column.modifiers.empty() && !column.embed &&
         !column.merge && column.applies < 0;
}

bool same_rows(const bind::RowsAt& a, const bind::RowsAt& b) {
  return a.section == b.section && a.nested == b.nested;
}

// The fields of the row that a text of the layout shows.
std::vector<int> fields_of(const bind::Phrase& phrase) {
  std::vector<int> fields;
  for (const auto& value : phrase.program.values) {
    if (value.literal.empty() && value.path.up == 0 && value.path.through.empty())
      fields.push_back(value.path.index);
  }
  return fields;
}

std::vector<int> fields_of(const SheetColumn& column) {
  if (column.kind == SheetColumn::Kind::kText) return fields_of(column.text);
  if (column.kind == SheetColumn::Kind::kValue) return {column.field};
  return {};
}

// The fields whose values a layout looks at: other words there would change the sheet.
std::set<int> sensitive_fields(const SheetTable& table) {
  std::set<int> fields;
  const auto add = [&](const std::vector<int>& more) { fields.insert(more.begin(), more.end()); };
  if (table.group) {
    fields.insert(table.group->field);
    add(fields_of(table.group->heading));
    add(fields_of(table.group->subtotal));
  }
  if (table.levels) {
    fields.insert(table.levels->field);
    add(fields_of(table.levels->text));
  }
  for (const auto& column : table.columns) {
    fields.insert(column.applies);
    if (!is_plain(column)) add(fields_of(column));
  }
  return fields;
}

}  // namespace

// One field for each table of the section, and only such as no table of it looks at.
std::vector<int> MarkedRows::carriers(const bind::RowsAt& rows) const {
  std::set<int> sensitive;
  for (const auto& sheet : layout_.sheets) {
    for (const auto& table : sheet.tables) {
      if (same_rows(table.rows, rows)) sensitive.merge(sensitive_fields(table));
      for (const auto& column : table.columns) {  // what may be typed is read from the same rows
        if (column.validation && same_rows(column.validation->rows, rows))
          sensitive.insert(column.validation->field);
      }
    }
  }
  std::set<int> fields;
  for (const auto& sheet : layout_.sheets) {
    for (const auto& table : sheet.tables) {
      if (!same_rows(table.rows, rows)) continue;
      for (const auto& column : table.columns) {
        if (!is_plain(column) || sensitive.contains(column.field)) continue;
        fields.insert(column.field);
        break;
      }
    }
  }
  return {fields.begin(), fields.end()};
}

void MarkedRows::remember(const bind::RowsAt& rows, int field, int id, const Row& row) {
  for (const auto& sheet : layout_.sheets) {
    for (const auto& table : sheet.tables) {
      if (!same_rows(table.rows, rows)) continue;
      for (std::size_t c = 0; c < table.columns.size(); ++c) {
        if (!is_plain(table.columns[c]) || table.columns[c].field != field) continue;
        Carrier carrier{&table, static_cast<int>(c), static_cast<int>(values_.all().size())};
        const auto& outer = shape_.sections[static_cast<std::size_t>(rows.section)].shape;
        const auto& columns = rows.nested < 0
                                  ? outer.columns
                                  : outer.sections[static_cast<std::size_t>(rows.nested)].shape.columns;
        for (const auto& column : table.columns) {
          ShownValue value;
          for (const int own : fields_of(column)) {
            value.name += (value.name.empty() ? "" : ", ") + table.rows_name + "." +
                          columns[static_cast<std::size_t>(own)].name;
            value.sets.push_back(bind::set_of(row, own));
          }
          value.rows.push_back(bind::set_of(row, -1));
          values_.add(std::move(value));
        }
        rows_[id].push_back(carrier);
        break;
      }
    }
  }
}

std::vector<std::pair<int, int>> MarkedRows::cells(int id, int column) const {
  std::vector<std::pair<int, int>> cells;
  const auto at = rows_.find(id);
  if (at == rows_.end()) return cells;
  for (const auto& carrier : at->second) {
    if (carrier.column != column) continue;
    for (std::size_t i = 0; i < carrier.table->columns.size(); ++i)
      cells.emplace_back(static_cast<int>(i), carrier.first + static_cast<int>(i));
    break;
  }
  return cells;
}

class MarkedRows::Source : public RowSource {
 public:
  Source(MarkedRows& owner, const bind::RowsAt& at, std::unique_ptr<RowSource> rows)
      : owner_(owner), at_(at), rows_(std::move(rows)), carriers_(owner.carriers(at)) {}
  const Shape& shape() const override { return rows_->shape(); }
  bool next(Row& row) override {
    if (!rows_->next(row)) return false;
    const Row whole = row;
    for (const int field : carriers_) {
      auto& value = row.values[static_cast<std::size_t>(field)];
      const int id = owner_.values_.add({});
      value = marked(id, language::to_text(value));
      owner_.remember(at_, field, id, whole);
    }
    return true;
  }

 private:
  MarkedRows& owner_;
  bind::RowsAt at_;
  std::unique_ptr<RowSource> rows_;
  std::vector<int> carriers_;
};

std::unique_ptr<RowSource> MarkedRows::open(const bind::RowsAt& at, const Row* row) {
  return std::make_unique<Source>(*this, at, open_(at, row));
}

}  // namespace svodka::render
