#include "render/word/docx.h"

#include <algorithm>
#include <map>
#include <pugixml.hpp>

#include "base/utf8.h"
#include "package/deflate_stream.h"
#include "package/zip.h"
#include "render/expand/xml.h"
#include "render/word/chart_template.h"
#include "render/word/docx_embed.h"
#include "render/word/docx_include.h"
#include "render/word/docx_notes.h"
#include "render/word/docx_package.h"
#include "render/word/docx_relations.h"
#include "render/word/drawing_area.h"
#include "render/word/wordml.h"
#include "render/word/wordml_breaks.h"
#include "render/word/wordml_contents.h"
#include "render/word/wordml_fields.h"
#include "render/word/wordml_ids.h"
#include "render/word/wordml_links.h"
#include "render/word/wordml_merge.h"
#include "render/word/wordml_parse.h"
#include "render/word/wordml_restart.h"
#include "render/word/wordml_sequences.h"
#include "render/word/wordml_tidy.h"

namespace svodka::render {
namespace {

using package::ZipEntry;

constexpr std::string_view kWordTypes = "application/vnd.openxmlformats-officedocument.wordprocessingml.";
constexpr std::string_view kMainRelation = "/officeDocument";

// The kinds of parts that hold a document's text (ECMA-376 part 1, clause 11.3).
bool holds_text(std::string_view type) {
  if (!type.starts_with(kWordTypes)) return false;
  type.remove_prefix(kWordTypes.size());
  for (const std::string_view kind : {"document.main+xml", "template.main+xml", "header+xml", "footer+xml",
                                      "footnotes+xml", "endnotes+xml", "comments+xml"}) {
    if (type == kind) return true;
  }
  return false;
}

bool is_main(std::string_view type) {
  return type.ends_with(".document.main+xml") || type.ends_with(".template.main+xml");
}

// The kinds of parts that hold a document's properties: core, extended (company, manager) and the user's own.
bool holds_properties(std::string_view type) {
  return type == "application/vnd.openxmlformats-package.core-properties+xml" ||
         type == "application/vnd.openxmlformats-officedocument.extended-properties+xml" ||
         type == "application/vnd.openxmlformats-officedocument.custom-properties+xml";
}

// A part that is filled for each document; every other part keeps its bytes.
struct FilledPart {
  std::size_t entry = 0;
  Expander expander;
  std::map<int, EmbedPlace> embeds;
  std::vector<ChartPlace> charts;
  std::vector<ColumnSection> columns;
  bool merges = false, breaks = false, restarts = false, sequences = false;
  bool tidy = false;
  bool repeated_ids = false;
  bool main = false;  // the document itself

  // Whether its expansion is the part as it stands in the document.
  bool done_when_expanded(bool rewritten_main) const {
    return embeds.empty() && charts.empty() && columns.empty() && !merges && !breaks && !restarts &&
           !sequences && !tidy && !repeated_ids && !(main && rewritten_main);
  }
};

// What a template is made of, as compile() gathers it.
struct Compiled {
  std::vector<ZipEntry> entries;
  std::vector<FilledPart> parts;
  std::vector<bind::MarkerUse> uses;
  std::optional<Contents> contents;  // of the main part, when it has markers
  std::vector<NotesPart> notes;      // that stand in the main part until it is expanded
  RichTextStyles rich;
  std::string numbering;  // the part of lists, "" when there is none
  Extent page = page_area({});
  int next_drawing = 1;
};

class PackageCompiler {
 public:
  PackageCompiler(std::string path, Fragments& fragments, const Shape& shape, Diagnostics& out)
      : path_(std::move(path)), fragments_(fragments), shape_(shape), out_(out) {}

  Compiled compile(std::vector<ZipEntry> entries) {
    made_.entries = std::move(entries);
    if (!read_types() || !has_main_part() || has_macros()) return std::move(made_);
    for (std::size_t i = 0; i < made_.entries.size(); ++i) {
      if (made_.entries[i].name.ends_with(".rels")) read_part_relations(i);
    }
    find_notes();
    read_styles();
    for (std::size_t i = 0; i < made_.entries.size(); ++i) compile_part(i);
    if (has_embeds()) made_.rich = rich_text_styles(styles_);
    return std::move(made_);
  }

 private:
  bool fail(std::string rule, Text message, Text hint = {}) const {
    out_.error({.file = path_}, std::move(rule), std::move(message), std::move(hint));
    return false;
  }

