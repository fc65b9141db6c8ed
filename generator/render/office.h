#pragma once

#include <memory>
#include <string>

#include "base/process.h"
#include "render/word/page_numbers.h"

namespace svodka::render {

/// Turns documents into other formats by LibreOffice, in a process of its own with a limit and a profile that
/// nobody else uses. One for the documents of a run.
class Office {
 public:
  explicit Office(LayoutProgram program = LayoutProgram::installed());

  bool installed() const { return program_.path.has_value(); }

  /// The bytes of a document (`from`: its extension, ".xlsx") in the format that LibreOffice calls `to`
  /// ("ods"). `name` is what findings call the document. Throws EnvironmentError when LibreOffice is not
  /// installed, fails, does not answer in time or makes nothing.
  std::string convert(const std::string& name, const std::string& bytes, const std::string& from,
                      const std::string& to);

 private:
  LayoutProgram program_;
  std::unique_ptr<ScratchFolder> scratch_;
};

}  // namespace svodka::render
