#include "render/form/form.h"

#include <algorithm>
#include <list>

#include "base/utf8.h"
#include "render/expand/xml.h"
#include "render/form/form_compute.h"
#include "render/form/form_fill.h"
#include "render/form/form_move.h"
#include "render/form/form_package.h"
#include "render/form/form_part.h"

namespace svodka::render {
namespace {

constexpr std::string_view kRowsHere = "<?svodka-rows?>";

// A sheet of the blank that is written anew for each form.
struct FormSheet {
  std::size_t index = 0;  // of FormPackage::sheets
  CompiledSheet compiled;
  std::shared_ptr<const Expander> frame;  // what stands round its rows, when that has markers
};

struct MarkedPart {
  std::string part;
  std::shared_ptr<const Expander> expander;
};

bool has_markers(const std::string& xml) { return xml.find("{{") != std::string::npos; }

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
  std::list<FormSheet> sheets;  // compiled sheets keep their places
  std::vector<MarkedPart> parts;
  std::vector<std::string> texts;  // the shared strings
  std::vector<bind::MarkerUse> uses;
  bool filled = false;  // there is something to fill: else a form is its blank

  void compile(const Shape& shape, Diagnostics& out);
  void compile_sheets(const Shape& shape, Diagnostics& out);
  void compile_parts(const Shape& shape, Diagnostics& out);
  void refuse_sheet_names(Diagnostics& out) const;
  void write_sheet(FormPackage& made, const FormSheet& sheet, const FilledSheet& filled_sheet,
                   const SheetPlans& plans, bool moved, const Row& root, Diagnostics& out) const;
  void compute(FormPackage& made, Diagnostics& out) const;
  void move_parts(FormPackage& made, const SheetPart& sheet, const RowPlan& plan, Diagnostics& out) const;
};

void FormTemplate::Impl::compile(const Shape& shape, Diagnostics& out) {
  refuse_sheet_names(out);
  compile_sheets(shape, out);
  compile_parts(shape, out);
  filled = !parts.empty();
  for (const auto& sheet : sheets) filled |= sheet.compiled.has_markers || sheet.frame;
  if (!filled) return;
  for (const auto& sheet : sheets)
    uses.insert(uses.end(), sheet.compiled.uses.begin(), sheet.compiled.uses.end());
  drop_calc_chain(package, file, out);
}

void FormTemplate::Impl::refuse_sheet_names(Diagnostics& out) const {
  for (const auto& sheet : package.sheets) {
    if (!has_markers(sheet.name)) continue;
    out.error({.file = file, .part = sheet.name}, "form-sheet-name",
              text("в имени листа меток не бывает", "the name of a sheet takes no markers"),
              text("лист на каждую строку делает описание листов: `sheets:`",
                   "a sheet for each row is made by a sheet layout: `sheets:`"));
  }
}

void FormTemplate::Impl::compile_sheets(const Shape& shape, Diagnostics& out) {
  const auto strings_xml = package.read(file, package.strings, out);
  pugi::xml_document strings_part;
  std::vector<std::vector<TextRun>> strings;
  if (!strings_xml.empty() && load_xml(strings_xml, strings_part))
    strings = read_shared_strings(strings_part);
  for (const auto& runs : strings) texts.push_back(words_of(runs));
  FormStyles styles(package.read(file, package.styles, out));
  for (std::size_t i = 0; i < package.sheets.size(); ++i) {
    const auto& part = package.sheets[i];
    const auto xml = package.read(file, part.part, out);
    auto compiled = compile_sheet({file, part.name, &strings, &styles}, xml, shape, out);
    if (!compiled) continue;
    auto frame = compile_marked_xml(compiled->head + std::string(kRowsHere) + compiled->tail,
                                    {.file = file, .part = part.name}, shape, uses, out);
    if (compiled->has_markers || compiled->has_formulas || frame)
      sheets.push_back({i, std::move(*compiled), std::move(frame)});
  }
  if (styles.changed()) package.write(package.styles, styles.xml());
  if (has_markers(strings_xml)) package.write(package.strings, without_markers(strings_xml));
}

void FormTemplate::Impl::compile_parts(const Shape& shape, Diagnostics& out) {
  std::vector<std::string> names{"docProps/core.xml"};
  for (const auto& sheet : package.sheets) {
    for (const auto* more : {&sheet.comments, &sheet.drawings})
      names.insert(names.end(), more->begin(), more->end());
  }
  for (const auto& name : names) {
    const auto xml = package.read(file, name, out);
    if (auto expander = compile_marked_xml(xml, {.file = file, .part = name}, shape, uses, out))
      parts.push_back({name, std::move(expander)});
  }
}

void FormTemplate::Impl::write_sheet(FormPackage& made, const FormSheet& sheet,
                                     const FilledSheet& filled_sheet, const SheetPlans& plans, bool moved,
                                     const Row& root, Diagnostics& out) const {
  const auto& part = package.sheets[sheet.index];
  auto frame = sheet.frame ? sheet.frame->expand(root, out)
                           : sheet.compiled.head + std::string(kRowsHere) + sheet.compiled.tail;
  if (moved) frame = moved_sheet_part(frame, part.name, filled_sheet.plan, plans);
  const auto at = frame.find(kRowsHere);
  if (at != std::string::npos)
    frame.replace(at, kRowsHere.size(), written_rows(filled_sheet, file, plans, out));
  made.write(part.part, frame);
  if (!filled_sheet.plan.is_identity()) move_parts(made, part, filled_sheet.plan, out);
}

void FormTemplate::Impl::move_parts(FormPackage& made, const SheetPart& sheet, const RowPlan& plan,
                                    Diagnostics& out) const {
  const auto rewrite = [&](const std::vector<std::string>& names, auto move) {
    for (const auto& name : names) {
      const auto xml = made.read(file, name, out);
      if (!xml.empty()) made.write(name, move(xml));
    }
  };
  rewrite(sheet.tables, [&](const std::string& xml) { return moved_table(xml, sheet.name, plan); });
  rewrite(sheet.comments, [&](const std::string& xml) { return moved_comments(xml, plan); });
  rewrite(sheet.vml, [&](const std::string& xml) { return moved_vml(xml, plan); });
  rewrite(sheet.drawings, [&](const std::string& xml) { return moved_drawing(xml, plan); });
}

// Results of formulas, when the form has some.
void FormTemplate::Impl::compute(FormPackage& made, Diagnostics& out) const {
  std::vector<MadeSheet> made_sheets;
  std::vector<MadeTable> tables;
  for (const auto& part : package.sheets) {
    const auto index = static_cast<int>(made_sheets.size());
    made_sheets.push_back({part.name, made.read(file, part.part, out)});
    for (const auto& table : part.tables) tables.push_back({made.read(file, table, out), index});
  }
  for (const auto& sheet : sheets) made_sheets[sheet.index].writes = sheet.compiled.has_formulas;
  compute_results(made_sheets, made.read(file, package.workbook, out), tables, texts, package.from_1904);
  for (std::size_t i = 0; i < made_sheets.size(); ++i) {
    if (made_sheets[i].writes) made.write(package.sheets[i].part, made_sheets[i].xml);
  }
}

std::optional<FormTemplate> FormTemplate::compile(const std::string& path, const std::string& bytes,
                                                  const Shape& shape, Diagnostics& out) {
  Diagnostics found;
  auto impl = std::make_shared<Impl>();
  impl->file = path;
  if (auto package = read_form_package(path, bytes, found)) {
    impl->package = std::move(*package);
    impl->compile(shape, found);
  }
  out.add(found);
  if (found.has_errors()) return std::nullopt;
  return FormTemplate(std::move(impl));
}

std::string FormTemplate::render(const Row& root, Diagnostics& out) const {
  const auto& impl = *impl_;
  if (!impl.filled) return package::write_zip(impl.package.entries);
  auto made = impl.package;
  for (const auto& part : impl.parts) made.write(part.part, part.expander->expand(root, out));
  std::vector<FilledSheet> filled;
  SheetPlans plans;
  bool moved = false;
  for (const auto& sheet : impl.sheets)
    filled.push_back(fill_sheet(sheet.compiled, impl.file, impl.package.from_1904, root, out));
  for (const auto& sheet : filled) {
    if (sheet.plan.is_identity()) continue;
    plans[utf8::lower(sheet.sheet->name)] = &sheet.plan;
    moved = true;
  }
  auto next = filled.begin();
  for (const auto& sheet : impl.sheets) impl.write_sheet(made, sheet, *next++, plans, moved, root, out);
  for (const auto& name : made.charts) made.write(name, moved_chart(made.read(impl.file, name, out), plans));
  for (const auto& name : made.pivot_caches)
    made.write(name, moved_pivot_cache(made.read(impl.file, name, out), plans));
  made.write(impl.package.workbook, moved_workbook(made.read(impl.file, impl.package.workbook, out), plans));
  impl.compute(made, out);
  return package::write_zip(made.entries);
}

const std::vector<bind::MarkerUse>& FormTemplate::uses() const { return impl_->uses; }

}  // namespace svodka::render
