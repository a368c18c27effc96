#include "input.h"

#include <string_view>

#include "base/file.h"
#include "base/text.h"
#include "terminal.h"

namespace odca::cli {
namespace {

constexpr std::string_view kStandardInput = "-";

std::string label_of(const std::string& name) { return name == kStandardInput ? "standard input" : name; }

Error input_error(std::string message, std::string hint, std::string reason) {
  return Error{
      .code = Errc::syntax, .message = std::move(message), .hint = std::move(hint), .reason = std::move(reason)};
}

}  // namespace

Result<Dump> read_named(const std::string& name, const Limits& limits) {
  ODCA_TRY_ASSIGN(const Bytes content,
                  name == kStandardInput ? read_in(limits.input_bytes) : read_file(name, limits.input_bytes));
  return read_dump(content, label_of(name), limits);
}

Result<Dump> read_crl_file(const std::string& name, const Limits& limits) {
  ODCA_TRY_ASSIGN(Dump dump, read_named(name, limits));
  if (!dump.limits.empty())
    return input_error(cat(quote(label_of(name)), ": ", dump.limits.front().message),
                       cat("raise 'limits.", dump.limits.front().limit, "' in the policy, or give fewer CRLs"),
                       "limit");
  if (!dump.notes.empty())
    return input_error(cat(quote(label_of(name)), " holds more than CRLs: ", dump.notes.front()),
                       "give a file with CRLs alone", "not-a-crl");
  if (!dump.unreadable.empty()) return Error(dump.unreadable.front().error).in(dump.unreadable.front().where);
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
