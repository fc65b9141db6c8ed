#include "pdf_outputs.h"

#include <algorithm>
#include <cstdlib>
#include <ctime>

#include "base/files.h"
#include "base/hash.h"
#include "base/interrupt.h"
#include "publish/pdf/fonts.h"
#include "render/document_fonts.h"

namespace svodka {
namespace fs = std::filesystem;
namespace {

constexpr int kEdition = 1;  // of how PDFs are made: a new one makes them all again

void say_fonts(const std::vector<publish::FontSubstitute>& fonts, const Position& at, Diagnostics& out) {
  for (const auto& font : fonts) {
    Text hint;
    if (!font.package.empty())
      hint = text("установите пакет {}", "install the package {}", font.package);
    else
      hint = text("установите шрифт или возьмите в шаблоне другой", "install the font, or take another one");
    out.warning(
        at, "font-missing",
        text("шрифта «{}» на этой машине нет: в PDF вместо него «{}», и строки переносятся иначе",
             "this machine lacks the font “{}”: the PDF has “{}” instead, and its lines break elsewhere",
             font.asked, font.used),
        std::move(hint));
  }
}

}  // namespace

std::string pdf_name(const std::string& file) {
  return fs::path(file).replace_extension(".pdf").generic_string();
}

std::string pdf_moment(const std::string& as_of) {
  const char* epoch = std::getenv("SOURCE_DATE_EPOCH");
  if (epoch == nullptr || *epoch == '\0') return as_of + "T00:00:00Z";
  const auto seconds = static_cast<std::time_t>(std::atoll(epoch));
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  std::string moment(32, '\0');
  moment.resize(std::strftime(moment.data(), moment.size(), "%Y-%m-%dT%H:%M:%SZ", &utc));
  return moment;
}

void say_no_office(const Position& at, Diagnostics& out) {
  out.error(at, "no-office",
            text("PDF не создан: LibreOffice не установлен", "no PDF was made: LibreOffice is not installed"),
            text("установите пакеты libreoffice-writer-nogui и libreoffice-calc-nogui",
                 "install the packages libreoffice-writer-nogui and libreoffice-calc-nogui"));
}

PdfOutputs::PdfOutputs(fs::path folder, const std::string& as_of, bool force, std::vector<fs::path> earlier)
    : folder_(std::move(folder)), earlier_(std::move(earlier)), moment_(pdf_moment(as_of)), force_(force) {}

// What stands and who makes the rest is looked for once somebody wants a PDF.
void PdfOutputs::look_around() {
  office_ = publish::LibreOffice::installed();
  const auto each_of = [](const fs::path& folder, const auto& take) {
    const auto manifest = publish::Manifest::read(folder);
    if (!manifest) return;
    for (const auto& entry : manifest->documents)
      if (!entry.pdf.file.empty()) take(entry);
  };
  each_of(folder_, [&](const auto& entry) { last_[entry.file] = entry.pdf; });
  for (const auto& folder : earlier_)
    each_of(folder, [&](const auto& entry) { elsewhere_[entry.pdf.recipe] = {folder, entry.pdf}; });
}

const publish::ManifestPdf* PdfOutputs::last(const std::string& file) const {
  const auto found = last_.find(file);
  return found == last_.end() ? nullptr : &found->second;
}

// One that another run made of the same document.
bool PdfOutputs::take_earlier(const std::string& file, const std::string& recipe) {
  const auto found = elsewhere_.find(recipe);
  if (force_ || found == elsewhere_.end() || !is_whole(found->second.first, found->second.second))
    return false;
  auto pdf = found->second.second;
  taken_.emplace_back(pdf_name(file), found->second.first / pdf.file);
  pdf.file = pdf_name(file);
  made_[file] = pdf;
  return true;
}

bool PdfOutputs::is_whole(const fs::path& folder, const publish::ManifestPdf& pdf) const {
  std::error_code error;
  const auto place = folder / pdf.file;
  return fs::file_size(place, error) == pdf.bytes && !error && sha256(read_file(place)) == pdf.sha256;
}

// The documents of one output have the fonts of its template: the first of them is asked.
const std::string& PdfOutputs::fonts(const std::string& file, const std::function<std::string()>& bytes,
                                     const Position& at) {
  const auto [place, is_new] = fonts_.try_emplace(to_string(at, Language::kEnglish));
  if (is_new && office_) {
    const auto missing = publish::missing_fonts(render::document_fonts(file, bytes()));
    say_fonts(missing, at, found_);
    for (const auto& font : missing) place->second += font.asked + "=" + font.used + ";";
  }
  return place->second;
}

void PdfOutputs::want(const std::string& file, const std::function<std::string()>& bytes,
                      const std::string& sha, const std::string& kind, const Position& at) {
  if (wanted_.empty()) look_around();
  wanted_.push_back(file);
  const auto release = office_ ? office_->release : std::string();
  const auto recipe = sha256(
      fmt::format("{}\n{}\n{}\n{}\n{}\n{}", kEdition, sha, kind, moment_, release, fonts(file, bytes, at)));
  const auto* old = last(file);
  // Without LibreOffice one of the same document does as well.
  const auto is_right = [&] {
    return office_ ? !force_ && old->recipe == recipe : old->of == sha && old->kind == kind;
  };
  if (old != nullptr && is_right() && is_whole(folder_, *old))
    made_[file] = *old;
  else if (!take_earlier(file, recipe))
    due_.push_back({file, sha, kind, recipe, at});
}

void PdfOutputs::make(publish::Publisher& publisher, const PdfEffort& effort, Diagnostics& out) {
  constexpr std::size_t kAtOnce = 256;  // documents and PDFs that are held in memory
  out.add(found_);
  for (const auto& [name, from] : taken_) publisher.stage_copy(name, from);
  if (due_.empty()) return;
  if (!office_) {
    no_office_ = true;
    return say_no_office(due_.front().at, out);  // once is enough
  }
  std::sort(due_.begin(), due_.end(), [](const Wanted& a, const Wanted& b) { return a.file < b.file; });
  for (std::size_t start = 0; start < due_.size(); start += kAtOnce) {
    throw_if_interrupted();
    const auto end = std::min(due_.size(), start + kAtOnce);
    std::vector<publish::PdfJob> batch;
    for (auto i = start; i < end; ++i)
      batch.push_back({due_[i].file, publisher.bytes(due_[i].file), due_[i].kind == "pdf/a-2b", moment_});
    const auto results = publish::make_pdfs(*office_, batch, effort.workers, effort.limit);
    for (std::size_t i = 0; i < results.size(); ++i) {
      const auto& wanted = due_[start + i];
      const auto& pdf = results[i];
      if (pdf.bytes.empty()) {
        out.error(wanted.at, "no-pdf",
                  text("PDF документа «{0}» не создан: {1}", "no PDF of “{0}” was made: {2}", wanted.file,
                       pdf.why.ru, pdf.why.en));
        continue;
      }
      const auto name = pdf_name(wanted.file);
      publisher.stage(name, pdf.bytes, force_);
      made_[wanted.file] = {name,          sha256(pdf.bytes), pdf.bytes.size(), pdf.pages,
                            wanted.sha256, wanted.recipe,     wanted.kind};
    }
  }
}

std::vector<std::string> PdfOutputs::due(Diagnostics& out) const {
  out.add(found_);
  std::vector<std::string> names;
  for (const auto& [name, from] : taken_) names.push_back(name);
  for (const auto& wanted : due_) names.push_back(pdf_name(wanted.file));
  return names;
}

void PdfOutputs::remove_outdated() const {
  for (const auto& file : wanted_) {
    const auto* old = last(file);
    std::error_code ignored;
    if (old != nullptr && !made_.contains(file) && is_whole(folder_, *old))
      fs::remove(folder_ / old->file, ignored);
  }
}

}  // namespace svodka
