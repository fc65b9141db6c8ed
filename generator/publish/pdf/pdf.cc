#include "publish/pdf/pdf.h"

#include <signal.h>  // NOLINT: SIGALRM is POSIX

#include <algorithm>
#include <cstdlib>
#include <mutex>
#include <sstream>

#include "base/files.h"
#include "base/process.h"
#include "base/side_by_side.h"
#include "publish/pdf/pdf_work.h"
#include "publish/pdf/settle.h"

namespace svodka::publish {
namespace fs = std::filesystem;
namespace {

Text too_slow(std::chrono::seconds limit) {
  return text("LibreOffice не справился за {} с", "LibreOffice has not finished in {} s", limit.count());
}

Text crashes() { return text("LibreOffice падает на этом документе", "LibreOffice crashes on it"); }

Text not_whole() { return text("LibreOffice не создал целого PDF", "LibreOffice made no whole PDF"); }

// The documents of one call, which several lines of workers share.
class Work {
 public:
  Work(const LibreOffice& office, const std::vector<PdfJob>& jobs, std::chrono::seconds limit)
      : office_(office), jobs_(jobs), limit_(limit), results_(jobs.size()), states_(jobs.size()) {
    std::string list;
    for (std::size_t job = 0; job < jobs.size(); ++job) {
      write_file_in_place(folder_.path() / name_of(job), jobs[job].bytes);
      list += fmt::format("{} {} {}\n", jobs[job].archival ? pdf_work::kArchival : pdf_work::kPlain,
                          jobs[job].moment, name_of(job));
    }
    write_file_in_place(folder_.path() / "kit", office.kit.string());
    write_file_in_place(folder_.path() / "limit", std::to_string(limit.count()));
    write_file_in_place(folder_.path() / "jobs", list);
  }

  // One worker after another, until every document has its answer or another line's worker has it.
  void run_line(std::size_t line) {
    for (int start = 0; is_any_left(); ++start) {
      if (office_.kit.empty())
        call_program(line);
      else
        run_worker(fmt::format("worker-{}-{}", line, start));
    }
  }

  std::vector<PdfResult> results() && { return std::move(results_); }

 private:
  enum class State { kWaiting, kCrashedOnce, kAnswered };

  std::string name_of(std::size_t job) const {
    return std::to_string(job) + fs::path(jobs_[job].file).extension().string();
  }
  fs::path mark_of(std::size_t job) const { return folder_.path() / (std::to_string(job) + ".taken"); }

  bool is_any_left() {
    const std::lock_guard<std::mutex> lock(mutex_);
    std::error_code error;
    for (std::size_t job = 0; job < jobs_.size(); ++job) {
      if (states_[job] != State::kAnswered && !fs::exists(mark_of(job), error)) return true;
    }
    return false;
  }

  void answer(std::size_t job, PdfResult result) {
    results_[job] = std::move(result);
    states_[job] = State::kAnswered;
  }

  // The process died on this document: once more in another one, or that is the answer.
  void take_death(std::size_t job, bool slow) {
    if (slow) return answer(job, {{}, 0, too_slow(limit_)});
    if (states_[job] == State::kCrashedOnce) return answer(job, {{}, 0, crashes()});
    states_[job] = State::kCrashedOnce;
    std::error_code error;
    fs::remove(mark_of(job), error);
  }

  void run_worker(const std::string& name) {
    constexpr std::chrono::seconds kToStart(60);
    const auto end = run_process({.program = "/proc/self/exe",
                                  .arguments = {pdf_work::kCommand, folder_.path().string(), name},
                                  .folder = folder_.path(),
                                  .limit = kToStart + limit_ * (static_cast<long>(jobs_.size()) + 1)});
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto unanswered = take_words(name);
    std::error_code error;
    fs::remove_all(folder_.path() / name, error);
    if (unanswered) return take_death(*unanswered, end.timed_out || end.signal == SIGALRM);
    if (end.succeeded()) return;
    constexpr int kStarts = 2;
    if (++failed_starts_ < kStarts) return;
    for (std::size_t job = 0; job < jobs_.size(); ++job) {
      if (states_[job] != State::kAnswered && !fs::exists(mark_of(job), error))
        answer(job, {{}, 0, text("LibreOffice не запускается", "LibreOffice does not start")});
    }
  }

