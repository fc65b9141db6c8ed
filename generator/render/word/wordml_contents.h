#pragma once

#include <memory>
#include <optional>
#include <string>

namespace svodka::render {

/// The tables of contents of a document: TOC fields (ECMA-376 part 1, 17.16.5.68) whose entries are written
/// anew when the data has repeated, renamed or taken away headings.
///
/// Entries are chosen as Word chooses them: `\o "1-3"` built-in headings, `\u` outline levels of paragraphs,
/// `\t "Style;1"` styles, `\b` a bookmark's part of the document, `\c "Рисунок"` captions (`\a` without label
/// and number); a field with none of them lists all headings. An entry looks as the template's own of its
/// level do, else as the style `toc N` says; it has the heading's number (of its list, or as typed), its
/// words and, unless `\n` says otherwise, its page: a PAGEREF field (17.16.5.41) to a bookmark `_Toc…` round
/// the heading. A field of another kind (`\f` alone: TC fields), or one that does not begin and end in the
/// same text, is left as it is.
///
/// Page numbers are not known here: an entry keeps the number that the template's entry of that heading had;
/// a new one gets that of the entry before it. See page_numbers.h.
class Contents {
 public:
  /// Reads a main part. Nothing when it has no TOC field that can be written anew. Markers in the entries
  /// that the template's author saw are taken out of `xml`: headings fill them. `styles` and `numbering` are
  /// the template's parts, "" when it has none.
  static std::optional<Contents> compile(std::string& xml, const std::string& styles,
                                         const std::string& numbering);

  /// The part with its tables of contents as its headings now are. The same XML gives the same XML.
  std::string written(const std::string& xml) const;

 private:
  struct Impl;
  explicit Contents(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}
  std::shared_ptr<const Impl> impl_;
};

}  // namespace svodka::render
