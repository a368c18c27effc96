// Certificates as people have them: other encodings than PEM, transports around them, other shapes than the label says.
#include <gtest/gtest.h>

#include <functional>

#include "input/escapes.h"
#include "input/hex_text.h"
#include "input/testdata/files.h"

namespace odca {
namespace {

using test::chain;
using test::ders;
using test::file;
using test::joined;
using test::List;
using test::pem;

Result<Dump> read(std::string_view text) { return read_dump(as_bytes(text), "t.txt", {}); }
void expect_list(const Result<Dump>& dump, const List& list) {
  ASSERT_TRUE(dump) << describe(dump.error());
  EXPECT_EQ(ders(*dump), list);
  EXPECT_TRUE(dump->unreadable.empty()) << describe(dump->unreadable[0].error);
}

std::string decimal(const Bytes& der, std::string_view separator = " ") {
  std::string text;
  for (const std::uint8_t octet : der) text += (text.empty() ? "" : std::string(separator)) + std::to_string(octet);
  return "[" + text + "]";
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size())
    text.replace(at, what.size(), by);
  return text;
}

TEST(Encodings, DecimalOctets) {
  // The signed part stands behind the outer header, 30 82 and two octets of length; Go prints it too.
  const Bytes& leaf = chain()[0];
  const std::ptrdiff_t size = 4 + (leaf[6] << 8 | leaf[7]);
  const std::string tbs = decimal(Bytes(leaf.begin() + 4, leaf.begin() + 4 + size));
  expect_list(read("msg=\"cert: &{" + decimal(chain()[0]) + " " + tbs + "}\"\n" + decimal(chain()[1])),
              {chain()[0], chain()[1]});
  expect_list(read("{\"der\":" + decimal(chain()[0], ",") + "}"), {chain()[0]});
}

TEST(Encodings, AnItemThatWasCutOffComesFirst) {
  const std::string whole = decimal(chain()[0]);
  const Result<Dump> dump = read(whole.substr(0, whole.size() / 2) + "...\n" + pem(chain()[1]));
  ASSERT_TRUE(dump);
  EXPECT_TRUE(dump->unread_first);
}

TEST(Encodings, HexadecimalInText) {
  expect_list(read("cert=" + to_hex(chain()[0]) + "," + to_hex(chain()[1]) + " end"), {chain()[0], chain()[1]});
}

TEST(Encodings, HexadecimalOfAnything) {
  expect_list(read(to_hex(joined(chain()))), chain());
  std::string colons;
  std::string array = "{";
  for (const std::uint8_t octet : chain()[0]) {
    colons += (colons.empty() ? "" : ":") + to_hex(Bytes{octet});
    array += "0x" + to_hex(Bytes{octet}) + ", ";
  }
  expect_list(read(colons), {chain()[0]});
  expect_list(read(array + "}"), {chain()[0]});
  const Result<Dump> message = read(to_hex(test::tls12_message(chain())));
  expect_list(message, chain());
  EXPECT_TRUE(message->tls_peer);
  EXPECT_EQ(message->kind, InputKind::tls_handshake);
}

std::string hexdump(const Bytes& content, bool canonical) {
  std::string text;
  for (std::size_t at = 0; at < content.size(); at += 16) {
    text += to_hex(test::number(at, 4)) + (canonical ? "  " : ": ");
    const std::size_t end = std::min(at + 16, content.size());
    for (std::size_t i = at; i < end; ++i) {
      text += to_hex(Bytes{content[i]});
      if (canonical || (i - at) % 2 == 1) text += ' ';
      if (canonical && i - at == 7) text += ' ';
    }
    text += canonical ? " |ab cd|\n" : "  ab cd\n";
  }
  return canonical ? text + to_hex(test::number(content.size(), 4)) + "\n" : text;
}

TEST(Encodings, HexDumps) {
  expect_list(read(hexdump(chain()[0], false)), {chain()[0]});
  expect_list(read(hexdump(chain()[0], true)), {chain()[0]});
  std::string squeezed = hexdump(chain()[0], true);
  const std::size_t line = squeezed.find('\n', 300) + 1;
  squeezed.replace(line, squeezed.find('\n', line) - line, "*");
  EXPECT_EQ(read(squeezed).error().reason, "hex");
}

TEST(Encodings, FollowRawIsReadInTheDirectionOfTheServer) {
  const std::string client = to_hex(test::record(22, test::handshake(1, Bytes(40, 7))));
  const std::string server = to_hex(test::record(22, test::tls12_message(chain())));
  const std::string head = "\n====\nFollow: tcp,raw\nFilter: tcp.stream eq 0\nNode 0: a:1\nNode 1: b:2\n";
  const Result<Dump> dump = read(head + client + "\n\t" + server + "\n====\n");
  expect_list(dump, chain());
  EXPECT_TRUE(dump->tls_peer);
  expect_list(read(head + server + "\n\t" + client + "\n====\n"), chain());
  EXPECT_FALSE(read(head + client + "\n"));
  EXPECT_EQ(read(head + server + "\n\t" + server + "\n").error().reason, "hex");
}

TEST(Encodings, Base64OfPem) {
  const std::string both = to_base64(as_bytes(pem(chain()[0]) + pem(chain()[1])));
  expect_list(read("data:\n  tls.crt: " + both + "\nkind: Secret\n"), {chain()[0], chain()[1]});
  std::string lines;
  for (std::size_t at = 0; at < both.size(); at += 76) lines += both.substr(at, 76) + "\n";
  expect_list(read(lines), {chain()[0], chain()[1]});
}

TEST(Encodings, EscapesOfEveryForm) {
  const std::string block = pem(chain()[0]);
  expect_list(read("{\"c\":\"" + replaced(replaced(block, "\n", "\\u000a"), "+", "\\u002B") + "\"}"), {chain()[0]});
  expect_list(read("{\"c\":\"" + replaced(replaced(block, "\n", "\\n"), "-", "\\u002d") + "\"}"), {chain()[0]});
  expect_list(read("X-Cert: " + replaced(replaced(replaced(block, " ", "%20"), "\n", "%0A"), "+", "%2B")),
              {chain()[0]});
  EXPECT_EQ(without_escapes("a\\u002bb\\/c\\\\nd"), "a+b/cd");
  EXPECT_EQ(without_escapes("a\\qb"), "a\\qb");
  EXPECT_EQ(unescaped("\\\"a\\\"\\n\\q"), "\"a\"\n\\q");
}

std::string response() { return std::string(as_text(file("authenticate.xml"))); }
std::string quoted(std::string xml) {
  return "time=1 msg=\"" + replaced(replaced(xml, "\"", "\\\""), "\n", "\\n") + "\"\n";
}

TEST(Encodings, AmtResponsesBehindHttpAndInLogs) {
  const Result<Dump> plain = read(response());
  ASSERT_TRUE(plain);
  const std::string head = "HTTP/1.1 200 OK\r\nServer: AMT\r\n";
  expect_list(read(head + "\r\n" + response()), ders(*plain));
  const std::string xml = response();
  const auto chunk = [](std::string_view part) {
    return to_hex(test::number(part.size(), 2)) + "\r\n" + std::string(part) + "\r\n";
  };
  const std::string chunks = chunk(std::string_view(xml).substr(0, 300)) + chunk(std::string_view(xml).substr(300));
  expect_list(read(head + "Transfer-Encoding: chunked\r\n\r\n" + chunks + "0\r\n\r\n"), ders(*plain));
  expect_list(read("12:00 start\n" + quoted(xml) + "12:01 end\n"), ders(*plain));
  EXPECT_EQ(read(quoted(xml) + quoted(xml)).error().reason, "ambiguous");
  EXPECT_EQ(read(quoted(xml.substr(0, xml.size() - 20))).error().reason, "xml");
}

TEST(Encodings, TheShapeDecidesNotTheLabel) {
  expect_list(read(pem(file("pkcs7.p7b"))), {chain()[0]});
  expect_list(read(std::string(as_text(file("pkcs7.pem")))), {chain()[0]});
  expect_list(read_dump(file("pkcs7.p7b"), "t", {}), {chain()[0]});
  EXPECT_EQ(ders(*read(std::string(as_text(file("trusted.pem"))))), List{chain()[0]});
  const Result<Dump> crl = read(pem(file("root.crl")));
  ASSERT_TRUE(crl);
  EXPECT_EQ(crl->crls.size(), 1U);
  EXPECT_EQ(ders(*read(pem(chain()[0], "X509 CRL"))), List{chain()[0]});
}

TEST(Encodings, OtherThingsAloneAreNamed) {
  const std::pair<std::string, std::string_view> cases[] = {
      {pem(file("request.der")), "a certificate request"},
      {pem(file("request.der"), "CERTIFICATE REQUEST"), "only a certificate request, PEM block 1, line 1"},
      {pem(file("public.der"), "PUBLIC KEY"), "a bare public key"},
      {pem(Bytes{0x02, 0x01, 0x00}), "an unknown DER value"},
  };
  for (const auto& [text, what] : cases) {
    const Result<Dump> dump = read(text);
    ASSERT_FALSE(dump) << what;
    EXPECT_NE(describe(dump.error()).find(what), std::string::npos) << describe(dump.error());
  }
}

TEST(Encodings, DamageIsNamedWithItsLine) {
  const std::string block = pem(chain()[0]);
  const std::pair<std::string, std::string_view> cases[] = {
      {replaced(block, "-----", "----"), "line 1: '----BEGIN CERTIFICATE----' is a damaged BEGIN or END line"},
      {"one\n" + replaced(block, "-----", "\xe2\x80\x93\xe2\x80\x93"), "line 2: '"},
      {replaced(block, "-----\nMI", "-----\nfriendlyName: x\n\nMI"),
       "line 2: 'friendlyName: x' is not base64; headers"},
      {replaced(block, "-----\nMI", "-----\n[info] reconnected\nMI"), "line 2: '[info] reconnected' is not base64"},
      {replaced(block, "-----\nMI", "-----\nMI...\nMI"), "the text was shortened"},
      {block.substr(0, 100) + block.substr(101), "characters are missing or too many"},
  };
  for (const auto& [text, what] : cases) {
    const Result<Dump> dump = read(text);
    ASSERT_FALSE(dump) << what;
    EXPECT_NE(describe(dump.error()).find(what), std::string::npos) << describe(dump.error());
  }
}

}  // namespace
}  // namespace odca
