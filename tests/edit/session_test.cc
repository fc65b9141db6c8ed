#include "edit/session.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <sstream>
#include <thread>

#include "edit/messages.h"
#include "edit/server.h"
#include "support/temp_folder.h"

namespace svodka::edit {
namespace {

constexpr const char* kOrganisations = R"(organisations:
  - {id: pokrovskaya, kind: school, name: Покровская СОШ}
  - {id: vetlyanskaya, kind: school, name: Ветлянская СОШ}
)";
constexpr const char* kActivities = R"(activities:
  - id: seminar
    title: Семинар 😀 «Чтение»
    date: 2020-10-01
    status: done
    schools: [pokrovskaya]
)";
constexpr const char* kReport = R"(title: Школы
outputs:
  - template: r.txt
  - sheets: {name: Лист, rows: schools, columns: [{header: Школа, value: name}]}
data:
  schools: SELECT id, name FROM organisations
  days:
    sql: SELECT id, date FROM activities
    each:
      places: |
        SELECT value AS place
          FROM activities_schools s
         WHERE s.value = :days.id
)";

/// A session on a small project, whose checks are run when the test says so.
class Editor {
 public:
  Editor()
      : session_({.project = {.as_of = "2020-12-01"}},
                 [this](const Json& message) { sent_.push_back(message); }) {
    folder_.write("inputs/organisations.yaml", kOrganisations);
    folder_.write("inputs/a.yaml", kActivities);
    folder_.write("templates/r.yaml", kReport);
    folder_.write("templates/r.txt",
                  "{{#schools}}{{name}}{{/schools}}{{#days}}{{#places}}{{place}}{{/places}}{{/days}}\n");
  }

  void start() {
    ask("initialize", {{"rootUri", uri_of_path(folder_.path().string())}, {"capabilities", Json::object()}});
    tell("initialized", Json::object());
  }
  Json ask(const char* method, Json params) {
    sent_.clear();
    session_.receive(
        Json{{"jsonrpc", "2.0"}, {"id", ++id_}, {"method", method}, {"params", std::move(params)}});
    REQUIRE_FALSE(sent_.empty());
    return sent_.back().contains("result") ? sent_.back()["result"] : sent_.back();
  }
  void tell(const char* method, Json params) {
    session_.receive(Json{{"jsonrpc", "2.0"}, {"method", method}, {"params", std::move(params)}});
  }
  std::string uri(const std::string& path) const { return uri_of_path((folder_.path() / path).string()); }
  void open(const std::string& path, const std::string& text) {
    text_ = text;
    path_ = path;
    tell("textDocument/didOpen",
         {{"textDocument", {{"uri", uri(path)}, {"version", 1}, {"languageId", "yaml"}, {"text", text}}}});
  }
  /// Runs a check; what the client is told of each file, by the end of its name. Of the findings only the
  /// errors.
  std::map<std::string, Json> check() {
    sent_.clear();
    if (!analyst_) analyst_.emplace(session_.project());
    const auto texts = session_.texts();
    session_.take(analyst_->analyse(texts.by_path), texts);
    std::map<std::string, Json> told;
    for (const auto& message : sent_) {
      if (message.value("method", "") != "textDocument/publishDiagnostics") continue;
      const auto path = path_of_uri(message["params"]["uri"].get<std::string>());
      auto& params = told[path.substr(path.rfind('/') + 1)] = message["params"];
      auto errors = Json::array();
      for (const auto& finding : params["diagnostics"])
        if (finding["severity"] == 1) errors.push_back(finding);
      params["diagnostics"] = errors;
    }
    return told;
  }
  /// The place after the words `before` of the file opened last, as parameters of a request.
  Json at(const std::string& before) const {
    const TextDocument document(text_);
    const auto position = document.position(text_.find(before) + before.size());
    return {{"textDocument", {{"uri", uri(path_)}}},
            {"position", {{"line", position.line}, {"character", position.character}}}};
  }
  std::vector<std::string> labels(const std::string& before) {
    std::vector<std::string> labels;
    const auto completion = ask("textDocument/completion", at(before));
    for (const auto& item : completion["items"]) labels.push_back(item["label"]);
    return labels;
  }
  Session& session() { return session_; }
  const std::vector<Json>& sent() const { return sent_; }
  const test::TempFolder& folder() const { return folder_; }

