#include "publish/pdf/fonts.h"

#include <dlfcn.h>
#include <fontconfig/fontconfig.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>
#include <utility>

#include "base/utf8.h"

namespace svodka::publish {
namespace {

// What brings a font, or one with letters of the same widths.
constexpr std::array<std::pair<std::string_view, std::string_view>, 26> kPackages{{
    {"arial", "fonts-liberation"},
    {"arial narrow", "fonts-liberation-sans-narrow"},
    {"caladea", "fonts-crosextra-caladea"},
    {"calibri", "fonts-crosextra-carlito"},
    {"cambria", "fonts-crosextra-caladea"},
    {"carlito", "fonts-crosextra-carlito"},
    {"courier new", "fonts-liberation"},
    {"dejavu sans", "fonts-dejavu-core"},
    {"dejavu serif", "fonts-dejavu-core"},
    {"fira sans", "fonts-fira-sans"},
    {"georgia", "fonts-gelasio"},
    {"helvetica", "fonts-liberation"},
    {"lato", "fonts-lato"},
    {"liberation mono", "fonts-liberation"},
    {"liberation sans", "fonts-liberation"},
    {"liberation serif", "fonts-liberation"},
    {"montserrat", "fonts-montserrat"},
    {"noto sans", "fonts-noto-core"},
    {"noto serif", "fonts-noto-core"},
    {"open sans", "fonts-open-sans"},
    {"pt mono", "fonts-paratype"},
    {"pt sans", "fonts-paratype"},
    {"pt serif", "fonts-paratype"},
    {"roboto", "fonts-roboto-unhinted"},
    {"times", "fonts-liberation"},
    {"times new roman", "fonts-liberation"},
}};

std::string package_of(const std::string& font) {
  const auto name = utf8::lower(font);
  const auto* const found = std::find_if(kPackages.begin(), kPackages.end(),
                                         [&](const auto& package) { return package.first == name; });
  return found == kPackages.end() ? std::string() : std::string(found->second);
}

// fontconfig is loaded when a PDF is made: few runs need it, and all would wait for it.
class Fontconfig {
 public:
  Fontconfig() : handle_(dlopen("libfontconfig.so.1", RTLD_NOW | RTLD_LOCAL)) {
    if (handle_ == nullptr || function<decltype(FcInit)>("FcInit")() == FcFalse) handle_ = nullptr;
  }
  bool loaded() const { return handle_ != nullptr; }

  template <typename Function>
  Function* function(const char* name) const {
    return reinterpret_cast<Function*>(dlsym(handle_, name));
  }

  // The family that stands in for this one; the family itself when it is there, or one as wide.
  std::string standing_in(const std::string& family) const {
    using PatternPtr = std::unique_ptr<FcPattern, decltype(&FcPatternDestroy)>;
    auto* const destroy = function<decltype(FcPatternDestroy)>("FcPatternDestroy");
    const PatternPtr pattern(function<decltype(FcPatternCreate)>("FcPatternCreate")(), destroy);
    function<decltype(FcPatternAddString)>("FcPatternAddString")(
        pattern.get(), FC_FAMILY, reinterpret_cast<const FcChar8*>(family.c_str()));
    function<decltype(FcConfigSubstitute)>("FcConfigSubstitute")(nullptr, pattern.get(), FcMatchPattern);
    function<decltype(FcDefaultSubstitute)>("FcDefaultSubstitute")(pattern.get());
    FcResult result = FcResultMatch;
    const PatternPtr match(function<decltype(FcFontMatch)>("FcFontMatch")(nullptr, pattern.get(), &result),
                           destroy);
    const auto families = match ? families_of(*match, /*as_good_only=*/false) : std::vector<std::string>{};
    if (families.empty()) return family;
    for (const auto& good : families_of(*pattern, /*as_good_only=*/true)) {
      for (const auto& found : families) {
        if (utf8::lower(found) == utf8::lower(good)) return family;
      }
    }
    return families.front();
  }

 private:
  // Fonts of the same widths (fontconfig's 30-metric-aliases.conf) are bound as strongly as the one asked
  // for; all that merely resemble it are bound weakly.
  std::vector<std::string> families_of(FcPattern& pattern, bool as_good_only) const {
    auto* const get = function<decltype(FcPatternGetWithBinding)>("FcPatternGetWithBinding");
    std::vector<std::string> families;
    FcValue value{};
    FcValueBinding binding = FcValueBindingWeak;
    for (int i = 0; get(&pattern, FC_FAMILY, i, &value, &binding) == FcResultMatch; ++i) {
      if (value.type == FcTypeString && (!as_good_only || binding != FcValueBindingWeak))
        families.emplace_back(reinterpret_cast<const char*>(value.u.s));
    }
    return families;
  }

  void* handle_;
};

}  // namespace

std::vector<FontSubstitute> missing_fonts(const std::set<std::string>& asked) {
  static const Fontconfig fontconfig;
  std::vector<FontSubstitute> missing;
  if (!fontconfig.loaded()) return missing;
  for (const auto& font : asked) {
    const auto used = fontconfig.standing_in(font);
    if (used != font) missing.push_back({font, used, package_of(font)});
  }
  return missing;
}

}  // namespace svodka::publish
