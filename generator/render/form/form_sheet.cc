#include "render/form/form_sheet.h"

#include <algorithm>
#include <set>

#include "render/expand/xml.h"
#include "render/form/form_sheet_read.h"
#include "render/form/form_sheet_xml.h"

namespace svodka::render {
namespace {

using bind::Embed;
using bind::Marker;
using bind::Resolved;
using bind::SectionOption;
using Node = pugi::xml_node;
using Scope = CellMarker::Scope;
using Use = TypedCell::Use;

constexpr int kMostBlankRows = 64;

bind::Abilities form_abilities() {
  return {
      {Embed::Kind::kLink, Embed::Kind::kFormula}, {SectionOption::kRemove, SectionOption::kColumns}, false};
}

std::string mark(const std::string& words) { return "<?svodka-row " + words + "?>"; }

class SheetCompiler {
 public:
  SheetCompiler(const SheetContext& context, const Shape& shape, Diagnostics& out)
      : context_(context), out_(out), resolver_(shape, found_, form_abilities()) {}

  std::optional<CompiledSheet> compile(const std::string& xml) {
    pugi::xml_document document;
    if (!load_xml(xml, document) || !document.document_element().child("sheetData")) return std::nullopt;
    sheet_.name = context_.sheet;
    sheet_.repeats = context_.scope->repeats();
    sheet_.names = context_.scope->names();
    cut_rows(xml, sheet_.head, sheet_.tail);
    auto rows = read_blank_rows(document, context_, found_);
    for (const auto& row : rows) take_note(row);
    body_ = open_scope(*context_.scope, resolver_, found_);
    int above = 0;
    for (auto& row : rows) {
      gap(above + 1, row.number - above - 1);
      above = row.number;
      write_row(row);
    }
    while (!sections_.empty()) sections_.pop_back();  // not closed: finish() says so
    body_ += close_scope(*context_.scope, resolver_);
    resolver_.finish();
    out_.add(found_);
    if (found_.has_errors()) return std::nullopt;
    finish();
    return std::move(sheet_);
  }

 private:
  // A section over rows that is open.
  struct RowSection {
    Resolved opened;
    bool keeps_blank = false, keeps_formulas = false;
    std::string blank;  // its rows as an empty list leaves them
  };

  Position place(CellName at) const {
    return {.file = context_.file, .part = context_.sheet, .cell = cell_name(at)};
  }

  // What must be known before the first row is written.
  void take_note(const BlankRow& row) {
    sheet_.has_markers |= row.fill != nullptr;
    for (const auto& columns : row.columns) check_columns(columns, row);
    for (const auto& cell : row.cells) {
      sheet_.has_formulas |= cell.has_formula();
      sheet_.has_markers |= !cell.markers.empty() || cell.fill != nullptr;
      for (const auto& [marker, scope] : cell.markers) {
        // Lists of which the sheet says itself what to show when they are empty.
        if (marker.kind == Marker::Kind::kInverted) inverted_.insert(marker.name);
      }
    }
  }

  // Sections over columns stand under each other or side by side.
  void check_columns(const ColumnSpan& columns, const BlankRow& row) {
    for (const auto& [first, last] : sheet_.columns) {
      const bool same = columns.first == first && columns.last == last;
      if (same || columns.last < first || last < columns.first) continue;
      found_.error(place({columns.first, row.number}), "columns-overlap",
                   text("раздел повторяет столбцы {}–{}, а в другой строке повторяются {}–{}",
                        "the section repeats the columns {}–{}, another row repeats {}–{}",
                        column_letters(columns.first), column_letters(columns.last), column_letters(first),
                        column_letters(last)),
                   text("разделы по столбцам начинаются и кончаются в одних и тех же столбцах",
                        "sections over columns begin and end in the same columns"));
    }
    sheet_.columns[columns.first] = columns.last;
  }

  // ---------------------------------------------------------------- rows

  void gap(int first, int count) {
    if (count <= 0) return;
    const auto rows = mark("g " + std::to_string(first) + " " + std::to_string(count));
    body_ += rows;
    for (auto& section : sections_) section.blank += rows;
  }

