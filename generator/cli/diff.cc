#include "cli/diff.h"

#include <algorithm>
#include <cstdio>
#include <dtl/dtl.hpp>
#include <nlohmann/json.hpp>

#include "base/embedded.h"
#include "base/files.h"
#include "cli/changed_words.h"
#include "cli/commands.h"
#include "cli/project.h"
#include "cli/values.h"
#include "kept_store.h"
#include "language/period.h"
#include "render/document_text.h"
#include "render/text/text.h"
#include "store/difference.h"

namespace svodka::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
  ProjectArguments project;
  std::string before, after, format = "text", output;
};

// What any comparison comes down to, in the reader's language.
struct FieldChange {
  std::string field, before, after;
  std::string at;  // where the value is written now, when that is not plain
};
struct Change {
  char sign = '~';    // + - ~
  std::string words;  // which record; the paragraph
  std::string key;
  std::string before_at, after_at;
  std::vector<FieldChange> fields;

  std::string place() const {
    if (before_at.empty() || before_at == after_at) return after_at;
    return after_at.empty() ? before_at : before_at + " → " + after_at;
  }
};
struct Group {
  std::string id, name;
  std::vector<Change> changes;

  long count(char sign) const {
    return std::count_if(changes.begin(), changes.end(), [&](const Change& c) { return c.sign == sign; });
  }
};
using Groups = std::vector<Group>;

std::string counts(const Console& console, const Group& group) {
  std::string words;
  const auto add = [&](char sign, const char* ru, const char* en) {
    if (const auto n = group.count(sign); n > 0)
      words += (words.empty() ? "" : ", ") + std::string(console.say(ru, en)) + " " + std::to_string(n);
  };
  add('+', "добавлено", "added");
  add('-', "убрано", "removed");
  add('~', "изменено", "changed");
  return words;
}

// ---------------------------------------------------------------- records

Groups record_groups(const Console& console, const std::vector<store::CollectionDifference>& all) {
  Groups groups;
  for (const auto& collection : all) {
    Group group{collection.collection, collection.description.in(console.language), {}};
    for (const auto& record : collection.records) {
      using Kind = store::RecordDifference::Kind;
      Change change{record.kind == Kind::kAdded     ? '+'
                    : record.kind == Kind::kRemoved ? '-'
                                                    : '~',
                    record.words,
                    record.key,
                    {},
                    {},
                    {}};
      if (!record.before.file.empty()) change.before_at = to_string(record.before, console.language);
      if (!record.after.file.empty()) change.after_at = to_string(record.after, console.language);
      for (const auto& field : record.fields)
        change.fields.push_back({field.field, field.before.in(console.language),
                                 field.after.in(console.language), to_string(field.at, console.language)});
      group.changes.push_back(std::move(change));
    }
    groups.push_back(std::move(group));
  }
  return groups;
}

// The store of a period: what was built, or for the period that the inputs are of, the inputs themselves.
std::unique_ptr<store::Reader> open_period(const Project& project, const std::string& period,
                                           Diagnostics& out) {
  const auto canonical = language::parse_period(period);
  if (!canonical) {
    out.error({}, "bad-period", text("«{}» — не период", "“{}” is no period", period),
              text("период пишется 2020-12, 2020-Q4 или 2020", "a period is 2020-12, 2020-Q4 or 2020"));
    return nullptr;
  }
  const auto name = language::canonical(*canonical);
  const auto path = kept_store(project.outputs, name);
  if (path.empty()) {
    out.error({}, "no-store", text("за {} документы не создавались", "nothing was built for {}", name),
              text("создайте их: `svodka build --period {}`", "build it: `svodka build --period {}`", name));
    return nullptr;
  }
  return std::make_unique<store::Reader>(path, project.schema, store::ReportContext{name, "", ""});
}

std::optional<Groups> compare_periods(const Console& console, const Options& options, Diagnostics& out) {
  const auto project = open_for(console, options.project, out);
  if (!project) return std::nullopt;
  out = {};  // the records' own faults are the business of `svodka check`
  const auto before = open_period(*project, options.before, out);
  std::unique_ptr<store::Reader> opened;
  if (!options.after.empty()) opened = open_period(*project, options.after, out);
  if (out.has_errors()) return std::nullopt;
  const auto& after = opened != nullptr ? *opened : *project->reader;
  return record_groups(console, store::differences(*before, after, project->schema));
}

