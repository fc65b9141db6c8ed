#include "base/source_file.h"

#include <algorithm>
#include <system_error>

#include "base/files.h"
#include "base/utf8.h"

namespace svodka {
namespace {

constexpr std::string_view kBom = "\xEF\xBB\xBF";

Position place(const SourceFile& file, std::size_t line_start, int line, std::size_t offset,
               std::size_t bytes) {
  const std::string_view text = file.text;
  Position at;
  at.file = file.path;
  at.line = line;
  at.column = static_cast<int>(utf8::length(text.substr(line_start, offset - line_start))) + 1;
  auto covered = text.substr(offset, bytes);
  covered = covered.substr(0, covered.find('\n'));
  at.length = static_cast<int>(utf8::length(covered));
  return at;
}

}  // namespace

Position SourceFile::at(std::size_t offset, std::size_t bytes) const {
  return LineIndex(*this).at(offset, bytes);
}

LineIndex::LineIndex(const SourceFile& file) : file_(&file), starts_{0} {
  for (std::size_t i = 0; i < file.text.size(); ++i) {
    if (file.text[i] == '\n') starts_.push_back(i + 1);
  }
}

Position LineIndex::at(std::size_t offset, std::size_t bytes) const {
  offset = std::min(offset, file_->text.size());
  const auto next = std::upper_bound(starts_.begin(), starts_.end(), offset);
  const auto line = static_cast<std::size_t>(next - starts_.begin());
  return place(*file_, starts_[line - 1], static_cast<int>(line), offset, bytes);
}

std::string_view LineIndex::line(int number) const {
  const auto index = static_cast<std::size_t>(number);
  if (number < 1 || index > starts_.size()) return {};
  const std::string_view all = file_->text;
  auto text = all.substr(starts_[index - 1]);
  text = text.substr(0, text.find('\n'));
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

std::optional<SourceFile> make_source(std::string path, std::string bytes, Diagnostics& out) {
  SourceFile file{std::move(path), std::move(bytes)};
  if (file.text.starts_with(kBom)) file.text.erase(0, kBom.size());
  const Position whole{.file = file.path};
  const std::string_view text_view = file.text;
  if (text_view.starts_with("\xFF\xFE") || text_view.starts_with("\xFE\xFF")) {
    out.error(whole, "not-utf8", text("файл записан в UTF-16, а не в UTF-8", "the file is UTF-16, not UTF-8"),
              text("сохраните его в кодировке UTF-8", "save it as UTF-8"));
    return std::nullopt;
  }
  if (const auto bad = utf8::first_invalid(text_view)) {
    const bool windows = utf8::looks_like_windows_1251(text_view);
    const auto line =
        1 + static_cast<int>(
                std::count(text_view.begin(), text_view.begin() + static_cast<std::ptrdiff_t>(*bad), '\n'));
    out.error({.file = file.path, .line = line}, "not-utf8",
              windows ? text("файл не в UTF-8, похоже на Windows-1251",
                             "the file is not UTF-8, it looks like Windows-1251")
                      : text("файл не в UTF-8", "the file is not UTF-8"),
              text("сохраните его в кодировке UTF-8", "save it as UTF-8"));
    return std::nullopt;
  }
  if (const auto bad = utf8::first_not_xml(text_view)) {
    out.error(file.at(*bad, 1), "control-character",
              text("в тексте управляющий символ U+{:04X}", "the text holds the control character U+{:04X}",
                   static_cast<unsigned>(static_cast<unsigned char>(file.text[*bad]) < 0x20 ? file.text[*bad]
                                                                                            : 0xFFFE)),
              text("удалите его: в документ он попасть не может", "remove it: a document cannot hold it"));
    return std::nullopt;
  }
  return file;
}

std::optional<SourceFile> read_source(const std::filesystem::path& root, const std::string& path,
                                      Diagnostics& out) {
  std::error_code error;
  const auto size = std::filesystem::file_size(root / path, error);
  if (!error && size > kMaxSourceBytes) {
    out.error({.file = path}, "file-too-large",
              text("файл больше {} МБ", "the file is larger than {} MB", kMaxSourceBytes >> 20));
    return std::nullopt;
  }
  try {
    return make_source(path, read_file(root / path), out);
  } catch (const EnvironmentError& e) {
    out.error({.file = path}, "unreadable-file", e.message());
    return std::nullopt;
  }
}

}  // namespace svodka