  const ZipEntry* find(std::string_view name) const {
    const auto it = std::find_if(made_.entries.begin(), made_.entries.end(),
                                 [&](const ZipEntry& e) { return e.name == name; });
    return it == made_.entries.end() ? nullptr : &*it;
  }

  std::optional<std::string> bytes(std::size_t entry) const {
    auto xml = package::inflate(path_, made_.entries[entry], out_);
    if (xml) xml = utf8_xml(std::move(*xml));
    return xml;
  }
  void replace(std::size_t entry, const std::string& xml) {
    made_.entries[entry] = package::deflate(made_.entries[entry].name, xml);
  }

  // A small part that the package itself is described by.
  std::optional<std::string> read_description(std::string_view name) const {
    const auto* entry = find(name);
    if (entry == nullptr) {
      fail("not-a-word-document", text("в пакете нет части «{}»: это не документ Word",
                                       "the package has no part “{}”: it is no Word document", name));
      return std::nullopt;
    }
    auto xml = package::inflate(path_, *entry, out_);
    if (xml && !pugi::xml_document().load_buffer(xml->data(), xml->size())) {
      fail("damaged-package", text("часть «{}» не читается как XML", "the part “{}” is no XML", name));
      return std::nullopt;
    }
    return xml;
  }

  bool read_types() {
    const auto xml = read_description("[Content_Types].xml");
    if (xml) types_.read(*xml);
    return xml.has_value();
  }

  bool has_main_part() const {
    const auto xml = read_description("_rels/.rels");
    if (!xml) return false;
    pugi::xml_document document;
    document.load_buffer(xml->data(), xml->size());
    for (const auto& relation : document.document_element().children("Relationship")) {
      if (!std::string_view(relation.attribute("Type").value()).ends_with(kMainRelation)) continue;
      std::string target = relation.attribute("Target").value();
      if (target.starts_with('/')) target.erase(0, 1);
      const auto type = types_.of(target);
      if (find(target) != nullptr &&
          (holds_text(type) || type.find("macroEnabled") != std::string_view::npos))
        return true;
    }
    return fail("not-a-word-document", text("это не документ Word", "it is no Word document"),
                text("сохраните шаблон в формате .docx", "save the template as .docx"));
  }

  bool has_macros() const {
    for (const auto& entry : made_.entries) {
      const auto type = types_.of(entry.name);
      if (type.find("macroEnabled") == std::string_view::npos &&
          type.find("vbaProject") == std::string_view::npos && !entry.name.ends_with("vbaProject.bin"))
        continue;
      return !fail("macros-refused",
                   text("в шаблоне есть макросы, такие файлы не принимаются",
                        "the template holds macros, such files are refused"),
                   text("сохраните его как обычный документ .docx", "save it as a plain .docx"));
    }
    return false;
  }

  void read_part_relations(std::size_t i) {
    const auto xml = bytes(i);
    if (!xml) return;
    auto relations = read_relations(path_, made_.entries[i].name, *xml, out_);
    if (!relations.links.empty()) links_[made_.entries[i].name] = std::move(relations.links);
    if (!relations.rest.empty()) replace(i, relations.rest);
  }

  // Footnotes and endnotes are compiled with the document that refers to them.
  void find_notes() {
    std::string document;
    for (std::size_t i = 0; i < made_.entries.size(); ++i) {
      if (is_main(types_.of(made_.entries[i].name))) document = bytes(i).value_or(std::string());
    }
    for (std::size_t i = 0; i < made_.entries.size(); ++i) {
      const auto& name = made_.entries[i].name;
      for (const std::string kind : {"footnote", "endnote"}) {
        if (types_.of(name) == std::string(kWordTypes) + kind + "s+xml" &&
            document.find("<w:" + kind + "Reference ") != std::string::npos)
          notes_[name] = bytes(i).value_or(std::string());
      }
    }
  }

  bool notes_have_markers() const {
    return std::any_of(notes_.begin(), notes_.end(),
                       [](const auto& part) { return part.second.find('{') != std::string::npos; });
  }

  bool has_embeds() const {
    return std::any_of(made_.parts.begin(), made_.parts.end(),
                       [](const FilledPart& part) { return !part.embeds.empty(); });
  }

  void read_styles() {
    styles_ = typed("styles+xml");
    made_.numbering = typed("numbering+xml");
  }

