#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "edit/analysis.h"
#include "edit/grammar.h"
#include "edit/navigation.h"
#include "edit/text_document.h"

namespace svodka::edit {

/// What a language server is asked for when it is started.
struct ServerOptions {
  Language language = Language::kRussian;
  ProjectOptions project;  ///< its root counts only when `root_given`
  bool root_given =
      false;  ///< else the client says which folder it works in, or the files it opens lie in one
};

/// The unsaved texts of a project, and the versions by which the client knows them.
struct Texts {
  std::map<std::string, std::string> by_path;
  std::map<std::string, int> versions;
};

/// One conversation with an editor, by the Language Server Protocol 3.17: the state of its files and the
/// answers to its requests. It does no checking itself, so that an answer never waits for one: whoever runs
/// it takes `texts()` when `wants_check()`, has an Analyst look at them, and hands the outcome to `take()`.
/// For one thread.
class Session {
 public:
  using Send = std::function<void(const Json& message)>;

  Session(ServerOptions options, Send send);

  /// One message of the client. Whatever is wrong with it is answered as the protocol says; nothing is
  /// thrown.
  void receive(const std::string& bytes);
  void receive(const Json& message);

  /// Requests with these ids, when they come, are answered as cancelled.
  void cancel(const Json& id) { cancelled_.insert(id.dump()); }

  bool wants_check() const { return wants_check_ && !root_.empty(); }
  /// The project; empty until it is known.
  const std::filesystem::path& root() const { return root_; }
  ProjectOptions project() const;
  /// The texts to be checked. The session then waits for the outcome.
  Texts texts();
  /// The outcome of a check: publishes its findings, and answers by it from now on.
  void take(std::shared_ptr<const Analysis> analysis, const Texts& checked);
  /// The check failed for reasons that are not in the texts (disk, permission).
  void take_failure(const Text& why);

  bool finished() const { return finished_; }
  /// 0 when the client said `shutdown` before `exit`, else 1.
  int exit_code() const { return shut_down_ ? 0 : 1; }

 private:
  struct OpenFile {
    std::string path;  ///< relative to the project; "" when it lies elsewhere
    TextDocument document;
  };

  void request(const Json& id, const std::string& method, const Json& params);
  void notice(const std::string& method, const Json& params);
  Json answer(const std::string& method, const Json& params);
  void fail(const Json& id, int code, const std::string& message);
  void notify(const char* method, Json params);
  void log(const Text& message);

  Json initialize(const Json& params);
  void watch_files();
  void open(const Json& document);
  void change(const Json& params);
  void close(const std::string& uri);
  void find_root(const std::filesystem::path& opened);
  std::string relative(const std::string& uri) const;

  Json completion(const Json& params);
  Json hover(const Json& params);
  Json definition(const Json& params);
  Json document_symbols(const Json& params);
  std::optional<Question> question(const Json& params);
  const Json& schema(FileKind kind);

  Json diagnostics(const std::vector<const Finding*>& findings, const std::string& path);
  Json location(const Position& at);
  const OpenFile* open_file(const std::string& path) const;
  std::optional<std::string> text_of(const std::string& path) const;
  std::string uri_of(const std::string& path) const;

  ServerOptions options_;
  Send send_;
  std::filesystem::path root_;
  std::map<std::string, OpenFile> files_;  ///< by URI
  std::shared_ptr<const Analysis> analysis_;
  std::map<FileKind, Json> schemas_;       ///< of `analysis_`
  std::map<std::string, Json> published_;  ///< what the client was last told, by path
  std::set<std::string> cancelled_;
  std::string last_failure_;
  bool initialized_ = false;
  bool watches_ = false;
  bool wants_check_ = false;
  bool shut_down_ = false;
  bool finished_ = false;
};

}  // namespace svodka::edit
