#include "render/form/form.h"

#include <algorithm>
#include <array>
#include <list>

#include "base/utf8.h"
#include "render/expand/xml.h"
#include "render/form/form_cells.h"
#include "render/form/form_compute.h"
#include "render/form/form_copies.h"
#include "render/form/form_fill.h"
#include "render/form/form_move.h"
#include "render/form/form_package.h"
#include "render/form/form_part.h"

namespace svodka::render {
namespace {

constexpr std::string_view kRowsHere = "<?svodka-rows?>";

// A part of the blank with markers; of a sheet, if it is one's.
struct MarkedPart {
  std::string part;
  std::shared_ptr<const Expander> expander;
};

// A sheet of the blank that is written anew for each form.
struct FormSheet {
  std::size_t index = 0;  // of FormPackage::sheets
  SheetScope scope;
  CompiledSheet compiled;
  std::shared_ptr<const Expander> frame;  // what stands round its rows, when that has markers
  std::vector<MarkedPart> parts;          // its notes and drawings with markers
};

bool has_markers(const std::string& xml) { return xml.find("{{") != std::string::npos; }

// What a sheet says of other sheets without formulas in its cells.
bool speaks_of_cells(const std::string& xml) {
  static constexpr std::array kWords{"<conditionalFormatting", "<dataValidation", " location=\"", "<xm:f>"};
  return std::any_of(kWords.begin(), kWords.end(),
                     [&](const char* words) { return xml.find(words) != std::string::npos; });
}

// The shared strings without those that have markers: their cells hold their texts themselves.
std::string without_markers(const std::string& xml) {
  pugi::xml_document document;
  if (!load_xml(xml, document)) return xml;
  for (auto item : document.document_element().children("si")) {
    if (!has_markers(words_of(read_runs(item)))) continue;
    while (item.first_child()) item.remove_child(item.first_child());
    item.append_child("t");
  }
  return saved_xml(document);
}

}  // namespace

struct FormTemplate::Impl {
  std::string file;
  FormPackage package;
  std::list<FormSheet> sheets;     // compiled sheets keep their places
  std::vector<MarkedPart> parts;   // of the whole workbook
  std::vector<SheetFills> fills;   // of the map, by sheet of the package
  std::vector<std::string> texts;  // the shared strings
  std::vector<bind::MarkerUse> uses;
  bool filled = false;  // there is something to fill: else a form is its blank

