#include <cstdio>
#include <map>

#include "base/file_name.h"
#include "base/files.h"
#include "base/interrupt.h"
#include "base/report_findings.h"
#include "bind/plain_data.h"
#include "cli/annotate.h"
#include "cli/commands.h"
#include "render/prepared.h"

namespace svodka::cli {
namespace fs = std::filesystem;
namespace {

struct Options {
  std::string source;
  std::vector<std::string> data;
  std::string output;
  bool each = false;
  std::string annotated;  // the folder of copies with comments
};

// Where the documents go: a folder and a pattern for the name in it. The pattern is all of `-o` after its
// last '/'.
struct Target {
  fs::path folder;
  std::string pattern;
};

Target target_of(const std::string& output) {
  const auto slash = output.rfind('/');
  if (slash == std::string::npos) return {".", output};
  return {output.substr(0, slash + 1), output.substr(slash + 1)};
}

int write_documents(const Console& console, const render::Template& compiled, const render::FileName& name,
                    const bind::PlainData& data, const Target& target, Diagnostics& out) {
  std::map<std::string, std::string> made;  // by what makes them one file
  std::size_t failed = 0;
  for (std::size_t i = 0; i < data.size(); ++i) {
    throw_if_interrupted();
    const Row record = data.record(i);
    Diagnostics found;
    const auto file = name.expand(record, found);
    const auto twin = file ? made.find(file_name_key(*file)) : made.end();
    if (file && twin == made.end()) made.emplace(file_name_key(*file), *file);
    if (twin != made.end()) {
      found.error({.file = target.pattern}, "twin-file",
                  twin->second == *file
                      ? text("документ «{}» уже создан из другой записи",
                             "the document “{}” is made already from another record", *file)
                      : text("документ «{}» в Windows, macOS и на общем диске — тот же файл, что «{}»",
                             "the document “{}” is the same file in Windows, macOS and on a share as “{}”",
                             *file, twin->second),
                  text("вставьте в имя поле, которое у записей разное: -o ПАПКА/{{{{id}}}}.docx",
                       "put a field into the name that differs: -o DIR/{{{{id}}}}.docx"));
    }
    const auto bytes = compiled.render(record, found);
    out.add(found);
    if (found.has_errors()) {
      ++failed;
      continue;
    }
    write_file_in_place(target.folder / *file, bytes);
  }
  if (console.verbose) console.note(text("документов: {}", "documents: {}", made.size() - failed));
  return failed > 0 ? kFindings : kDone;
}

int render_files(const Console& console, const Options& options) {
  catch_interrupts();
  Diagnostics out;
  std::vector<SourceFile> files;
  for (const auto& path : options.data) {
    if (auto file = read_source("", path, out)) files.push_back(std::move(*file));
  }
  int code = kFindings;
  std::optional<bind::PlainData> data;
  if (!out.has_errors()) data = bind::load_plain_data(std::move(files), options.each, out);
  if (data) {
    const auto target = target_of(options.output);
    const auto compiled = render::Template::compile(
        "", options.source, fs::path(options.data.front()).parent_path(), data->shape, out);
    const auto name = render::FileName::compile(target.pattern, {.file = "-o"}, data->shape, out);
    if (compiled && name) code = write_documents(console, *compiled, *name, *data, target, out);
  }
  console.print(out.sorted());
  if (out.has_errors()) console.note(summary_line(out.in_order()));
  annotate_templates(console, options.annotated, "", out.sorted());
  return code;
}

}  // namespace

void add_render(CLI::App& app, const Console& console, Action& action) {
  auto options = std::make_shared<Options>();
  auto* command =
      app.add_subcommand("render", console.say("заполнить один шаблон готовыми данными, без проекта",
                                               "fill one template with given data, without a project"));
  command
      ->add_option("TEMPLATE", options->source,
                   console.say("шаблон: .docx, .xlsx, .odt, .html, .txt",
                               "the template: .docx, .xlsx, .odt, .html, .txt"))
      ->required();
  command
      ->add_option("DATA", options->data,
                   console.say("данные: .yaml или .json; несколько файлов — документ на каждый",
                               "data: .yaml or .json; several files: a document each"))
      ->required();
  command
      ->add_option("-o,--output", options->output,
                   console.say("имя документа; в имени можно поставить поле: ПАПКА/{{id}}.docx",
                               "the document's name; may hold a field: DIR/{{id}}.docx"))
      ->required()
      ->type_name(console.say("ФАЙЛ", "FILE"));
  command->add_flag("--each", options->each,
                    console.say("в файле список записей: документ на каждую",
                                "the file is a list of records: a document each"));
  add_annotate_option(*command, console, options->annotated);
  command->footer(
      console.say("Пример: svodka render письмо.docx школы.yaml --each -o письма/{{id}}.docx",
                  "Example: svodka render letter.docx schools.yaml --each -o letters/{{id}}.docx"));
  command->callback([&, options] { action = [&, options] { return render_files(console, *options); }; });
}

}  // namespace svodka::cli