  void bring_notes(pugi::xml_document& document, Origins& origins, Diagnostics& found) {
    for (const auto& [name, xml] : notes_) {
      if (auto notes =
              bring_notes_in(document, {path_, name}, xml, links_[relations_name(name)], origins, found))
        made_.notes.push_back(std::move(*notes));
    }
  }

  // Takes in the files that the part includes. Whether there were any.
  bool include_files(const std::string& part, pugi::xml_document& document, Origins& origins,
                     Diagnostics& found) {
    DocxPackage package(std::move(made_.entries));
    DocxIncluder includer(package, fragments_);
    const bool filled = includer.include(document, {path_, part}, origins, found);
    for (const auto& name : includer.notes()) {
      const auto known = std::any_of(made_.notes.begin(), made_.notes.end(),
                                     [&](const NotesPart& notes) { return notes.part == name; });
      if (known) continue;
      if (auto notes = read_notes({path_, name}, package.bytes(name), found))
        made_.notes.push_back(std::move(*notes));
      notes_[name];  // is not to be compiled by itself
    }
    made_.entries = std::move(package).finish();
    if (!filled) return false;
    for (auto& notes : made_.notes) adopt_namespaces(notes, document.document_element());
    read_types();
    read_styles();
    return true;
  }

  // A table of contents lists the headings of what was taken in too, and may have come with it.
  void read_contents(const pugi::xml_document& document) {
    auto xml = saved_xml(document);
    made_.contents = Contents::compile(xml, styles_, made_.numbering);
  }

  // A note's pictures and links belong to the notes' part.
  void set_embed_parts(std::map<int, EmbedPlace>& embeds) const {
    for (auto& [slot, place] : embeds) {
      for (const auto& notes : made_.notes) {
        if (place.note == notes.element) place.part = notes.part;
      }
    }
  }

  // A chart that a part shows, or one of its notes.
  ChartPlace find_chart(const std::string& part, const std::string& note, const std::string& relation,
                        Diagnostics& found) {
    ChartPlace place;
    place.part = part;
    for (const auto& notes : made_.notes) {
      if (notes.element == note) place.part = notes.part;
    }
    place.chart = charts_.find(place.part, relation, found);
    return place;
  }

  // The first part of a kind; "" when there is none.
  std::string typed(const std::string& kind) const {
    for (std::size_t i = 0; i < made_.entries.size(); ++i) {
      if (types_.of(made_.entries[i].name) == std::string(kWordTypes) + kind)
        return bytes(i).value_or(std::string());
    }
    return {};
  }

  void compile_part(std::size_t i) {
    const auto name = made_.entries[i].name;
    const auto type = types_.of(name);
    const bool properties = holds_properties(type),
               settings = type.ends_with("wordprocessingml.settings+xml");
    if ((!properties && !settings && !holds_text(type)) || notes_.contains(name)) return;
    auto xml = bytes(i);
    if (!xml) return;
    if (settings) {
      if (const auto own = without_attached_template(*xml); own != *xml) replace(i, own);
      return;
    }
    warn_of_merge_fields({path_, name}, *xml, out_);
    made_.next_drawing = std::max(made_.next_drawing, highest_drawing_id(*xml) + 1);
    PartSurroundings around{links_[relations_name(name)], {}, styles_, made_.numbering};
    const bool main = is_main(type);
    if (main) made_.page = page_area(*xml);
    if (around.links.empty() && xml->find('{') == std::string::npos && !(main && notes_have_markers()) &&
        !(xml->find("<c:chart ") != std::string::npos && charts_.have_markers(name)))
      return;
    around.chart = [&](const std::string& note, const std::string& relation, Diagnostics& found) {
      return find_chart(name, note, relation, found);
    };
    bool filled = false;
    if (main) made_.contents = Contents::compile(*xml, styles_, made_.numbering);
    around.prepare = [&](pugi::xml_document& document, Origins& origins, Diagnostics& found) {
      if (main) bring_notes(document, origins, found);
      filled = include_files(name, document, origins, found);
      if (main && filled) read_contents(document);
      around.styles = styles_;
      around.numbering = made_.numbering;
      return filled;
    };
    auto part = properties ? compile_properties({path_, name}, *xml, shape_, out_)
                           : compile_wordml({path_, name}, *xml, around, shape_, out_);
    if (!part) {
      if (main) made_.notes.clear();
      return;
    }
    set_embed_parts(part->embeds);
    part->repeated_ids |= filled;
    made_.uses.insert(made_.uses.end(), part->uses.begin(), part->uses.end());
    const bool sequences = has_sequences(part->body);
    made_.parts.push_back({i, Expander(std::move(part->body), std::move(part->program), part->escape),
                           std::move(part->embeds), std::move(part->charts), std::move(part->columns),
                           part->merges, part->breaks, part->restarts, sequences, part->tidy,
                           part->repeated_ids, main});
  }

