#include "render/office.h"

#include "base/files.h"

namespace svodka::render {
namespace {

[[noreturn]] void fail(const std::string& name, const Text& why) {
  throw EnvironmentError(
      {fmt::format("«{}» не создан: {}", name, why.ru), fmt::format("“{}” was not made: {}", name, why.en)});
}

}  // namespace

Office::Office(LayoutProgram program) : program_(std::move(program)) {}

std::string Office::convert(const std::string& name, const std::string& bytes, const std::string& from,
                            const std::string& to) {
  if (!program_.path)
    fail(name, text("нужен LibreOffice, а он не установлен (apt install libreoffice-calc); "
                    "или дайте документу имя на .xlsx",
                    "it takes LibreOffice, which is not installed (apt install libreoffice-calc); "
                    "or give the document a name in .xlsx"));
  if (!scratch_) scratch_ = std::make_unique<ScratchFolder>();
  const auto& folder = scratch_->path();
  const auto made = folder / "out" / ("document." + to);
  std::error_code error;
  std::filesystem::remove(made, error);
  write_file_in_place(folder / ("document" + from), bytes);
  const auto end = run_process(
      {.program = *program_.path,
       .arguments = {"-env:UserInstallation=file://" + (folder / "profile").string(), "--headless",
                     "--norestore", "--nolockcheck", "--nodefault", "--convert-to", to, "--outdir",
                     (folder / "out").string(), (folder / ("document" + from)).string()},
       .folder = folder,
       .limit = program_.limit});
  if (end.timed_out)
    fail(name, text("LibreOffice не ответил за {} с", "LibreOffice has not answered in {} s",
                    std::chrono::duration_cast<std::chrono::seconds>(program_.limit).count()));
  if (!end.succeeded() || !std::filesystem::exists(made, error) ||
      std::filesystem::file_size(made, error) == 0)
    fail(name, text("LibreOffice его не сделал: {}", "LibreOffice did not make it: {}",
                    end.output.substr(0, end.output.find('\n'))));
  return read_file(made);
}

}  // namespace svodka::render
