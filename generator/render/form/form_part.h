#pragma once

#include <memory>
#include <string>
#include <vector>

#include "render/expand/expand.h"
#include "render/form/form_scope.h"

namespace svodka::render {

/// The markers of a part that is XML but no sheet (headers and footers, notes, text boxes, properties): each
/// stands in one text or attribute. Null when there is none, or a mistake, which is a finding at `at`. The
/// part of a sheet stands in the sheet's scope (form_scope.h): expanded, it is as many parts as there are
/// sheets.
std::shared_ptr<const Expander> compile_marked_xml(const std::string& xml, const Position& at,
                                                   const SheetScope* scope, const Shape& shape,
                                                   std::vector<bind::MarkerUse>& uses, Diagnostics& out);

}  // namespace svodka::render
