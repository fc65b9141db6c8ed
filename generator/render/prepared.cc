#include "render/prepared.h"

#include <limits>

#include "base/files.h"
#include "base/interrupt.h"
#include "bind/markers.h"
#include "bind/query_places.h"
#include "render/data_digest.h"
#include "render/form/form_office.h"
#include "render/sheet/sheet.h"

namespace svodka::render {

std::optional<FileName> FileName::compile(const std::string& pattern, const Position& at, const Shape& shape,
                                          Diagnostics& out) {
  Shape columns;  // a name is made of the root's own values, before any query has run
  columns.columns = shape.columns;
  Diagnostics found;
  const auto scan = bind::scan_markers(pattern);
  for (const auto& fault : scan.faults) found.error(at, fault.rule, fault.message, fault.hint);
  bind::Resolver resolver(columns, found);
  std::string body;
  std::size_t done = 0;
  bool leads_elsewhere = false;
  const auto take = [&](const std::string& words) {
    leads_elsewhere |= words.find_first_of("/\\") != std::string::npos;
    body += words;
  };
  for (const auto& marker : scan.markers) {
    take(pattern.substr(done, marker.offset - done));
    body += bind::slot_marker(resolver.resolve(marker, at));
    done = marker.offset + marker.length;
  }
  take(pattern.substr(done));
  resolver.finish();
  if (leads_elsewhere) {
    found.error(at, "bad-file-name",
                text("имя документа «{}» ведёт в другую папку",
                     "the document's name “{}” leads to another folder", pattern),
                text("документы периода лежат в одной папке: уберите косую черту",
                     "the documents of a period lie in one folder: remove the slash"));
  }
  out.add(found);
  if (found.has_errors()) return std::nullopt;
  return FileName(Expander(std::move(body), resolver.program(), Escape::kNone), at);
}

std::optional<std::string> FileName::expand(const Row& root, Diagnostics& out) const {
  const auto written = expander_->expand(root, out);
  const auto stem = written.substr(0, written.rfind('.'));
  if (stem.size() < written.size() && bind::safe_file_name(stem).empty()) {
    out.error(at_, "bad-file-name",
              text("у документа нет имени, только «{}»", "the document has no name, only “{}”", written),
              text("значение, из которого оно составлено, у этой записи пусто",
                   "the value that it is made of is empty in this record"));
    return std::nullopt;
  }
  auto name = bind::safe_file_name(written);
  if (const auto problem = bind::file_name_problem(name)) {
    out.error(at_, "bad-file-name", *problem);
    return std::nullopt;
  }
  return name;
}

namespace {

// Page numbers that may be wrong are said to be; a key that does nothing too.
void check_contents(const bind::Output& output, const Template& source, const std::string& path,
                    Diagnostics& out) {
  if (output.contents.empty() && source.has_contents()) {
    out.warning(
        output.at.in(path), "contents-pages",
        text("номера страниц в оглавлении «{}» остаются от шаблона",
             "page numbers in the contents of “{}” stay as the template has them", output.template_file),
        text("`contents: pages` узнает их у LibreOffice, `contents: update` просит Word обновить их, "
             "`contents: entries` оставляет как есть",
             "`contents: pages` asks LibreOffice for them, `contents: update` asks Word to update them, "
             "`contents: entries` leaves them"));
  }
  if (!output.contents.empty() && !source.is_word()) {
    out.error(output.at.in(path), "not-a-word-document",
              text("`contents` бывает только у документов Word", "`contents` is for Word documents only"));
  }
}

// What Svodka does not compute, LibreOffice does where it is installed. A formula that neither can has no
// result, rather than a wrong one.
std::string computed_by(Office& office, const std::string& file, std::string made, const Position& at,
                        Diagnostics& out) {
  auto left = formulas_without_result(file, made);
  if (!left.cells.empty() && !left.by_the_clock && office.installed()) {
    made = with_results_of(file, made, office.convert(file, made, ".xlsx", "xlsx"));
    left = formulas_without_result(file, made);
  }
  if (left.cells.empty()) return made;
  constexpr std::size_t kShown = 10;
  if (left.cells.size() > kShown) left.cells.resize(kShown), left.cells.emplace_back("…");
  out.warning(at, "formula-without-result",
              text("«{}»: у формул нет значений, пока их не вычислит Excel или LibreOffice: {}",
                   "“{}”: formulas have no values until Excel or LibreOffice computes them: {}", file,
                   fmt::format("{}", fmt::join(left.cells, ", "))),
              left.by_the_clock
                  ? text("СЕГОДНЯ, ТДАТА и СЛЧИС завтра дали бы другое: замените их значением запроса",
                         "TODAY, NOW and RAND would give another value tomorrow: put a query's value")
              : office.installed()
                  ? text("этих функций не знает и LibreOffice", "LibreOffice does not know them either")
                  : text("установите LibreOffice (apt install libreoffice-calc)",
                         "install LibreOffice (apt install libreoffice-calc)"));
  return made;
}

}  // namespace

std::optional<PreparedReport> PreparedReport::prepare(const std::filesystem::path& root, bind::Report report,
                                                      const store::Reader& reader, Diagnostics& out) {
  PreparedReport prepared;
  prepared.root_ = root;
  prepared.report_ = std::make_unique<bind::Report>(std::move(report));
  auto bound = bind::BoundReport::prepare(*prepared.report_, reader, out);
  if (!bound) return std::nullopt;
  prepared.bound_ = std::make_unique<bind::BoundReport>(std::move(*bound));
  const auto& path = prepared.report_->path;
  const Shape& shape = prepared.bound_->shape();
  Diagnostics found;
  for (const auto& output : prepared.report_->outputs) {
    auto name = FileName::compile(output.file, output.file_at.in(path), shape, found);
    std::optional<Template> source;
    std::optional<bind::WorkbookLayout> workbook;
    if (output.sheets) {
      workbook = bind::parse_workbook(*output.sheets, output.properties ? &*output.properties : nullptr, path,
                                      shape, found);
      if (!workbook) continue;
      prepared.bound_->use(workbook->uses);
      for (const auto& sheet : workbook->sheets) {
        for (const auto& table : sheet.tables)
          if (table.rows.nested < 0) prepared.bound_->use_rows(table.rows.section);
      }
    } else {
      std::error_code error;
      if (!std::filesystem::exists(root / output.template_file, error)) {
        found.error(
            output.at.in(path), "missing-template",
            text("нет файла шаблона «{}»", "there is no template “{}”", output.template_file),
            text("шаблоны лежат в templates; проверьте имя", "templates lie in templates; check the name"));
        continue;
      }
      source = output.map.empty()
                   ? Template::compile(root, output.template_file, shape, found)
                   : Template::compile_form(root, output.template_file, shape, output.map, path, found);
      if (!source) continue;
      check_contents(output, *source, path, found);
      prepared.bound_->use(source->uses());
    }
    if (name)
      prepared.outputs_.push_back({&output, std::move(*name), std::move(source), std::move(workbook)});
  }
  if (!found.has_errors()) prepared.bound_->report_unused(found);
  bind::add_with_queries(*prepared.report_, found, out);
  if (found.has_errors()) return std::nullopt;
  return prepared;
}

// What is wrong with the document was said when it was made itself.
MarkedDocument PreparedReport::marked(
    const PreparedOutput& output, const std::string& file, const Row& root,
    const std::function<std::filesystem::path(const std::string&)>& scratch) const {
  Diagnostics unsaid;
  MarkedDocument made;
  if (output.source) {
    const Watching watching(&made.values);
    made.bytes = output.source->render(root, unsaid);
    const Watching nobody(nullptr);
    if (file.ends_with(".xlsx")) made.clean = output.source->render(root, unsaid);
    return made;
  }
  const auto path = scratch(file);
  const ScopedRemoval removal(path);
  const auto open = [&](const bind::RowsAt& at, const Row* row) {
    return bound_->open_rows(at.section, root, unsaid, at.nested, at.nested < 0 ? nullptr : row);
  };
  const auto rows = std::make_shared<MarkedRows>(*output.workbook, bound_->shape(), open, made.values);
  std::error_code error;
  render_workbook(*output.workbook, root, open, root_, path, unsaid);
  if (std::filesystem::exists(path, error)) made.clean = read_file(path);
  const auto write = [&] {
    Diagnostics found;
    const auto marked_rows = [&](const bind::RowsAt& at, const Row* row) { return rows->open(at, row); };
    render_workbook(*output.workbook, root, marked_rows, root_, path, found);
    return !found.has_errors();
  };
  // Where a mark cannot stand, as in the name of a sheet, the texts go without.
  bool written = false;
  {
    const Watching watching(&made.values);
    written = write();
  }
  if (!written) write();
  if (std::filesystem::exists(path, error)) made.bytes = read_file(path);
  made.cells = [rows](int id, int column) { return rows->cells(id, column); };
  return made;
}

void PreparedReport::make_marked(const std::function<bool(const std::string& file)>& wanted,
                                 const std::function<std::filesystem::path(const std::string& file)>& scratch,
                                 const DeliverMarked& deliver, Diagnostics& out) const {
  bound_->trace();
  for (auto& root : bound_->documents(out)) {
    std::vector<std::pair<const PreparedOutput*, std::string>> files;
    for (const auto& output : outputs_) {
      const auto file = output.file.expand(root, out);
      if (file && wanted(*file)) files.emplace_back(&output, *file);
    }
    if (files.empty()) continue;
    bound_->fetch(root, out);
    for (const auto& [output, file] : files) {
      throw_if_interrupted();
      deliver(*output, file, marked(*output, file, root, scratch));
    }
  }
}

PreparedReport::Plan PreparedReport::plan(Diagnostics& out) const {
  Plan whole;
  plan(
      std::numeric_limits<std::size_t>::max(), [&](Plan all) { whole = std::move(all); }, out);
  return whole;
}

void PreparedReport::plan(std::size_t rows_at_once, const std::function<void(Plan)>& take,
                          Diagnostics& out) const {
  const auto name = [&](std::vector<Row> rows) {
    Plan plan{std::move(rows), {}};
    plan.files.reserve(plan.rows.size() * outputs_.size());
    for (const auto& root : plan.rows)
      for (const auto& output : outputs_) plan.files.push_back(output.file.expand(root, out).value_or(""));
    take(std::move(plan));
  };
  bound_->documents(rows_at_once, name, out);
}

bool DocumentMaker::begin(Row row, Diagnostics& out) {
  report_.bound_->give_back(root_);
  root_ = std::move(row);
  streamed_into_ = nullptr;
  Diagnostics found;
  report_.bound_->fetch(root_, found);
  out.add(found);
  return !found.has_errors();
}

std::unique_ptr<RowSource> DocumentMaker::open(const bind::RowsAt& at, const Row* row,
                                               Diagnostics& out) const {
  return report_.bound_->open_rows(at.section, root_, out, at.nested, at.nested < 0 ? nullptr : row);
}

std::string DocumentMaker::digest(const PreparedOutput& output, Diagnostics& out) {
  DataDigest held;
  held.add(root_);
  if (!output.workbook) return held.hex();
  if (streamed_into_ != &output) {
    RowDigests digests(*output.workbook);
    for (const auto& sheet : output.workbook->sheets) {
      std::vector<const Row*> owners{nullptr};
      if (sheet.each >= 0) {
        owners.clear();
        for (const auto& row : root_.sections[static_cast<std::size_t>(sheet.each)]) owners.push_back(&row);
      }
      const auto read = [&](const bind::RowsAt& at, const Row* owner) {
        const auto rows = digests.read(at, owner, open(at, owner, out));
        for (Row row; rows->next(row);) {
        }
      };
      for (const auto* owner : owners) {
        for (const auto& table : sheet.tables) {
          read(table.rows, owner);
          for (const auto& column : table.columns) {
            if (column.validation && column.validation->rows.section >= 0)
              read(column.validation->rows, owner);
          }
        }
      }
    }
    streamed_ = digests.hex();
    streamed_into_ = &output;
  }
  return held.hex() + streamed_;
}

std::optional<std::string> DocumentMaker::make(const PreparedOutput& output, const std::string& file,
                                               Diagnostics& out) {
  Diagnostics found;
  std::string made;
  if (output.source) {
    made = output.source->render(root_, found);
    const auto& contents = output.output->contents;
    if (contents == "pages" && !found.has_errors())
      made = pages_.fill(file, std::move(made), output.output->at.in(report_.report_->path), found);
    if (contents == "update") made = left_to_word(made);
    if (!output.output->compute.empty() && !found.has_errors())
      made = computed_by(office_, file, std::move(made), output.output->at.in(report_.report_->path), found);
  } else {
    const auto path = scratch_(file);
    const ScopedRemoval removal(path);
    RowDigests digests(*output.workbook);
    const auto rows = [&](const bind::RowsAt& at, const Row* row) {
      return digests.read(at, row, open(at, row, found));
    };
    render_workbook(*output.workbook, root_, rows, report_.root_, path, found);
    if (!found.has_errors()) made = read_file(path);
    if (!found.has_errors() && file.ends_with(".ods")) made = office_.convert(file, made, ".xlsx", "ods");
    streamed_ = digests.hex();
    streamed_into_ = &output;
  }
  out.add(found);
  if (found.has_errors()) return std::nullopt;
  return made;
}

void make_documents(
    const PreparedReport& report, const std::function<std::filesystem::path(const std::string&)>& scratch,
    const std::function<void(const PreparedOutput&, const std::string&, std::string)>& deliver,
    Diagnostics& out) {
  auto plan = report.plan(out);
  const auto& outputs = report.outputs();
  DocumentMaker maker(report, scratch);
  for (std::size_t row = 0; row < plan.rows.size(); ++row) {
    if (!maker.begin(std::move(plan.rows[row]), out)) continue;
    for (std::size_t i = 0; i < outputs.size(); ++i) {
      throw_if_interrupted();
      const auto& file = plan.files[row * outputs.size() + i];
      if (file.empty()) continue;
      if (auto bytes = maker.make(outputs[i], file, out)) deliver(outputs[i], file, std::move(*bytes));
    }
  }
}

}  // namespace svodka::render