  void compile(const Shape& shape, Diagnostics& out);
  void compile_sheet_at(std::size_t index, const std::vector<std::vector<TextRun>>& strings,
                        FormStyles& styles, const Shape& shape, Diagnostics& out);
  void check_repeated(const FormSheet& sheet, Diagnostics& out) const;
  void check_tables(const FormSheet& sheet, Diagnostics& out) const;
  void compile_part(const std::string& part, const SheetScope* scope, std::vector<MarkedPart>& parts_of,
                    const Shape& shape, Diagnostics& out);
};

void FormTemplate::Impl::compile(const Shape& shape, Diagnostics& out) {
  const auto strings_xml = package.read(file, package.strings, out);
  pugi::xml_document strings_part;
  std::vector<std::vector<TextRun>> strings;
  if (!strings_xml.empty() && load_xml(strings_xml, strings_part))
    strings = read_shared_strings(strings_part);
  for (const auto& runs : strings) texts.push_back(words_of(runs));
  FormStyles styles(package.read(file, package.styles, out));
  for (std::size_t i = 0; i < package.sheets.size(); ++i) compile_sheet_at(i, strings, styles, shape, out);
  compile_part("docProps/core.xml", nullptr, parts, shape, out);
  filled |= !parts.empty();
  if (!filled || out.has_errors()) return;
  if (styles.changed()) package.write(package.styles, styles.xml());
  if (has_markers(strings_xml)) package.write(package.strings, without_markers(strings_xml));
  drop_calc_chain(package, file, out);
}

void FormTemplate::Impl::compile_sheet_at(std::size_t index, const std::vector<std::vector<TextRun>>& strings,
                                          FormStyles& styles, const Shape& shape, Diagnostics& out) {
  const auto& part = package.sheets[index];
  const Position at{.file = file, .part = part.name};
  const auto xml = package.read(file, part.part, out);
  FormSheet sheet{index, read_scope(part.name, &fills[index], at, out), {}, nullptr, {}};
  auto& kept = sheets.emplace_back(std::move(sheet));
  auto compiled =
      compile_sheet({file, part.name, &strings, &styles, &fills[index], &kept.scope}, xml, shape, out);
  if (!compiled) return static_cast<void>(sheets.pop_back());
  kept.compiled = std::move(*compiled);
  std::vector<bind::MarkerUse> again;  // the markers of its name are in `compiled` already
  kept.frame = compile_marked_xml(kept.compiled.head + std::string(kRowsHere) + kept.compiled.tail, at,
                                  &kept.scope, shape, kept.scope.names() ? again : uses, out);
  uses.insert(uses.end(), kept.compiled.uses.begin(), kept.compiled.uses.end());
  uses.insert(uses.end(), again.begin(), again.end());
  for (const auto* names : {&part.comments, &part.drawings}) {
    for (const auto& name : *names) compile_part(name, &kept.scope, kept.parts, shape, out);
  }
  const bool fills_it = kept.compiled.has_markers || kept.compiled.names || kept.frame || !kept.parts.empty();
  filled |= fills_it;
  if (kept.compiled.repeats) check_repeated(kept, out);
  if (!kept.compiled.columns.empty()) check_tables(kept, out);
  if (!fills_it && !kept.compiled.has_formulas && !speaks_of_cells(xml)) sheets.pop_back();
}

void FormTemplate::Impl::check_repeated(const FormSheet& sheet, Diagnostics& out) const {
  const auto& part = package.sheets[sheet.index];
  if (part.has_pivots)
    out.error({.file = file, .part = part.name}, "form-sheet-pivot",
              text("лист со сводной таблицей или срезом нельзя повторить",
                   "a sheet with a pivot table or a slicer cannot be repeated"),
              text("вынесите её на другой лист", "move it to another sheet"));
}

// A table has a heading of its own for each column (18.5.1.3): they cannot be repeated.
void FormTemplate::Impl::check_tables(const FormSheet& sheet, Diagnostics& out) const {
  const auto& part = package.sheets[sheet.index];
  TableAreas tables;
  for (const auto& table : part.tables) read_table(package.read(file, table, out), 0, tables);
  for (const auto& [name, table] : tables) {
    const auto& area = table.area;
    const auto across = [&](const auto& columns) {
      return columns.first <= area.last_column && area.first_column <= columns.second;
    };
    const auto found = std::find_if(sheet.compiled.columns.begin(), sheet.compiled.columns.end(), across);
    if (found == sheet.compiled.columns.end()) continue;
    const auto cell = cell_name({std::max(found->first, area.first_column), area.first_row});
    out.error({.file = file, .part = part.name, .cell = cell}, "form-table-columns",
              text("раздел повторяет столбцы таблицы «{}»: вширь таблица Excel расти не может",
                   "the section repeats columns of the table “{}”: a table of Excel cannot grow sideways",
                   table.name),
              text("преобразуйте таблицу в обычный диапазон", "make the table a plain range"));
  }
}

void FormTemplate::Impl::compile_part(const std::string& part, const SheetScope* scope,
                                      std::vector<MarkedPart>& parts_of, const Shape& shape,
                                      Diagnostics& out) {
  const auto xml = package.read(file, part, out);
  if (auto expander = compile_marked_xml(xml, {.file = file, .part = part}, scope, shape, uses, out))
    parts_of.push_back({part, std::move(expander)});
}

namespace {

// Makes one form.
class FormMaker {
 public:
  FormMaker(const std::string& file, const FormPackage& blank, const std::list<FormSheet>& sheets,
            const std::vector<SheetFills>& fills, const Row& root, Diagnostics& out)
      : file_(file), blank_(blank), sheets_(sheets), fills_(fills), root_(root), out_(out), made_(blank) {}

