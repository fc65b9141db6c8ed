#include <doctest/doctest.h>
#include <malloc.h>

#include <algorithm>
#include <random>

#include "load/record.h"
#include "load/yaml.h"

// No input may crash the program, hang it, or eat the machine's memory.

namespace svodka::load {
namespace {

constexpr std::string_view kRealistic = R"(# Журнал методиста
activities:
  - id: parents-2020-10
    plan-item: parents
    title: Разъяснительные мероприятия с родительской общественностью
    date: 2020-10
    format: online
    schools: &all [izobilnaya, "pokrovskaya", 'vetlyanskaya']
    status: done
    participants: [{who: родители, count: 48}, {who: учителя, count: 12}]
    text: >
      В октябре состоялись разъяснительные
      мероприятия: «круглые столы».
    evidence: [{title: Протокол, file: evidence/protocol-3.pdf}]
  - id: seminar
    title: "Семинар: \"итоги\""
    from: 2020-10-12
    to: 27.11.2020
    schools: *all
    status: planned
results:
  - {exam: oge, year: 2020, grade: 9, subject: математика, school: izobilnaya, participants: 16, mean-score: 4.5}
tables:
  - file: absent.csv
    collection: results
    columns: {Школа: school, Предмет: subject, Участников: participants, "«2»": marks-2}
    constants: {exam: oge, year: 2020, grade: 9}
)";

std::size_t records_in(const std::string& text, std::size_t* findings = nullptr) {
  static const Schema schema = builtin_schema_definition();
  Diagnostics out;
  std::vector<std::string> also_read;
  std::size_t records = 0;
  read_input(
      "/nonexistent", {"inputs/a.yaml", text}, schema, [&](Record&&) { ++records; }, also_read, out);
  for (const auto& finding : out.in_order()) {
    CHECK_FALSE(finding.message.ru.empty());
    CHECK_GT(finding.at.line, 0);
    CHECK_GT(finding.at.column, 0);
  }
  if (findings != nullptr) *findings = out.in_order().size();
  return records;
}

TEST_CASE("the realistic file is sound but for its absent table and a day in another form") {
  std::size_t findings = 0;
  CHECK_EQ(records_in(std::string(kRealistic), &findings), 3);
  CHECK_EQ(findings, 2);
}

TEST_CASE("every prefix of a file is read to the end or explained") {
  for (std::size_t length = 0; length <= kRealistic.size(); ++length) {
    if (length < kRealistic.size() && (static_cast<unsigned char>(kRealistic[length]) & 0xC0) == 0x80)
      continue;  // inside a letter
    records_in(std::string(kRealistic.substr(0, length)));
  }
}

TEST_CASE("damaged files are read to the end or explained") {
  static constexpr std::string_view kPieces[] = {
      "\n",    "  ",    "\t",  ":",  ": ",   "- ",     ",", "[",        "]", "{",    "}",   "{{",
      "\"",    "'",     "&a ", "*a", "*all", "!",      "|", ">",        "#", " #",   "?",   "? ",
      "---\n", "...\n", "%",   "@",  "\\",   "\u00a0", "№", "<<: *all", "~", "\r\n", "012", "\u0004"};
  std::mt19937 random(20201201);
  const auto pick = [&](std::size_t below) { return random() % below; };
  for (int round = 0; round < 600; ++round) {
    std::string text(kRealistic);
    for (std::size_t changes = 1 + pick(4); changes > 0; --changes) {
      const auto at = pick(text.size());
      switch (pick(3)) {
        case 0:
          text.erase(at, 1 + pick(12));
          break;
        case 1:
          text.insert(at, kPieces[pick(std::size(kPieces))]);
          break;
        default:
          text.replace(at, 1, kPieces[pick(std::size(kPieces))]);
      }
      if (text.empty()) text = " ";
    }
    CAPTURE(text);
    records_in(text);
  }
}

TEST_CASE("schemas that are damaged are explained too") {
  static constexpr std::string_view kSchema = R"(collections:
  clubs: {key: id, fields: {id: text, of: {type: list, of: {type: record, fields: {a: {type: enum, values: [x, y]}}}}}}
  activities: {fields: {club: {type: reference, to: clubs}, when: {type: period, from: starts, to: ends}}}
)";
  for (std::size_t from = 0; from < kSchema.size(); from += 3) {
    for (std::size_t length = 1; length < 40; length += 6) {
      std::string text(kSchema);
      text.erase(from, length);
      auto schema = builtin_schema_definition();
      Diagnostics out;
      extend_schema(schema, {"inputs/schema.yaml", text}, out);
      describe(schema, "clubs", Language::kRussian);
    }
  }
}

TEST_CASE("a long log is read in bounded memory") {
  std::string text = "activities:\n";
  while (text.size() < 3'000'000)
    text += "  - {id: a, title: Семинар для учителей, status: done, date: 2020-10-12, schools: [a, b, c]}\n";
  std::size_t items = 0;
  Diagnostics out;
  const SourceFile file{"a.yaml", std::move(text)};
  const auto before = mallinfo2().uordblks;
  std::size_t most = 0;
  const auto on_item = [&](const Node&, const Node&) {
    if (++items % 500 == 0) most = std::max(most, mallinfo2().uordblks);
  };
  CHECK(stream_yaml(file, on_item, out));
  CHECK_GT(items, 20'000);
  // As nodes it would take over 50 MB. (The parser itself keeps some 50 bytes for each line or bracket until
  // its end.)
  CHECK_LT(most, before + 3'000'000);
}

}  // namespace
}  // namespace svodka::load