 private:
  test::TempFolder folder_;
  std::vector<Json> sent_;
  Session session_;
  std::optional<Analyst> analyst_;
  std::string path_, text_;
  int id_ = 0;
};

bool has(const std::vector<std::string>& labels, const std::string& label) {
  return std::find(labels.begin(), labels.end(), label) != labels.end();
}

TEST_CASE("session: findings as one types, with places in UTF-16, and their end") {
  Editor editor;
  editor.start();
  editor.open("inputs/a.yaml", kActivities);
  CHECK(editor.check()["a.yaml"]["diagnostics"].empty());

  // An astral character before the place counts twice.
  editor.tell(
      "textDocument/didChange",
      {{"textDocument", {{"uri", editor.uri("inputs/a.yaml")}, {"version", 2}}},
       {"contentChanges",
        {{{"range", {{"start", {{"line", 4}, {"character", 12}}}, {"end", {{"line", 4}, {"character", 16}}}}},
          {"text", "dne"}}}}});
  CHECK(editor.session().wants_check());
  auto told = editor.check()["a.yaml"];
  CHECK_EQ(told["version"], 2);
  REQUIRE_EQ(told["diagnostics"].size(), 1);
  CHECK_EQ(told["diagnostics"][0]["code"], "unknown-value");
  CHECK_EQ(told["diagnostics"][0]["message"], "поле `status` не принимает значения «dne»\nвозможно, `done`");
  CHECK_EQ(told["diagnostics"][0]["range"]["start"], Json({{"line", 4}, {"character", 12}}));
  CHECK_EQ(told["diagnostics"][0]["range"]["end"], Json({{"line", 4}, {"character", 15}}));

  editor.tell(
      "textDocument/didChange",
      {{"textDocument", {{"uri", editor.uri("inputs/a.yaml")}, {"version", 3}}},
       {"contentChanges", {{{"text", "activities:\r\n  - {title: \"😀\", id: x, status: dne}\r\n"}}}}});
  told = editor.check()["a.yaml"];
  REQUIRE_EQ(told["diagnostics"].size(), 1);
  CHECK_EQ(told["diagnostics"][0]["range"]["start"], Json({{"line", 1}, {"character", 33}}));

  editor.tell("textDocument/didClose", {{"textDocument", {{"uri", editor.uri("inputs/a.yaml")}}}});
  CHECK(editor.check()["a.yaml"]["diagnostics"].empty());  // the file on the disk is sound
}

TEST_CASE("session: a change in one file shows in another, also what is wrong in a report's SQL") {
  Editor editor;
  editor.start();
  editor.open("inputs/organisations.yaml", kOrganisations);
  editor.tell("textDocument/didChange",
              {{"textDocument", {{"uri", editor.uri("inputs/organisations.yaml")}, {"version", 2}}},
               {"contentChanges", {{{"text", "organisations: []\n"}}}}});
  auto told = editor.check();
  CHECK_EQ(told["a.yaml"]["diagnostics"][0]["code"], "dangling-reference");
  CHECK_FALSE(told["a.yaml"].contains("version"));  // it is not open

  std::string report = kReport;
  report.replace(report.find("SELECT id, name"), 15, "SELECT id, nmae");
  editor.open("templates/r.yaml", report);
  told = editor.check();
  REQUIRE_EQ(told["r.yaml"]["diagnostics"].size(), 1);
  CHECK_EQ(told["r.yaml"]["diagnostics"][0]["range"]["start"], Json({{"line", 5}, {"character", 22}}));
  CHECK(told["r.yaml"]["diagnostics"][0]["message"].get<std::string>().find("nmae") != std::string::npos);
}

