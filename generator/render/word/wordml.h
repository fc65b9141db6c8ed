#pragma once

#include <functional>
#include <map>
#include <optional>
#include <pugixml.hpp>
#include <string>
#include <vector>

#include "base/finding.h"
#include "base/value.h"
#include "bind/resolver.h"
#include "render/expand/expand.h"
#include "render/picture/extent.h"
#include "render/word/chart_places.h"
#include "render/word/wordml_columns.h"

namespace svodka::render {

/// Where a marker that puts in something else than words stands, as far as what it makes depends on it.
struct EmbedPlace {
  /// kText: inside a w:t of a run; what is made closes and opens it again where it must. kBlock: between
  /// paragraphs, in place of the paragraph that held nothing else. kAttribute: the value of an attribute.
  enum class Kind { kText, kBlock, kAttribute };
  Kind kind = Kind::kText;
  std::string paragraph_properties;  ///< the w:pPr of its paragraph as XML, "" when there is none
  std::string run_properties;        ///< the w:rPr of its run likewise
  std::string attribute;             ///< of kAttribute: the element and the attribute, "wp:docPr/descr"
  bool in_cell = false;              ///< below a w:tc
  Extent area;       ///< of a picture: the room of the text there; 0 where the part does not tell
  std::string note;  ///< "w:footnote" or "w:endnote" when it stands in one (docx_notes.h)
  std::string part;  ///< the part that its relations belong to when that is not the compiled one
};

/// One XML part of a Word package, compiled.
struct CompiledPart {
  std::string body;  ///< for Expander
  bind::Program program;
  std::vector<bind::MarkerUse> uses;
  std::map<int, EmbedPlace> embeds;  ///< by value slot
  std::vector<ChartPlace> charts;    ///< see DocxCharts
  Escape escape = Escape::kWord;
  std::vector<ColumnSection> columns;  ///< see spread_columns()
  bool merges = false;                 ///< see merge_cells()
  bool restarts = false;               ///< see restart_lists()
  bool breaks = false;                 ///< see tidy_breaks()
  bool tidy = false;                   ///< the data may leave something empty: see tidy_wordml()
  bool repeated_ids = false;           ///< ids stand in sections: see renumber_ids()
};

/// Where the file's part stands, for findings.
struct PartName {
  std::string file, part;
};

/// Where a paragraph that was brought in from elsewhere (an included file, a note) stands for its author.
struct Origin {
  std::string file, part;
  int paragraph = 0;
};
using Origins = std::map<pugi::xml_node, Origin>;

/// What compiling a part takes from the package round it.
struct PartSurroundings {
  std::map<std::string, std::string> links;  ///< see compile_wordml
  /// Called with the parsed part before its markers are read, to bring paragraphs in from elsewhere; says
  /// where each of them comes from. May be empty.
  std::function<bool(pugi::xml_document&, Origins&, Diagnostics&)> prepare;
  std::string styles, numbering;  ///< the document's parts, "" when it has none
  ChartPlaces::Find chart;        ///< may be empty: the part shows no charts
};

/// Compiles a part of WordprocessingML (ECMA-376 part 1, clause 17): document, header, footer, notes,
/// comments.
///
/// Markers are healed: whatever runs, proofing marks, bookmarks or tracked insertions cut them, they are put
/// whole into the run of their first character; deleted text does not count. A section stretches to what a
/// person means: both ends in one paragraph, the runs between; in cells of one row, the row; in rows of one
/// table, those rows; in paragraphs of one cell or of the body, the paragraphs and tables between. A
/// paragraph or row that holds nothing but section markers disappears, and so does a paragraph whose sections
/// came to nothing. Text that is no marker stays as it is. Values are also filled in attributes (the
/// description of a picture) and field codes.
///
/// `around.links` are the addresses with markers by their relation (docx_relations.h): such a hyperlink
/// becomes a HYPERLINK field, so that it may stand in a repeated row. Mistakes: findings (with the number of
/// the paragraph and the words around), and nothing is returned; nothing, without findings, when the part has
/// no markers.
std::optional<CompiledPart> compile_wordml(const PartName& name, const std::string& xml,
                                           const PartSurroundings& around, const Shape& shape,
                                           Diagnostics& out);

/// The same for a part whose elements hold plain text (docProps/core.xml). A section stays inside one
/// element.
std::optional<CompiledPart> compile_properties(const PartName& name, const std::string& xml,
                                               const Shape& shape, Diagnostics& out);

}  // namespace svodka::render
