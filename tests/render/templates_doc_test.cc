#include <doctest/doctest.h>

#include "base/files.h"
#include "bind/plain_data.h"
#include "render/text/text.h"
#include "support/paths.h"

using namespace svodka;

namespace {

struct Block {
  std::string kind;  // what stands after the fence: "yaml", "text template", "text result"
  std::string body;
};

std::vector<Block> blocks_of(const std::string& page) {
  std::vector<Block> blocks;
  for (auto at = page.find("\n```"); at != std::string::npos; at = page.find("\n```", at)) {
    const auto body = page.find('\n', at + 1) + 1, end = page.find("\n```", body - 1);
    blocks.push_back({page.substr(at + 4, body - at - 5), page.substr(body, end + 1 - body)});
    at = end + 4;
  }
  return blocks;
}

std::string filled(const std::string& source, const std::string& data) {
  Diagnostics out;
  std::string text;
  if (const auto loaded = bind::load_plain_data({{"data.yaml", data}}, false, out)) {
    if (const auto compiled = render::TextTemplate::compile({"template.txt", source}, loaded->shape,
                                                            render::Escape::kNone, out))
      text = compiled->render(loaded->record(0), out);
  }
  for (const auto& f : out.sorted()) text += to_string(f.at, Language::kRussian) + ": " + f.message.ru + "\n";
  return text;
}

// The pages show non-breaking spaces as spaces.
std::string plain_spaces(std::string text) {
  for (auto at = text.find("\u00A0"); at != std::string::npos; at = text.find("\u00A0"))
    text.replace(at, 2, " ");
  return text;
}

}  // namespace

TEST_CASE("every example of docs/templates.md gives what the page says") {
  for (const char* name : {"docs/templates.md", "docs/templates.ru.md"}) {
    CAPTURE(name);
    std::string data, source;
    int examples = 0;
    for (const auto& block : blocks_of(read_file(std::filesystem::path(SVODKA_ROOT) / name))) {
      if (block.kind == "yaml") data += block.body;
      if (block.kind == "text template") source = block.body;
      if (block.kind != "text result") continue;
      CHECK(plain_spaces(filled(source, data)) == block.body);
      data.clear();
      ++examples;
    }
    CHECK(examples == 4);
  }
}
