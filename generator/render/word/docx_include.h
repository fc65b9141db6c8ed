#pragma once

#include <memory>
#include <pugixml.hpp>
#include <set>
#include <string>

#include "bind/markers.h"
#include "render/expand/fragments.h"
#include "render/word/docx_merge.h"
#include "render/word/docx_package.h"
#include "render/word/wordml.h"

namespace svodka::render {

/// Takes the bodies of other Word files into the parts of a template: `{{>letterhead}}` alone in its
/// paragraph is replaced by the file's paragraphs and tables, one in a sentence by the runs of a file of a
/// single paragraph. Their markers mean what they would mean in the template. What they lean on comes with
/// them (docx_merge.h); the file's page set-up, headers and comments do not.
class DocxIncluder {
 public:
  DocxIncluder(DocxPackage& master, Fragments& fragments) : master_(master), fragments_(fragments) {}

  /// `document` is the parsed part `name` of the template. Says in `origins` where each paragraph that it
  /// brings in comes from. Mistakes, also those of the files themselves: findings. True when something was
  /// taken in.
  bool include(pugi::xml_document& document, const PartName& name, Origins& origins, Diagnostics& out);

  /// The template's parts of notes that notes were brought in for; they stand behind their references
  /// (docx_notes.h).
  const std::set<std::string>& notes() const { return notes_; }

 private:
  struct File;
  /// What is being filled: a part of the template, or a file on its way there.
  struct Target {
    pugi::xml_document& document;
    const std::string& part;  ///< of the template, that relations belong to in the end
    IncludeChain chain;
  };

  bool fill(const Target& target, Origins& origins, Diagnostics& out);
  bool fill_paragraph(const Target& target, pugi::xml_node paragraph, Origins& origins, Diagnostics& out);
  std::unique_ptr<File> open(const Target& target, const pugi::xml_node& paragraph,
                             const bind::Marker& marker, const Position& at, Origins& origins,
                             Diagnostics& out);
  static std::unique_ptr<File> read_main_part(const std::string& path, const DocxPackage& own,
                                              Origins& origins, Diagnostics& out);
  static void put_runs(const File& file, const pugi::xml_node& place, const bind::Marker& marker,
                       const Position& at, Origins& origins, Diagnostics& out);
  void bring_in_notes(const std::string& kind, const std::string& into, const DocxPackage& own, File& file,
                      DocxMerge& merge, Origins& origins, Diagnostics& out);
  std::string part_round(const Target& target, const pugi::xml_node& paragraph);
  std::string notes_part(const std::string& kind);

  DocxPackage& master_;
  Fragments& fragments_;
  std::set<std::string> notes_;
};

}  // namespace svodka::render
