#include "render/word/wordml_outline.h"

#include <algorithm>
#include <cstring>

#include "render/word/wordml_fields.h"

namespace svodka::render {
namespace {

using Node = pugi::xml_node;

bool is(const Node& node, const char* name) { return std::strcmp(node.name(), name) == 0; }

bool is_on(const Node& flag) {
  const std::string_view value = flag.attribute("w:val").value();
  return flag && value != "0" && value != "false" && value != "off";
}

// Text that is not the reader's, or not the paragraph's.
bool is_left_out(const Node& node) {
  for (const char* name : {"w:txbxContent", "mc:Fallback", "w:del", "w:moveFrom", "w:pPr", "w:rPr", "w:sdtPr",
                           "w:tblPr", "w:tcPr", "w:trPr", "w:sectPr"}) {
    if (is(node, name)) return true;
  }
  return false;
}

class OutlineReader {
 public:
  OutlineReader(const WordStyles& styles, const WordNumbering& numbering, const std::set<std::string>& wanted)
      : styles_(styles), counter_(numbering), wanted_(wanted) {}

  std::vector<OutlineParagraph> read(const Node& body) {
    visit(body);
    return std::move(all_);
  }

 private:
  void visit(const Node& parent) {
    for (const auto& node : parent.children()) {
      if (node.type() != pugi::node_element || is_left_out(node)) continue;
      if (is(node, "w:p"))
        read_paragraph(node);
      else if (is(node, "w:bookmarkStart") || is(node, "w:bookmarkEnd"))
        heed_bookmark(node);
      else if (is(node, "w:r"))
        read_run(node);
      else
        visit(node);
    }
  }

  void read_paragraph(const Node& node) {
    auto* const outer = current_;
    OutlineParagraph paragraph;
    paragraph.node = node;
    read_properties(node.child("w:pPr"), paragraph);
    paragraph.bookmarks.insert(open_bookmarks_.begin(), open_bookmarks_.end());
    in_contents_ = std::any_of(fields_.begin(), fields_.end(), is_contents);
    current_ = &paragraph;
    visit(node);
    current_ = outer;
    if (!in_contents_) all_.push_back(std::move(paragraph));
  }

  void read_properties(const Node& properties, OutlineParagraph& paragraph) {
    const auto& style = styles_.of(properties.child("w:pStyle").attribute("w:val").value());
    paragraph.style = &style;
    paragraph.outline = style.outline;
    if (const auto outline = properties.child("w:outlineLvl"))
      paragraph.outline = std::clamp(outline.attribute("w:val").as_int(9), 0, 9);
    auto list = style.list;
    auto level = style.list_level;
    const auto own = properties.child("w:numPr");
    if (own.child("w:numId")) list = own.child("w:numId").attribute("w:val").value();
    if (own.child("w:ilvl")) level = own.child("w:ilvl").attribute("w:val").as_int();
    if (list.empty() || list == "0") return;
    if (auto number = counter_.next(list, level, style.id)) {
      paragraph.number = std::move(number->text);
      paragraph.suffix = std::move(number->suffix);
    }
  }

  void heed_bookmark(const Node& node) {
    if (wanted_.empty()) return;
    const std::string id = node.attribute("w:id").value();
    if (is(node, "w:bookmarkEnd")) {
      if (const auto found = bookmark_names_.find(id); found != bookmark_names_.end())
        open_bookmarks_.erase(found->second);
      return;
    }
    const std::string name = node.attribute("w:name").value();
    if (!wanted_.contains(name)) return;
    bookmark_names_[id] = name;
    open_bookmarks_.insert(name);
    if (current_ != nullptr) current_->bookmarks.insert(name);
  }

  void read_run(const Node& run) {
    const auto properties = run.child("w:rPr");
    const bool hidden = is_on(properties.child("w:vanish"));
    const std::string vertical = properties.child("w:vertAlign").attribute("w:val").value();
    for (const auto& node : run.children()) {
      if (is(node, "w:fldChar"))
        heed_field(node);
      else if (is(node, "w:instrText") && !fields_.empty() && !fields_.back().result)
        fields_.back().code += node.text().get();
      else if (!hidden)
        append(text_of(node), vertical == "baseline" ? "" : vertical, node);
    }
  }

  static std::string text_of(const Node& node) {
    if (is(node, "w:t")) return node.text().get();
    if (is(node, "w:tab")) return "\t";
    if (is(node, "w:noBreakHyphen")) return "\u2011";
    if (is(node, "w:br") || is(node, "w:cr")) return " ";
    return {};
  }

  void append(const std::string& text, const std::string& vertical, Node node) {
    const bool shown =
        std::all_of(fields_.begin(), fields_.end(), [](const OpenField& field) { return field.result; });
    if (text.empty() || !shown || current_ == nullptr) return;
    auto& words = current_->words;
    const bool blank = text.find_first_not_of(" \t") == std::string::npos;
    if (blank && words.empty()) return;
    if (words.empty() || words.back().vertical != vertical) words.push_back({"", vertical});
    words.back().text += text;
    if (current_->first) return;
    while (node.parent() != current_->node) node = node.parent();
    current_->first = node;
  }

  void heed_field(const Node& character) {
    const std::string_view kind = character.attribute("w:fldCharType").value();
    if (kind == "begin") {
      fields_.push_back({});
    } else if (!fields_.empty() && kind == "separate") {
      fields_.back().result = true;
      in_contents_ |= is_contents(fields_.back());
    } else if (!fields_.empty() && kind == "end") {
      end_field(parse_field_code(fields_.back().code));
      fields_.pop_back();
    }
  }

  void end_field(const FieldCode& code) {
    if (code.name != "SEQ" || code.arguments.empty() || current_ == nullptr) return;
    auto& words = current_->words;
    current_->sequences.push_back({code.arguments.front(), words.size()});
    if (!words.empty()) words.push_back({"", ""});  // what follows the number is apart
  }

  struct OpenField {
    std::string code;
    bool result = false;
  };
  static bool is_contents(const OpenField& field) {
    return field.result && parse_field_code(field.code).name == "TOC";
  }

  const WordStyles& styles_;
  ListCounter counter_;
  const std::set<std::string>& wanted_;
  std::vector<OutlineParagraph> all_;
  OutlineParagraph* current_ = nullptr;
  bool in_contents_ = false;
  std::vector<OpenField> fields_;
  std::map<std::string, std::string> bookmark_names_;  // by id
  std::set<std::string> open_bookmarks_;
};

void trim(std::vector<Words>& words) {
  std::erase_if(words, [](const Words& some) { return some.text.empty(); });
  while (!words.empty()) {
    auto& text = words.back().text;
    text.erase(text.find_last_not_of(" \t") + 1);
    if (!text.empty()) break;
    words.pop_back();
  }
  if (!words.empty()) words.front().text.erase(0, words.front().text.find_first_not_of(" \t"));
}

}  // namespace

std::string OutlineParagraph::text() const {
  std::string out;
  for (const auto& some : words) out += some.text;
  return out;
}

std::vector<OutlineParagraph> read_outline(const pugi::xml_node& body, const WordStyles& styles,
                                           const WordNumbering& numbering,
                                           const std::set<std::string>& wanted) {
  auto all = OutlineReader(styles, numbering, wanted).read(body);
  for (auto& paragraph : all) {
    if (paragraph.sequences.empty()) trim(paragraph.words);
  }
  return all;
}

}  // namespace svodka::render