  std::string make(const std::vector<MarkedPart>& parts, const std::vector<std::string>& texts) {
    for (const auto& part : parts) made_.write(part.part, part.expander->expand(root_, out_));
    fill();
    if (out_.has_errors()) return {};
    parts_ = copy_sheets(made_, file_, plans_, out_);
    for (const auto& sheet : sheets_) write_sheet(sheet);
    move_others();
    made_.write(blank_.workbook,
                moved_workbook(made_.read(file_, blank_.workbook, out_), blank_, parts_, plans_));
    forget_titles();
    compute(texts);
    check_required(texts);
    return made_.bytes();
  }

 private:
  void fill() {
    std::vector<std::string> taken;
    for (std::size_t i = 0; i < blank_.sheets.size(); ++i) {
      const auto own = std::find_if(sheets_.begin(), sheets_.end(),
                                    [&](const FormSheet& sheet) { return sheet.index == i; });
      if (own == sheets_.end() || !own->compiled.names) taken.push_back(utf8::lower(blank_.sheets[i].name));
    }
    std::size_t made = blank_.sheets.size();
    for (const auto& sheet : sheets_) {
      auto& all = filled_[sheet.index];
      all = fill_sheet(sheet.compiled, file_, blank_.from_1904, root_, out_);
      auto& copies = plans_[utf8::lower(sheet.compiled.name)];
      for (auto& one : all) {
        one.name = sheet.compiled.names ? valid_sheet_name(one.name, taken) : sheet.compiled.name;
        copies.push_back({one.name, one.plan.is_identity() ? nullptr : &one.plan, {}});
        moved_ |= !one.plan.is_identity() || one.name != sheet.compiled.name;
      }
      made = made - 1 + all.size();
    }
    if (made == 0)
      out_.error({.file = file_}, "no-sheets",
                 text("в форме не осталось ни одного листа: списки для них пусты",
                      "no sheet is left in the form: the lists for them are empty"));
  }

  // ---------------------------------------------------------------- sheets

  void write_sheet(const FormSheet& sheet) {
    const auto& all = filled_.at(sheet.index);
    const auto frames =
        sheet.frame ? split_scopes(sheet.frame->expand(root_, out_)) : std::vector<ScopedText>();
    const bool rewritten = moved_ || sheet.compiled.has_markers || sheet.compiled.has_formulas || sheet.frame;
    for (std::size_t i = 0; i < all.size(); ++i) {
      const auto& part = parts_[sheet.index][i].part;
      for (const auto& marked : sheet.parts) write_marked(sheet, marked, part, i);
      if (rewritten)
        write_copy(sheet, all[i], i < frames.size() ? frames[i].text : frame_of(sheet.compiled), part, i);
      move_parts(sheet, all[i], part, i);
    }
  }

  static std::string frame_of(const CompiledSheet& sheet) {
    return sheet.head + std::string(kRowsHere) + sheet.tail;
  }

  void write_copy(const FormSheet& sheet, const FilledSheet& filled, std::string frame, const SheetPart& part,
                  std::size_t copy) {
    if (moved_) frame = moved_sheet_part(frame, moved_sheet(sheet, filled, copy));
    if (copy > 0) erase(frame, " tabSelected=\"1\"");
    const auto rows = written_rows(filled, copy, file_, plans_, out_);
    add_links(made_, file_, part.part, frame, rows.links, out_);
    const auto at = frame.find(kRowsHere);
    if (at != std::string::npos) frame.replace(at, kRowsHere.size(), rows.xml);
    made_.write(part.part, std::move(frame));
  }

