#include "edit/outline.h"

#include <doctest/doctest.h>

#include "edit/overlay.h"
#include "edit/text_document.h"
#include "support/golden.h"
#include "support/temp_folder.h"

namespace svodka::edit {
namespace {

// The document as one line: {key: value} and [item], a word without a colon with a question mark, quotes as
// written.
std::string shown(const Outline& node, std::string_view text) {
  switch (node.kind) {
    case Outline::Kind::kNothing:
      return "~";
    case Outline::Kind::kMapping: {
      std::string out;
      for (const auto& entry : node.entries)
        out += (out.empty() ? "" : ", ") + entry.key + (entry.loose ? "?" : ": " + shown(entry.value, text));
      return "{" + out + "}";
    }
    case Outline::Kind::kSequence: {
      std::string out;
      for (const auto& entry : node.entries) out += (out.empty() ? "" : ", ") + shown(entry.value, text);
      return "[" + out + "]";
    }
    default:
      return std::string(text.substr(node.begin, node.end - node.begin));
  }
}

std::string outline(std::string_view text) { return shown(outline_of(text), text); }

TEST_CASE("outline: sound YAML") {
  CHECK_EQ(outline(""), "~");
  CHECK_EQ(outline("a: 1\nb: 'x: y'  # c\n"), "{a: 1, b: 'x: y'}");
  CHECK_EQ(outline("a:\n  - id: x\n    t: y\n  - id: z\nb:\n- 1\n- 2\n"),
           "{a: [{id: x, t: y}, {id: z}], b: [1, 2]}");
  CHECK_EQ(outline("- {id: a, f: [x, \"y, z\"], g: }\n-\n  k: v\n"),
           "[{id: a, f: [x, \"y, z\"], g: ~}, {k: v}]");
  CHECK_EQ(outline("a: &x !t [1,\n  2]\nb: *x\n"), "{a: [1, 2], b: *x}");
  CHECK_EQ(outline("s: |\n  SELECT a: b\n   FROM t\nn: 1\r\n"), "{s: |\n  SELECT a: b\n   FROM t, n: 1}");
  CHECK_EQ(outline("s: one\n  two\nurl: http://x/y\n"), "{s: one\n  two, url: http://x/y}");
  CHECK_EQ(outline("%YAML 1.2\n---\n# c\nключ: «да»\n..."), "{ключ: «да»}");
}

TEST_CASE("outline: what is half typed finds its place") {
  CHECK_EQ(outline("a:\n  - id: x\n    sta\n    t: y\n"), "{a: [{id: x, sta?, t: y}]}");
  CHECK_EQ(outline("a:\n  - id: x\n    sta"), "{a: [{id: x, sta?}]}");
  CHECK_EQ(outline("a:\n  - sta\n    t: y"), "{a: [{sta?, t: y}]}");
  CHECK_EQ(outline("a: [x, y\nb: 1\n"), "{a: [x, y], b: 1}");
  CHECK_EQ(outline("a:\n  - {id: x, sta\n  - {id: y}\n"), "{a: [{id: x, sta?}, {id: y}]}");
  CHECK_EQ(outline("a: \"x\nb: 1\n"), "{a: \"x, b: 1}");
  CHECK_EQ(outline("a:\n  b:\n"), "{a: {b: ~}}");
  CHECK_EQ(outline("a: 1\n  b: 2\nc: 3"), "{a: 1, b: 2, c: 3}");
  CHECK_EQ(outline("- a\nb: 1\n"), "[a]");
  CHECK_EQ(outline(std::string(5000, '[')).substr(0, 3), "[[[");
  CHECK_EQ(outline(std::string(5000, '-')), std::string(5000, '-'));
  std::string dashes;
  for (int i = 0; i < 5000; ++i) dashes += "- ";
  CHECK(outline(dashes).starts_with("[[["));
}

TEST_CASE("outline: the spot at an offset") {
  const std::string text = "a:\n  - id: x\n    t: [p, q]\n";
  const auto root = outline_of(text);
  const auto value = spot_at(root, text.find("q"));
  REQUIRE(value);
  CHECK_FALSE(value->key);
  CHECK(value->path == Path{{"a", -1}, {"", 0}, {"t", -1}, {"", 1}});
  CHECK_EQ(text.substr(value->begin, value->end - value->begin), "q");
  const auto key = spot_at(root, text.find("id") + 1);
  REQUIRE(key);
  CHECK(key->key);
  CHECK(key->path == Path{{"a", -1}, {"", 0}, {"id", -1}});
  CHECK(follow(root, key->path) == key->node);
  CHECK_FALSE(spot_at(root, text.find("- id")));
}

TEST_CASE("text: places count UTF-16 code units, with Cyrillic, astral characters and CRLF") {
  TextDocument document("ключ: 😀x\r\nдва\n");
  CHECK(document.position(document.text().find('x')) == EditorPosition{0, 8});
  CHECK_EQ(document.offset({0, 8}), document.text().find('x'));
  CHECK_EQ(document.offset({0, 7}), document.text().find("😀"));  // inside of the pair
  CHECK_EQ(document.offset({0, 99}), document.text().find('\r'));
  CHECK_EQ(document.offset({9, 0}), document.text().size());
  CHECK_EQ(document.line(0), "ключ: 😀x");
  CHECK(document.range(Position{.line = 1, .column = 7, .length = 2}) == EditorRange{{0, 6}, {0, 9}});
  CHECK(document.range(Position{.line = 1, .column = 1}) == EditorRange{{0, 0}, {0, 4}});  // the word there
  CHECK(document.range(Position{.line = 2}) == EditorRange{{1, 0}, {1, 3}});
  document.replace({{0, 6}, {0, 8}}, "я");
  CHECK_EQ(document.text(), "ключ: яx\r\nдва\n");
  document.replace({{1, 3}, {0, 7}}, "");  // reversed
  CHECK_EQ(document.text(), "ключ: я\n");
  document.replace({{7, 0}, {8, 0}}, "z");
  CHECK_EQ(document.text(), "ключ: я\nz");
}

TEST_CASE("overlay: unsaved texts stand in the place of files, which are never touched") {
  namespace fs = std::filesystem;
  const test::TempFolder project;
  project.write("inputs/a.yaml", "a");
  project.write("inputs/b.yaml", "b");
  project.write("elsewhere/x.yaml", "x");
  project.write("outputs/2020-10/data.db", "old");
  fs::create_directory_symlink(project.path() / "elsewhere", project.path() / "inputs/link");
  fs::path root;
  {
    edit::Overlay overlay(project.path());
    root = overlay.root();
    overlay.update({});
    overlay.update(
        {{"inputs/a.yaml", "unsaved"}, {"inputs/new/c.yaml", "c"}, {"inputs/link/x.yaml", "unsaved"}});
    CHECK_EQ(test::contents(root / "inputs/a.yaml"), "unsaved");
    CHECK_EQ(test::contents(root / "inputs/b.yaml"), "b");
    CHECK_EQ(test::contents(root / "inputs/new/c.yaml"), "c");
    CHECK_EQ(test::contents(root / "outputs/2020-10/data.db"), "old");
    fs::remove(project.path() / "inputs/b.yaml");
    project.write("inputs/d.yaml", "d");
    overlay.update({});
    CHECK_EQ(test::contents(root / "inputs/a.yaml"), "a");
    CHECK_FALSE(fs::exists(fs::symlink_status(root / "inputs/b.yaml")));
    CHECK_FALSE(fs::exists(root / "inputs/new/c.yaml"));
    CHECK_EQ(test::contents(root / "inputs/d.yaml"), "d");
  }
  CHECK_FALSE(fs::exists(root));
  CHECK_EQ(test::contents(project.path() / "inputs/a.yaml"), "a");
  CHECK_EQ(test::contents(project.path() / "elsewhere/x.yaml"), "x");
}

TEST_CASE("text: URIs of files") {
  CHECK_EQ(path_of_uri("file:///home/%D0%B0/b%20c.yaml"), "/home/а/b c.yaml");
  CHECK_EQ(path_of_uri("file://localhost/x%"), "/x%");
  CHECK_EQ(path_of_uri("untitled:Untitled-1"), "");
  CHECK_EQ(uri_of_path("/home/а/b c.yaml"), "file:///home/%D0%B0/b%20c.yaml");
}

}  // namespace
}  // namespace svodka::edit
