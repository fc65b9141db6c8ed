#include "load/yaml.h"

#include <yaml-cpp/parser.h>

#include <algorithm>
#include <istream>
#include <streambuf>

#include "load/yaml_builder.h"

namespace svodka::load {
namespace {

/// The parser reads from a stream; this is one over text in memory, without a copy.
class ViewBuffer : public std::streambuf {
 public:
  explicit ViewBuffer(std::string_view text) {
    auto* begin = const_cast<char*>(text.data());
    setg(begin, begin, begin + text.size());
  }
};

/// Stops at the first sign of another document.
class SecondDocument : public YAML::EventHandler {
 public:
  std::optional<std::size_t> begins;

  void OnDocumentStart(const YAML::Mark& mark) override {
    begins = static_cast<std::size_t>(mark.pos);
    throw Stop{};
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
  void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t, const std::string&) override {}
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {
  }
  void OnMapEnd() override {}
};

void report_rest(const Places& places, std::size_t offset, Diagnostics& out) {
  const auto words = line_around(places.text(), offset);
  if (words.starts_with("---") ||
      line_around(places.text(), offset == 0 ? 0 : offset - 1).starts_with("...")) {
    out.error(
        places.position(places.at(offset, 3)), "second-document",
        text("второй документ YAML в одном файле", "a second YAML document in one file"),
        text("уберите строку `---` или разнесите по двум файлам", "remove the line `---` or use two files"));
    return;
  }
  out.add(explain_rest(offset, places));
}

bool is_comma_first(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    at = text.find_first_not_of(" \t\r\n", at);
    if (at == std::string_view::npos) return false;
    if (text[at] != '#' && !text.substr(at).starts_with("---")) return text[at] == ',';
    at = text[at] == '#' ? text.find('\n', at) : at + 3;
  }
  return false;
}

/// A line above the document that the parser would pass over in silence.
std::optional<std::size_t> unknown_directive(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto line = text.substr(at, text.find('\n', at) - at);
    if (line.starts_with('%') && !line.starts_with("%YAML ") && !line.starts_with("%TAG ")) return at;
    const auto first = line.find_first_not_of(" \t\r");
    if (!line.starts_with('%') && first != line.npos && line[first] != '#') return std::nullopt;
    at += line.size() + 1;
  }
  return std::nullopt;
}

/// Lines that end in CR alone (old Macintosh files): the parser would take the file for a single line.
std::optional<std::size_t> lone_carriage_return(std::string_view text) {
  for (auto at = text.find('\r'); at != std::string_view::npos; at = text.find('\r', at + 1)) {
    if (at + 1 == text.size() || text[at + 1] != '\n') return at;
  }
  return std::nullopt;
}

/// True when one document was read to its end and nothing follows it.
bool drive(const SourceFile& file, YamlBuilder& builder, Diagnostics& out) {
  if (is_comma_first(file.text)) {  // the parser would read such a text for ever
    out.error(builder.places().position(builder.places().at(file.text.find(','), 1)), "yaml-syntax",
              text("файл начинается с запятой", "the file begins with a comma"),
              text("удалите её", "remove it"));
    return false;
  }
  if (const auto at = unknown_directive(file.text)) {
    out.error(builder.places().position(builder.places().at(*at, line_around(file.text, *at).size())),
              "yaml-syntax",
              text("строка начинается со знака `%`: для YAML это указание, и такого указания нет",
                   "the line begins with `%`: to YAML this is a directive, and there is no such directive"),
              text("удалите её, а если это примечание, начните его с `#`",
                   "remove it; if it is a note, begin it with `#`"));
    return false;
  }
  if (const auto at = lone_carriage_return(file.text)) {
    out.error(
        builder.places().position(builder.places().at(*at, 1)), "line-end",
        text("строка кончается одним знаком CR (U+000D)", "the line ends in CR alone (U+000D)"),
        text("сохраните файл с концами строк LF или CRLF", "save the file with the line ends LF or CRLF"));
    return false;
  }
  ViewBuffer buffer(file.text);
  std::istream stream(&buffer);
  SecondDocument rest;
  try {
    YAML::Parser parser(stream);
    if (parser.HandleNextDocument(builder)) parser.HandleNextDocument(rest);
  } catch (const Stop&) {
    if (rest.begins) report_rest(builder.places(), *rest.begins, out);
    return false;
  } catch (const YAML::Exception& error) {
    auto fault = explain(builder.fault_at(error), builder.places());
    const auto& said = out.in_order();  // the builder may have told it already, when the name was read
    if (said.empty() || said.back().message != fault.message || said.back().at.file != fault.at.file ||
        said.back().at.line != fault.at.line)
      out.add(std::move(fault));
    return false;
  }
  return true;
}

}  // namespace

const Node* Node::find(std::string_view key) const {
  for (const auto& [name, value] : entries) {
    if (name.scalar == key) return &value;
  }
  return nullptr;
}

std::optional<Node> parse_yaml(const SourceFile& file, Diagnostics& out, const YamlLimits& limits) {
  YamlBuilder builder(file, nullptr, limits, out);
  if (!drive(file, builder, out)) return std::nullopt;
  return builder.take_root();
}

bool stream_yaml(const SourceFile& file, const ItemSink& on_item, Diagnostics& out,
                 const YamlLimits& limits) {
  YamlBuilder builder(file, &on_item, limits, out);
  return drive(file, builder, out);
}

}  // namespace svodka::load
