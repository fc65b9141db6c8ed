#pragma once

#include "edit/completion.h"
#include "edit/grammar.h"
#include "edit/navigation.h"
#include "edit/text_document.h"

namespace svodka::edit {

/// The protocol's forms (LSP 3.17) of what the session deals in. The readers throw Json::exception for what
/// is none.

EditorPosition position_from(const Json& json);
EditorRange range_from(const Json& json);
Json to_json(const EditorRange& range);
Json to_json(const Completion& item, const TextDocument& document, int order);
Json to_json(const Symbol& symbol, const TextDocument& document);

/// A finding in `document`, the file that it is in. Its hint is the second line of the message; what has no
/// place in a text (a paragraph of a Word template) is named in the message and shown at the top.
Json diagnostic(const Finding& finding, const TextDocument& document, Language language);

}  // namespace svodka::edit
