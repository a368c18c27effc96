// odca-verify inspect FILE: what is in a file, field by field. Never a verdict: nothing here is checked against trust.
#include <array>
#include <string_view>

#include "base/text.h"
#include "choice.h"
#include "commands.h"
#include "describe.h"
#include "input.h"
#include "setting.h"

namespace odca::cli {
namespace {

using namespace std::string_view_literals;

constexpr std::array kFormats{"text"sv, "json"sv};

Document located(const std::string& where, Document what) {
  Document document = Document::members();
  document.add("where", where);
  return document.add("fields", std::move(what));
}

Document describe_dump(const Dump& dump) {
  Document certificates = Document::list();
  for (const Presented& entry : dump.certificates)
    certificates.add(located(entry.where, describe_certificate(entry.certificate)));
  Document crls = Document::list();
  for (const PresentedCrl& entry : dump.crls) crls.add(located(entry.where, describe_crl(entry.crl)));
  Document unreadable = Document::list();
  for (const Unreadable& entry : dump.unreadable)
    unreadable.add(Document::members().add("where", entry.where).add("error", describe(entry.error)));
  std::vector<std::string> limits;
  for (const LimitHit& hit : dump.limits) limits.push_back(cat(hit.limit, ": ", hit.message));

  Document document = Document::members();
  document.add("schema", "odca-inspect/1").add("kind", std::string(to_string(dump.kind)));
  document.add("certificates", std::move(certificates)).add("crls", std::move(crls));
  document.add("unreadable", std::move(unreadable)).add("limits_reached", Document::list_of(limits));
  return document.add("notes", Document::list_of(dump.notes));
}

}  // namespace

Result<Answer> run_inspect(const Options& options) {
  ODCA_TRY_ASSIGN(const std::size_t format, read_choice("--format", options.format, kFormats));
  ODCA_TRY_ASSIGN(const Policy policy, load_policy_option(options));
  ODCA_TRY_ASSIGN(const Dump dump, read_named(options.file, policy.limits));
  const Document document = describe_dump(dump);
  return Answer{.text = kFormats[format] == "json" ? document.to_json() + '\n' : document.to_text(),
                .status = kAccepted};
}

}  // namespace odca::cli
