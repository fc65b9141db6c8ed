#include "render/form/form_sheet.h"

#include <algorithm>
#include <cstring>
#include <set>
#include <sstream>

#include "render/expand/xml.h"
#include "render/form/form_formula.h"

namespace svodka::render {
namespace {

using bind::Marker;
using bind::Resolved;
using bind::SectionOption;
using Node = pugi::xml_node;

constexpr int kMostBlankRows = 64;

bind::Abilities form_abilities() { return {{}, {SectionOption::kRemove}, false}; }

// A marker of a cell's text; those of sections round whole rows stand apart from the words.
struct CellMarker {
  Marker marker;
  bool of_rows = false;
};

struct Cell {
  Node node;
  CellName at;
  std::vector<TextRun> runs;
  std::vector<CellMarker> markers;

  bool has(Marker::Kind kind) const {
    return std::any_of(markers.begin(), markers.end(),
                       [&](const CellMarker& m) { return m.of_rows && m.marker.kind == kind; });
  }
};

struct SheetRow {
  Node node;
  int number = 0;
  std::vector<Cell> cells;
};

bool opens(const Marker& marker) {
  return marker.kind == Marker::Kind::kOpen || marker.kind == Marker::Kind::kInverted;
}
bool closes(const Marker& marker) { return marker.kind == Marker::Kind::kClose; }

// Sections that open and close in one cell belong to its text; the others to rows.
void find_row_markers(std::vector<CellMarker>& markers) {
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < markers.size(); ++i) {
    if (opens(markers[i].marker)) {
      markers[i].of_rows = true;
      open.push_back(i);
    } else if (closes(markers[i].marker)) {
      markers[i].of_rows = open.empty();
      if (open.empty()) continue;
      markers[open.back()].of_rows = false;
      open.pop_back();
    }
  }
}

std::string attributes_of(const Node& node, std::initializer_list<std::string_view> without) {
  std::string out;
  for (const auto& attribute : node.attributes()) {
    const std::string_view name = attribute.name();
    if (std::find(without.begin(), without.end(), name) == without.end())
      out += " " + std::string(name) + "=\"" + escaped_xml(attribute.value()) + "\"";
  }
  return out;
}

// Where `offset` of the cell's text stands: in which run, at which of its bytes.
struct RunPlace {
  std::size_t run = 0, byte = 0;
};

class SheetCompiler {
 public:
  SheetCompiler(const SheetContext& context, const Shape& shape, Diagnostics& out)
      : context_(context), out_(out), resolver_(shape, found_, form_abilities()) {}

  std::optional<CompiledSheet> compile(const std::string& xml) {
    pugi::xml_document document;
    const auto begin = xml.find("<sheetData"), end = xml.rfind("</sheetData>");
    if (!load_xml(xml, document) || !document.document_element().child("sheetData")) return std::nullopt;
    sheet_.name = context_.sheet;
    if (begin == std::string::npos || end == std::string::npos) return sheet_;  // without rows
    const auto inside = xml.find('>', begin) + 1;
    sheet_.head = xml.substr(0, inside);
    sheet_.tail = xml.substr(end);
    auto rows = read_rows(document.document_element().child("sheetData"));
    write_out_shared(rows);
    for (auto& row : rows) note_inverted(row);
    int above = 0;
    for (auto& row : rows) {
      gap(above + 1, row.number - above - 1);
      above = row.number;
      write_row(row);
    }
    resolver_.finish();
    out_.add(found_);
    if (found_.has_errors()) return std::nullopt;
    finish();
    return std::move(sheet_);
  }

 private:
  // ---------------------------------------------------------------- reading

  std::vector<SheetRow> read_rows(const Node& data) {
    std::vector<SheetRow> rows;
    int number = 0;
    for (const auto& node : data.children("row")) {
      number = node.attribute("r").as_int(number + 1);
      SheetRow row{node, number, {}};
      int column = 0;
      for (const auto& cell : node.children("c")) {
        const auto at = parse_cell(cell.attribute("r").value());
        column = at ? at->column : column + 1;
        row.cells.push_back(read_cell(cell, {column, number}));
      }
      rows.push_back(std::move(row));
    }
    return rows;
  }

