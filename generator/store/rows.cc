#include "store/rows.h"

#include <fmt/format.h>

#include "store/bytes.h"
#include "store/places.h"

namespace svodka::store {
namespace {

using load::FieldValue;

// What stands before each piece: a record's file, its rows (kFirstTable + the index of the table), its
// places, a rule that it waives.
constexpr std::uint64_t kFile = 0;
constexpr std::uint64_t kPlaces = 1;
constexpr std::uint64_t kWaiver = 2;
constexpr std::uint64_t kFirstTable = 3;

enum Tag : std::uint64_t { kNull, kInteger, kReal, kText };

// `self` is a list's item; a record has none and is its fields.
const FieldValue* value_at(const FieldValue* self, const std::vector<FieldValue>& fields,
                           const std::vector<int>& path) {
  const std::vector<FieldValue>* level = &fields;
  const FieldValue* value = self;
  for (const int index : path) {
    if (static_cast<std::size_t>(index) >= level->size()) return nullptr;
    value = &(*level)[static_cast<std::size_t>(index)];
    level = &value->items;
  }
  return value;
}

void encode_value(const Value& value, ByteWriter& out) {
  if (const auto* integer = std::get_if<std::int64_t>(&value)) {
    out.number(kInteger);
    out.signed_number(*integer);
  } else if (const auto* real = std::get_if<double>(&value)) {
    out.number(kReal);
    out.real(*real);
  } else if (const auto* words = std::get_if<std::string>(&value)) {
    out.number(kText);
    out.text(*words);
  } else {
    out.number(kNull);
  }
}

Value column_value(const ColumnSpec& column, const FieldValue* field) {
  if (field == nullptr) return {};
  if (column.part == ColumnSpec::Part::kValue) return field->value;
  if (!field->period) return {};
  if (column.part == ColumnSpec::Part::kFrom) return language::iso(field->period->first());
  if (column.part == ColumnSpec::Part::kTo) return language::iso(field->period->last());
  return std::string(language::to_string(field->period->precision));
}

class RowEncoder {
 public:
  RowEncoder(const Tables& tables, std::string& out) : tables_(tables), out_(out) {}

  void row(int table, int line, int index, const FieldValue* self, const std::vector<FieldValue>& fields) {
    const TableSpec& spec = tables_[table];
    out_.number(static_cast<std::uint64_t>(table) + kFirstTable);
    out_.number(static_cast<std::uint64_t>(line));
    if (spec.is_list()) out_.number(static_cast<std::uint64_t>(index));
    for (const auto& column : spec.columns)
      encode_value(column_value(column, value_at(self, fields, column.path)), out_);
    for (const int child : spec.children) lists(child, value_at(self, fields, tables_[child].path));
  }

 private:
  void lists(int table, const FieldValue* list) {
    if (list == nullptr) return;
    for (std::size_t i = 0; i < list->items.size(); ++i) {
      const FieldValue& item = list->items[i];
      if (item.present()) row(table, item.mark.line, static_cast<int>(i), &item, item.items);
    }
  }