TEST_CASE("session: completion of keys, values and ids, in documents that are half typed") {
  Editor editor;
  editor.start();
  editor.check();

  editor.open("inputs/b.yaml", "");
  CHECK(has(editor.labels(""), "activities"));

  const std::string half =
      "activities:\n  - id: x\n    sta\n    title: \"не закрыта\n  - {id: y, schools: [po";
  editor.open("inputs/b.yaml", half);
  auto labels = editor.labels("    sta");
  CHECK(has(labels, "status"));
  CHECK_FALSE(has(labels, "title"));  // it is there
  labels = editor.labels("schools: [po");
  CHECK(labels == std::vector<std::string>{"pokrovskaya", "vetlyanskaya"});
  const auto items = editor.ask("textDocument/completion", editor.at("schools: [po"))["items"];
  CHECK_EQ(items[0]["detail"], "Покровская СОШ");
  CHECK_EQ(items[0]["textEdit"]["newText"], "pokrovskaya");
  CHECK_EQ(items[0]["textEdit"]["range"]["start"]["character"], 22);
  CHECK_EQ(items[0]["textEdit"]["range"]["end"]["character"], 24);

  editor.open("inputs/b.yaml", "activities:\n  - id: x\n    status: ");
  labels = editor.labels("status: ");
  CHECK(labels == std::vector<std::string>{"planned", "in-progress", "done", "postponed", "cancelled"});
  editor.open("inputs/b.yaml", "activities:\n  - id: x\n    status:");
  CHECK(editor.ask("textDocument/completion", editor.at("status:"))["items"].is_array());
  editor.open("inputs/b.yaml", "activities:\n  - id: x\n    \n");
  CHECK(has(editor.labels("id: x\n    "), "plan-item"));
  editor.open("inputs/b.yaml", "activities:\n  - id: x\n    schools:\n      - \n");
  CHECK(has(editor.labels("      - "), "pokrovskaya"));
  editor.open("inputs/b.yaml", "activities:\n  - id: x\n    participants:\n      - wh\n");
  CHECK(has(editor.labels("- wh"), "who"));
  editor.open("inputs/b.yaml", "activities:\n  \n");
  const auto fresh = editor.ask("textDocument/completion", editor.at("activities:\n  "))["items"];
  CHECK_EQ(fresh[0]["textEdit"]["newText"], "- id: ");
  editor.open("inputs/b.yaml", "activities:\n  - id: x\n    waive: {act");
  CHECK(has(editor.labels("{act"), "activity-after-report"));
  editor.open("inputs/b.yaml", "tables:\n  - {file: r.csv, collection: organisations, columns: {Школа: n");
  CHECK(has(editor.labels("Школа: n"), "legal-form"));
}

TEST_CASE("session: completion keeps the records of a file that cannot be read at the moment") {
  Editor editor;
  editor.start();
  editor.check();
  editor.open("inputs/organisations.yaml", std::string("organisations:\n  - {id: [\n") + kOrganisations);
  editor.check();
  editor.open("inputs/a.yaml", "activities:\n  - {id: a, schools: p");
  CHECK(has(editor.labels("schools: p"), "vetlyanskaya"));
}

TEST_CASE("session: completion in reports: queries, columns, templates, SQL") {
  Editor editor;
  editor.start();
  editor.check();
  std::string report = kReport;
  editor.open("templates/r.yaml", report);
  CHECK(editor.labels("rows: sch") == std::vector<std::string>{"schools", "days"});
  CHECK(editor.labels("value: na") == std::vector<std::string>{"id", "name"});
  CHECK(editor.labels("- template: r") == std::vector<std::string>{"r.txt"});
  CHECK(has(editor.labels("SELECT id, na"), "legal_form"));
  CHECK(has(editor.labels("FROM activities_sch"), "activities_schools"));
  auto labels = editor.labels("WHERE s.va");
  CHECK(has(labels, "value"));
  CHECK_FALSE(has(labels, "organisations"));
  CHECK(has(editor.labels("{name: Лист, ro"), "rows"));
  editor.open("templates/n.yaml", "title: x\nou");
  CHECK(editor.labels("\nou") ==
        std::vector<std::string>{"outputs", "data", "one-per", "sign-off", "redact"});
}