  Cell read_cell(const Node& node, CellName at) {
    Cell cell{node, at, {}, {}};
    const std::string_view type = node.attribute("t").value();
    if (node.child("f")) sheet_.has_formulas = true;
    if (type == "inlineStr") cell.runs = read_runs(node.child("is"));
    if (type == "s") {
      const auto index = node.child("v").text().as_ullong();
      if (context_.strings != nullptr && index < context_.strings->size())
        cell.runs = (*context_.strings)[index];
    }
    const auto words = words_of(cell.runs);
    if (words.find("{{") == std::string::npos) return cell;
    const auto scan = bind::scan_markers(words);
    for (const auto& fault : scan.faults) found_.error(place(at), fault.rule, fault.message, fault.hint);
    for (const auto& marker : scan.markers) cell.markers.push_back({marker, false});
    find_row_markers(cell.markers);
    sheet_.has_markers |= !cell.markers.empty();
    return cell;
  }

  Position place(CellName at) const {
    return {.file = context_.file, .part = context_.sheet, .cell = cell_name(at)};
  }

  // Formulas that share a text get one each: their cells will part.
  static void write_out_shared(std::vector<SheetRow>& rows) {
    std::map<std::string, std::pair<CellName, std::string>> masters;
    for (auto& row : rows) {
      for (auto& cell : row.cells) {
        Node formula = cell.node.child("f");
        if (std::strcmp(formula.attribute("t").value(), "shared") != 0) continue;
        const std::string id = formula.attribute("si").value();
        const std::string own = formula.text().get();
        if (!own.empty()) masters[id] = {cell.at, own};
        const auto master = masters.find(id);
        if (master == masters.end()) continue;
        const auto& [at, words] = master->second;
        const auto shifted = shifted_formula(words, cell.at.column - at.column, cell.at.row - at.row);
        while (formula.first_attribute()) formula.remove_attribute(formula.first_attribute());
        formula.text().set(shifted.c_str());
      }
    }
  }

  // Lists of which the sheet says itself what to show when they are empty.
  void note_inverted(const SheetRow& row) {
    for (const auto& cell : row.cells) {
      for (const auto& [marker, of_rows] : cell.markers) {
        if (marker.kind == Marker::Kind::kInverted) inverted_.insert(marker.name);
      }
    }
  }

  // ---------------------------------------------------------------- writing

  void gap(int first, int count) {
    if (count <= 0) return;
    const auto mark = "<?svodka-row g " + std::to_string(first) + " " + std::to_string(count) + "?>";
    body_ += mark;
    for (auto& section : sections_) section.blank += mark;
  }

  void write_row(SheetRow& row) {
    std::vector<std::string> open;
    for (auto& cell : row.cells) {
      for (const auto& [marker, of_rows] : cell.markers) {
        if (of_rows && opens(marker)) begin_section(marker, cell.at);
      }
    }
    const auto blank = blank_row(row);
    body_ += "<row r=\"" + std::to_string(row.number) + "\"" + attributes_of(row.node, {"r", "spans"}) + ">";
    for (auto& cell : row.cells) write_cell(cell);
    body_ += "</row>";
    for (auto& section : sections_) section.blank += blank;
    for (auto& cell : row.cells) {
      for (const auto& [marker, of_rows] : cell.markers) {
        if (of_rows && closes(marker)) end_section(marker, cell.at);
      }
    }
  }

  // A section round rows that is open.
  struct RowSection {
    Resolved opened;
    bool keeps_blank = false;
    std::string blank;  // its rows as an empty list leaves them
  };

  void begin_section(const Marker& marker, CellName at) {
    const auto resolved = resolver_.resolve(marker, place(at));
    if (resolved.kind == Resolved::Kind::kNothing) return sections_.push_back({});
    sheet_.has_sections = true;
    body_ += bind::slot_marker(resolved) + "<?svodka-row a?>";
    const bool remove = std::any_of(
        marker.modifiers.begin(), marker.modifiers.end(),
        [](const auto& modifier) { return bind::section_option(modifier.name) == SectionOption::kRemove; });
    const bool list = resolved.kind == Resolved::Kind::kOpen && !section(resolved.slot).inverted &&
                      section(resolved.slot).kind == bind::SectionSlot::Kind::kRows;
    sections_.push_back({resolved, list && !remove && !inverted_.contains(marker.name), {}});
  }

  const bind::SectionSlot& section(int slot) const {
    return resolver_.program().sections[static_cast<std::size_t>(slot)];
  }

