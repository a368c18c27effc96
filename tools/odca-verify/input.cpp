// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "input.h"

#include <optional>
#include <string_view>

#include "base/content.h"
#include "base/text.h"
#include "batch/container.h"
#include "os/file.h"

namespace odca::cli {
namespace {

constexpr std::string_view kStandardInput = "-";

std::string label_of(const std::string& name) { return name == kStandardInput ? "standard input" : name; }

Error input_error(std::string message, std::string hint, ReasonId reason) {
  return Error{.code = Errc::syntax, .message = std::move(message), .hint = std::move(hint), .reason = reason};
}

Result<Bytes> content_of(const std::string& name, const Limits& limits) {
  auto content = name == kStandardInput ? OpenFile::standard_input().read(limits.input_bytes)
                                        : read_file(name, limits.input_bytes);
  if (content || content.error().code != Errc::limit) return content;
  Error error = std::move(content).error();
  error.hint = "cut the dump down, or raise 'limits.input_bytes' in the policy";
  return error;
}

constexpr std::string_view kAsPublished = "give the list as its issuer publishes it, as DER or PEM";

/// no_crl says in the words of this option what the content is instead.
Error no_crl(ByteView content, const std::string& name) {
  const ContentGuess guess = guess_material(content);
  const bool nothing = guess.kind == Content::empty || guess.kind == Content::white_space;
  std::string hint(guess.hint.empty() ? kAsPublished : guess.hint);
  if (nothing) hint = "the download failed; fetch the list again, or leave the option out";
  if (guess.kind == Content::base64) hint = "add the lines -----BEGIN X509 CRL----- and -----END X509 CRL-----";
  return input_error(cat("expected a CRL as PEM or DER; the content ", nothing ? "is " : "looks like ", guess.what),
                     std::move(hint), "not-a-crl")
      .in(label_of(name));
}

/// for_a_crl: how to get a chain is no remedy here.
Error for_a_crl(Error error) {
  for (const ReasonId reason : {ReasonId("not-found"), ReasonId("unsupported"), ReasonId("ambiguous")})
    if (error.reason == reason) error.hint = std::string(kAsPublished);
  return error;
}

}  // namespace

Result<Dump> read_chain(const std::string& name, const Limits& limits) {
  ODCA_TRY_ASSIGN(const Bytes content, content_of(name, limits));
  if (std::optional<Error> archive = batch::packed(content)) return (*std::move(archive)).in(label_of(name));
  return read_dump(content, label_of(name), limits);
}

Result<Dump> read_named(const std::string& name, const Limits& limits) {
  ODCA_TRY_ASSIGN(const Bytes content, content_of(name, limits));
  return read_dump(content, label_of(name), limits);
}

Result<Dump> read_crl_file(const std::string& name, const Limits& limits) {
  ODCA_TRY_ASSIGN(const Bytes content, content_of(name, limits));
  Result<Dump> read = read_dump(content, label_of(name), limits);
  if (!read && read.error().reason == "unrecognised") return no_crl(content, name);
  if (!read) return for_a_crl(std::move(read).error());
  Dump dump = *std::move(read);
  if (!dump.limits.empty())
    return input_error(cat(quote(label_of(name)), ": ", dump.limits.front().message),
                       cat("raise 'limits.", dump.limits.front().limit, "' in the policy, or give fewer CRLs"),
                       "limit");
  if (!dump.notes.empty())
    return input_error(cat(quote(label_of(name)), " holds more than CRLs: ", dump.notes.front()),
                       "give a file with CRLs alone", "not-a-crl");
  if (!dump.unreadable.empty()) return for_a_crl(dump.unreadable.front().error).in(dump.unreadable.front().where);
  if (!dump.certificates.empty())
    return input_error(cat(quote(label_of(name)), " holds a certificate, not only CRLs"),
                       "name files with certificates with --chain; what CRLs in them list is revoked as well",
                       "not-a-crl");
  for (PresentedCrl& given : dump.crls) given.from = PresentedCrl::From::caller;
  if (dump.crls.empty())
    return input_error(cat(quote(label_of(name)), " holds no CRL"), "expected CRLs as PEM or DER", "not-a-crl");
  return dump;
}

}  // namespace odca::cli
