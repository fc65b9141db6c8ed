#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace svodka::render {

/// The address that a cell may lead to: http, https and mailto, a place of the workbook ("#Лист!A1"), or a
/// relative path ("приложения/протокол.pdf"). A bare "www.site.ru" or "a@b.ru" gets its scheme. Nothing for
/// other schemes, for paths from the root or a disk, and for what is longer than Excel takes.
std::optional<std::string> sheet_link(std::string_view address);

}  // namespace svodka::render