  void write_row(BlankRow& row) {
    for (auto& cell : row.cells) {
      for (const auto& [marker, scope] : cell.markers) {
        if (scope == Scope::kRows && opens_section(marker)) begin_section(marker, cell.at);
      }
    }
    if (row.fill != nullptr) begin_fill(row);
    for (auto& section : sections_) section.blank += blank_row(row, section.keeps_formulas);
    body_ += "<row r=\"" + std::to_string(row.number) + "\"" + attributes_of(row.node, {"r", "spans"}) + ">";
    write_cells(row);
    body_ += "</row>";
    if (row.fill != nullptr) end_section(resolver_.close_section());
    for (auto& cell : row.cells) {
      for (const auto& [marker, scope] : cell.markers) {
        if (scope == Scope::kRows && marker.kind == Marker::Kind::kClose)
          end_section(resolver_.resolve(marker, place(cell.at)));
      }
    }
  }

  void begin_section(const Marker& marker, CellName at) {
    const auto resolved = resolver_.resolve(marker, place(at));
    if (resolved.kind == Resolved::Kind::kNothing) return sections_.push_back({});
    body_ += bind::slot_marker(resolved) + mark("a");
    const bool list = resolved.kind == Resolved::Kind::kOpen && !section(resolved.slot).inverted &&
                      section(resolved.slot).kind == bind::SectionSlot::Kind::kRows;
    const bool keeps =
        list && !has_option(marker, SectionOption::kRemove) && !inverted_.contains(marker.name);
    sections_.push_back({resolved, keeps});
  }

  // A row that the map fills keeps all else when there is nothing to fill.
  void begin_fill(const BlankRow& row) {
    const auto& fill = *row.fill;
    if (!sections_.empty()) refuse_in_section(fill.at, fill.key);
    const auto resolved =
        resolver_.add_section(fill.section, fill.first, fill.count, "fill: " + fill.key, fill.at);
    body_ += bind::slot_marker(resolved) + mark("a");
    sections_.push_back({resolved, true, true});
  }

  void refuse_in_section(const Position& at, const std::string& key) {
    found_.error(at, "fill-in-section",
                 text("`{}` стоит в строках, которые повторяет метка бланка",
                      "`{}` stands in rows that a marker of the blank repeats", key),
                 text("заполните их меткой", "fill them by a marker"));
  }

  const bind::SectionSlot& section(int slot) const {
    return resolver_.program().sections[static_cast<std::size_t>(slot)];
  }

  void end_section(const Resolved& resolved) {
    if (sections_.empty()) return;
    const auto closed = std::move(sections_.back());
    sections_.pop_back();
    if (resolved.kind == Resolved::Kind::kNothing) return;
    body_ += mark("z") + bind::slot_marker(resolved);
    if (!closed.keeps_blank || std::count(closed.blank.begin(), closed.blank.end(), '\n') > kMostBlankRows)
      return;
    blanks_.push_back(closed.opened.slot);
    const auto name = "{{BLANK" + std::to_string(blanks_.size() - 1);
    body_ += name + "}}" + mark("a") + closed.blank + mark("z") + name + "/}}";
  }

  // ---------------------------------------------------------------- cells

  void write_cells(BlankRow& row) {
    auto columns = row.columns.begin();
    int depth = 0, next = 0;  // sections over columns that are open, and the column that comes next in them
    for (auto& cell : row.cells) {
      if (depth > 0) tell_columns(next, cell.at.column - 1);
      for (const auto& [marker, scope] : cell.markers) {
        if (scope != Scope::kColumns || !opens_section(marker)) continue;
        if (depth++ == 0 && columns != row.columns.end()) {
          body_ += mark("[ " + std::to_string(columns->first) + " " + std::to_string(columns->last));
          ++columns;
        }
        body_ += bind::slot_marker(resolver_.resolve(marker, place(cell.at))) + mark("A");
      }
      if (depth > 0) {
        tell_columns(cell.at.column, cell.at.column);
        next = cell.at.column + 1;
      }
      write_cell(cell);
      for (const auto& [marker, scope] : cell.markers) {
        if (scope != Scope::kColumns || opens_section(marker)) continue;
        body_ += mark("Z") + bind::slot_marker(resolver_.resolve(marker, place(cell.at)));
        if (--depth == 0) body_ += mark("]");
      }
    }
  }

  void tell_columns(int first, int last) {
    for (int column = first; column <= last; ++column) body_ += mark("c " + std::to_string(column));
  }

