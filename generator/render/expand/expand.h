#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/finding.h"
#include "base/value.h"
#include "bind/resolver.h"

namespace svodka::render {

/// How values are made safe for the format they go into. Nothing a user typed can become markup.
enum class Escape {
  kNone,  ///< plain text
  kCsv,   ///< a cell of a CSV file: see csv_cell()
  kHtml,  ///< & < > " ' as references (in text and attribute values)
  kXml,   ///< the same for XML; characters XML cannot hold never get this far (source_file.h)
  kWord,  ///< inside a w:t: as XML, and a line break becomes w:br, a tab w:tab (closing and opening the w:t)
  kOdf,   ///< in a paragraph of OpenDocument: see odf_text()
};

/// A value slot that puts in something else than words (bind/embed.h), when its document is made.
struct EmbedRequest {
  int slot = 0;  ///< in the Program
  const bind::ValueSlot& marker;
  const Value& value;                      ///< after the modifiers before the embed; null for a chart
  const std::vector<Row>* rows = nullptr;  ///< of a chart
};

/// Makes what such slots put in; one for each part of each document.
class Embedder {
 public:
  virtual ~Embedder() = default;
  /// The markup for one slot, put into the body as it is. What cannot be made is a finding of the embedder's,
  /// and "".
  virtual std::string embed(const EmbedRequest& request) = 0;
};

/// A compiled template: ctemplate text over the slots of a Program. Thread-safe once made.
class Expander {
 public:
  /// `body` holds `{{V0}}`, `{{#S1}}…{{/S1}}`, `{{#S1_separator}}…{{/S1_separator}}` and text; literal `{{`
  /// in it must stand as a value slot (literal). In a kWord or kOdf body `{{V0:x-attribute}}` is a value
  /// inside an attribute, `{{V0:x-link}}` one inside an address (of a kWord body the code of a HYPERLINK
  /// field). A slot with an embed stands as
  /// `{{V0:x-markup}}` in any format. A body that ctemplate refuses is a
  /// fault of the program, but for one case: HTML with a marker where no value can be made safe (an attribute
  /// without quotes); see refusal().
  Expander(std::string body, bind::Program program, Escape escape);
  ~Expander();
  Expander(Expander&&) noexcept;
  Expander& operator=(Expander&&) noexcept;

  /// Why ctemplate refused the body, in its own words; "" when it did not. A refused body must not be
  /// expanded.
  const std::string& refusal() const;

  /// Of HTML: the value slots that stand where no quotes are (an attribute without them, the name of a tag, a
  /// script), so that ctemplate would make a value safe by leaving little of it. Such a body should not be
  /// expanded either.
  const std::vector<int>& distorted() const;

  /// Expands over one document's rows. Values a modifier cannot format, a single row that is missing or not
  /// single: findings. A program with embeds needs an `embedder`.
  std::string expand(const Row& root, Diagnostics& out, Embedder* embedder = nullptr) const;

  /// The same, handed to `sink` bit by bit, so that a long text need not stand in memory.
  using Sink = std::function<void(std::string_view)>;
  void expand_to(const Sink& sink, const Row& root, Diagnostics& out, Embedder* embedder = nullptr) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace svodka::render
