#include "publish/ledger/page_counter.h"

#include "base/files.h"
#include "base/utf8.h"
#include "render/page_count.h"

namespace svodka::publish {
namespace fs = std::filesystem;

void PageCounter::operator()(std::vector<PageQuestion>& questions) const {
  std::vector<PageQuestion*> asked;
  std::vector<render::Countable> documents;
  for (auto& question : questions) {
    if (question.pages != 0 || !render::has_pages(question.file) || !wants(question)) continue;
    std::error_code error;
    const auto extension = utf8::lower(fs::path(question.file).extension().string());
    const auto bytes =
        made == nullptr ? std::map<std::string, std::string>::const_iterator{} : made->find(question.sha256);
    if (made != nullptr && bytes != made->end())
      documents.push_back({extension, bytes->second});
    else if (fs::is_regular_file(outputs / question.file, error))
      documents.push_back({extension, read_file(outputs / question.file)});
    else
      continue;
    asked.push_back(&question);
  }
  if (asked.empty()) return;
  Text why;
  const auto pages = render::count_pages(documents, why);
  std::vector<std::pair<std::string, int>> counted;
  std::vector<std::string> missing;
  for (std::size_t i = 0; i < asked.size(); ++i) {
    asked[i]->pages = pages[i];
    if (pages[i] > 0)
      counted.emplace_back(asked[i]->sha256, pages[i]);
    else
      missing.push_back(asked[i]->file);
  }
  KnownPages(outputs).add(counted);
  if (!missing.empty() && unknown) unknown(missing, why);
}

}  // namespace svodka::publish
