#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/finding.h"
#include "package/zip.h"
#include "render/word/chart_marks.h"
#include "render/word/chart_text.h"

namespace svodka::render {

/// A document that stands inside of an OpenDocument text, in a folder of its package (ODF 1.3 part 3, 10.4.6
/// draw:object): a chart, a formula.
struct OdfObject {
  std::string folder;                                      ///< "Object 1"
  std::vector<std::pair<std::string, std::string>> parts;  ///< {name in the folder, media type}
  bool chart = false;
  std::string xml;                   ///< of a chart: content.xml with place-holders for its markers
  std::vector<ChartMarker> markers;  ///< of a chart
  Text problem;                      ///< of a chart: see odf_chart_problem()
};

/// The objects of one template file, read when first asked for.
class OdfObjectTemplates {
 public:
  OdfObjectTemplates(std::string file, const std::vector<package::ZipEntry>& entries)
      : file_(std::move(file)), entries_(entries) {}

  /// The object at an address of content.xml, "./Object 1"; null when there is none, or a damaged one.
  /// Mistakes in its markers: findings, the first time.
  std::shared_ptr<const OdfObject> find(const std::string& address, Diagnostics& out);
  /// True for the folder of a chart that was found.
  bool is_chart(const std::string& folder) const;

 private:
  std::string file_;
  const std::vector<package::ZipEntry>& entries_;
  std::map<std::string, std::shared_ptr<const OdfObject>> read_;  // by folder
};

/// Where a part shows an object that is not the same in every document and place.
struct OdfObjectPlace {
  std::shared_ptr<const OdfObject> object;
  bool changes = false;     ///< it has data or markers
  std::string replacement;  ///< the picture that programs show instead of it; "" when it is not kept
};

/// The package of a document while it is made.
struct OdfDocument {
  std::vector<package::ZipEntry> entries;
  std::vector<std::pair<std::string, std::string>> added;  ///< to the manifest
  std::set<std::string> shown;                             ///< folders of objects
  int last_object = 0;                                     ///< the highest number of an "Object 1"
};

/// Makes the objects of one part of a document. Each place and each repetition gets a folder of its own; the
/// first takes that of the template. What nothing shows any more goes.
class OdfObjects : public ChartMarks {
 public:
  OdfObjects(OdfDocument& document, const std::vector<OdfObjectPlace>& places, Diagnostics& out)
      : ChartMarks(out), document_(document), places_(places) {}

  /// The expanded part with the addresses of its objects.
  std::string finish(std::string xml);

 private:
  std::string reference(std::size_t place, std::vector<std::string> values, const Filled* data) override;
  void put(const std::string& name, const std::string& bytes);
  void copy(const OdfObject& object, const std::string& folder);
  std::string content(const OdfObject& object, const std::vector<std::string>& values,
                      const Filled* data) const;

  OdfDocument& document_;
  const std::vector<OdfObjectPlace>& places_;
};

}  // namespace svodka::render
