#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/finding.h"
#include "base/value.h"
#include "bind/resolver.h"
#include "render/odf/odf_columns.h"
#include "render/odf/odf_embed.h"
#include "render/word/wordml.h"

namespace svodka::render {

/// One XML part of an OpenDocument package, compiled.
struct CompiledOdf {
  std::string body;  ///< for Expander, Escape::kOdf
  bind::Program program;
  std::vector<bind::MarkerUse> uses;
  std::map<int, OdfPlace> embeds;       ///< by value slot
  bool tidy = false;                    ///< the data may leave something empty: see tidy_odf()
  bool ids = false;                     ///< sections repeat things that have names: see rename_repeated()
  bool spans = false;                   ///< cells reach over rows that repeat: see mend_spans()
  std::vector<OdfObjectPlace> objects;  ///< see OdfObjects
  std::vector<std::string> replaced;    ///< files of pictures that this part does not show any more
  std::vector<ColumnSection> columns;   ///< see spread_odf_columns()
  bool merges = false;                  ///< equal cells become one: see merge_odf_cells()
};

/// What compiling a part takes from the package round it.
struct OdfSurroundings {
  /// Called with the parsed part before its markers are read, to bring paragraphs in from elsewhere; says
  /// where each of them comes from. True when it did. May be empty.
  std::function<bool(pugi::xml_document&, Origins&, Diagnostics&)> prepare;
  /// The object at an address, null when there is none. May be empty: the part shows no objects.
  std::function<std::shared_ptr<const OdfObject>(const std::string& address, Diagnostics&)> object;
};

/// Compiles content.xml or styles.xml (ODF 1.3 part 3) by the rules of compile_wordml(): markers are healed,
/// sections stretch to what a person means; with both ends in items of one list, to those items. Values are
/// also filled in attributes; in addresses (xlink:href) markers may be percent-encoded. What stands in
/// tracked deletions and in indexes is no text of the template. Mistakes: findings (with the number of the
/// paragraph and the words around), and nothing is returned; nothing, without findings, when the part has no
/// markers.
std::optional<CompiledOdf> compile_odf(const PartName& name, const std::string& xml,
                                       const OdfSurroundings& around, const Shape& shape, Diagnostics& out);

/// The same for meta.xml, whose elements hold plain text. A section stays inside one element.
std::optional<CompiledOdf> compile_odf_meta(const PartName& name, const std::string& xml, const Shape& shape,
                                            Diagnostics& out);

/// An address with its markers as they were typed: LibreOffice percent-encodes the braces, and takes an
/// address that begins with one for a file's.
std::string typed_address(const std::string& address);

}  // namespace svodka::render