  void end_section(const Marker& marker, CellName at) {
    const auto resolved = resolver_.resolve(marker, place(at));
    if (sections_.empty()) return;
    const auto closed = std::move(sections_.back());
    sections_.pop_back();
    if (resolved.kind == Resolved::Kind::kNothing) return;
    body_ += "<?svodka-row z?>" + bind::slot_marker(resolved);
    if (!closed.keeps_blank || std::count(closed.blank.begin(), closed.blank.end(), '\n') > kMostBlankRows)
      return;
    blanks_.push_back(closed.opened.slot);
    const auto name = "{{BLANK" + std::to_string(blanks_.size() - 1);
    body_ += name + "}}<?svodka-row a?>" + closed.blank + "<?svodka-row z?>" + name + "/}}";
  }

  // A row as an empty list leaves it: its looks and fixed texts.
  std::string blank_row(const SheetRow& row) const {
    if (sections_.empty()) return {};
    std::string out =
        "\n<row r=\"" + std::to_string(row.number) + "\"" + attributes_of(row.node, {"r", "spans"}) + ">";
    for (const auto& cell : row.cells) {
      const bool kept = cell.markers.empty() && !cell.node.child("f");
      out += "<c r=\"" + cell_name(cell.at) + "\"";
      out += kept ? rest_of(cell.node) : attributes_of(cell.node, {"r", "t"}) + "/>";
    }
    return out + "</row>";
  }

  // A cell without its place: attributes and what is inside.
  static std::string rest_of(const Node& node) {
    std::ostringstream inside;
    for (const auto& child : node.children()) child.print(inside, "", pugi::format_raw);
    const auto words = inside.str();
    return attributes_of(node, {"r"}) + (words.empty() ? "/>" : ">" + words + "</c>");
  }

  void write_cell(Cell& cell) {
    body_ += "<c r=\"" + cell_name(cell.at) + "\"";
    if (cell.node.child("f")) return write_formula(cell);
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

  // The result that is stored would be of the blank; whoever opens the form computes it.
  void write_formula(const Cell& cell) {
    Node formula = cell.node.child("f");
    std::ostringstream words;
    formula.print(words, "", pugi::format_raw);
    add_literal(attributes_of(cell.node, {"r", "t"}) + ">" + words.str() + "</c>");
  }

  // One value and nothing else but markers that show nothing here.
  static bool is_single_value(const Cell& cell) {
    auto words = words_of(cell.runs);
    int values = 0;
    for (const auto& [marker, of_rows] : cell.markers) {
      std::fill_n(words.begin() + static_cast<std::ptrdiff_t>(marker.offset), marker.length, ' ');
      if (of_rows || marker.kind == Marker::Kind::kComment) continue;
      values += marker.kind == Marker::Kind::kValue && marker.name != "{{" ? 1 : 2;
    }
    return values == 1 && words.find_first_not_of(" \n\r\t") == std::string::npos;
  }

  void write_typed(const Cell& cell) {
    for (const auto& [marker, of_rows] : cell.markers) {
      if (of_rows || marker.kind != Marker::Kind::kValue) continue;
      const auto resolved = resolver_.resolve(marker, place(cell.at));
      if (resolved.kind != Resolved::Kind::kValue) break;
      const int style = cell.node.attribute("s").as_int();
      const auto type = resolver_.uses().empty() ? ColumnType::kUnknown : resolver_.uses().back().type;
      const bool may_be_day =
          type == ColumnType::kDay || type == ColumnType::kText || type == ColumnType::kUnknown;
      const int dated = may_be_day && marker.modifiers.empty() ? context_.styles->dated(style) : style;
      sheet_.cells[resolved.slot] = {cell_name(cell.at), style, dated, type};
      body_ += "{{V" + std::to_string(resolved.slot) + ":x-markup}}";
      return;
    }
    body_ += attributes_of(cell.node, {"r", "t"}) + "/>";
  }

  // The runs of a cell's text with its markers; one that runs cut belongs to the run where it begins. False
  // when nothing is left of it.
  bool write_text(const Cell& cell) {
    const bool plain = cell.runs.size() == 1 && cell.runs.front().properties.empty();
    bool shows = false;
    std::size_t next = 0, start = 0, at = 0;
    for (const auto& run : cell.runs) {
      const auto end = start + run.words.size();
      std::string before = std::move(body_);
      body_.clear();
      while (at < end) {
        if (next < cell.markers.size() && cell.markers[next].marker.offset <= at) {
          const auto& [marker, of_rows] = cell.markers[next++];
          if (!of_rows) add_marker(marker, cell.at);
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
    if (resolved.kind == Resolved::Kind::kValue)
      add_slot(resolved, marker.name == "{{");
    else
      body_ += bind::slot_marker(resolved);
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
      program.values[static_cast<std::size_t>(slot)].embed.kind = bind::Embed::Kind::kCell;
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