TEST_CASE("session: hover shows the record referred to, what keys mean, and queries") {
  Editor editor;
  editor.start();
  editor.check();
  editor.open("inputs/a.yaml", kActivities);
  const auto said = [&](const std::string& before) {
    const auto hover = editor.ask("textDocument/hover", editor.at(before));
    return hover.is_null() ? std::string() : hover["contents"]["value"].get<std::string>();
  };
  CHECK_EQ(said("schools: [pok"),
           "**Покровская СОШ** (organisations)\n\n```yaml\n{id: pokrovskaya, kind: school, name: Покровская "
           "СОШ}\n```\n\n"
           "inputs/organisations.yaml:2:10");
  CHECK(said("    sta").starts_with("**status** — Состояние\n"));
  CHECK(said("    sta").find("`postponed` — перенесено") != std::string::npos);
  CHECK_EQ(said("status: do"), "`done` — исполнено");
  CHECK_EQ(said("title: Сем"), "");
  editor.open("templates/r.yaml", kReport);
  CHECK(said("rows: sch").find("SELECT id, name FROM organisations") != std::string::npos);
  CHECK(said("rows: sch").find("Столбцы: id, name") != std::string::npos);
  CHECK(said("FROM activities_sch").starts_with("**activities_schools** (таблица)"));
  CHECK(said(":days").find("SELECT id, date FROM activities") != std::string::npos);
}

TEST_CASE("session: go to definition") {
  Editor editor;
  editor.start();
  editor.check();
  editor.open("inputs/a.yaml", kActivities);
  auto to = editor.ask("textDocument/definition", editor.at("schools: [pok"));
  CHECK_EQ(to["uri"], editor.uri("inputs/organisations.yaml"));
  CHECK_EQ(to["range"]["start"], Json({{"line", 1}, {"character", 9}}));
  CHECK(editor.ask("textDocument/definition", editor.at("title: Сем")).is_null());
  editor.open("templates/r.yaml", kReport);
  to = editor.ask("textDocument/definition", editor.at("rows: sch"));
  CHECK_EQ(to["uri"], editor.uri("templates/r.yaml"));
  CHECK_EQ(to["range"]["start"], Json({{"line", 5}, {"character", 2}}));
  to = editor.ask("textDocument/definition", editor.at(":days"));
  CHECK_EQ(to["range"]["start"], Json({{"line", 6}, {"character", 2}}));
  to = editor.ask("textDocument/definition", editor.at("template: r"));
  CHECK_EQ(to["uri"], editor.uri("templates/r.txt"));
  const auto symbols = editor.ask("textDocument/documentSymbol", editor.at("title"));
  CHECK_EQ(symbols[0]["name"], "title");
  CHECK_EQ(symbols[2]["children"][0]["name"], "schools");
}

