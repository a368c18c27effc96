// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// cert-facts: writes a certificate as facts that a person can review, and rebuilds it from them to the byte.
// Exit status: 0 done, 1 the certificate cannot be written so or the facts are not the certificate's, 2 usage or input.
#include <CLI/CLI.hpp>
#include <iostream>

#include "cert_facts.h"

namespace {

using namespace odca;

int complain(const Error& error) {
  std::cerr << "cert-facts: " << describe(error) << '\n';
  if (!error.hint.empty()) std::cerr << "  hint: " << error.hint << '\n';
  return error.reason == "fingerprint" || error.reason == "no-facts-form" ? 1 : 2;
}

int print(std::string_view output) {
  std::cout << output << std::flush;
  if (std::cout) return 0;
  std::cerr << "cert-facts: cannot write the output\n";
  return 2;
}

int run_show(const cert_facts::ShowOptions& options) {
  const Result<std::string> document = cert_facts::show(options);
  return document ? print(*document) : complain(document.error());
}

int run_build(const cert_facts::BuildOptions& options) {
  const Result<Bytes> output = cert_facts::build(options);
  return output ? print(as_text(*output)) : complain(output.error());
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Writes certificates as reviewable facts, and rebuilds them to the byte.", "cert-facts"};
  app.require_subcommand(1);
  app.footer("Example: cert-facts show root.cer > root.yaml && cert-facts build root.yaml --der | cmp - root.cer");

  cert_facts::ShowOptions show;
  CLI::App* const show_command = app.add_subcommand("show", "print the facts of the certificates in PEM or DER files");
  show_command->add_option("FILE", show.files, "PEM or DER")->required();
  show_command->add_option("--label", show.label, "what to call each certificate; default: its subject");
  show_command->add_option("--published-at", show.published_at, "https address where the owner publishes it");
  show_command->add_option("--checked-on", show.checked_on, "date on which you compared it (YYYY-MM-DD)");

  cert_facts::BuildOptions build;
  CLI::App* const build_command = app.add_subcommand("build", "rebuild the certificates of facts files");
  build_command->add_option("FACTS", build.files, "YAML")->required();
  bool as_der = false;
  bool as_pem = false;
  auto* const der = build_command->add_flag("--der", as_der, "DER, of exactly one certificate");
  build_command->add_flag("--pem", as_pem, "PEM (the default)")->excludes(der);

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  build.form = as_der ? cert_facts::Form::der : cert_facts::Form::pem;
  return show_command->parsed() ? run_show(show) : run_build(build);
}