  void write_cell(BlankCell& cell) {
    body_ += "<c r=\"" + cell_name(cell.at) + "\"";
    if (cell.fill != nullptr) return write_fill(cell);
    if (cell.has_formula()) return write_formula(cell);
    if (cell.markers.empty()) return add_literal(rest_of(cell.node));
    const auto look = attributes_of(cell.node, {"r", "t"});
    if (is_single_value(cell)) return write_typed(cell);
    std::string before = std::move(body_);
    body_.clear();
    const bool shows = write_text(cell);
    const auto text = std::move(body_);
    body_ = std::move(before);
    body_ += shows ? look + " t=\"inlineStr\"><is>" + text + "</is></c>" : look + "/>";
  }

  // The result that is stored would be of the blank. Markers in the texts of a formula are filled.
  void write_formula(const BlankCell& cell) {
    const Node formula = cell.node.child("f");
    const std::string words = formula.text().get();
    const auto markers = markers_of_formula(words);
    if (markers.empty()) return add_literal(rest_of(cell.node));
    body_ += attributes_of(cell.node, {"r", "t"}) + "><f" + attributes_of(formula, {}) + ">";
    std::size_t done = 0;
    for (const auto& marker : markers) {
      add_literal(escaped_xml(words.substr(done, marker.offset - done)));
      done = marker.offset + marker.length;
      const auto resolved = resolver_.resolve(marker, place(cell.at));
      if (resolved.kind == Resolved::Kind::kValue && marker.name != "{{")
        add_typed(resolved.slot, {cell_name(cell.at), 0, 0, ColumnType::kUnknown, Use::kInFormula});
      else if (resolved.kind == Resolved::Kind::kValue)
        add_slot(resolved, true);
      else
        body_ += bind::slot_marker(resolved);
    }
    add_literal(escaped_xml(words.substr(done)));
    body_ += "</f></c>";
    sheet_.has_markers = true;
  }

  void write_typed(const BlankCell& cell) {
    for (const auto& [marker, scope] : cell.markers) {
      if (scope != Scope::kWords || marker.kind != Marker::Kind::kValue) continue;
      const auto resolved = resolver_.resolve(marker, place(cell.at));
      if (resolved.kind != Resolved::Kind::kValue) break;
      const auto kind = resolver_.program().values[static_cast<std::size_t>(resolved.slot)].embed.kind;
      const auto use = kind == Embed::Kind::kFormula ? Use::kFormula
                       : kind == Embed::Kind::kLink  ? Use::kLink
                                                     : Use::kValue;
      add_value(cell, resolved.slot, marker.modifiers.empty(), use);
      return;
    }
    body_ += attributes_of(cell.node, {"r", "t"}) + "/>";
  }

  void write_fill(const BlankCell& cell) {
    const auto& fill = *cell.fill;
    const bool of_row = fill.through.empty();
    if (!of_row && !sections_.empty() && !sections_.back().keeps_formulas)
      refuse_in_section(fill.at, fill.key);
    const auto resolved = resolver_.add_value(fill.through, fill.column, "fill: " + fill.key, fill.at);
    const auto use = fill.as == bind::FillAs::kText      ? Use::kText
                     : fill.as == bind::FillAs::kFormula ? Use::kFormula
                     : fill.as == bind::FillAs::kLink    ? Use::kLink
                                                         : Use::kValue;
    add_value(cell, resolved.slot, true, use);
  }

  void add_value(const BlankCell& cell, int slot, bool plain, Use use) {
    const auto type = resolver_.uses().empty() ? ColumnType::kUnknown : resolver_.uses().back().type;
    const bool may_be_day =
        use == Use::kValue && plain &&
        (type == ColumnType::kDay || type == ColumnType::kText || type == ColumnType::kUnknown);
    sheet_.has_formulas |= use == Use::kFormula;
    add_typed(slot, {cell_name(cell.at), cell.style,
                     may_be_day ? context_.styles->dated(cell.style) : cell.style, type, use});
  }

  void add_typed(int slot, TypedCell cell) {
    sheet_.cells[slot] = std::move(cell);
    body_ += "{{V" + std::to_string(slot) + ":x-markup}}";
  }