// ---------------------------------------------------------------- documents

using Pieces = std::vector<render::DocumentPiece>;

std::optional<Pieces> pieces_of(const std::string& file, Diagnostics& out) {
  if (!fs::exists(file)) {
    out.error({.file = file}, "unreadable-file", text("файла нет", "there is no such file"),
              text("проверьте имя и папку: документы лежат в outputs/ПЕРИОД",
                   "check the name and the folder: documents lie in outputs/PERIOD"));
    return std::nullopt;
  }
  return render::document_text(file, read_file(file), out);
}

// The cells of two rows that differ, in the order of the later one's.
std::vector<FieldChange> changed_cells(const render::DocumentPiece& before,
                                       const render::DocumentPiece& after) {
  const auto letters = [](const std::string& cell) {
    return cell.substr(0, cell.find_first_of("0123456789"));
  };
  const auto in = [&](const render::DocumentPiece& row, const std::string& column) {
    for (const auto& [cell, words] : row.cells) {
      if (letters(cell) == column) return words;
    }
    return std::string();
  };
  std::vector<FieldChange> changes;
  for (const auto& [cell, words] : after.cells) {
    if (const auto was = in(before, letters(cell)); was != words) changes.push_back({cell, was, words, {}});
  }
  for (const auto& [cell, words] : before.cells) {
    if (in(after, letters(cell)).empty()) changes.push_back({cell, words, {}, {}});
  }
  return changes;
}

Change piece_change(const Console& console, const render::DocumentPiece* before,
                    const render::DocumentPiece* after) {
  Change change;
  change.sign = before == nullptr ? '+' : after == nullptr ? '-' : '~';
  if (before != nullptr) change.before_at = before->place.in(console.language);
  if (after != nullptr) change.after_at = after->place.in(console.language);
  if (before == nullptr || after == nullptr)
    change.words = (after != nullptr ? after : before)->words;
  else if (!after->cells.empty())
    change.fields = changed_cells(*before, *after);
  else
    change.fields.push_back({console.say("текст", "text"), before->words, after->words, {}});
  return change;
}

using Matched = std::vector<std::pair<const render::DocumentPiece*, const render::DocumentPiece*>>;

// Which of the paragraphs that went and of those that came in their place are versions of one another: those
// that are most alike, in their order. The others have no partner.
Matched matched(const std::vector<const render::DocumentPiece*>& gone,
                const std::vector<const render::DocumentPiece*>& come) {
  constexpr double kLeast = 0.3;
  constexpr std::size_t kMost = 2500;  // comparisons of paragraphs; beyond it they are taken in their order
  const auto rows = gone.size(), columns = come.size();
  Matched pairs;
  if (rows == columns || rows * columns > kMost) {
    for (std::size_t i = 0; i < std::max(rows, columns); ++i)
      pairs.emplace_back(i < rows ? gone[i] : nullptr, i < columns ? come[i] : nullptr);
    return pairs;
  }
  // best[i][k]: the likeness that the paragraphs from i and from k on can have together.
  std::vector<std::vector<double>> best(rows + 1, std::vector<double>(columns + 1)), alike = best;
  for (auto i = rows; i-- > 0;) {
    for (auto k = columns; k-- > 0;) {
      alike[i][k] = likeness(gone[i]->words, come[k]->words);
      best[i][k] = std::max(best[i + 1][k], best[i][k + 1]);
      if (alike[i][k] >= kLeast) best[i][k] = std::max(best[i][k], alike[i][k] + best[i + 1][k + 1]);
    }
  }
  std::size_t i = 0, k = 0;
  while (i < rows && k < columns) {
    if (alike[i][k] >= kLeast && best[i][k] == alike[i][k] + best[i + 1][k + 1])
      pairs.emplace_back(gone[i++], come[k++]);
    else if (best[i][k] == best[i + 1][k])
      pairs.emplace_back(gone[i++], nullptr);
    else
      pairs.emplace_back(nullptr, come[k++]);
  }
  while (i < rows) pairs.emplace_back(gone[i++], nullptr);
  while (k < columns) pairs.emplace_back(nullptr, come[k++]);
  return pairs;
}

