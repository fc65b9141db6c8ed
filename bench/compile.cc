// The time to compile a template, in milliseconds: the median of RUNS, whose first warms up.
//   bench_compile TEMPLATE RUNS COLUMN…
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>

#include "render/template.h"

using namespace svodka;

namespace {

double milliseconds(const std::string& path, const Shape& shape) {
  Diagnostics out;
  const auto start = std::chrono::steady_clock::now();
  const auto made = render::Template::compile("", path, "", shape, out);
  const std::chrono::duration<double, std::milli> taken = std::chrono::steady_clock::now() - start;
  if (!made || out.has_errors()) {
    std::cerr << "the template has mistakes\n";
    std::exit(EXIT_FAILURE);
  }
  return taken.count();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::cerr << "usage: bench_compile TEMPLATE RUNS COLUMN...\n";
    return EXIT_FAILURE;
  }
  Shape shape;
  for (int i = 3; i < argc; ++i) shape.columns.push_back({argv[i], ColumnType::kText});
  milliseconds(argv[1], shape);
  std::vector<double> taken(static_cast<std::size_t>(std::max(1, std::atoi(argv[2]))));
  for (auto& time : taken) time = milliseconds(argv[1], shape);
  std::sort(taken.begin(), taken.end());
  std::cout << taken[taken.size() / 2] << "\n";
}
