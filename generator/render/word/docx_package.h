#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/finding.h"
#include "package/zip.h"

namespace svodka::render {

/// The content types of a package's parts (ECMA-376 part 2, clause 10.1.2): by name, else by extension.
class ContentTypes {
 public:
  /// Reads [Content_Types].xml, which must be XML.
  void read(const std::string& xml);
  /// The type of a part ("word/document.xml"); "" when none is declared.
  std::string_view of(const std::string& part) const;
  /// Declares the type of a part by its extension when that is free or the same, else by its name.
  void add(const std::string& part, const std::string& type);
  /// Forgets a part that its type was declared for by name.
  void remove(const std::string& part);
  /// The XML as it now is; as it was read when nothing has changed.
  std::string xml() const;
  bool changed() const { return !added_.empty() || !removed_.empty(); }

 private:
  std::string xml_, added_;
  std::set<std::string> removed_;
  std::map<std::string, std::string> by_name_, by_extension_;
};

/// An Open Packaging document that parts are put into and taken out of: of a template while it is compiled,
/// of a document while it is made. Relations and content types stay right.
class DocxPackage {
 public:
  explicit DocxPackage(std::vector<package::ZipEntry> entries);

  const std::vector<package::ZipEntry>& entries() const { return entries_; }
  bool has(std::string_view part) const;
  std::string_view type_of(const std::string& part) const { return types().of(part); }

  /// The inflated bytes of a part; "" when there is none or it is damaged (compiling has said so).
  std::string bytes(std::string_view part) const;
  /// Puts other bytes into a part that is there.
  void replace(std::string_view part, std::string_view bytes);
  void replace(package::ZipEntry part);
  /// Takes a part away, with its relations and its content type's override.
  void remove(const std::string& part);

  /// Adds a part under a free name made of `stem` and `extension` ("word/media/image", "png" →
  /// "word/media/image3.png") and returns the name. Bytes that were added already under this stem are not
  /// added twice when `shared`.
  std::string add(const std::string& stem, const std::string& extension, const std::string& type,
                  std::string_view bytes, bool shared = true);

  /// The id of a relation of `part` to another part of the package, or with `external` to an address; one
  /// that is there already is used again. `type` is the whole URI.
  std::string relate(const std::string& part, const std::string& type, const std::string& target,
                     bool external = false);
  /// A relation with an id of the caller's choice, for a part that was copied with its ids.
  void relate_as(const std::string& part, const std::string& id, const std::string& type,
                 const std::string& target, bool external);

  /// Takes a relation away; the part that it leads to stays.
  void unrelate(const std::string& part, const std::string& id);

  /// A relation as it is declared, but with the name of the part that it leads to.
  struct Relation {
    std::string id, type, target;
    bool external = false;
  };
  std::optional<Relation> relation(const std::string& part, const std::string& id) const;
  std::vector<Relation> relations_of(const std::string& part) const;

  /// The part that a relation leads to; "" when there is no such relation or it leads outside.
  std::string target_of(const std::string& part, const std::string& id) const;
  /// The type URI of a relation; "" when there is none.
  std::string relation_type(const std::string& part, const std::string& id) const;

  /// The first part that `part` has a relation of this type to ("…/styles"), by the end of the type's URI.
  std::string related(const std::string& part, std::string_view type_end) const;
  /// The main part of the document ("word/document.xml"); "" when the package has none.
  std::string main_part() const { return related("", "/officeDocument"); }

  /// The package's entries with the relations and content types as they now are.
  std::vector<package::ZipEntry> finish() &&;

 private:
  struct RelationList {
    std::vector<Relation> all;
    bool changed = false;
  };

  ContentTypes& types() const;
  RelationList& relations(const std::string& part) const;
  package::ZipEntry* find(std::string_view part);
  const package::ZipEntry* find(std::string_view part) const;
  void put(const std::string& part, std::string_view bytes);

  std::vector<package::ZipEntry> entries_;
  mutable std::optional<ContentTypes> types_;                         // read when first asked for
  mutable std::map<std::string, RelationList> relations_;             // by part
  std::map<std::pair<std::string, std::string>, std::string> added_;  // stem and bytes → name
  std::map<std::string, int> numbers_;                                // of the last part added, by stem
};

}  // namespace svodka::render