  // What a worker has said; the document that it began and never answered for.
  std::optional<std::size_t> take_words(const std::string& name) {
    std::optional<std::size_t> unanswered;
    std::error_code error;
    const auto place = folder_.path() / (name + ".said");
    if (!fs::exists(place, error)) return unanswered;
    std::istringstream lines(read_file(place));
    for (std::string line; std::getline(lines, line);) {
      std::istringstream words(line);
      std::string what, rest;
      std::size_t job = jobs_.size();
      words >> what >> job;
      std::getline(words >> std::ws, rest);
      if (job >= jobs_.size()) continue;
      unanswered.reset();
      if (what == "began") unanswered = job;
      if (what == "made")
        answer(job,
               {read_file(folder_.path() / (std::to_string(job) + ".pdf")), std::atoi(rest.c_str()), {}});
      if (what == "refused")
        answer(
            job,
            {{}, 0, text("LibreOffice не прочитал документ: {}", "LibreOffice could not read it: {}", rest)});
    }
    return unanswered;
  }

  // Something else that is called soffice: one process a document.
  void call_program(std::size_t line) {
    std::optional<std::size_t> job;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      for (std::size_t i = 0; i < jobs_.size() && !job; ++i) {
        if (states_[i] != State::kAnswered && !fs::exists(mark_of(i))) job = i;
      }
      if (!job) return;
      write_file_in_place(mark_of(*job), "");
    }
    const auto end = call_program_for(*job, folder_.path() / fmt::format("profile-{}", line));
    const auto made = end.timed_out ? PdfResult{} : taken(*job);
    const std::lock_guard<std::mutex> lock(mutex_);
    if (made.bytes.empty() && (end.timed_out || end.signal != 0)) return take_death(*job, end.timed_out);
    answer(*job, made);
  }

  ProcessEnd call_program_for(std::size_t job, const fs::path& profile) const {
    const auto file = name_of(job);
    const bool is_sheet = file.ends_with(".xlsx") || file.ends_with(".ods");
    const std::string filter =
        std::string("pdf:") + (is_sheet ? "calc" : "writer") +
        "_pdf_Export:{\"UseTaggedPDF\":{\"type\":\"boolean\",\"value\":\"true\"}" +
        (jobs_[job].archival ? ",\"SelectPdfVersion\":{\"type\":\"long\",\"value\":\"2\"}}" : "}");
    return run_process({.program = office_.program,
                        .arguments = {"-env:UserInstallation=file://" + profile.string(), "--headless",
                                      "--norestore", "--nolockcheck", "--nodefault", "--convert-to", filter,
                                      "--outdir", folder_.path().string(), (folder_.path() / file).string()},
                        .folder = folder_.path(),
                        .limit = limit_});
  }

  PdfResult taken(std::size_t job) const {
    std::error_code error;
    const auto place = folder_.path() / (std::to_string(job) + ".pdf");
    if (!fs::is_regular_file(place, error)) return {{}, 0, not_whole()};
    auto settled = settle_pdf(read_file(place), jobs_[job].moment);
    if (!settled) return {{}, 0, not_whole()};
    return {std::move(settled->bytes), settled->pages, {}};
  }

  const LibreOffice& office_;
  const std::vector<PdfJob>& jobs_;
  const std::chrono::seconds limit_;
  const ScratchFolder folder_;
  std::mutex mutex_;  // of what follows
  std::vector<PdfResult> results_;
  std::vector<State> states_;
  int failed_starts_ = 0;
};

}  // namespace

std::optional<LibreOffice> LibreOffice::installed() {
  const auto program = find_program({"soffice", "libreoffice"});
  if (!program) return std::nullopt;
  std::error_code error;
  const auto folder = fs::canonical(*program, error).parent_path();
  const bool own =
      fs::exists(folder / "libmergedlo.so", error) || fs::exists(folder / "libsofficeapp.so", error);
  if (!own) return LibreOffice{*program, {}, {}};
  return LibreOffice{*program, folder, pdf_work::release_of(folder)};
}

std::vector<PdfResult> make_pdfs(const LibreOffice& office, const std::vector<PdfJob>& jobs, int workers,
                                 std::chrono::seconds limit) {
  Work work(office, jobs, limit);
  const auto lines = threads_for(jobs.size(), workers);
  side_by_side(lines, lines, [&](std::size_t line, std::size_t) { work.run_line(line); });
  return std::move(work).results();
}

}  // namespace svodka::publish
