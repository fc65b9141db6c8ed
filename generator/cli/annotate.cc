#include "cli/annotate.h"

#include <filesystem>
#include <map>

#include "base/files.h"
#include "render/odf/odf_annotate.h"
#include "render/word/docx_annotate.h"

namespace svodka::cli {

namespace fs = std::filesystem;

namespace {

bool is_odf(const fs::path& file) { return file.extension() == ".odt" || file.extension() == ".ott"; }

// The folder of a region's project that the template belongs to; "" for the project at hand.
fs::path project_of(const std::string& file) {
  const auto templates = file.find("templates/");
  if (templates == file.npos) return {};
  fs::path folder;
  for (const auto& part : fs::path(file.substr(0, templates))) {
    if (part != "..") folder /= part;
  }
  return folder;
}

}  // namespace

void add_annotate_option(CLI::App& command, const Console& console, std::string& folder) {
  command
      .add_option(
          "--annotate-template", folder,
          console.say(
              "положить в эту папку копии шаблонов .docx и .odt с примечаниями у ошибок",
              "put copies of the .docx and .odt templates into this folder, with comments at the mistakes"))
      ->type_name(console.say("ПАПКА", "DIR"));
}

void annotate_templates(const Console& console, const std::string& folder, const fs::path& root,
                        const std::vector<Finding>& findings) {
  if (folder.empty()) return;
  std::map<std::string, std::vector<Finding>> by_file;
  for (const auto& finding : findings) {
    const fs::path file(finding.at.file);
    if (file.extension() == ".docx" || is_odf(file)) by_file[finding.at.file].push_back(finding);
  }
  for (const auto& [file, own] : by_file) {
    std::error_code error;
    const auto source = root / file, target = folder / project_of(file) / fs::path(file).filename();
    if (!fs::exists(source, error)) continue;
    const auto bytes = read_file(source);
    const auto copy = is_odf(file) ? render::annotate_odt(bytes, own, console.language)
                                   : render::annotate_docx(bytes, own, console.language);
    if (!copy) continue;
    if (fs::equivalent(source, target, error))
      throw EnvironmentError(
          text("копия с примечаниями затёрла бы сам шаблон «{}»: укажите другую папку",
               "the annotated copy would replace the template “{}” itself: name another folder", file));
    fs::create_directories(target.parent_path(), error);
    write_file_in_place(target, *copy);
    console.note(text("шаблон с примечаниями: {}", "template with comments: {}", target.string()));
  }
  if (by_file.empty())
    console.note(text("в шаблонах .docx и .odt замечаний нет",
                      "there is nothing to remark in .docx and .odt templates"));
}

}  // namespace svodka::cli
