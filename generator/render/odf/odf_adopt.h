#pragma once

#include <map>
#include <pugixml.hpp>
#include <string>
#include <utility>
#include <vector>

#include "package/zip.h"

namespace svodka::render {

/// An OpenDocument text that another one takes in.
struct OdfFile {
  std::string path;
  std::vector<package::ZipEntry> entries;
  pugi::xml_document content, styles;  ///< content.xml and styles.xml
};

/// What styles and files of a file that is taken in are called in the template.
struct OdfAdopted {
  std::map<std::pair<std::string, std::string>, std::string> styles;  ///< by family and name
  std::map<std::string, std::string> files;                           ///< by path in the package
};

/// Carries what the paragraphs of one OpenDocument text lean on over into another (ODF 1.3 part 3, 14 to 16):
/// automatic and named styles, lists, fonts, pictures, charts. The rules are those of DocxMerge: a named
/// style that the template has too looks as the template has it, others come with the file, under another
/// name when theirs is taken; the page set-up of styles does not.
class OdfAdopter {
 public:
  /// `part` is the part of the template that takes in, `styles` its styles.xml, which may be the same
  /// document.
  OdfAdopter(std::vector<package::ZipEntry>& entries, pugi::xml_document& part, pugi::xml_document& styles,
             const OdfFile& from, OdfAdopted& adopted)
      : entries_(entries), part_(part), styles_(styles), from_(from), adopted_(adopted) {}

  /// Rewrites the names in `root`, text of the file's content.xml, so that they mean the same in the
  /// template.
  void adopt(const pugi::xml_node& root);

 private:
  struct Found {
    pugi::xml_node definition;
    bool named = false;  ///< in office:styles
  };

  void adopt_references(pugi::xml_node root, pugi::xml_document& into);
  void adopt_element(pugi::xml_node element, pugi::xml_document& into);
  std::string adopted_style(const std::string& family, const std::string& name, pugi::xml_document& into);
  std::string copied(const std::string& family, const Found& found);
  std::string adopted_font(const std::string& name, pugi::xml_document& into);
  std::string adopted_file(const std::string& path);
  std::string copied_file(const std::string& path);
  std::string copied_folder(const std::string& path);
  Found find(const std::string& family, const std::string& name) const;
  std::string free_name(const std::string& family, const std::string& name) const;

  std::vector<package::ZipEntry>& entries_;
  pugi::xml_document &part_, &styles_;
  const OdfFile& from_;
  OdfAdopted& adopted_;
};

}  // namespace svodka::render
