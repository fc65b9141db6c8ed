#include <doctest/doctest.h>

#include <algorithm>
#include <csignal>
#include <fstream>

#include "cli/many_letters.h"
#include "earlier_work.h"
#include "support/shell.h"

// A run in parts, on one machine or several, and a run that is interrupted and goes on.

namespace svodka {
namespace {

namespace fs = std::filesystem;
using test::shell;

// By the program itself: the store says which build made it.
std::map<std::string, std::string> files_of_one_run() {
  const Region region;
  CHECK_EQ(shell(region.path(), "svodka build --period 2020-12 -q").code, 0);
  return files_of(region);
}

constexpr const char* kShards =
    "for i in 1 2 3; do svodka build --shard $i/3 --period 2020-12 -q || exit 1; done";

TEST_CASE("parts that are joined are what one run makes, to the byte") {
  const Region region;
  CHECK_EQ(shell(region.path(), kShards).code, 0);
  CHECK_FALSE(fs::exists(region.path() / "outputs/2020-12"));
  std::size_t count = 0;
  for (const char* part : {"1-of-3", "2-of-3", "3-of-3"}) {
    const auto folder = region.path() / "outputs/.svodka/shards" / part / "2020-12";
    const auto files = std::distance(fs::directory_iterator(folder), fs::directory_iterator());
    CHECK_GT(files, 10);  // its share
    count += static_cast<std::size_t>(files) - 2;
  }
  CHECK_EQ(count, 2 * kSchools + 1);
  const auto merged = shell(region.path(), "svodka merge --period 2020-12 2>&1");
  CAPTURE(merged.output);
  CHECK_EQ(merged.code, 0);
  CHECK(files_of(region) == files_of_one_run());
  const auto again =
      shell(region.path(), "svodka build --period 2020-12 2>&1");  // it was a run like any other
  CHECK(again.output.find("без изменений: 80") != std::string::npos);
  CHECK_FALSE(fs::exists(region.path() / "outputs/.svodka/shards/1-of-3/2020-12"));
}

TEST_CASE("parts that are joined once more are no mistake as long as nothing has changed") {
  const Region region;
  CHECK_EQ(shell(region.path(), "svodka merge --period 2020-12 2>/dev/null").code, 1);
  CHECK_EQ(shell(region.path(), kShards).code, 0);
  CHECK_EQ(shell(region.path(), "svodka merge --period 2020-12 -q").code, 0);
  const auto files = files_of(region);
  const auto again = shell(region.path(), "svodka merge --period 2020-12 2>&1");
  CHECK_EQ(again.code, 0);
  CHECK_EQ(again.output, "части уже соединены: документы за период 2020-12 на месте\n");
  CHECK(files_of(region) == files);
  fs::remove(region.output("s21.txt"));
  const auto lost = shell(region.path(), "svodka merge --period 2020-12 2>&1");
  CHECK_EQ(lost.code, 1);
  CHECK_NE(lost.output.find("здесь нет частей за период 2020-12"), std::string::npos);
  CHECK_FALSE(fs::exists(region.output("s21.txt")));
}

TEST_CASE("parts made again after a change are joined to what one run makes of it") {
  const Region region, whole;
  for (const auto* each : {&region, &whole}) {
    CHECK_EQ(shell(each->path(), "svodka build --period 2020-12 -q").code, 0);
    each->replace("inputs/schools.yaml", "Школа № 21", "Школа имени Гагарина");
  }
  for (int round = 0; round < 2; ++round) {
    CHECK_EQ(shell(region.path(), kShards).code, 0);
    CHECK_EQ(shell(region.path(), "svodka merge --period 2020-12 -q").code, 0);
  }
  CHECK_EQ(shell(whole.path(), "svodka build --period 2020-12 -q").code, 0);
  CHECK(files_of(region) == files_of(whole));
  CHECK_EQ(read_file(region.output("s21.txt")), "Школа имени Гагарина: одна из 40\n");
}

TEST_CASE("parts may come from the disks of other machines") {
  const Region region, other;
  CHECK_EQ(shell(region.path(), "svodka build --shard 1/2 --period 2020-12 -q").code, 0);
  CHECK_EQ(shell(other.path(), "svodka build --shard 2/2 --period 2020-12 -q --out elsewhere").code, 0);
  fs::copy(other.path() / "elsewhere", region.path() / "brought", fs::copy_options::recursive);
  CHECK_EQ(shell(region.path(), "svodka merge outputs/.svodka/shards brought --period 2020-12 -q").code, 0);
  CHECK(files_of(region) == files_of_one_run());
  CHECK(fs::exists(region.path() / "brought/2020-12"));  // is somebody else's
}

TEST_CASE("a part that is missing is named with the command that makes it, and nothing is written") {
  const Region region;
  shell(region.path(), kShards);
  fs::remove_all(region.path() / "outputs/.svodka/shards/2-of-3");
  const auto merged = shell(region.path(), "svodka merge --period 2020-12 2>&1");
  CHECK_EQ(merged.code, 1);
  CHECK(merged.output.find("нет части 2/3") != std::string::npos);
  CHECK(merged.output.find("svodka build --shard 2/3") != std::string::npos);
  CHECK_FALSE(fs::exists(region.output("s21.txt")));
  // A node was lost: only its part is made again.
  CHECK_EQ(shell(region.path(), "svodka build --shard 2/3 --period 2020-12 -q").code, 0);
  CHECK_EQ(shell(region.path(), "svodka merge --period 2020-12 -q").code, 0);
  CHECK(files_of(region) == files_of_one_run());
}

TEST_CASE("parts of other data, or of another division, are not joined") {
  const Region region;
  shell(region.path(), kShards);
  region.replace("inputs/schools.yaml", "Школа № 21", "Школа имени Гагарина");
  CHECK_EQ(shell(region.path(), "svodka build --shard 1/3 --period 2020-12 -q").code, 0);
  const auto merged = shell(region.path(), "svodka merge --period 2020-12 2>&1");
  CHECK_EQ(merged.code, 1);
  CHECK(merged.output.find("часть 2/3 создана по другим файлам: с тех пор изменён «inputs/schools.yaml»") !=
        std::string::npos);
  CHECK(merged.output.find("часть 1/3 создана") == std::string::npos);
  CHECK_EQ(shell(region.path(), "svodka merge . --period 2020-12 -q 2>&1").code, 1);
  CHECK_EQ(shell(region.path(), "svodka build --shard 4/3 --period 2020-12 -q 2>&1").code, 2);
}

TEST_CASE("parts made by other templates are not joined, and the file that differs is named") {
  const Region region, other;
  other.replace("templates/letter.txt", "одна", "ИНАЯ");
  CHECK_EQ(shell(region.path(), "svodka build --shard 1/2 --period 2020-12 -q").code, 0);
  CHECK_EQ(shell(other.path(), "svodka build --shard 2/2 --period 2020-12 -q --out elsewhere").code, 0);
  fs::copy(other.path() / "elsewhere", region.path() / "brought", fs::copy_options::recursive);
  const auto merged = shell(
      region.path(), "svodka merge outputs/.svodka/shards brought --period 2020-12 --as-of 2021-01-01 2>&1");
  CHECK_EQ(merged.code, 1);
  CHECK_NE(merged.output.find("часть 2/2 создана по другим файлам: с тех пор изменён «templates/letter.txt»"),
           std::string::npos);
  CHECK_NE(merged.output.find("svodka build --shard 2/2 --period 2020-12"), std::string::npos);
  CHECK_EQ(merged.output.find("not-in-shards"), std::string::npos);
  CHECK_EQ(merged.output.find("часть 1/2"), std::string::npos);
  CHECK_FALSE(fs::exists(region.output("s21.txt")));
}

TEST_CASE("a report of which a part has nothing is made when its output gets another name") {
  const Region region;
  for (const char* file : {"list.html", "lists.html"}) {
    CHECK_EQ(shell(region.path(), kShards).code, 0);
    CHECK_EQ(shell(region.path(), "svodka merge --period 2020-12 -q").code, 0);
    CHECK(fs::exists(region.output(file)));
    if (std::string(file) == "list.html")
      region.replace("templates/list.yaml", "file: list.html", "file: lists.html");
  }
}

TEST_CASE("a part that lost documents, or could not make them, is named with the number of them") {
  const Region region;
  CHECK_EQ(shell(region.path(), kShards).code, 0);
  const auto part = std::to_string(part_of("s30.txt", 3));
  const auto folder = region.path() / ("outputs/.svodka/shards/" + part + "-of-3/2020-12");
  fs::remove(folder / "s30.txt");
  fs::remove(folder / "s30.xlsx");
  const auto torn = shell(region.path(), "svodka merge --period 2020-12 2>&1");
  CHECK_EQ(torn.code, 1);
  CHECK_NE(
      torn.output.find("часть " + part + "/3 потеряла документы, которые создала (2): «s30.txt», «s30.xlsx»"),
      std::string::npos);
  CHECK_NE(torn.output.find("svodka build --shard " + part + "/3 --period 2020-12"), std::string::npos);
  CHECK_FALSE(fs::exists(region.output("s21.txt")));
  CHECK_EQ(shell(region.path(), "svodka build --shard " + part + "/3 --period 2020-12 -q").code, 0);
  CHECK_EQ(shell(region.path(), "svodka merge --period 2020-12 -q").code, 0);
}

TEST_CASE("a part is joined by nobody while it is being made, and lies in a folder of its own") {
  const Region region;
  CHECK_EQ(shell(region.path(), kShards).code, 0);
  {
    const publish::ProjectLock lock(region.path() / "outputs/.svodka/shards/2-of-3");
    const auto merged = shell(region.path(), "svodka merge --period 2020-12 2>&1");
    CHECK_EQ(merged.code, 3);
    CHECK_NE(merged.output.find("часть 2/3: проект занят другим запуском"), std::string::npos);
  }
  CHECK_EQ(shell(region.path(), "svodka merge --period 2020-12 -q").code, 0);
  const auto files = files_of(region);
  const auto over = shell(region.path(), "svodka build --shard 1/3 --period 2020-12 --out outputs 2>&1");
  CHECK_EQ(over.code, 1);
  CHECK_NE(over.output.find("лежат документы целого запуска"), std::string::npos);
  CHECK(files_of(region) == files);
  for (const char* what : {"--redact", "--annotate", "--trace"})
    CHECK_EQ(shell(region.path(), "svodka build --shard 1/3 --period 2020-12 " + std::string(what)).code, 2);
}

TEST_CASE("documents of the same part whatever the others are called") {
  for (const int of : {2, 7}) {
    std::map<int, int> counts;
    for (int i = 0; i < 700; ++i) ++counts[part_of("Письмо школе № " + std::to_string(i) + ".docx", of)];
    CHECK_EQ(counts.size(), of);
    for (const auto& [part, count] : counts) CHECK_GT(count, 700 / of / 2);
  }
}

// Interrupts a build once so many documents are done; says what it threw.
InterruptedBuild interrupted_at(const Region& region, std::size_t after, int jobs) {
  BuildOptions options{.jobs = jobs};
  options.progress = [&](std::size_t done, std::size_t, const std::string&) {
    if (done == after) std::raise(SIGINT);
  };
  catch_interrupts();
  InterruptedBuild thrown;
  try {
    region.build(options);
  } catch (const InterruptedBuild& stopped) {
    thrown = stopped;
  }
  catch_interrupts();
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) std::signal(signal, SIG_DFL);
  return thrown;
}

TEST_CASE("an interrupted run says what is left, touches nothing, and the next one goes on from there") {
  for (const int jobs : {1, 3}) {
    const Region region;
    region.build();
    const auto before = files_of(region);
    region.replace("templates/letter.txt", "одна", "одна школа");
    region.replace("inputs/schools.yaml", "Школа № 2", "Гимназия № 2");
    const auto stopped = interrupted_at(region, 20, jobs);
    CHECK_EQ(stopped.signal, SIGINT);
    CHECK_GE(stopped.done, 10);
    CHECK_GT(stopped.left, 10);
    CHECK(files_of(region) == before);
    const fs::path unfinished = region.path() / "outputs/.svodka/unfinished/2020-12";
    CHECK_GE(std::distance(fs::directory_iterator(unfinished), fs::directory_iterator()),
             11);  // and a manifest
    CHECK(region.build().made);
    const auto after = files_of(region);
    CHECK_FALSE(fs::exists(region.path() / "outputs/.svodka/unfinished"));
    fs::remove_all(region.path() / "outputs");
    region.build();
    CHECK(files_of(region) == after);
  }
}

TEST_CASE("what an interrupted run made of other data is not taken") {
  const Region region;
  region.replace("inputs/schools.yaml", "Школа № 2", "Гимназия № 2");
  CHECK_GT(interrupted_at(region, 30, 1).left, 0);
  region.replace("inputs/schools.yaml", "Гимназия № 2", "Школа № 2");
  CHECK(region.build().made);
  const auto files = files_of(region);
  fs::remove_all(region.path() / "outputs");
  region.build();
  CHECK(files_of(region) == files);
}

TEST_CASE("interrupted twice") {
  const Region region;
  const auto first = interrupted_at(region, 10, 1);
  const auto second = interrupted_at(region, 40, 1);
  CHECK_GT(first.left, second.left);
  CHECK(region.build().made);
  const auto files = files_of(region);
  fs::remove_all(region.path() / "outputs");
  region.build();
  CHECK(files_of(region) == files);
}

}  // namespace
}  // namespace svodka
