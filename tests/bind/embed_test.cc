#include "bind/embed.h"

#include <doctest/doctest.h>

#include "bind/resolver.h"

namespace svodka::bind {
namespace {

const Shape kShape{{{"photo", ColumnType::kText}},
                   {{"results", Shape{{{"school", ColumnType::kText}, {"done", ColumnType::kInteger}}, {}}}}};

struct Outcome {
  Program program;
  std::vector<std::string> rules;
};

Outcome resolve(const std::string& text, Abilities abilities) {
  Diagnostics out;
  Resolver resolver(kShape, out, std::move(abilities));
  for (const auto& marker : scan_markers(text).markers) resolver.resolve(marker, {});
  resolver.finish();
  Outcome outcome{resolver.program(), {}};
  for (const auto& finding : out.in_order()) outcome.rules.push_back(finding.rule);
  return outcome;
}

const Abilities kAll{{Embed::Kind::kImage, Embed::Kind::kChart}, {SectionOption::kRestart}};

}  // namespace

TEST_CASE("a modifier names what is put in, those after it are its options") {
  const auto outcome = resolve("{{photo:trim:image:width=5cm:высота=40мм}}", kAll);
  CHECK(outcome.rules.empty());
  REQUIRE(outcome.program.values.size() == 1);
  const auto& slot = outcome.program.values.front();
  CHECK(slot.embed.kind == Embed::Kind::kImage);
  CHECK(slot.modifiers == std::vector<language::Modifier>{{"trim", ""}});
  REQUIRE(slot.embed.option({"height", "высота"}) != nullptr);
  CHECK(*slot.embed.option({"height", "высота"}) == "40мм");
  CHECK(slot.embed.option({"fit"}) == nullptr);
}

TEST_CASE("a chart shows a list and knows its columns") {
  const auto outcome = resolve("{{results:chart}}", kAll);
  CHECK(outcome.rules.empty());
  REQUIRE(outcome.program.values.size() == 1);
  CHECK(outcome.program.values.front().columns.size() == 2);
  CHECK(resolve("{{photo:chart}}", kAll).rules == std::vector<std::string>{"value-as-section"});
}

TEST_CASE("what a kind of template cannot do is said") {
  CHECK(resolve("{{photo:image}}", {}).rules == std::vector<std::string>{"embed-unsupported"});
  CHECK(resolve("{{#results:restart}}{{/results}}", kAll).rules.empty());
  CHECK(resolve("{{#results:restart}}{{/results}}", {}).rules ==
        std::vector<std::string>{"modifier-on-section"});
  CHECK(
      resolve("{{#results}}{{#results_separator:restart}}, {{/results_separator}}{{/results}}", kAll).rules ==
      std::vector<std::string>{"modifier-on-section"});
  CHECK(resolve("{{^results:restart}}{{/results}}", kAll).rules ==
        std::vector<std::string>{"modifier-on-section"});
}

}  // namespace svodka::bind