std::vector<Change> piece_changes(const Console& console, const Pieces& before, const Pieces& after) {
  std::vector<std::string> old, now;
  for (const auto& piece : before) old.push_back(piece.words);
  for (const auto& piece : after) now.push_back(piece.words);
  dtl::Diff<std::string> diff(old, now);
  diff.onHuge();
  diff.compose();
  std::vector<Change> changes;
  std::vector<const render::DocumentPiece*> gone, come;
  const auto flush = [&] {
    for (const auto& [old_piece, new_piece] : matched(gone, come))
      changes.push_back(piece_change(console, old_piece, new_piece));
    gone.clear();
    come.clear();
  };
  for (const auto& [words, info] : diff.getSes().getSequence()) {
    if (info.type == dtl::SES_COMMON)
      flush();
    else if (info.type == dtl::SES_DELETE)
      gone.push_back(&before[static_cast<std::size_t>(info.beforeIdx - 1)]);
    else
      come.push_back(&after[static_cast<std::size_t>(info.afterIdx - 1)]);
  }
  flush();
  return changes;
}

std::optional<Groups> compare_documents(const Console& console, const Options& options, Diagnostics& out) {
  const auto before = pieces_of(options.before, out), after = pieces_of(options.after, out);
  if (!before || !after) return std::nullopt;
  auto changes = piece_changes(console, *before, *after);
  if (changes.empty()) return Groups{};
  return Groups{{"document", options.after, std::move(changes)}};
}

// ---------------------------------------------------------------- printing

void print_change(const Change& change) {
  std::string line = fmt::format("  {} {}", change.sign, change.place());
  if (!change.key.empty()) line += " " + change.key + (change.words.empty() ? "" : " «" + change.words + "»");
  if (change.key.empty() && !change.words.empty()) line += ": " + on_one_line(change.words);
  std::printf("%s\n", line.c_str());
  for (const auto& field : change.fields) {
    const auto at = field.at.empty() ? "" : " (" + field.at + ")";
    std::printf("      %s%s: %s\n", field.field.c_str(), at.c_str(),
                shown_change(field.before, field.after).c_str());
  }
}

void print_text(const Console& console, const Groups& groups) {
  if (groups.empty()) std::printf("%s\n", console.say("отличий нет", "no differences"));
  for (const auto& group : groups) {
    const auto& name = group.id == "document" ? group.name : group.id;
    std::printf("%s: %s\n", name.c_str(), counts(console, group).c_str());
    for (const auto& change : group.changes) print_change(change);
  }
}

