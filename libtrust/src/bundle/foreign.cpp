#include "bundle/foreign.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "base/text.h"
#include "bundle/reason.h"

namespace odca::bundle {
namespace {

constexpr std::size_t kBeginning = 512;

/// Kind is one kind of file by how it begins, in lower case and without blanks before.
struct Kind {
  std::string_view beginning;
  std::string_view what;
  std::string_view hint;
};
constexpr std::string_view kPage =
    "the address probably answered with a login or error page: open it in a browser, and fetch the file itself";
constexpr Kind kKinds[] = {
    {"<!doctype", "an HTML page", kPage},
    {"<html", "an HTML page", kPage},
    {"<?xml", "an XML document", kPage},
    {"<", "an HTML page or another markup", kPage},
    {"http/", "an HTTP answer with its head", "save the body alone: curl --fail --location --output FILE ADDRESS"},
    {"\x1f\x8b", "gzip data", "unpack it first: gzip -d"},
    {"pk\x03\x04", "a ZIP archive", "unpack it first: unzip"},
    {"\xfd"
     "7zxz",
     "xz data", "unpack it first: xz -d"},
    {"bzh", "bzip2 data", "unpack it first: bzip2 -d"},
    {"-----begin", "a PEM file",
     "a bundle is JSON; certificates are given to odca-verify --trust, or named in a manifest"},
    {"\xff\xfe", "text in UTF-16", "an editor or shell has saved it anew; fetch the file again, as it is"},
    {"\xfe\xff", "text in UTF-16", "an editor or shell has saved it anew; fetch the file again, as it is"},
    {"\xef\xbb\xbf", "text with a byte order mark",
     "an editor has saved it anew, and a bundle counts to the byte; fetch the file again, as it is"},
    {"untrusted comment:", "a file of minisign", "that is the sidecar or a key; give the file that it stands beside"},
    {"format:", "a manifest", "that is what trust-bundle build makes a bundle of"},
    {"version https://git-lfs", "a pointer of Git LFS", "fetch the file itself: git lfs pull"},
};

/// beginning_of leaves out white space before, except where a file is told by its first octets.
std::string beginning_of(std::string_view file) {
  const std::size_t first = file.find_first_not_of(" \t\r\n");
  std::string text(file.substr(std::min(first, file.size()), kBeginning));
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');  // of ASCII
  return text;
}

Error not_a_bundle(std::string_view what, std::string_view hint) {
  return failure("E_CANON", cat("not a bundle: it is ", what), std::string(hint));
}

}  // namespace

std::optional<Error> foreign_file(std::string_view file) {
  if (file.empty()) return not_a_bundle("empty", "the transfer was cut off, or never began: fetch the file again");
  const std::string beginning = beginning_of(file);
  if (beginning.empty()) return not_a_bundle("blank: white space alone", "fetch the file again");
  if (beginning.front() == '{') return std::nullopt;
  const auto* const kind = std::find_if(std::begin(kKinds), std::end(kKinds),
                                        [&beginning](const Kind& one) { return beginning.starts_with(one.beginning); });
  if (kind != std::end(kKinds)) return not_a_bundle(kind->what, kind->hint);
  const bool text =
      beginning.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789 \t\r\n!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~") ==
      std::string::npos;
  return not_a_bundle(text ? "other text" : "binary data", "check that it is the file that its publisher meant");
}

}  // namespace odca::bundle
