#include "render/word/wordml_fields.h"

#include <algorithm>
#include <cstring>
#include <set>

#include "base/utf8.h"
#include "render/word/wordml_parse.h"
#include "render/word/wordml_text.h"

namespace svodka::render {
namespace {

using Node = pugi::xml_node;

bool is(const Node& node, const char* name) { return std::strcmp(node.name(), name) == 0; }

// Words and quoted strings of a field's code; a switch is a word that begins with a backslash.
class Tokens {
 public:
  explicit Tokens(std::string_view code) : code_(code) {}

  struct Token {
    std::string text;
    bool quoted = false;
  };
  std::optional<Token> next() {
    while (at_ < code_.size() && is_space(code_[at_])) ++at_;
    if (at_ >= code_.size()) return std::nullopt;
    Token token;
    token.quoted = take_quote();
    while (at_ < code_.size()) {
      if (token.quoted ? take_quote() : is_space(code_[at_])) break;
      if (token.quoted && code_[at_] == '\\' && at_ + 1 < code_.size()) ++at_;
      token.text += code_[at_++];
    }
    return token;
  }

 private:
  static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
  bool take_quote() {
    for (const std::string_view quote : {"\"", "“", "”", "„", "«", "»"}) {
      if (!code_.substr(at_).starts_with(quote)) continue;
      at_ += quote.size();
      return true;
    }
    return false;
  }

  std::string_view code_;
  std::size_t at_ = 0;
};

class FieldReader {
 public:
  std::vector<Field> read(const Node& root) {
    for (Node node = next_node(root, root); node; node = next_node(node, root)) {
      if (is(node, "w:fldChar"))
        take(node);
      else if (is(node, "w:instrText") && !open_.empty() && !all_[open_.back()].separate)
        codes_[open_.back()] += node.text().get();
    }
    std::vector<Field> closed;
    for (std::size_t i = 0; i < all_.size(); ++i) {
      if (!all_[i].end) continue;
      all_[i].code = parse_field_code(codes_[i]);
      closed.push_back(std::move(all_[i]));
    }
    return closed;
  }

 private:
  void take(const Node& character) {
    const std::string_view kind = character.attribute("w:fldCharType").value();
    if (kind == "begin") {
      open_.push_back(all_.size());
      all_.push_back({});
      all_.back().begin = character;
      codes_.emplace_back();
    } else if (open_.empty()) {
      return;
    } else if (kind == "separate") {
      all_[open_.back()].separate = character;
    } else if (kind == "end") {
      all_[open_.back()].end = character;
      open_.pop_back();
    }
  }

  std::vector<Field> all_;
  std::vector<std::string> codes_;
  std::vector<std::size_t> open_;
};

Node run_with(Node run, const char* child) { return run.append_child(child); }

void open_simple_field(Node simple) {
  Node parent = simple.parent();
  const auto insert = [&](const char* child) {
    return run_with(parent.insert_child_before("w:r", simple), child);
  };
  insert("w:fldChar").append_attribute("w:fldCharType").set_value("begin");
  Node code = insert("w:instrText");
  code.append_attribute("xml:space").set_value("preserve");
  code.text().set(simple.attribute("w:instr").value());
  insert("w:fldChar").append_attribute("w:fldCharType").set_value("separate");
  while (simple.first_child()) parent.insert_move_before(simple.first_child(), simple);
  insert("w:fldChar").append_attribute("w:fldCharType").set_value("end");
  parent.remove_child(simple);
}

}  // namespace

std::string FieldCode::argument(char letter, const std::string& otherwise) const {
  const auto found = switches.find(letter);
  return found == switches.end() ? otherwise : found->second.value_or(otherwise);
}

FieldCode parse_field_code(std::string_view code) {
  FieldCode field;
  Tokens tokens(code);
  char last = '\0';
  while (const auto token = tokens.next()) {
    if (!token->quoted && token->text.size() >= 2 && token->text[0] == '\\') {
      last = static_cast<char>(utf8::lower(static_cast<unsigned char>(token->text[1])));
      auto& argument = field.switches[last];
      if (token->text.size() > 2) argument = token->text.substr(2);  // \n1-2
    } else if (last != '\0') {
      auto& argument = field.switches[last];
      if (!argument) argument = token->text;
    } else if (field.name.empty()) {
      field.name = utf8::upper(token->text);
    } else {
      field.arguments.push_back(token->text);
    }
  }
  return field;
}

std::vector<Field> fields_of(const pugi::xml_node& root) { return FieldReader().read(root); }

void open_simple_fields(const pugi::xml_node& root, std::string_view name) {
  std::vector<Node> found;
  for (Node node = next_node(root, root); node; node = next_node(node, root)) {
    if (is(node, "w:fldSimple") && parse_field_code(node.attribute("w:instr").value()).name == name)
      found.push_back(node);
  }
  for (const auto& simple : found) open_simple_field(simple);
}

pugi::xml_node next_node(pugi::xml_node node, const pugi::xml_node& root, bool inside) {
  if (inside && node.first_child()) return node.first_child();
  while (node && node != root) {
    if (node.next_sibling()) return node.next_sibling();
    node = node.parent();
  }
  return {};
}

pugi::xml_node enclosing(pugi::xml_node node, const char* name) {
  while (node && !is(node, name)) node = node.parent();
  return node;
}

void warn_of_merge_fields(const PartName& name, const std::string& xml, Diagnostics& out) {
  if (xml.find("MERGEFIELD") == std::string::npos) return;
  pugi::xml_document document;
  Diagnostics unread;  // compile_wordml() tells
  if (!parse_part(name, xml, document, unread)) return;
  const auto warn = [&](const FieldCode& code, int paragraph, const Node& at) {
    if (code.name != "MERGEFIELD") return;
    const auto field = code.arguments.empty() ? std::string("поле") : code.arguments.front();
    out.warning(
        {.file = name.file,
         .part = name.part,
         .paragraph = paragraph,
         .around = words_around(paragraph_text(at).text, 0, 0)},
        "merge-field",
        text("поле слияния `{}` не заполняется", "the mail-merge field `{}` is not filled", field),
        text("наберите вместо него метку {{{{{}}}}}", "type a marker in its place: {{{{{}}}}}", field));
  };
  const auto paragraphs = all_paragraphs(document);
  for (std::size_t i = 0; i < paragraphs.size(); ++i) {
    const auto& paragraph = paragraphs[i];
    const int number = static_cast<int>(i) + 1;
    for (const auto& field : fields_of(paragraph)) {
      if (enclosing(field.begin, "w:p") == paragraph) warn(field.code, number, paragraph);
    }
    for (Node node = next_node(paragraph, paragraph); node; node = next_node(node, paragraph)) {
      if (is(node, "w:fldSimple") && enclosing(node, "w:p") == paragraph)
        warn(parse_field_code(node.attribute("w:instr").value()), number, paragraph);
    }
  }
}

}  // namespace svodka::render