  // The runs of a cell's text with its markers; one that runs cut belongs to the run where it begins. False
  // when nothing is left of it.
  bool write_text(const BlankCell& cell) {
    const bool plain = cell.runs.size() == 1 && cell.runs.front().properties.empty();
    bool shows = false;
    std::size_t next = 0, start = 0, at = 0;
    for (const auto& run : cell.runs) {
      const auto end = start + run.words.size();
      std::string before = std::move(body_);
      body_.clear();
      while (at < end) {
        if (next < cell.markers.size() && cell.markers[next].marker.offset <= at) {
          const auto& [marker, scope] = cell.markers[next++];
          if (scope == Scope::kWords) add_marker(marker, cell.at);
          at = std::max(at, marker.offset + marker.length);
          continue;
        }
        const auto until = next < cell.markers.size() ? std::min(end, cell.markers[next].marker.offset) : end;
        add_literal(escaped_xml(std::string_view(run.words).substr(at - start, until - at)));
        at = until;
      }
      auto words = std::move(body_);
      body_ = std::move(before);
      start = end;
      if (words.empty()) continue;
      shows |= words.find_first_not_of(" \n\r\t") != std::string::npos;
      words = "<t xml:space=\"preserve\">" + words + "</t>";
      body_ += plain ? words : "<r>" + run.properties + words + "</r>";
    }
    return shows;
  }

  void add_marker(const Marker& marker, CellName at) {
    if (body_.ends_with('{')) {  // a brace that is text must not join the marker's own
      body_.pop_back();
      add_slot(resolver_.resolve({Marker::Kind::kValue, "{", {}, 0, 0}, {}), true);
    }
    const auto resolved = resolver_.resolve(marker, place(at));
    if (resolved.kind != Resolved::Kind::kValue) {
      body_ += bind::slot_marker(resolved);
      return;
    }
    if (resolver_.program().values[static_cast<std::size_t>(resolved.slot)].embed)
      found_.error(place(at), "form-embed-alone",
                   text("ссылка и формула занимают ячейку целиком: уберите остальной текст",
                        "a link or a formula takes a whole cell: remove the other text"));
    add_slot(resolved, marker.name == "{{");
  }

  void add_slot(const Resolved& resolved, bool literal) {
    body_ += "{{V" + std::to_string(resolved.slot) + (literal ? ":none}}" : ":x-attribute}}");
  }

  // Fixed XML: two braces in it are no marker.
  void add_literal(const std::string& xml) {
    std::size_t done = 0;
    for (auto at = xml.find("{{"); at != std::string::npos; at = xml.find("{{", done)) {
      body_ += xml.substr(done, at - done);
      add_slot(resolver_.resolve({Marker::Kind::kValue, "{{", {}, 0, 0}, {}), true);
      done = at + 2;
    }
    body_ += xml.substr(done);
  }

  // ---------------------------------------------------------------- the end

  // The blank rows of lists show when the list is empty.
  void finish() {
    auto program = resolver_.program();
    for (std::size_t i = 0; i < blanks_.size(); ++i) {
      auto slot = program.sections[static_cast<std::size_t>(blanks_[i])];
      slot.inverted = true;
      program.sections.push_back(slot);
      const auto name = "S" + std::to_string(program.sections.size() - 1);
      const auto open = "{{BLANK" + std::to_string(i) + "}}", close = "{{BLANK" + std::to_string(i) + "/}}";
      body_.replace(body_.find(open), open.size(), "{{#" + name + "}}");
      body_.replace(body_.find(close), close.size(), "{{/" + name + "}}");
    }
    for (const auto& [slot, cell] : sheet_.cells)
      program.values[static_cast<std::size_t>(slot)].embed.kind = Embed::Kind::kCell;
    sheet_.uses = resolver_.uses();
    sheet_.expander = std::make_shared<const Expander>(std::move(body_), std::move(program), Escape::kXml);
  }

  const SheetContext& context_;
  Diagnostics& out_;
  Diagnostics found_;
  bind::Resolver resolver_;
  CompiledSheet sheet_;
  std::set<std::string> inverted_;
  std::vector<RowSection> sections_;
  std::vector<int> blanks_;  // slots of lists whose rows stay blank
  std::string body_;
};

}  // namespace

std::optional<CompiledSheet> compile_sheet(const SheetContext& context, const std::string& xml,
                                           const Shape& shape, Diagnostics& out) {
  return SheetCompiler(context, shape, out).compile(xml);
}

}  // namespace svodka::render
