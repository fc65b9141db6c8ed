#pragma once

#include <map>
#include <memory>
#include <pugixml.hpp>
#include <string>
#include <utility>
#include <vector>

#include "bind/markers.h"
#include "package/zip.h"
#include "render/expand/fragments.h"
#include "render/odf/odf_adopt.h"
#include "render/odf/odf_ids.h"
#include "render/word/wordml.h"

namespace svodka::render {

/// Takes the texts of other OpenDocument files into the parts of a template, by the rules of DocxIncluder:
/// `{{>letterhead}}` alone in its paragraph is replaced by the file's paragraphs, lists and tables, one in a
/// sentence by the words of a file of a single paragraph. What they lean on comes with them (odf_adopt.h);
/// the file's pages, headers, comments and tracked deletions do not.
class OdfIncluder {
 public:
  OdfIncluder(std::vector<package::ZipEntry>& entries, Fragments& fragments)
      : entries_(entries), fragments_(fragments) {}

  /// `document` is the parsed part `name` of the template. Says in `origins` where each paragraph that it
  /// brings in comes from. Mistakes, also those of the files themselves: findings. True when something was
  /// taken in.
  bool include(pugi::xml_document& document, const PartName& name, Origins& origins, Diagnostics& out);

 private:
  struct File;
  /// What is being filled: a part of the template, or a file on its way there.
  struct Target {
    pugi::xml_document& document;
    pugi::xml_document& home;  ///< the part of the template
    const std::string& part;
    IncludeChain chain;
  };

  bool fill(const Target& target, Origins& origins, Diagnostics& out);
  bool fill_paragraph(const Target& target, pugi::xml_node paragraph, Origins& origins, Diagnostics& out);
  std::unique_ptr<File> open(const Target& target, const pugi::xml_node& paragraph,
                             const bind::Marker& marker, const Position& at, Origins& origins,
                             Diagnostics& out);
  bool read(File& file, const Fragment& fragment, Origins& origins, Diagnostics& out);
  pugi::xml_document& styles(const Target& target);
  void save_styles();

  std::vector<package::ZipEntry>& entries_;
  Fragments& fragments_;
  pugi::xml_document styles_;  // the template's styles.xml while content.xml takes files in
  OdfNames names_;             // of the parts
  bool named_ = false;         // those of the part that is filled are among them
  std::map<std::pair<std::string, std::string>, OdfAdopted> adopted_;  // by part and file
};

}  // namespace svodka::render
