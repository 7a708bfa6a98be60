// One line of standard error that each update overwrites. Writes nothing if standard error is not a terminal. One
// thread.
#pragma once

#include <string>

namespace np::command {

class StatusLine {
 public:
  StatusLine();
  ~StatusLine() { erase(); }
  StatusLine(const StatusLine&) = delete;
  StatusLine& operator=(const StatusLine&) = delete;

  bool on_terminal() const { return terminal_; }
  // The most columns that a line may have.
  int width() const;
  // `line`: one line, not wider than width().
  void show(const std::string& line);
  void erase();

 private:
  const bool terminal_;
  bool drawn_ = false;
};

}  // namespace np::command
