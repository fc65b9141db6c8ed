#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/side_by_side.h"
#include "builder.h"

namespace svodka {

/// The connections of a thread, and the reports that it has prepared on them.
struct Builder::Worker {
  store::Reader* shown = nullptr;
  std::unique_ptr<store::Reader> own, hidden;  // `hidden`: without personal data
  bool hides_people = false;
  std::map<std::string, render::PreparedReport> reports;
};

/// A report of the run.
struct Builder::Planned {
  std::size_t report = 0;  // its number in the run
  std::string name;
  Made made{};
  bool is_taken = false;                             // nothing of it changed
  const render::PreparedReport* prepared = nullptr;  // by the thread that came first; null: it cannot be
  std::size_t worker = 0;                            // that thread
  std::size_t outputs = 0;
  std::vector<Position> places{};  // of the outputs' names in the definition
  std::vector<bool> pdfs{};        // whether an output has a PDF
  std::int64_t rows = 0;           // that have been planned
  Diagnostics of_plan{};  // come after those of the documents, however far the plan was ahead of them
};

/// Some rows of a report's plan.
struct Builder::Piece {
  const Planned* report = nullptr;
  std::int64_t first = 0;  // of its rows among those of the report
  render::PreparedReport::Plan plan;
  std::vector<std::string> files;  // what the documents are called in the outputs; "": not to be made
};

/// Some documents of a report, for one thread.
struct Builder::Part {
  std::shared_ptr<const Piece> piece;
  std::size_t first = 0, count = 0;  // rows of the piece
};

/// Documents that are being made side by side.
struct Builder::InHand {
  InHand(std::vector<Part> all, std::size_t workers, Builder& builder);

  std::vector<Part> parts;
  std::vector<Made> made;  // of each part
  SideBySide work;         // last: it uses the rest
};

/// Documents that are planned while those before them are made.
struct Builder::Window {
  std::vector<Planned>* reports = nullptr;
  std::vector<Part> parts{};
  std::size_t documents = 0;
  std::unique_ptr<InHand> in_hand{};  // those before them
};

}  // namespace svodka