TEST_CASE("session: what makes no sense is answered, and changes nothing") {
  Editor editor;
  const auto error = [&] { return editor.sent().back().value(Json::json_pointer("/error/code"), 0); };
  editor.session().receive(std::string("{\"jsonrpc\": "));
  CHECK_EQ(error(), -32700);
  CHECK(editor.sent().back()["id"].is_null());
  editor.session().receive(std::string("\"\xff\""));
  CHECK_EQ(error(), -32700);
  editor.session().receive(Json::array());
  CHECK_EQ(error(), -32600);
  editor.ask("textDocument/hover", Json::object());
  CHECK_EQ(error(), -32002);
  editor.start();
  editor.ask("initialize", Json::object());
  CHECK_EQ(error(), -32600);
  editor.ask("textDocument/fly", Json::object());
  CHECK_EQ(error(), -32601);
  editor.ask("textDocument/hover", {{"textDocument", 1}});
  CHECK_EQ(error(), -32602);
  editor.open("inputs/a.yaml", kActivities);
  editor.ask("textDocument/hover", {{"textDocument", {{"uri", editor.uri("inputs/a.yaml")}}},
                                    {"position", {{"line", "x"}, {"character", 1}}}});
  CHECK_EQ(error(), -32602);
  for (const double number : {-1.0, 1e300}) {
    CHECK_FALSE(editor
                    .ask("textDocument/hover", {{"textDocument", {{"uri", editor.uri("inputs/a.yaml")}}},
                                                {"position", {{"line", number}, {"character", number}}}})
                    .contains("error"));
  }
  editor.tell("textDocument/didChange",
              {{"textDocument", {{"uri", "file:///nowhere"}}}, {"contentChanges", 5}});
  editor.tell("textDocument/didChange", {{"textDocument", {{"uri", editor.uri("inputs/a.yaml")}}},
                                         {"contentChanges", {{{"text", 5}}}}});
  editor.session().cancel(3);
  editor.session().receive(
      Json{{"jsonrpc", "2.0"}, {"id", 3}, {"method", "textDocument/hover"}, {"params", editor.at("sta")}});
  CHECK_EQ(error(), -32800);
  CHECK(editor.ask("shutdown", nullptr).is_null());
  editor.ask("textDocument/hover", editor.at("sta"));
  CHECK_EQ(error(), -32600);
  editor.tell("exit", nullptr);
  CHECK(editor.session().finished());
  CHECK_EQ(editor.session().exit_code(), 0);
}

TEST_CASE("server: over streams, from the first word to the last") {
  const test::TempFolder folder;
  folder.write("inputs/a.yaml", "activities: [{id: a, title: t, status: dne}]\n");
  std::stringstream in;
  const auto put = [&](const Json& message) { write_message(in, message.dump()); };
  in << "Content-Length: nonsense\r\n\r\n";
  put({{"jsonrpc", "2.0"},
       {"id", 1},
       {"method", "initialize"},
       {"params", {{"rootUri", uri_of_path(folder.path().string())}}}});
  put({{"jsonrpc", "2.0"}, {"id", 2}, {"method", "textDocument/hover"}, {"params", {}}});
  put({{"jsonrpc", "2.0"}, {"method", "$/cancelRequest"}, {"params", {{"id", 2}}}});
  put({{"jsonrpc", "2.0"}, {"id", 3}, {"method", "shutdown"}});
  put({{"jsonrpc", "2.0"}, {"method", "exit"}});
  std::stringstream out;
  CHECK_EQ(serve(in, out, {}), 0);
  CHECK(out.str().find("\"completionProvider\"") != std::string::npos);
  CHECK(out.str().find("-32700") != std::string::npos);
  std::stringstream cut("Content-Length: 100\r\n\r\n{");
  CHECK_EQ(serve(cut, out, {}), 1);
}

// What is written, and whether another thread than the one that made it had a hand in that.
class OneThreadBuffer : public std::stringbuf {
 public:
  bool disturbed() const { return disturbed_; }

 protected:
  int sync() override {
    if (std::this_thread::get_id() != owner_) disturbed_ = true;
    return std::stringbuf::sync();
  }

 private:
  std::thread::id owner_ = std::this_thread::get_id();
  std::atomic<bool> disturbed_ = false;
};

TEST_CASE("server: waiting for the editor never flushes an answer that is being written") {
  OneThreadBuffer bytes;
  std::ostream out(&bytes);
  std::stringstream in;
  in.tie(&out);  // as std::cin is to std::cout
  write_message(in, R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{}})");
  write_message(in, R"({"jsonrpc":"2.0","id":2,"method":"shutdown"})");
  write_message(in, R"({"jsonrpc":"2.0","method":"exit"})");
  CHECK_EQ(serve(in, out, {}), 0);
  CHECK_FALSE(bytes.disturbed());
  CHECK_EQ(in.tie(), &out);
}

}  // namespace
}  // namespace svodka::edit
