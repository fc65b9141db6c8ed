#define LOK_USE_UNSTABLE_API
#include <LibreOfficeKit/LibreOfficeKitInit.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>  // NOLINT: sigprocmask is POSIX
#include <sys/prctl.h>
#include <unistd.h>

#include <LibreOfficeKit/LibreOfficeKit.hxx>
#include <cctype>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <sstream>

#include "base/files.h"
#include "publish/pdf/pdf_work.h"
#include "publish/pdf/settle.h"

namespace svodka::publish::pdf_work {
namespace fs = std::filesystem;
namespace {

std::string url_of(const fs::path& path) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string url = "file://";
  for (const char c : fs::absolute(path).string()) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || std::string_view("/-_.~").find(c) != std::string_view::npos)
      url += c;
    else
      url.append("%").append(1, kDigits[byte >> 4]).append(1, kDigits[byte & 15]);
  }
  return url;
}

// Nothing that a document names outside of it is fetched, where the system lets us leave the network.
void leave_network() {
  if (unshare(CLONE_NEWNET) != 0) (void)unshare(CLONE_NEWUSER | CLONE_NEWNET);
}

// What LibreOffice and the programs it asks leave on the disk goes with the worker's folder.
void stay_in(const fs::path& folder) {
  make_folder(folder / "tmp");
  setenv("TMPDIR", (folder / "tmp").c_str(), 1);
  setenv("GNUPGHOME", folder.c_str(), 1);
}

// SIGALRM ends the process, whatever LibreOffice or our parent thought of it.
void end_after(unsigned seconds) {
  signal(SIGALRM, SIG_DFL);
  sigset_t alarms;
  sigemptyset(&alarms);
  sigaddset(&alarms, SIGALRM);
  sigprocmask(SIG_UNBLOCK, &alarms, nullptr);
  alarm(seconds);
}

std::string export_options(bool archival) {
  const std::string version = archival ? R"("SelectPdfVersion":{"type":"long","value":"2"},)" : "";
  return "{" + version + R"("UseTaggedPDF":{"type":"boolean","value":"true"},)" +
         R"("ExportBookmarks":{"type":"boolean","value":"true"}})";
}

class Worker {
 public:
  Worker(const fs::path& folder, const std::string& name)
      : folder_(folder), profile_(folder / name), said_(folder / (name + ".said"), std::ios::app) {}

  int run() {
    constexpr unsigned kToStart = 60;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    end_after(kToStart);
    leave_network();
    stay_in(profile_);
    const auto kit = read_file(folder_ / "kit");
    const auto limit = static_cast<unsigned>(std::stoul(read_file(folder_ / "limit")));
    write_profile(profile_, kit);
    lok::Office* office = lok::lok_cpp_init(kit.c_str(), url_of(profile_).c_str());
    if (office == nullptr) return 1;
    std::istringstream jobs(read_file(folder_ / "jobs"));
    for (std::string kind, moment, file; jobs >> kind >> moment >> file;) {
      const auto number = fs::path(file).stem().string();
      if (!take(number)) continue;
      say("began " + number);
      end_after(limit);
      const auto wrong = make(*office, file, number, kind == kArchival, moment);
      if (!wrong.empty()) say("refused " + number + " " + wrong);
    }
    std::_Exit(0);  // LibreOffice's own end takes its time and may crash
  }

 private:
  void say(const std::string& words) { said_ << words << std::endl; }

  bool take(const std::string& number) const {
    const auto mark = folder_ / (number + ".taken");
    const int descriptor = open(mark.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
    if (descriptor < 0) return false;
    close(descriptor);
    return true;
  }

  // What went wrong, or "".
  std::string make(lok::Office& office, const std::string& file, const std::string& number, bool archival,
                   const std::string& moment) {
    const auto reason = [&](const char* otherwise) {
      char* error = office.getError();
      std::string words = error != nullptr && *error != '\0' ? error : otherwise;
      office.freeError(error);
      for (char& c : words) c = c == '\n' ? ' ' : c;
      return words;
    };
    const auto place = folder_ / (number + ".pdf");
    {
      const std::unique_ptr<lok::Document> document(
          office.documentLoad(url_of(folder_ / file).c_str(), "Language=ru-RU"));
      if (!document) return reason("cannot load");
      if (!document->saveAs(url_of(place).c_str(), "pdf", export_options(archival).c_str()))
        return reason("cannot save");
    }
    try {
      const auto settled = settle_pdf(read_file(place), moment);
      if (!settled) return "no whole PDF";
      write_file_in_place(place, settled->bytes);
      say("made " + number + " " + std::to_string(settled->pages));
    } catch (const EnvironmentError& e) {
      return e.message().en;
    }
    return {};
  }

  fs::path folder_, profile_;
  std::ofstream said_;
};

}  // namespace

int run_worker(const fs::path& folder, const std::string& name) { return Worker(folder, name).run(); }

}  // namespace svodka::publish::pdf_work
