#include "edit/session.h"

#include <algorithm>

#include "base/files.h"
#include "base/version.h"
#include "edit/completion.h"
#include "edit/session_json.h"

namespace svodka::edit {
namespace fs = std::filesystem;
namespace {

// JSON-RPC 2.0, 5.1; LSP 3.17, "ErrorCodes".
constexpr int kParseError = -32700;
constexpr int kInvalidRequest = -32600;
constexpr int kMethodNotFound = -32601;
constexpr int kInvalidParams = -32602;
constexpr int kNotInitialized = -32002;
constexpr int kCancelled = -32800;

bool is_project(const fs::path& folder) {
  std::error_code error;
  return !folder.empty() && fs::is_directory(folder / "inputs", error);
}

const Json& empty_object() {
  static const Json kEmpty = Json::object();
  return kEmpty;
}

}  // namespace

Session::Session(ServerOptions options, Send send) : options_(std::move(options)), send_(std::move(send)) {
  if (options_.root_given) root_ = fs::absolute(options_.project.root).lexically_normal();
  auto unread = std::make_shared<Analysis>();
  unread->schema = load::builtin_schema_definition();
  unread->rules = check::builtin_rules();
  analysis_ = std::move(unread);
}

ProjectOptions Session::project() const {
  auto project = options_.project;
  project.root = root_;
  return project;
}

void Session::receive(const std::string& bytes) {
  const auto message = Json::parse(bytes, nullptr, false);
  if (message.is_discarded()) return fail(nullptr, kParseError, "the message is no JSON");
  receive(message);
}

void Session::receive(const Json& message) {
  const Json id = message.is_object() && message.contains("id") ? message["id"] : Json();
  if (!message.is_object() ||
      !(message.contains("method") ? message["method"].is_string() : message.contains("id")))
    return fail(id, kInvalidRequest, "a request or a notification is expected");
  if (!message.contains("method")) return;  // the answer to a request of ours
  const auto method = message["method"].get<std::string>();
  const auto found = message.find("params");
  const Json& params = found == message.end() || found->is_null() ? empty_object() : *found;
  if (message.contains("id")) return request(id, method, params);
  try {
    notice(method, params);
  } catch (const Json::exception&) {
    // A notification has no answer; one that makes no sense changes nothing.
  }
}

void Session::request(const Json& id, const std::string& method, const Json& params) {
  if (cancelled_.erase(id.dump()) > 0) return fail(id, kCancelled, "cancelled");
  if (!initialized_ && method != "initialize") return fail(id, kNotInitialized, "`initialize` comes first");
  if (shut_down_ || (initialized_ && method == "initialize"))
    return fail(id, kInvalidRequest,
                shut_down_ ? "the server has been shut down" : "`initialize` comes once");
  try {
    auto result = answer(method, params);
    if (result.is_discarded()) return fail(id, kMethodNotFound, "no such method: " + method);
    send_({{"jsonrpc", "2.0"}, {"id", id}, {"result", std::move(result)}});
  } catch (const Json::exception& error) {
    fail(id, kInvalidParams, error.what());
  }
}

Json Session::answer(const std::string& method, const Json& params) {
  if (method == "initialize") return initialize(params);
  if (method == "shutdown") {
    shut_down_ = true;
    return nullptr;
  }
  if (method == "textDocument/completion") return completion(params);
  if (method == "textDocument/hover") return hover(params);
  if (method == "textDocument/definition") return definition(params);
  if (method == "textDocument/documentSymbol") return document_symbols(params);
  return Json(Json::value_t::discarded);
}

void Session::notice(const std::string& method, const Json& params) {
  if (method == "exit") {
    finished_ = true;
  } else if (!initialized_ || shut_down_) {
    return;
  } else if (method == "initialized") {
    if (watches_) watch_files();
  } else if (method == "textDocument/didOpen") {
    open(params.at("textDocument"));
  } else if (method == "textDocument/didChange") {
    change(params);
  } else if (method == "textDocument/didClose") {
    close(params.at("textDocument").at("uri"));
  } else if (method == "textDocument/didSave" || method == "workspace/didChangeWatchedFiles") {
    wants_check_ = true;
  }
}

void Session::fail(const Json& id, int code, const std::string& message) {
  send_({{"jsonrpc", "2.0"}, {"id", id}, {"error", {{"code", code}, {"message", message}}}});
}

void Session::notify(const char* method, Json params) {
  send_({{"jsonrpc", "2.0"}, {"method", method}, {"params", std::move(params)}});
}

void Session::log(const Text& message) {
  constexpr int kWarning = 2;
  notify("window/logMessage", {{"type", kWarning}, {"message", "svodka: " + message.in(options_.language)}});
}

Json Session::initialize(const Json& params) {
  initialized_ = true;
  wants_check_ = true;
  std::string folder;
  if (const auto several = params.find("workspaceFolders");
      several != params.end() && several->is_array() && !several->empty())
    folder = path_of_uri(several->at(0).at("uri").get<std::string>());
  else if (const auto root = params.find("rootUri"); root != params.end() && root->is_string())
    folder = path_of_uri(root->get<std::string>());
  if (root_.empty() && is_project(folder)) root_ = fs::path(folder).lexically_normal();
  const auto watch = Json::json_pointer("/capabilities/workspace/didChangeWatchedFiles/dynamicRegistration");
  watches_ = params.contains(watch) && params[watch] == true;
  constexpr int kIncremental = 2;
  return {{"capabilities",
           {{"positionEncoding", "utf-16"},
            {"textDocumentSync", {{"openClose", true}, {"change", kIncremental}, {"save", true}}},
            {"completionProvider", {{"triggerCharacters", {" ", ":", "[", "{", ",", "."}}}},
            {"hoverProvider", true},
            {"definitionProvider", true},
            {"documentSymbolProvider", true}}},
          {"serverInfo", {{"name", "svodka"}, {"version", version()}}}};
}

// Tables that a spreadsheet saves and templates that Word saves are no documents of the editor.
void Session::watch_files() {
  const Json watchers{{{"globPattern", "**/inputs/**"}}, {{"globPattern", "**/templates/**"}}};
  send_({{"jsonrpc", "2.0"},
         {"id", "svodka-watch"},
         {"method", "client/registerCapability"},
         {"params",
          {{"registrations",
            {{{"id", "svodka-watch"},
              {"method", "workspace/didChangeWatchedFiles"},
              {"registerOptions", {{"watchers", watchers}}}}}}}}});
}

void Session::open(const Json& document) {
  const auto uri = document.at("uri").get<std::string>();
  TextDocument text(document.at("text").get<std::string>(), document.value("version", 0));
  if (root_.empty()) find_root(path_of_uri(uri));
  files_[uri] = {relative(uri), std::move(text)};
  wants_check_ = true;
}

void Session::change(const Json& params) {
  const auto file = files_.find(params.at("textDocument").at("uri").get<std::string>());
  if (file == files_.end()) return;
  auto& document = file->second.document;
  for (const auto& change : params.at("contentChanges")) {
    if (change.contains("range"))
      document.replace(range_from(change["range"]), change.at("text").get<std::string>());
    else
      document.replace(change.at("text").get<std::string>());
  }
  if (const auto version = params.at("textDocument").find("version");
      version != params.at("textDocument").end() && version->is_number_integer())
    document.set_version(*version);
  wants_check_ = true;
}

void Session::close(const std::string& uri) {
  const auto file = files_.find(uri);
  if (file == files_.end()) return;
  published_.erase(file->second.path);
  files_.erase(file);
  wants_check_ = true;
}

void Session::find_root(const fs::path& opened) {
  for (auto folder = opened.parent_path(); folder.has_relative_path(); folder = folder.parent_path()) {
    if (is_project(folder)) {
      root_ = folder;
      break;
    }
  }
  for (auto& [uri, file] : files_) file.path = relative(uri);
}

std::string Session::relative(const std::string& uri) const {
  const fs::path path = path_of_uri(uri);
  if (root_.empty() || path.empty()) return {};
  const auto inside = [](const fs::path& file, const fs::path& folder) {
    const auto name = file.lexically_relative(folder).generic_string();
    return name.empty() || name == "." || name.starts_with("..") ? std::string() : name;
  };
  if (auto name = inside(path.lexically_normal(), root_); !name.empty()) return name;
  std::error_code error;  // the editor may know the folder by the name of a link to it
  return inside(fs::weakly_canonical(path, error), fs::weakly_canonical(root_, error));
}

Texts Session::texts() {
  wants_check_ = false;
  Texts texts;
  for (const auto& [uri, file] : files_) {
    if (!file.path.starts_with("inputs/") && !file.path.starts_with("templates/")) continue;
    texts.by_path[file.path] = file.document.text();
    texts.versions[file.path] = file.document.version();
  }
  return texts;
}

void Session::take(std::shared_ptr<const Analysis> analysis, const Texts& checked) {
  analysis_ = std::move(analysis);
  schemas_.clear();
  last_failure_.clear();
  std::map<std::string, std::vector<const Finding*>> by_file;
  for (const auto& finding : analysis_->findings) by_file[finding.at.file].push_back(&finding);
  for (const auto& told : published_) by_file[told.first];  // what has no findings any more is told so
  for (const auto& [path, version] : checked.versions) by_file[path];
  for (const auto& [path, findings] : by_file) {
    if (path.empty() || path.starts_with("--")) continue;  // of the command line
    Json params{{"uri", uri_of(path)}, {"diagnostics", diagnostics(findings, path)}};
    if (const auto version = checked.versions.find(path);
        version != checked.versions.end() && open_file(path) != nullptr)
      params["version"] = version->second;
    auto& before = published_[path];
    if (before == params) continue;
    before = params;
    notify("textDocument/publishDiagnostics", std::move(params));
  }
  std::erase_if(published_, [](const auto& told) { return told.second["diagnostics"].empty(); });
}

void Session::take_failure(const Text& why) {
  if (std::exchange(last_failure_, why.en) != why.en) log(why);
}

Json Session::diagnostics(const std::vector<const Finding*>& findings, const std::string& path) {
  Json list = Json::array();
  if (findings.empty()) return list;
  const TextDocument document(text_of(path).value_or(""));
  for (const auto* finding : findings) {
    auto json = diagnostic(*finding, document, options_.language);
    for (const auto& related : finding->related) {
      if (!related.at.file.empty())
        json["relatedInformation"].push_back(
            {{"location", location(related.at)}, {"message", related.message.in(options_.language)}});
    }
    list.push_back(std::move(json));
  }
  return list;
}

const Session::OpenFile* Session::open_file(const std::string& path) const {
  const auto found =
      std::find_if(files_.begin(), files_.end(), [&](const auto& file) { return file.second.path == path; });
  return found == files_.end() ? nullptr : &found->second;
}

std::optional<std::string> Session::text_of(const std::string& path) const {
  if (const auto* file = open_file(path)) return file->document.text();
  Diagnostics ignored;  // a template of Word, or a file in another encoding: there is no text to show
  auto source = read_source(root_, path, ignored);
  return source ? std::optional(std::move(source->text)) : std::nullopt;
}

std::string Session::uri_of(const std::string& path) const {
  for (const auto& [uri, file] : files_) {
    if (file.path == path) return uri;  // as the client writes it
  }
  return uri_of_path((root_ / path).generic_string());
}

Json Session::location(const Position& at) {
  const TextDocument document(text_of(at.file).value_or(""));
  return {{"uri", uri_of(at.file)}, {"range", to_json(document.range(at))}};
}

const Json& Session::schema(FileKind kind) {
  const auto [known, is_new] = schemas_.try_emplace(kind);
  if (is_new) known->second = schema_of(kind, analysis_->schema, options_.language);
  return known->second;
}

std::optional<Question> Session::question(const Json& params) {
  const auto file = files_.find(params.at("textDocument").at("uri").get<std::string>());
  if (file == files_.end()) return std::nullopt;
  const auto kind = kind_of_file(file->second.path);
  if (!kind) return std::nullopt;
  const auto& document = file->second.document;
  return Question{document,
                  file->second.path,
                  *kind,
                  schema(*kind),
                  *analysis_,
                  root_,
                  document.offset(position_from(params.at("position"))),
                  options_.language};
}

Json Session::completion(const Json& params) {
  Json items = Json::array();
  if (const auto asked = question(params)) {
    int order = 0;
    for (const auto& item : complete(*asked)) items.push_back(to_json(item, asked->document, order++));
  }
  return {{"isIncomplete", false}, {"items", std::move(items)}};
}

Json Session::hover(const Json& params) {
  const auto asked = question(params);
  if (!asked) return nullptr;
  const auto said = edit::hover(*asked, [&](const std::string& path) { return text_of(path); });
  if (!said) return nullptr;
  return {{"contents", {{"kind", "markdown"}, {"value", said->markdown}}},
          {"range", to_json(asked->document.range(said->begin, said->end))}};
}

Json Session::definition(const Json& params) {
  const auto asked = question(params);
  const auto at = asked ? edit::definition(*asked) : std::nullopt;
  return at ? location(*at) : Json();
}

Json Session::document_symbols(const Json& params) {
  const auto file = files_.find(params.at("textDocument").at("uri").get<std::string>());
  if (file == files_.end() || !kind_of_file(file->second.path)) return nullptr;
  const auto& document = file->second.document;
  Json list = Json::array();
  for (const auto& symbol : symbols(document.text())) list.push_back(to_json(symbol, document));
  return list;
}

}  // namespace svodka::edit
