#pragma once

#include <optional>
#include <string>

#include "base/finding.h"
#include "base/value.h"
#include "bind/sheet_layout.h"
#include "render/expand/expand.h"

namespace svodka::render {

/// A text of a layout, ready to be filled from many rows.
class SheetText {
 public:
  explicit SheetText(const bind::Phrase& phrase) : phrase_(&phrase) {
    if (!phrase.fixed) expander_.emplace(phrase.body, phrase.program, Escape::kNone);
  }
  std::string fill(const Row& row, Diagnostics& out) const {
    return expander_ ? expander_->expand(row, out) : phrase_->body;
  }
  const bind::Phrase& phrase() const { return *phrase_; }

 private:
  const bind::Phrase* phrase_;
  std::optional<Expander> expander_;
};

inline std::string fill(const bind::Phrase& phrase, const Row& row, Diagnostics& out) {
  return SheetText(phrase).fill(row, out);
}

}  // namespace svodka::render