std::string as_json(const Groups& groups) {
  nlohmann::ordered_json json = nlohmann::ordered_json::array();
  for (const auto& group : groups) {
    for (const auto& change : group.changes) {
      nlohmann::ordered_json one{{"collection", group.id},
                                 {"change", change.sign == '+'   ? "added"
                                            : change.sign == '-' ? "removed"
                                                                 : "changed"},
                                 {"key", change.key},
                                 {"words", change.words},
                                 {"before", change.before_at},
                                 {"after", change.after_at}};
      for (const auto& field : change.fields)
        one["fields"].push_back(
            {{"field", field.field}, {"before", field.before}, {"after", field.after}, {"at", field.at}});
      json.push_back(std::move(one));
    }
  }
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

Shape words_shape(std::vector<std::string> names, std::vector<Shape::Section> sections = {}) {
  Shape shape{{}, std::move(sections)};
  for (auto& name : names) shape.columns.push_back({std::move(name), ColumnType::kText});
  return shape;
}

Row html_field(const FieldChange& field) {
  Row row{{field.field}, {{}}};
  for (const auto& run : word_runs(field.before, field.after)) {
    const auto some = [](const std::string& words) { return words.empty() ? Value() : Value(words); };
    row.sections[0].push_back(run.is_common() ? Row{{some(run.after), {}, {}}, {}}
                                              : Row{{{}, some(run.before), some(run.after)}, {}});
  }
  return row;
}

std::string as_html(const Console& console, const Options& options, const Groups& groups) {
  // The words that both have, with those that only one has between them.
  const Shape runs = words_shape({"same", "was", "now"});
  const Shape fields = words_shape({"field"}, {{"runs", runs}});
  const Shape changes =
      words_shape({"what", "words", "place", "has_fields", "field_head", "before_head", "after_head"},
                  {{"fields", fields}});
  const Shape shape = words_shape({"lang", "title", "nothing"},
                                  {{"groups", words_shape({"name", "counts"}, {{"changes", changes}})}});
  Row root{{std::string(console.say("ru", "en")),
            console.say(text("Что изменилось: {} → {}", "What changed: {} → {}", options.before,
                             options.after.empty() ? console.say("сейчас", "now") : options.after.c_str())),
            std::string(console.say("Отличий нет.", "No differences."))},
           {{}}};
  for (const auto& group : groups) {
    Row one{{group.name.empty() ? group.id : group.name, counts(console, group)}, {{}}};
    for (const auto& change : group.changes) {
      const auto what = change.sign == '+'   ? console.say("Добавлено", "Added")
                        : change.sign == '-' ? console.say("Убрано", "Removed")
                                             : console.say("Изменено", "Changed");
      Row row{{std::string(what), change.words.empty() ? change.place() : change.words, change.place(),
               std::int64_t{!change.fields.empty()}, std::string(console.say("поле", "field")),
               std::string(console.say("было", "before")), std::string(console.say("стало", "after"))},
              {{}}};
      for (const auto& field : change.fields) row.sections[0].push_back(html_field(field));
      one.sections[0].push_back(std::move(row));
    }
    root.sections[0].push_back(std::move(one));
  }
  Diagnostics never_any;  // the page is the program's own; a test makes it
  const auto page = render::TextTemplate::compile({"diff.html", std::string(diff_page())}, shape,
                                                  render::Escape::kHtml, never_any);
  return page ? page->render(root, never_any) : std::string();
}

void deliver(const Options& options, const std::string& bytes) {
  if (options.output.empty())
    std::fputs(bytes.c_str(), stdout);
  else
    write_file_atomically(options.output, bytes);
}

// A file has an extension, a period has none.
bool are_documents(const Options& options) {
  return !options.after.empty() && (options.before + options.after).find('.') != std::string::npos;
}

int run_diff(const Console& console, const Options& options) {
  Diagnostics out;
  if (options.after.empty() && fs::is_regular_file(options.before)) {
    console.note(text("назовите и второй документ: svodka diff {} …",
                      "name the second document too: svodka diff {} …", options.before));
    return kUsage;
  }
  const auto groups = are_documents(options) ? compare_documents(console, options, out)
                                             : compare_periods(console, options, out);
  console.print(out.sorted());
  if (!groups) return kFindings;
  if (options.format == "json")
    deliver(options, as_json(*groups));
  else if (options.format == "html")
    deliver(options, as_html(console, options, *groups));
  else
    print_text(console, *groups);
  return kDone;
}

}  // namespace

void print_document_changes(const Console& console, const fs::path& before, const fs::path& after) {
  Diagnostics unread;
  const auto old = pieces_of(before.string(), unread), now = pieces_of(after.string(), unread);
  if (!old || !now) return;
  for (const auto& change : piece_changes(console, *old, *now)) print_change(change);
}

void add_diff(CLI::App& app, const Console& console, Action& action) {
  auto options = std::make_shared<Options>();
  auto* command = app.add_subcommand(
      "diff", console.say("что изменилось между двумя периодами или двумя версиями документа",
                          "what changed between two periods, or two versions of a document"));
  command
      ->add_option("BEFORE", options->before,
                   console.say("период (2020-11) или документ", "a period (2020-11) or a document"))
      ->required();
  command->add_option("AFTER", options->after,
                      console.say("более поздний; без него — записи, как они есть сейчас",
                                  "the later one; without: the records as they are now"));
  command->add_option("--format", options->format, console.say("вид ответа", "form of the answer"))
      ->type_name("text|json|html")
      ->check(one_of(console, {"text", "json", "html"}));
  command
      ->add_option("-o", options->output,
                   console.say("записать json или html в файл", "write json or html to a file"))
      ->type_name(console.say("ФАЙЛ", "FILE"));
  command->footer(
      console.say("Примеры: svodka diff 2020-11 2020-12\n         svodka diff старый.docx новый.docx",
                  "Examples: svodka diff 2020-11 2020-12\n          svodka diff old.docx new.docx"));
  command->callback([&, options] { action = [&, options] { return run_diff(console, *options); }; });
}

}  // namespace svodka::cli
