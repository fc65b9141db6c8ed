#include "render/word/wordml_contents.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <map>
#include <pugixml.hpp>
#include <set>

#include "base/utf8.h"
#include "render/expand/xml.h"
#include "render/word/wordml_contents_choice.h"
#include "render/word/wordml_entry.h"
#include "render/word/wordml_fields.h"
#include "render/word/wordml_numbering.h"
#include "render/word/wordml_outline.h"
#include "render/word/wordml_styles.h"

namespace svodka::render {
namespace {

using Node = pugi::xml_node;

bool is(const Node& node, const char* name) { return std::strcmp(node.name(), name) == 0; }

// A TOC field and the paragraphs that it begins and ends in.
struct Table {
  Field field;
  Node first, last;
};

// A run holds one mark of the field, so that what stands before and after can be told apart.
void isolate(Node character) {
  Node run = character.parent();
  const auto properties = run.child("w:rPr");
  std::vector<Node> before, after;
  for (Node node = run.first_child(); node != character; node = node.next_sibling()) {
    if (node != properties) before.push_back(node);
  }
  for (Node node = character.next_sibling(); node; node = node.next_sibling()) after.push_back(node);
  const auto part_off = [&](const std::vector<Node>& nodes, Node other) {
    if (properties) other.append_copy(properties);
    for (const auto& node : nodes) other.append_move(node);
  };
  if (!before.empty()) part_off(before, run.parent().insert_child_before("w:r", run));
  if (!after.empty()) part_off(after, run.parent().insert_child_after("w:r", run));
}

std::optional<Table> table_of(const Field& field) {
  if (field.code.name != "TOC" || !field.separate || !ContentsChoice::can_choose(field.code))
    return std::nullopt;
  Table table{field, field.separate.parent().parent(), field.end.parent().parent()};
  const bool plain = is(table.first, "w:p") && is(table.last, "w:p") &&
                     enclosing(field.begin, "w:p") == table.first &&
                     table.first.parent() == table.last.parent();
  if (!plain) return std::nullopt;
  for (Node node = table.first; node != table.last; node = node.next_sibling()) {
    if (node != table.first && (is(node, "w:tbl") || node.child("w:pPr").child("w:sectPr")))
      return std::nullopt;
  }
  return table;
}

std::vector<Table> tables_of(const Node& body) {
  std::vector<Table> tables;
  for (const auto& field : fields_of(body)) {
    auto table = table_of(field);
    if (table && (tables.empty() || tables.back().last != table->first)) tables.push_back(std::move(*table));
  }
  return tables;
}

// Takes the braces of markers out of what the author saw as entries.
bool take_markers_out(const Table& table) {
  bool taken = false;
  for (Node node = table.field.separate; node && node != table.field.end;
       node = next_node(node, table.last.parent())) {
    if (node.type() != pugi::node_pcdata) continue;
    std::string text = node.value();
    if (std::erase_if(text, [](char c) { return c == '{' || c == '}'; }) == 0) continue;
    node.set_value(text.c_str());
    taken = true;
  }
  return taken;
}

// Bookmarks round headings: those that are there, or new ones.
class Anchors {
 public:
  explicit Anchors(const Node& root) {
    for (Node node = next_node(root, root); node; node = next_node(node, root)) {
      if (!is(node, "w:bookmarkStart")) continue;
      names_.insert(node.attribute("w:name").value());
      next_id_ = std::max(next_id_, std::min(node.attribute("w:id").as_int(), 2'000'000'000) + 1);
    }
  }

  std::string of(const OutlineParagraph& paragraph) {
    if (const auto found = own_.find(paragraph.node); found != own_.end()) return found->second;
    auto name = existing(paragraph.node);
    if (name.empty()) name = add(paragraph);
    return own_[paragraph.node] = name;
  }

 private:
  static bool is_anchor(std::string_view name) {
    return name.starts_with("_Toc") || name.starts_with("__RefHeading___Toc");
  }

  static std::string existing(const Node& paragraph) {
    for (const auto& start : paragraph.children("w:bookmarkStart")) {
      const std::string name = start.attribute("w:name").value();
      if (!is_anchor(name)) continue;
      for (Node end = start.next_sibling("w:bookmarkEnd"); end; end = end.next_sibling("w:bookmarkEnd")) {
        if (std::strcmp(end.attribute("w:id").value(), start.attribute("w:id").value()) == 0) return name;
      }
    }
    return {};
  }

  std::string add(const OutlineParagraph& paragraph) {
    std::string name;
    do name = "_Toc" + std::to_string(next_name_++);
    while (!names_.insert(name).second);
    Node node = paragraph.node;
    Node start = node.insert_child_before("w:bookmarkStart", paragraph.first);
    start.append_attribute("w:id").set_value(next_id_);
    start.append_attribute("w:name").set_value(name.c_str());
    node.append_child("w:bookmarkEnd").append_attribute("w:id").set_value(next_id_++);
    return name;
  }

  std::set<std::string> names_;
  std::map<Node, std::string> own_;
  int next_id_ = 0;
  long next_name_ = 900000001;
};

// What the template's own entries tell: their looks by level and their pages.
class OldEntries {
 public:
  OldEntries(const Table& table, const WordStyles& styles, std::string_view stem) {
    for (Node node = table.first;; node = node.next_sibling()) {
      if (is(node, "w:p")) read(node, node == table.first ? table.field.separate : Node(), styles, stem);
      if (node == table.last) break;
    }
  }

  const EntryModel* model(int level) const {
    const auto found = models_.find(level);
    return found == models_.end() ? nullptr : &found->second;
  }
  Node tabs() const { return tabs_; }
  // The last paragraph holds an entry, not only the field's end.
  bool last_is_entry() const { return last_is_entry_; }

  // Of the heading itself; or of one that it was copied from, or that reads the same.
  std::string page(const std::string& anchor) const { return found(anchor); }
  std::string likely_page(const std::string& anchor, const std::string& text) const {
    const auto original = found(anchor.substr(0, anchor.rfind('_')));
    return original.empty() ? found("text " + text) : original;
  }

 private:
  std::string found(const std::string& key) const {
    const auto page = pages_.find(key);
    return key.empty() || page == pages_.end() ? "" : page->second;
  }

  void read(const Node& paragraph, const Node& after, const WordStyles& styles, std::string_view stem) {
    auto entry = read_old_entry(paragraph, after);
    last_is_entry_ = !entry.text.empty();
    if (!last_is_entry_) return;
    pages_.emplace(entry.anchor, entry.page);
    pages_.emplace("text " + entry.text, entry.page);
    const auto& style = styles.of(paragraph.child("w:pPr").child("w:pStyle").attribute("w:val").value());
    const int level = stem == "toc" ? numbered_style(style, stem) : utf8::lower(style.name) == stem ? 1 : 0;
    if (level == 0) return;
    models_.emplace(level, entry.model);
    if (!tabs_) tabs_ = paragraph.child("w:pPr").child("w:tabs");
  }

  std::map<int, EntryModel> models_;
  std::map<std::string, std::string> pages_;  // by anchor, and by "text " + words
  Node tabs_;
  bool last_is_entry_ = false;
};

// The width of the text where a table of contents stands: of the first section that ends after it.
int text_width(Node node, const Node& root) {
  for (; node; node = next_node(node, root)) {
    if (!is(node, "w:sectPr")) continue;
    const auto size = node.child("w:pgSz");
    const auto margins = node.child("w:pgMar");
    const auto measure = [](const pugi::xml_attribute& value, int otherwise) {
      return std::clamp(value.as_int(otherwise), 0, 31680);  // 22 inches, Word's largest page
    };
    const int width = measure(size.attribute("w:w"), 11906) - measure(margins.attribute("w:left"), 1701) -
                      measure(margins.attribute("w:right"), 850);
    if (width > 0) return width;
  }
  return 9355;
}

class TableWriter {
 public:
  TableWriter(const Table& table, const WordStyles& styles, const std::vector<OutlineParagraph>& outline,
              Anchors& anchors)
      : table_(table),
        styles_(styles),
        outline_(outline),
        anchors_(anchors),
        choice_(table.field.code, styles),
        stem_(choice_.captions() ? "table of figures" : "toc"),
        old_(table, styles, stem_),
        width_(text_width(table.first, table.first.root())) {}

  void write() {
    table_.field.begin.remove_attribute("w:dirty");
    std::vector<NewEntry> entries = choose();
    Node first, last;
    for (const auto& entry : entries) {
      last = write_entry(table_.first, entry, model(entry.level), style(entry.level));
      if (!first) first = last;
    }
    if (!first) first = last = write_empty();
    put_beginning(first);
    put_end(last, !entries.empty());
  }

 private:
  std::vector<NewEntry> choose() {
    std::vector<NewEntry> entries;
    for (const auto& paragraph : outline_) {
      auto entry = choice_.entry(paragraph);
      if (!entry) continue;
      entry->anchor = anchors_.of(paragraph);
      if (choice_.shows_page(entry->level)) entry->page = page(*entry, entries);
      entries.push_back(std::move(*entry));
    }
    return entries;
  }

  // The page that the template knew. Of a heading that is new there is none: not before the last one's.
  std::string page(const NewEntry& entry, const std::vector<NewEntry>& before) const {
    if (auto known = old_.page(entry.anchor); !known.empty()) return known;
    std::string text = entry.number + (entry.number.empty() ? "" : entry.suffix);
    for (const auto& words : entry.words) text += words.text;
    const auto likely = old_.likely_page(entry.anchor, text);
    const auto last =
        std::find_if(before.rbegin(), before.rend(), [](const auto& e) { return !e.page.empty(); });
    if (last == before.rend()) return likely.empty() ? "1" : likely;
    return std::atoi(likely.c_str()) > std::atoi(last->page.c_str()) ? likely : last->page;
  }

  EntryModel model(int level) const {
    const auto* found = old_.model(level);
    return found == nullptr ? EntryModel() : *found;
  }

  const EntryStyle& style(int level) {
    const auto [found, is_new] = looks_.try_emplace(level);
    auto& style = found->second;
    if (!is_new) return style;
    style.style = styles_.named(choice_.captions() ? stem_ : stem_ + " " + std::to_string(level));
    style.link_style = styles_.character_style("hyperlink");
    style.links = table_.field.code.has('h');
    style.hide_in_web = table_.field.code.has('z');
    if (table_.field.code.has('p')) style.separator = table_.field.code.argument('p', " ");
    style.width = width_;
    style.tabs = old_.tabs();
    return style;
  }

  Node write_empty() const {
    Node paragraph = table_.first.parent().insert_child_before("w:p", table_.first);
    if (const auto properties = table_.first.child("w:pPr"))
      paragraph.append_copy(properties).remove_child("w:sectPr");
    return paragraph;
  }

  // The field's beginning and code, and what the paragraph had before them, open the first entry.
  void put_beginning(Node first) const {
    const Node separate = table_.field.separate.parent();
    Node before = first.child("w:pPr");
    for (Node child = table_.first.first_child(); child;) {
      const Node next = child.next_sibling();
      const bool done = child == separate;
      if (!is(child, "w:pPr"))
        before = before ? first.insert_move_after(child, before) : first.prepend_move(child);
      if (done) break;
      child = next;
    }
  }

  // The field's end closes the last entry, or stays in the paragraph of its own that it had.
  void put_end(Node last, bool has_entries) {
    const Node end = table_.field.end.parent();
    const bool one = table_.first == table_.last;
    Node kept = last;
    if (!has_entries) put_blank(last);
    const bool own_paragraph = one ? keeps_paragraph(end) : !old_.last_is_entry();
    if (own_paragraph) {
      kept = last.parent().insert_child_after("w:p", last);
      if (const auto properties = table_.last.child("w:pPr")) kept.append_copy(properties);
    }
    std::vector<Node> moved;
    for (Node child = end; child; child = child.next_sibling()) moved.push_back(child);
    for (const auto& child : moved) kept.append_move(child);
    remove_old(kept);
  }

  bool keeps_paragraph(const Node& end) const {
    return end.next_sibling() || table_.last.child("w:pPr").child("w:sectPr");
  }

  // A field whose result is empty is no field that Word has made.
  static void put_blank(Node paragraph) {
    Node words = paragraph.append_child("w:r").append_child("w:t");
    words.append_attribute("xml:space").set_value("preserve");
    words.text().set(" ");
  }

  // Ends of bookmarks and comments whose other end stays must stay too.
  void remove_old(Node kept) const {
    std::map<std::string, std::pair<int, Node>> marks;
    std::vector<Node> old;
    for (Node node = table_.first;; node = node.next_sibling()) {
      old.push_back(node);
      if (node == table_.last) break;
    }
    for (const auto& paragraph : old) {
      for (Node node = next_node(paragraph, paragraph); node; node = next_node(node, paragraph)) {
        const std::string_view name = node.name();
        if (!name.starts_with("w:bookmark") && !name.starts_with("w:commentRange")) continue;
        auto& [count, mark] = marks[std::string(name.substr(0, 9)) + node.attribute("w:id").value()];
        ++count;
        mark = node;
      }
    }
    for (const auto& [id, mark] : marks) {
      if (mark.first == 1) kept.append_copy(mark.second);
    }
    Node parent = table_.first.parent();
    for (const auto& node : old) parent.remove_child(node);
  }

  Table table_;
  const WordStyles& styles_;
  const std::vector<OutlineParagraph>& outline_;
  Anchors& anchors_;
  ContentsChoice choice_;
  std::string stem_;
  OldEntries old_;
  int width_ = 0;
  std::map<int, EntryStyle> looks_;  // by level
};

}  // namespace

struct Contents::Impl {
  WordStyles styles;
  WordNumbering numbering;
};

std::optional<Contents> Contents::compile(std::string& xml, const std::string& styles,
                                          const std::string& numbering) {
  if (xml.find("TOC") == std::string::npos) return std::nullopt;
  pugi::xml_document document;
  if (!load_xml(xml, document)) return std::nullopt;
  open_simple_fields(document, "TOC");
  const auto tables = tables_of(document.document_element());
  if (tables.empty()) return std::nullopt;
  bool taken = false;
  for (const auto& table : tables) taken |= take_markers_out(table);
  if (taken) xml = saved_xml(document);
  return Contents(std::make_shared<const Impl>(Impl{WordStyles(styles), WordNumbering(numbering)}));
}

std::string Contents::written(const std::string& xml) const {
  pugi::xml_document document;
  if (!load_xml(xml, document)) return xml;
  open_simple_fields(document, "TOC");
  const auto root = document.document_element();
  const auto tables = tables_of(root);
  if (tables.empty()) return xml;
  std::set<std::string> wanted;
  for (const auto& table : tables) {
    if (table.field.code.has('b')) wanted.insert(table.field.code.argument('b'));
    isolate(table.field.separate);
    isolate(table.field.end);
  }
  const auto outline = read_outline(root, impl_->styles, impl_->numbering, wanted);
  Anchors anchors(root);
  for (const auto& table : tables) TableWriter(table, impl_->styles, outline, anchors).write();
  return saved_xml(document);
}

}  // namespace svodka::render
