#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "render/word/wordml_entry.h"
#include "render/word/wordml_fields.h"
#include "render/word/wordml_outline.h"

namespace svodka::render {

/// Which paragraphs a TOC field lists (ECMA-376 part 1, 17.16.5.68), by its switches \o \u \t \b \c \a \n.
class ContentsChoice {
 public:
  /// False for a field that only lists TC fields (\f, \l).
  static bool can_choose(const FieldCode& code);

  ContentsChoice(const FieldCode& code, const WordStyles& styles);

  /// A table of figures: captions with a SEQ field.
  bool captions() const { return !sequence_.empty(); }
  bool shows_page(int level) const { return level < first_without_page_ || level > last_without_page_; }
  /// The paragraph's entry, without anchor and page; nothing when it has none.
  std::optional<NewEntry> entry(const OutlineParagraph& paragraph) const;

 private:
  int level_of(const OutlineParagraph& paragraph) const;
  std::optional<NewEntry> caption(const OutlineParagraph& paragraph) const;
  void read_styles(const std::string& list, const WordStyles& styles);

  std::string sequence_, bookmark_;
  bool whole_caption_ = true;
  bool headings_ = false, outlines_ = false;
  int from_ = 1, to_ = 9;
  int first_without_page_ = 10, last_without_page_ = 0;
  std::map<std::string, int> styles_;  // levels by id
};

}  // namespace svodka::render
