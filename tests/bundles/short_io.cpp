// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// A library to be loaded before a program's own (LD_PRELOAD): its reads and writes of files come in pieces of at most a
// few bytes, as a signal, a quota or a network disk may cut them. Case 17 of evidence.txt.
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>

namespace {
constexpr std::size_t kPiece = 7;
}

extern "C" {
ssize_t write(int file, const void* from, size_t size) {
  return syscall(SYS_write, file, from, std::min(size, kPiece));
}
ssize_t read(int file, void* into, size_t size) { return syscall(SYS_read, file, into, std::min(size, kPiece)); }
ssize_t pread(int file, void* into, size_t size, off_t offset) {
  return syscall(SYS_pread64, file, into, std::min(size, kPiece), offset);
}
ssize_t pread64(int file, void* into, size_t size, off64_t offset) {
  return syscall(SYS_pread64, file, into, std::min(size, kPiece), offset);
}
}