  static void erase(std::string& words, std::string_view part) {
    if (const auto at = words.find(part); at != std::string::npos) words.erase(at, part.size());
  }

  MovedSheet moved_sheet(const FormSheet& sheet, const FilledSheet& filled, std::size_t copy) const {
    return {utf8::lower(sheet.compiled.name), copy, filled.plan, plans_};
  }

  // A note or drawing with markers, in the copy of the sheet that it belongs to.
  void write_marked(const FormSheet& sheet, const MarkedPart& marked, const SheetPart& part,
                    std::size_t copy) {
    const auto& of_blank = blank_.sheets[sheet.index];
    const auto texts = split_scopes(marked.expander->expand(root_, out_));
    if (copy >= texts.size()) return;
    const auto write = [&](const std::vector<std::string>& old, const std::vector<std::string>& own) {
      for (std::size_t i = 0; i < old.size(); ++i) {
        if (old[i] == marked.part) made_.write(own[i], texts[copy].text);
      }
    };
    write(of_blank.comments, part.comments);
    write(of_blank.drawings, part.drawings);
  }

  void move_parts(const FormSheet& sheet, const FilledSheet& filled, const SheetPart& part,
                  std::size_t copy) {
    const auto of = moved_sheet(sheet, filled, copy);
    rewrite(part.charts, [&](const std::string& xml) { return moved_chart(xml, of.place(), plans_); });
    if (filled.plan.is_identity()) return;
    rewrite(part.tables, [&](const std::string& xml) { return moved_table(xml, of); });
    rewrite(part.comments, [&](const std::string& xml) { return moved_comments(xml, filled.plan); });
    rewrite(part.vml, [&](const std::string& xml) { return moved_vml(xml, filled.plan); });
    rewrite(part.drawings, [&](const std::string& xml) { return moved_drawing(xml, filled.plan); });
  }

  template <typename Move>
  void rewrite(const std::vector<std::string>& names, Move move) {
    for (const auto& name : names) {
      const auto xml = made_.read(file_, name, out_);
      if (xml.empty()) continue;
      if (auto moved = move(xml); moved != xml) made_.write(name, std::move(moved));
    }
  }

  // Charts of sheets that are not written anew, and pivot tables.
  void move_others() {
    for (std::size_t i = 0; i < blank_.sheets.size(); ++i) {
      if (filled_.contains(i)) continue;
      rewrite(blank_.sheets[i].charts, [&](const std::string& xml) { return moved_chart(xml, {}, plans_); });
    }
    rewrite(blank_.pivot_caches, [&](const std::string& xml) { return moved_pivot_cache(xml, plans_); });
  }

  // The list of tabs in the properties (22.2) when it no longer fits; programs make it anew.
  void forget_titles() {
    bool same = true;
    for (std::size_t i = 0; i < parts_.size(); ++i)
      same &= parts_[i].size() == 1 && parts_[i].front().part.name == blank_.sheets[i].name;
    const std::string part = "docProps/app.xml";
    pugi::xml_document document;
    if (same || made_.find(part) < 0 || !load_xml(made_.read(file_, part, out_), document)) return;
    for (const char* name : {"HeadingPairs", "TitlesOfParts"}) document.document_element().remove_child(name);
    made_.write(part, saved_xml(document));
  }

  // ---------------------------------------------------------------- results