  const Tables& tables_;
  ByteWriter out_;
};

std::string places(int count) {
  std::string marks = "?";
  for (int i = 1; i < count; ++i) marks += ",?";
  return marks;
}

}  // namespace

void encode_rows(const Tables& tables, const load::Record& record, std::string& out) {
  const int table = tables.of(*record.collection);
  if (table < 0) return;
  ByteWriter writer(out);
  writer.number(kFile);
  writer.text(record.origin.file);
  writer.text(record.origin.sheet);
  RowEncoder(tables, out).row(table, record.mark.line, 0, nullptr, record.fields);
  writer.number(kPlaces);
  writer.number(static_cast<std::uint64_t>(table));
  writer.text(encode_places(record));
  for (const auto& waiver : record.waivers) {
    writer.number(kWaiver);
    writer.number(static_cast<std::uint64_t>(table));
    writer.text(waiver.rule);
    writer.text(waiver.reason);
    for (const int number : {waiver.mark.line, waiver.mark.column, waiver.mark.length})
      writer.number(static_cast<std::uint64_t>(number));
  }
}

RowWriter::RowWriter(const Database& database, const Tables& tables)
    : database_(&database),
      tables_(&tables),
      inserts_(tables.all().size()),
      place_inserts_(tables.all().size()),
      next_(tables.all().size(), 1),
      first_(tables.all().size(), 1) {}

void RowWriter::begin_file() { first_ = next_; }

Query& RowWriter::statement(int table) {
  auto& insert = inserts_[static_cast<std::size_t>(table)];
  if (!insert) {
    const TableSpec& spec = (*tables_)[table];
    const int columns = static_cast<int>(spec.columns.size()) + (spec.is_list() ? 4 : 2);
    insert.emplace(database_->handle(),
                   "INSERT INTO main." + quote_name(spec.name) + " VALUES(" + places(columns) + ")");
  }
  return *insert;
}

std::int64_t RowWriter::insert(std::string_view rows) {
  std::int64_t records = 0;
  for (ByteReader in(rows); !in.at_end();) {
    const std::uint64_t head = in.number();
    if (head == kFile) {
      origin_.file = in.text();
      origin_.sheet = in.text();
    } else if (head == kPlaces) {
      const int table = static_cast<int>(in.number());
      insert_places(table, in.text());
      ++records;
    } else if (head == kWaiver) {
      insert_waiver(in);
    } else {
      insert_row(static_cast<int>(head - kFirstTable), in);
    }
  }
  return records;
}

void RowWriter::insert_row(int table, ByteReader& in) {
  const TableSpec& spec = (*tables_)[table];
  Query& insert = statement(table);
  const auto at = static_cast<std::size_t>(table);
  const std::string source = to_source(origin_, static_cast<int>(in.number()));
  int parameter = 1;
  insert.bind(parameter++, next_[at]++);
  if (spec.is_list()) {
    insert.bind(parameter++,
                next_[static_cast<std::size_t>(spec.parent)] - 1);  // its parent went in just before
    insert.bind(parameter++, static_cast<std::int64_t>(in.number()));
  }
  insert.bind(parameter++, std::string_view(source));
  for (std::size_t i = 0; i < spec.columns.size(); ++i, ++parameter) {
    switch (in.number()) {
      case kInteger:
        insert.bind(parameter, in.signed_number());
        break;
      case kReal:
        insert.bind(parameter, in.real());
        break;
      case kText:
        insert.bind(parameter, in.text());
        break;
      default:
        insert.bind_null(parameter);
    }
  }
  insert.run();
}

void RowWriter::insert_places(int table, std::string_view blob) {
  auto& insert = place_inserts_[static_cast<std::size_t>(table)];
  if (!insert) {
    insert.emplace(database_->handle(),
                   "INSERT INTO main." + quote_name(places_table((*tables_)[table].name)) + " VALUES(?,?)");
  }
  insert->bind(1, next_[static_cast<std::size_t>(table)] - 1).bind_blob(2, blob).run();
}

void RowWriter::insert_waiver(ByteReader& in) {
  if (!waiver_insert_)
    waiver_insert_.emplace(database_->handle(), "INSERT INTO main.waivers VALUES(?,?,?,?,?,?,?)");
  const int table = static_cast<int>(in.number());
  auto& insert = *waiver_insert_;
  insert.bind(1, (*tables_)[table].name).bind(2, next_[static_cast<std::size_t>(table)] - 1);
  insert.bind(3, in.text()).bind(4, in.text());
  const std::string source = to_source(origin_, static_cast<int>(in.number()));
  insert.bind(5, std::string_view(source));
  insert.bind(6, static_cast<std::int64_t>(in.number())).bind(7, static_cast<std::int64_t>(in.number()));
  insert.run();
}

/// What a copied column holds: of references that were given as names the names, since the records may be
/// called otherwise now.
std::string RowWriter::copied(const TableSpec& table, const ColumnSpec& column) const {
  const auto own = "t." + quote_name(column.name);
  if (column.field->type != load::FieldType::kReference) return own;
  const auto of_this = " FROM old._names n WHERE n.name = " + quote_text(table.name) +
                       " AND n.field = " + quote_text(column.name);
  if (!database_->query("SELECT 1" + of_this + " LIMIT 1").step()) return own;
  return "coalesce((SELECT n.words" + of_this + " AND n.row = t._row), " + own + ")";
}

void RowWriter::copy(const std::map<int, Span>& spans) {
  const auto shift = [&](int table) {
    return next_[static_cast<std::size_t>(table)] - spans.at(table).first;
  };
  std::map<int, std::int64_t> shifts;
  for (const auto& [table, span] : spans) shifts[table] = shift(table);
  for (const auto& [table, span] : spans) {
    const TableSpec& spec = (*tables_)[table];
    const std::string range =
        fmt::format(" WHERE _row >= {} AND _row < {} ORDER BY _row", span.first, span.first + span.count);
    std::string columns = fmt::format("_row + {}", shifts[table]);
    if (spec.is_list()) columns += fmt::format(", _parent + {}, _index", shifts[spec.parent]);
    columns += ", _source";
    for (const auto& column : spec.columns) columns += ", " + copied(spec, column);
    database_->exec("INSERT INTO main." + quote_name(spec.name) + " SELECT " + columns + " FROM old." +
                    quote_name(spec.name) + " t" + range);
    if (!spec.is_list()) {
      const std::string name = quote_name(places_table(spec.name));
      database_->exec(fmt::format("INSERT INTO main.{0} SELECT _row + {1}, at FROM old.{0}{2}", name,
                                  shifts[table], range));
      database_->exec(fmt::format(
          "INSERT INTO main.waivers SELECT collection, _row + {}, rule, reason, _source, _column, _length "
          "FROM old.waivers WHERE collection = {} AND _row >= {} AND _row < {} ORDER BY _row, _column",
          shifts[table], quote_text(spec.name), span.first, span.first + span.count));
    }
    next_[static_cast<std::size_t>(table)] += span.count;
  }
}

std::map<int, Span> RowWriter::spans() const {
  std::map<int, Span> spans;
  for (std::size_t i = 0; i < next_.size(); ++i) {
    if (next_[i] > first_[i]) spans[static_cast<int>(i)] = {first_[i], next_[i] - first_[i]};
  }
  return spans;
}

}  // namespace svodka::store