  std::string path_;
  Fragments& fragments_;
  const Shape& shape_;
  Diagnostics& out_;
  ContentTypes types_;
  std::string styles_;  // the part of styles, "" when there is none
  std::map<std::string, std::map<std::string, std::string>> links_;  // by the part of relations
  std::map<std::string, std::string> notes_;                         // the parts of notes
  Compiled made_;
  ChartTemplates charts_{path_, made_.entries};
};

}  // namespace

struct DocxTemplate::Impl {
  Compiled made;
  std::filesystem::path folder;
  std::unique_ptr<PictureFolder> pictures;  // found so far
};

DocxTemplate::DocxTemplate(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}

std::optional<DocxTemplate> DocxTemplate::compile(Fragments& fragments, const std::filesystem::path& folder,
                                                  const std::string& path, std::string bytes,
                                                  const Shape& shape, Diagnostics& out) {
  Diagnostics found;
  auto impl = std::make_shared<Impl>();
  impl->folder = folder;
  impl->pictures = std::make_unique<PictureFolder>(folder);
  if (auto entries = package::read_zip(path, bytes, found))
    impl->made = PackageCompiler(path, fragments, shape, found).compile(std::move(*entries));
  out.add(found);
  if (found.has_errors()) return std::nullopt;
  return DocxTemplate(std::move(impl));
}

namespace {

// A template without lists has no part for them.
void put_numbering(DocxPackage& package, const std::string& xml) {
  const auto main = package.main_part(), part = package.related(main, "/numbering");
  if (!part.empty()) return package.replace(part, xml);
  package.relate(main, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering",
                 package.add("word/numbering", "xml", std::string(kWordTypes) + "numbering+xml", xml));
}

}  // namespace

std::string DocxTemplate::render(const Row& root, Diagnostics& out) const {
  DocxPackage package(impl_->made.entries);
  NumberingEditor numbering(impl_->made.numbering);
  DocumentInProgress document{package,          impl_->folder, *impl_->pictures,         impl_->made.page,
                              impl_->made.rich, numbering,     impl_->made.next_drawing, out};
  for (const auto& part : impl_->made.parts) {
    const auto& name = impl_->made.entries[part.entry].name;
    DocxEmbedder embedder(document, name, part.embeds, part.charts);
    if (part.done_when_expanded(impl_->made.contents.has_value() || !impl_->made.notes.empty())) {
      package::DeflateStream stream(name);
      part.expander.expand_to([&](std::string_view xml) { stream.write(xml); }, root, out, &embedder);
      package.replace(stream.finish());
      continue;
    }
    auto xml = embedder.finish(part.expander.expand(root, out, &embedder));
    if (part.restarts) xml = restart_lists(xml, numbering);
    if (part.repeated_ids) xml = point_to_own(std::move(xml));
    if (!part.columns.empty()) xml = spread_columns(xml, part.columns, out);
    if (part.tidy) xml = tidy_wordml(xml);
    if (part.merges) xml = merge_cells(xml);
    if (part.breaks) xml = tidy_breaks(xml);
    if (part.repeated_ids) xml = renumber_ids(xml);
    if (part.sequences) xml = number_sequences(xml);
    if (part.main) {
      for (const auto& notes : impl_->made.notes) package.replace(notes.part, take_notes_out(xml, notes));
      if (impl_->made.contents) xml = impl_->made.contents->written(xml);
    }
    package.replace(name, xml);
  }
  if (numbering.changed()) put_numbering(package, numbering.xml());
  return package::write_zip(std::move(package).finish());
}

const std::vector<bind::MarkerUse>& DocxTemplate::uses() const { return impl_->made.uses; }
bool DocxTemplate::has_contents() const { return impl_->made.contents.has_value(); }

}  // namespace svodka::render