  void compute(const std::vector<std::string>& texts) {
    std::vector<MadeTable> tables;
    bool any = false;
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      const auto own = std::find_if(sheets_.begin(), sheets_.end(),
                                    [&](const FormSheet& sheet) { return sheet.index == i; });
      const bool writes = own != sheets_.end() && own->compiled.has_formulas;
      for (const auto& [part, relation] : parts_[i]) {
        const auto index = static_cast<int>(made_sheets_.size());
        made_sheets_.push_back({part.name, made_.read(file_, part.part, out_), writes});
        for (const auto& table : part.tables) tables.push_back({made_.read(file_, table, out_), index});
        any |= writes;
      }
    }
    if (!any) return;
    compute_results(made_sheets_, made_.read(file_, blank_.workbook, out_), tables, texts, blank_.from_1904);
    auto sheet = made_sheets_.begin();
    for (const auto& copies : parts_) {
      for (const auto& [part, relation] : copies) {
        if (sheet->writes) made_.write(part.part, sheet->xml);
        ++sheet;
      }
    }
  }

  // Cells that the map does not want empty.
  void check_required(const std::vector<std::string>& texts) {
    std::size_t index = 0;
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      for (std::size_t copy = 0; copy < parts_[i].size(); ++copy, ++index) {
        for (const auto& area : fills_[i].required) check_area(area, index, i, copy, texts);
      }
    }
  }

  void check_area(const FormArea& area, std::size_t index, std::size_t sheet, std::size_t copy,
                  const std::vector<std::string>& texts) {
    std::vector<CellFormula> formulas;
    SheetCells cells;
    cells.read(made_sheets_[index].xml, 0, texts, formulas);
    RowSpan rows{area.first.row, area.last.row}, columns{area.first.column, area.last.column};
    if (const auto filled = filled_.find(sheet); filled != filled_.end()) {
      const auto& plan = filled->second[copy].plan;
      rows = plan.rows.span(0, rows.first, rows.last).value_or(RowSpan{1, 0});
      columns = plan.columns.span(0, columns.first, columns.last).value_or(RowSpan{1, 0});
    }
    for (int row = rows.first; row <= rows.last; ++row) {
      for (int column = columns.first; column <= columns.last; ++column) {
        const auto* cell = cells.find(column, row);
        if (cell != nullptr && (cell->formula >= 0 || cell->value != CellValue(std::string()))) continue;
        const auto name = cell_name({column, row});
        out_.error(
            {.file = file_, .part = made_sheets_[index].name, .cell = name}, "empty-cell",
            text("пустая ячейка {}: поставьте 0, «–» или «х»", "empty cell {}: put 0, “–” or “х”", name));
      }
    }
  }

  const std::string& file_;
  const FormPackage& blank_;
  const std::list<FormSheet>& sheets_;
  const std::vector<SheetFills>& fills_;
  const Row& root_;
  Diagnostics& out_;
  FormPackage made_;
  std::map<std::size_t, std::vector<FilledSheet>> filled_;  // by sheet of the blank
  SheetPlans plans_;
  SheetsOfForm parts_;
  std::vector<MadeSheet> made_sheets_;
  bool moved_ = false;
};

}  // namespace

std::optional<FormTemplate> FormTemplate::compile(const std::string& path, const std::string& bytes,
                                                  const Shape& shape, const bind::FormMap& map,
                                                  const std::string& definition, Diagnostics& out) {
  Diagnostics found;
  auto impl = std::make_shared<Impl>();
  impl->file = path;
  if (auto package = read_form_package(path, bytes, found)) {
    impl->package = std::move(*package);
    impl->fills = place_form_map(map, definition, impl->package, path, shape, found);
    impl->compile(shape, found);
    impl->filled |= !map.required.empty();
  }
  out.add(found);
  if (found.has_errors()) return std::nullopt;
  return FormTemplate(std::move(impl));
}

std::string FormTemplate::render(const Row& root, Diagnostics& out) const {
  const auto& impl = *impl_;
  if (!impl.filled) return impl.package.bytes();
  Diagnostics found;
  auto bytes =
      FormMaker(impl.file, impl.package, impl.sheets, impl.fills, root, found).make(impl.parts, impl.texts);
  out.add(found);
  return bytes;
}

const std::vector<bind::MarkerUse>& FormTemplate::uses() const { return impl_->uses; }

}  // namespace svodka::render
