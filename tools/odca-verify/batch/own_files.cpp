#include "batch/own_files.h"

#include <sys/stat.h>
#include <unistd.h>

namespace odca::batch {

void OwnFiles::add(const std::string& path) {
  struct stat about {};
  if (::stat(path.c_str(), &about) == 0 && S_ISREG(about.st_mode)) files_.emplace(about.st_dev, about.st_ino);
}

void OwnFiles::add_standard_streams() {
  for (const int number : {STDOUT_FILENO, STDERR_FILENO}) {
    struct stat about {};
    if (::fstat(number, &about) == 0 && S_ISREG(about.st_mode)) files_.emplace(about.st_dev, about.st_ino);
  }
}

bool OwnFiles::holds(const std::string& path) const {
  struct stat about {};
  return !files_.empty() && ::stat(path.c_str(), &about) == 0 && files_.contains({about.st_dev, about.st_ino});
}

}  // namespace odca::batch
