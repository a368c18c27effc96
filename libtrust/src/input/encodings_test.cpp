// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Certificates as people have them: other encodings than PEM, transports around them, other shapes than the label says.
#include <gtest/gtest.h>

#include <algorithm>
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
  // The signed part is behind the outer header, 30 82 and two octets of length; Go prints it too.
  const Bytes& leaf = chain()[0];
  const std::ptrdiff_t size = 4 + (leaf[6] << 8 | leaf[7]);
  const std::string tbs = decimal(Bytes(leaf.begin() + 4, leaf.begin() + 4 + size));
  expect_list(read("msg=\"cert: &{" + decimal(chain()[0]) + " " + tbs + "}\"\n" + decimal(chain()[1])),
              {chain()[0], chain()[1]});
  expect_list(read("{\"der\":" + decimal(chain()[0], ",") + "}"), {chain()[0]});
}

std::string spaced_hex(const Bytes& der, std::string_view before, std::string_view between) {
  std::string text;
  for (const std::uint8_t octet : der)
    text += (text.empty() ? "" : std::string(between)) + std::string(before) + to_hex(Bytes{octet});
  return text;
}

std::string in_lines(const std::string& text, std::size_t width, std::string_view indent = "") {
  std::string lines;
  for (std::size_t at = 0; at < text.size(); at += width) lines += std::string(indent) + text.substr(at, width) + "\n";
  return lines;
}

// What is first is what the peer sent first, however it was printed.
TEST(Encodings, EveryPrintBeforePemIsReadInItsPlace) {
  const Bytes& first = chain()[0];
  const std::string escaped =
      replaced(replaced(pem(first), "-----", "\\u002d\\u002d\\u002d\\u002d\\u002d"), "\n", "\\n");
  std::string go;
  for (const std::uint8_t octet : first) {
    const std::string two = to_hex(Bytes{octet});
    go += "0x" + (two[0] == '0' ? two.substr(1) : two) + ", ";
  }
  std::string signed_octets;
  for (const std::uint8_t octet : first) signed_octets += std::to_string(octet < 128 ? octet : octet - 256) + ", ";
  const std::string prints[] = {
      spaced_hex(first, "", " "),
      "cert[0]: " + spaced_hex(first, "", " "),
      "at 12:00:07 be " + spaced_hex(first, "", " "),
      in_lines(spaced_hex(first, "", ":"), 45, "    "),
      spaced_hex(first, "", "-"),
      in_lines(to_hex(first), 64),
      in_lines(to_hex(first), 61),
      "octets: " + replaced(in_lines(to_hex(first), 4), "\n", " "),
      "unsigned char a[] = {\n" + in_lines(spaced_hex(first, "0x", ", "), 72, "  ") + "};\nunsigned int a_len = 9;",
      "[]byte{" + go + "}",
      "\"" + replaced(in_lines(spaced_hex(first, "\\x", ""), 64), "\n", "\" \\\n\"") + "\"",
      decimal(first, ";"),
      "[" + signed_octets + "]",
      to_base64(first),
      in_lines(to_base64(first), 64, "  "),
      "{\"x5c\":[\"" + replaced(to_base64(first), "/", "\\/") + "\"]}",
      "\"" + replaced(in_lines(to_base64(first), 64), "\n", "\\n") + "\"",
      "\"" + escaped + "\"",
      replaced(replaced(replaced(pem(first), "+", "%2B"), " ", "%20"), "\n", "%0A"),
      replaced(replaced(replaced(pem(first), "+", "%2B"), " ", "+"), "\n", "%0A"),
  };
  for (const std::string& print : prints) {
    SCOPED_TRACE(print.substr(0, 80));
    expect_list(read(print + "\n\n" + pem(chain()[1])), {first, chain()[1]});
    expect_list(read(print + "\n"), {first});
  }
}

TEST(Encodings, APrintWithPrefixesIsNamedAndComesFirst) {
  for (const std::string& print :
       {in_lines(to_base64(chain()[0]), 64, "12:00 rpc: "), in_lines(to_hex(chain()[0]), 64, "12:00 rpc: ")}) {
    const Result<Dump> dump = read(print + pem(chain()[1]));
    ASSERT_TRUE(dump);
    EXPECT_TRUE(dump->unread_first) << print.substr(0, 60);
    EXPECT_EQ(read(print).error().reason.text(), "not-der");
  }
  // A quotation of a beginning is none.
  EXPECT_FALSE(read("seen: '" + to_base64(chain()[0]).substr(0, 12) + "'\n" + pem(chain()[1]))->unread_first);
  expect_list(read("cert=" + to_base64(chain()[0])), {chain()[0]});
  expect_list(read("\"" + to_base64(chain()[0]) + "\\n\\q\""), {chain()[0]});
}

TEST(Encodings, StringsOfBytes) {
  std::string python;
  for (const std::uint8_t octet : chain()[0]) {
    const auto c = static_cast<char>(octet);  // shown when it is printable
    if (octet < ' ' || octet > '~') python += "\\x" + to_hex(Bytes{octet});
    if (octet >= ' ' && octet <= '~') python += c == '\'' || c == '\\' ? std::string{'\\', c} : std::string{c};
  }
  expect_list(read("[b'" + python + "']"), {chain()[0]});
  const Result<Dump> cut = read("[b'" + python.substr(0, python.size() / 2) + "']\n" + pem(chain()[1]));
  ASSERT_TRUE(cut);
  EXPECT_TRUE(cut->unread_first);
}

// Half of a stream is no chain: it is read as what it is, or not at all.
TEST(Encodings, AStreamInDigitsIsNotReadFromItsMiddle) {
  const Bytes stream =
      joined({test::record(22, test::handshake(2, Bytes(40, 7))), test::record(22, test::tls12_message(chain()))});
  for (const std::string& print :
       {decimal(stream), decimal(stream, ", "), spaced_hex(stream, "", " "), spaced_hex(stream, "0x", ", "),
        spaced_hex(stream, "", ":"), in_lines(to_hex(stream), 61)}) {
    SCOPED_TRACE(print.substr(0, 40));
    const Result<Dump> whole = read(print);
    expect_list(whole, chain());
    EXPECT_TRUE(whole->tls_peer);
    const Result<Dump> in_text = read("got: " + print + " (end)\n");
    ASSERT_FALSE(in_text);
    EXPECT_NE(in_text.error().hint.find("the octets alone"), std::string::npos) << describe(in_text.error());
    const Result<Dump> before = read("got: " + print + " (end)\n" + pem(chain()[1]));
    ASSERT_TRUE(before);
    EXPECT_EQ(ders(*before), List{chain()[1]});
    EXPECT_TRUE(before->unread_first);
  }
}

TEST(Encodings, ManyBeginningsOfBase64AreOneWalk) {
  std::string text;
  for (int i = 0; i < 20000; ++i) text += "LS0tLS1CRUdJTi ";
  EXPECT_FALSE(read(text));
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
  EXPECT_EQ(read(squeezed).error().reason.text(), "hex");
}

std::string od(const Bytes& content) {
  std::string text;
  for (std::size_t at = 0; at < content.size(); at += 16) {
    std::string offset;
    for (std::size_t rest = at, i = 0; i < 7; ++i, rest /= 8) offset.insert(0, std::to_string(rest % 8));
    text += offset;
    for (std::size_t i = at; i < std::min(at + 16, content.size()); ++i) text += " " + to_hex(Bytes{content[i]});
    text += "\n";
  }
  return text;
}

TEST(Encodings, HexDumpsAsTheirProgramsFrameThem) {
  const std::string dump = hexdump(chain()[0], false);
  expect_list(read("    7 0.004 10.0.0.1 -> 10.0.0.2 TLSv1.2 1514 Server Hello, Certificate\n\n" + dump), {chain()[0]});
  expect_list(read(dump + "CertUtil: -dump command completed successfully.\n"), {chain()[0]});
  expect_list(read(replaced("\n" + dump, "\n0000", "\n\t0x")), {chain()[0]});
  expect_list(read(od(chain()[0])), {chain()[0]});
  // What is around a dump is evidence too when it holds a certificate.
  EXPECT_FALSE(read(dump + "done\n" + dump));
  EXPECT_EQ(ders(*read(pem(chain()[1]) + dump)), List{chain()[1]});
  const std::string words = "0000000 8230 7a02 8230 0002 03a0 0102 0202 4910\n0000010 6360 c8f7\n0000020 060a 2a08\n";
  EXPECT_NE(describe(read(words).error()).find("octets swapped"), std::string::npos);
  EXPECT_NE(read(words).error().hint.find("hexdump -v -C"), std::string::npos);
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
  EXPECT_EQ(read(head + server + "\n\t" + server + "\n").error().reason.text(), "hex");
}

TEST(Encodings, Base64OfPem) {
  const std::string both = to_base64(as_bytes(pem(chain()[0]) + pem(chain()[1])));
  expect_list(read("data:\n  tls.crt: " + both + "\nkind: Secret\n"), {chain()[0], chain()[1]});
  std::string lines;
  for (std::size_t at = 0; at < both.size(); at += 76) lines += both.substr(at, 76) + "\n";
  expect_list(read(lines), {chain()[0], chain()[1]});
  expect_list(read("{\"d\":\"" + replaced(lines, "\n", "\\n") + "\"}"), {chain()[0], chain()[1]});
}

std::string with_each_line(const std::string& text,
                           const std::function<std::string(std::size_t, std::string)>& change) {
  std::string out;
  std::size_t number = 1;
  for (std::size_t at = 0; at < text.size(); ++number) {
    const std::size_t end = text.find('\n', at);
    out += change(number, text.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

TEST(Encodings, LinesAsLoggersAndSourcesWrapThem) {
  const std::string block = pem(chain()[0]);
  using Change = std::function<std::string(std::size_t, std::string)>;
  const auto number = [](std::size_t n) { return std::to_string(n); };
  const Change changes[] = {
      [&](auto n, auto line) { return number(n) + ":" + line + "\n"; },
      [&](auto, auto line) { return "{\"m\":\"" + line + "\"}\n"; },
      [&](auto n, auto line) { return "{\"log\":\"" + line + "\\n\",\"time\":\"10:00:" + number(n) + "Z\"}\n"; },
      [&](auto, auto line) { return "\"" + line + "\\r\\n\"\n"; },
      [&](auto, auto line) { return "'" + line + "\\n' +\n"; },
      [&](auto, auto line) { return "\"" + line + "\", "; },
      [&](auto, auto line) { return "\x1b[32m" + line + "\x1b[0m\n"; },
      [&](auto, auto line) { return line + "#012"; },
      [&](auto, auto line) { return line + "^J"; },
  };
  for (const Change& change : changes) {
    const std::string text = with_each_line(block, change);
    SCOPED_TRACE(text.substr(0, 80));
    expect_list(read(text), {chain()[0]});
  }
  // What is behind the BEGIN line alone is no wrapping.
  EXPECT_FALSE(read(replaced(block, "CERTIFICATE-----\nMI", "CERTIFICATE-----| x\nMI")));
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
  const auto small_chunks = [&] {
    std::string text;
    for (std::size_t at = 0; at < xml.size(); at += 7) text += chunk(std::string_view(xml).substr(at, 7));
    return text + "0\r\n\r\n";
  };
  const std::string chunked = head + "Transfer-Encoding: chunked\r\n\r\n" + small_chunks();
  const std::string in_html = replaced(replaced(replaced(xml, "&", "&amp;"), "<", "&lt;"), ">", "&gt;");
  const std::string dot_net = replaced(replaced(replaced(xml, "\"", "\\u0022"), "<", "\\u003C"), ">", "\\u003E");
  const std::string texts[] = {
      chunked,
      small_chunks(),
      chunks + "0\r\n\r\n",
      "HTTP/1.1 401 Unauthorized\r\nContent-Length: 13\r\n\r\n<html></html>" + chunked,
      to_hex(as_bytes(chunked)),
      "level=trace msg=\"" + replaced(replaced(replaced(chunked, "\"", "\\\""), "\r", "\\r"), "\n", "\\n") + "\"\n",
      "{\"m\":\"" + replaced(dot_net, "\n", "\\n") + "\"}",
      "Feb 01 10:00:00 h p[1]: " + replaced(replaced(chunked, "\r", ""), "\n", "\nFeb 01 10:00:07 h p[1]: "),
      "body: " + replaced(in_html, "\"", "&quot;"),
  };
  for (const std::string& text : texts) {
    SCOPED_TRACE(text.substr(0, 80));
    expect_list(read(text), ders(*plain));
  }
  EXPECT_EQ(read(chunked + chunked).error().reason.text(), "ambiguous");
  EXPECT_EQ(read(quoted(xml) + quoted(xml)).error().reason.text(), "ambiguous");
  EXPECT_EQ(read(quoted(xml.substr(0, xml.size() - 20))).error().reason.text(), "xml");
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

TEST(Encodings, ALabelHidesNoCertificate) {
  for (const std::string_view label : {" CERTIFICATE", "certificate", "CERT", "X.509 CERTIFICATE", "NEW CERTIFICATE",
                                       "CERTIFICATE REQUEST", "PRIVATE KEY", "PUBLIC KEY", "FOO"}) {
    SCOPED_TRACE(label);
    expect_list(read(pem(chain()[2], label) + pem(chain()[0])), {chain()[2], chain()[0]});
    Bytes cut(chain()[2].begin(), chain()[2].end() - 3);
    const Result<Dump> dump = read(pem(cut, label) + pem(chain()[0]));
    ASSERT_TRUE(dump);
    EXPECT_TRUE(dump->unread_first);
    EXPECT_EQ(dump->unreadable.size(), 1U);
  }
}

TEST(Encodings, ALabelHidesNoCrl) {
  const Bytes list = file("revoking.crl");
  const Bytes cut(list.begin(), list.end() - 3);
  for (const std::string_view label : {" X509 CRL", "x509 crl", "CRL", "X.509 CRL", "CERTIFICATE",
                                       "CERTIFICATE REQUEST", "PRIVATE KEY", "PKCS7", "TRUSTED CERTIFICATE", "FOO"}) {
    SCOPED_TRACE(label);
    EXPECT_EQ(read(pem(chain()[0]) + pem(list, label))->crls.size(), 1U);
    for (const Bytes& damaged : {cut, joined({list, {0}})}) {
      const Result<Dump> dump = read(pem(chain()[0]) + pem(damaged, label));
      ASSERT_EQ(dump->unreadable.size(), 1U);
      EXPECT_EQ(dump->unreadable[0].kind, Unreadable::Kind::crl);
      EXPECT_FALSE(dump->unread_first);
    }
  }
}

TEST(Encodings, ACrlThatIsLostIsNoSmallThing) {
  const Bytes list = file("revoking.crl");
  const std::string block = pem(list);
  const std::string hex = to_hex(list);
  const std::string texts[] = {
      replaced(block, "-----", "----"),  // labelled as certutil does, and damaged
      replaced(block, "-----", ""),
      replaced(pem(list, "X509 CRL"), "-----", "#####"),
      block.substr(0, 300),  // no END line
      hex.substr(0, hex.size() - 6) + "\n",
      to_base64(ByteView(list).first(200)),
      to_base64(list).substr(0, 198),
      "00000000: 3082 01ab 3082 0131 0201 0130 0a06 082a  0...0..1...0...*\n",
      "00000000  30 82 01 ab 30 82 01 31  02 01 01 30 0a 06 08 2a  |0...0..1...0...*|\n",
      pem(file("pkcs7.p7b"), "PKCS7").substr(0, 400) + "\n-----END PKCS7-----\n",
  };
  for (const std::string& text : texts) {
    const Result<Dump> dump = read(pem(chain()[0]) + text);
    ASSERT_TRUE(dump) << text;
    EXPECT_TRUE(std::any_of(dump->unreadable.begin(), dump->unreadable.end(), [](const Unreadable& each) {
      return each.kind == Unreadable::Kind::crl;
    })) << text;
  }
}

// Neighbours that stay what they were: of these no certificate and no CRL is lost.
TEST(Encodings, KeysAndParametersBesideAChainStayNotes) {
  const Bytes parameters = *from_hex("300e0209008000000000000001020102");
  const std::string key =
      "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nMIXXc2Vj\n"
      "-----END RSA PRIVATE KEY-----\n";
  for (const std::string& text :
       {pem(*from_hex("06052b81040022"), "EC PARAMETERS"), pem(*from_hex("3008020100300004010a"), "PRIVATE KEY"), key,
        pem(parameters, "DH PARAMETERS"), pem(file("public.der"), "PUBLIC KEY"),
        pem(file("request.der"), "CERTIFICATE REQUEST")}) {
    SCOPED_TRACE(text);
    const Result<Dump> dump = read(text + pem(chain()[0]));
    expect_list(dump, {chain()[0]});
    EXPECT_EQ(dump->notes.size(), 1U);
    EXPECT_FALSE(dump->unread_first);
  }
}

TEST(Encodings, WhatIsNoCertificateIsNoDump) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"30030a0106", "an OCSP response"},
      {"300e0209008000000000000001020102", "bare numbers"},
      {"3000", "an unknown DER value"},
      {"30030101ff", "an unknown DER value"},
      {"300aa0030201020201053000", "the signed part of a certificate"},
      {"308006092a864886f70d010702a0800000000000", "in BER, not in DER"},
      {"301006092a864886f70d010702a00302", "that is cut off"},
      {"3008020100300004010a", "only a private key"},
  };
  for (const auto& [hex, what] : cases) {
    const Result<Dump> dump = read(pem(*from_hex(hex)));
    ASSERT_FALSE(dump) << hex;
    EXPECT_NE(describe(dump.error()).find(what), std::string::npos) << describe(dump.error());
  }
  const Result<Dump> cut = read(pem(ByteView(chain()[0]).first(200)));
  ASSERT_FALSE(cut);
  EXPECT_EQ(cut.error().reason.text(), "not-der");
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

bool lost_a_list(const Result<Dump>& dump) {
  return dump && std::any_of(dump->unreadable.begin(), dump->unreadable.end(),
                             [](const Unreadable& each) { return each.kind == Unreadable::Kind::crl; });
}
std::size_t lists(const Result<Dump>& dump) { return dump ? dump->crls.size() : 0; }

TEST(Encodings, Base64OfATextIsReadFromItsFirstDigit) {
  const std::string both = pem(file("revoking.crl")) + pem(chain()[0]);
  for (const std::string_view front :
       {"", "\n", "# ", "crl", "a print\nof a program, and longer than a line of it\n"}) {
    SCOPED_TRACE(front);
    const std::string digits = to_base64(as_bytes(std::string(front) + both));
    for (const std::string& text :
         {digits, "{\"content\":\"" + digits + "\"}", "data: " + digits + "\nkind: Secret\n", in_lines(digits, 76),
          in_lines(digits, 64, "  "), "\"" + replaced(in_lines(digits, 76), "\n", "\\n") + "\""}) {
      const Result<Dump> dump = read(text);
      expect_list(dump, {chain()[0]});
      EXPECT_EQ(lists(dump), 1U) << text.substr(0, 60);
    }
    EXPECT_TRUE(lost_a_list(read(pem(chain()[0]) + digits.substr(0, 64) + "\n")) || front.size() > 30);
  }
  const std::string text = to_base64(as_bytes("# " + pem(chain()[1])));
  expect_list(read(in_lines(to_base64(chain()[0]), 64) + text + "\n"), {chain()[0], chain()[1]});
  // Encoded twice: it is not read, and that is said.
  const std::string twice = to_base64(as_bytes(pem(chain()[0]) + "crl: " + to_base64(file("revoking.crl")) + "\n"));
  EXPECT_TRUE(lost_a_list(read("data: " + twice + "\n")));
}

TEST(Encodings, AHeadingHidesNothing) {
  const Bytes list = file("revoking.crl");
  for (const std::string_view heading : {"CRL begins here:", "Beginning", "# begin list", "the CRL-CERTIFICATE-list"}) {
    SCOPED_TRACE(heading);
    const std::string start(heading);
    EXPECT_EQ(lists(read(pem(chain()[0]) + start + "\n" + in_lines(to_base64(list), 64))), 1U);
    EXPECT_EQ(lists(read(pem(chain()[0]) + start + " " + to_base64(list) + "\n")), 1U);
    expect_list(read(start + "\n" + to_base64(chain()[2]) + "\n" + pem(chain()[0])), {chain()[2], chain()[0]});
  }
  const std::string damaged = "----BEGIN CERTIFICATE----\n";
  EXPECT_TRUE(lost_a_list(read(pem(chain()[0]) + damaged + in_lines(to_base64(list), 32))));
  EXPECT_TRUE(lost_a_list(read(pem(chain()[0]) + damaged + "\n" + in_lines(to_base64(list), 64))));
  EXPECT_FALSE(lost_a_list(read(pem(chain()[0]) + damaged + in_lines(to_base64(chain()[1]), 64))));
}

TEST(Encodings, Base64OfEveryLengthIsSeen) {
  for (const std::string_view head : {"308190308187", "3082013030820120", "3082900030828f00", "3082d0003082cf00",
                                      "3083010000308300ff00", "30803080", "308006092a864886f70d010702a080"}) {
    SCOPED_TRACE(head);
    const Bytes list = file("revoking.crl");
    const Bytes beginning = joined({*from_hex(head), Bytes(list.begin() + 6, list.begin() + 60)});
    EXPECT_TRUE(lost_a_list(read(pem(chain()[0]) + "crl: " + to_base64(beginning) + "\n")));
  }
  EXPECT_FALSE(lost_a_list(read(pem(chain()[0]) + "MILLER MINUTES MIGRATION MIAMI\n")));
}

TEST(Encodings, TheRestOfATextThatIsTooMuchToDecodeIsNotPassedOver) {
  std::string secrets;
  for (int i = 0; i < 100; ++i)
    secrets += "  k: " + to_base64(as_bytes(pem(*from_hex("3008020100300004010a"), "PRIVATE KEY"))) + "\n";
  const std::string list = to_base64(as_bytes(pem(file("revoking.crl"))));
  EXPECT_EQ(lists(read(pem(chain()[0]) + secrets + "  crl: " + list + "\n")), 1U);
  // Each string of bytes ends within a text that goes on to the end.
  std::string octets = "'";
  for (const std::uint8_t octet : chain()[0]) octets += (octet == '0' ? "0" : "\\x" + to_hex(Bytes{octet}));
  octets += replaced("-----BEGIN X-----'\n", "-", "\\x2d");
  std::string text;
  for (int i = 0; i < 20; ++i) text += octets;
  const Result<Dump> dump = read(text);
  ASSERT_TRUE(lost_a_list(dump));
  EXPECT_EQ(dump->unreadable.back().error.reason.text(), "too-many");
}

TEST(Encodings, WhatStandsBehindAnotherValueIsRead) {
  const Bytes list = file("revoking.crl");
  const Bytes key = file("request.der");
  for (const std::string& text :
       {to_base64(key) + "\n" + to_base64(list) + "\n", in_lines(to_base64(key) + to_base64(list), 64),
        to_base64(joined({key, list})) + "\n", to_hex(key) + "\n" + to_hex(list) + "\n", "MILLER\n" + to_base64(list),
        spaced_hex(joined({key, list}), "", " "), to_base64(file("public.der")) + "\n" + to_base64(list),
        decimal(joined({key, list}))}) {
    SCOPED_TRACE(text.substr(0, 40));
    const Result<Dump> dump = read(pem(chain()[0]) + "x\n" + text);
    EXPECT_TRUE(lists(dump) == 1U || lost_a_list(dump));
  }
  EXPECT_EQ(lists(read(pem(chain()[0]) + "x\n" + to_base64(joined({key, list})) + "\n")), 1U);
  std::string lines = in_lines(to_base64(chain()[1]), 64);
  lines.erase(65, 65);
  for (const std::string_view between : {"", "\n"}) {
    const Result<Dump> dump = read(pem(chain()[0]) + "x\n" + lines + std::string(between) + to_base64(list) + "\n");
    EXPECT_TRUE(lists(dump) == 1U || lost_a_list(dump));
  }
  expect_list(read(pem(chain()[0]) + "x\n" + to_base64(key) + "\n"), {chain()[0]});
}

TEST(Encodings, ABlockOfSeveralValuesIsReadAsFarAsItGoes) {
  const Bytes list = file("revoking.crl");
  const Bytes& first = chain()[2];
  for (const std::string_view label :
       {"CERTIFICATE", "X509 CRL", "TRUSTED CERTIFICATE", "PKCS7", "FOO", "PUBLIC KEY", "PRIVATE KEY"}) {
    SCOPED_TRACE(label);
    for (const Bytes& block : {joined({first, list}), joined({first, list, {'\n'}}), joined({first, list, {0}}),
                               joined({file("public.der"), list})})
      EXPECT_EQ(lists(read(pem(chain()[0]) + pem(block, label))), 1U);
    const Bytes cut(list.begin(), list.end() - 3);
    EXPECT_TRUE(lost_a_list(read(pem(chain()[0]) + pem(joined({first, cut}), label))));
    EXPECT_TRUE(lost_a_list(read(pem(chain()[0]) + pem(joined({first, {'\n'}, list}), label))));
    EXPECT_EQ(ders(*read(pem(chain()[0]) + pem(joined({first, file("pkcs7.p7b")}), label))),
              (List{chain()[0], first, chain()[0]}));
  }
  EXPECT_TRUE(lost_a_list(read(pem(chain()[0]) + std::string(as_text(joined({first, list}))))));
}

TEST(Encodings, ABlockThatIsTooBigMayHoldAListBehindItsFirstValue) {
  const Bytes& first = chain()[0];
  const Limits limits{.certificate_bytes = first.size() - 1, .crl_bytes = 100};
  const auto read_small = [&](const Bytes& block) { return read_dump(as_bytes(pem(block)), "t", limits); };
  EXPECT_TRUE(lost_a_list(read_small(joined({first, file("revoking.crl")}))));
  const Result<Dump> alone = read_small(first);
  ASSERT_TRUE(alone);
  EXPECT_FALSE(lost_a_list(alone));
}

TEST(Encodings, WhatStandsBehindAHexDumpIsEvidenceToo) {
  const std::string dump = hexdump(chain()[0], false);
  const std::string list = pem(file("revoking.crl"));
  for (const std::string& behind :
       {"crl=" + to_base64(file("revoking.crl")), "crl " + to_hex(ByteView(file("revoking.crl")).first(300)),
        "{\"crl\":\"" + replaced(replaced(list, "-", "\\u002d"), "\n", "\\n") + "\"}",
        "crl=" + replaced(replaced(list, " ", "%20"), "\n", "%0A")}) {
    SCOPED_TRACE(behind.substr(0, 20));
    EXPECT_EQ(read(dump + behind + "\n").error().reason.text(), "hex");
  }
  expect_list(read(dump + "12 lines printed, key aGVsbG8gd29ybGQ=\n"), {chain()[0]});
}

std::string swapped_words(const Bytes& content) {
  std::string text;
  for (std::size_t at = 0; at < content.size(); at += 16) {
    text += to_hex(test::number(at, 4)).substr(1);
    for (std::size_t i = at; i + 1 < std::min(at + 16, content.size()); i += 2)
      text += " " + to_hex(Bytes{content[i + 1], content[i]});
    text += "\n";
  }
  return text;
}

TEST(Encodings, AHexDumpAmongOtherItemsIsNamed) {
  const Bytes list = file("revoking.crl");
  const std::string block = pem(list);
  const ByteView text = as_bytes(block);
  const Bytes of_pem(text.begin(), text.end());
  const Bytes big = joined({*from_hex("308301000030830f0000"), Bytes(list.begin() + 6, list.end())});
  const Bytes record = test::record(22, test::tls12_message(chain()));
  for (const Bytes& content : {list, of_pem, big, file("pkcs7.p7b"), record})
    for (const std::string& print : {hexdump(content, false), hexdump(content, true), swapped_words(content)}) {
      SCOPED_TRACE(print.substr(0, 40));
      EXPECT_TRUE(lost_a_list(read(pem(chain()[0]) + print)));
      EXPECT_TRUE(read(print + pem(chain()[0]))->unread_first || !read(print + pem(chain()[0]))->crls.empty());
      EXPECT_TRUE(lost_a_list(read(pem(chain()[0]) + replaced("\n" + print, "\n0000", "\n12:00 dump: 0000"))));
    }
  expect_list(read(hexdump(Bytes(200, 7), false) + pem(chain()[0])), {chain()[0]});
}

TEST(Encodings, DigitsOfPemAreRead) {
  const std::string block = pem(file("revoking.crl")) + pem(chain()[1]);
  const ByteView octets = as_bytes(block);
  const Bytes content(octets.begin(), octets.end());
  for (const std::string& print : {to_hex(content), in_lines(to_hex(content), 60), spaced_hex(content, "", " "),
                                   spaced_hex(content, "0x", ", "), decimal(content, ", ")}) {
    SCOPED_TRACE(print.substr(0, 40));
    const Result<Dump> dump = read("x " + print + "\n" + pem(chain()[0]));
    expect_list(dump, {chain()[1], chain()[0]});
    EXPECT_EQ(lists(dump), 1U);
    const Result<Dump> cut = read("x " + print.substr(0, 160) + "\n" + pem(chain()[0]));
    EXPECT_TRUE(lost_a_list(cut) && cut->unread_first);
  }
  EXPECT_TRUE(lost_a_list(read(pem(chain()[0]) + "x 0a" + to_hex(content) + "\n")));
  expect_list(read("a 2d2d2d2d2d2d2d2d, 45 45 45 45 45 45\n" + pem(chain()[0])), {chain()[0]});
}

TEST(Encodings, AListInsideOfSomethingElseFails) {
  const Bytes blob = joined({*from_hex("030000000100000014000000"), Bytes(20, 0xaa), file("revoking.crl")});
  for (const std::string& print : {"hex:" + spaced_hex(blob, "", ","), "crl " + std::string(64, 'a') + to_hex(blob),
                                   decimal(blob), decimal(joined({blob, file("root.der")}))})
    EXPECT_TRUE(lost_a_list(read(pem(chain()[0]) + print + "\n"))) << print.substr(0, 40);
  const Bytes other = joined({Bytes(40, 0xaa), chain()[1]});
  const Result<Dump> certificate = read(pem(chain()[0]) + decimal(other) + "\n");
  EXPECT_FALSE(lost_a_list(certificate));
  EXPECT_EQ(certificate->unreadable.size(), 1U);
}

TEST(Encodings, ShortRowsWithSomethingInFrontAreNamed) {
  const Bytes list = file("revoking.crl");
  const std::string before = "Jan 1 00:00:00 h a: ";
  for (const std::string& rows : {in_lines(spaced_hex(list, "", ":"), 48, before), in_lines(to_hex(list), 32, before),
                                  in_lines(to_base64(list), 48, before), in_lines(to_base64(list), 16, before),
                                  replaced(in_lines(spaced_hex(list, "", " "), 48, "0: "), "\n0: ", "\n10: "),
                                  replaced(in_lines(spaced_hex(list, "", " "), 48, before), "h a:", "h \"a\":"),
                                  "m=a#012" + replaced(in_lines(to_base64(list), 64), "\n", "#012") + "\n",
                                  "m=a^J" + replaced(in_lines(to_base64(list), 64), "\n", "^J") + "\n",
                                  "m=a\\u000a" + replaced(in_lines(to_base64(list), 64), "\n", "\\u000a") + "\n",
                                  "m=a%0A" + replaced(in_lines(to_base64(list), 64), "\n", "%0A") + "\n",
                                  in_lines(to_base64(list), 64, "+"), "path/" + to_base64(list) + "\n"}) {
    SCOPED_TRACE(rows.substr(0, 60));
    const Result<Dump> dump = read(pem(chain()[0]) + rows);
    EXPECT_TRUE(lost_a_list(dump) || lists(dump) == 1U);
  }
}

TEST(Encodings, AnEscapedChainBesideAStringOfBytes) {
  const std::string block = pem(chain()[0]);
  const Bytes list = file("revoking.crl");
  const std::string rest = spaced_hex(Bytes(list.begin() + 1, list.end()), "\\x", "");
  for (const std::string& chain_text :
       {"\"" + replaced(replaced(block, "-", "\\u002d"), "\n", "\\n") + "\"\n",
        "c=" + replaced(replaced(replaced(block, "+", "%2B"), " ", "+"), "\n", "%0A") + "\n"})
    for (const std::string& octets : {"\"\\x30" + rest + "\"\n", "'0" + rest + "+%25'\n"}) {
      const Result<Dump> dump = read(chain_text + octets);
      ASSERT_TRUE(dump) << describe(dump.error());
      EXPECT_EQ(ders(*dump), List{chain()[0]});
      EXPECT_EQ(lists(dump), 1U) << octets.substr(0, 20);
    }
}

// What programs print of a certificate holds the octets of its fields, which are none.
TEST(Encodings, FieldsInHexadecimalAreNoItems) {
  const std::string points =
      "308195308192a04aa048864668747470733a2f2f747363692e696e74656c2e636f6d2f636f6e74656e742f4f44434131";
  expect_list(read("  365:d=5  hl=3 l= 152 prim: OCTET STRING      [HEX DUMP]:" + points + "\n" + pem(chain()[0])),
              {chain()[0]});
  expect_list(
      read("      0000 - 30 81 95 30 81 92 a0 4a-a0 48 86 46 68 74 74 70   0..0...J.H.Fhttp\n" + pem(chain()[0])),
      {chain()[0]});
}

std::string dump_of_width(const Bytes& content, std::size_t width, bool octal) {
  std::string text;
  for (std::size_t at = 0; at < content.size(); at += width) {
    std::string offset;
    for (std::size_t rest = at, i = 0; i < 7; ++i, rest /= 8) offset.insert(0, std::to_string(rest % 8));
    text += octal ? offset : to_hex(test::number(at, 4)) + ":";
    for (std::size_t i = at; i < std::min(at + width, content.size()); ++i) text += " " + to_hex(Bytes{content[i]});
    text += octal ? "\n" : "  ab cd\n";
  }
  return text;
}

TEST(Encodings, HexDumpsOfAnyWidth) {
  for (const std::size_t width : {8U, 16U, 24U, 30U, 32U, 64U})
    for (const bool octal : {false, true})
      for (const std::size_t missing : {0U, 1U, 2U, 3U, 5U, 7U}) {
        SCOPED_TRACE(width);
        // Of any length: what does not fill the last line is NULs behind the certificate, which are reported.
        const Bytes content = joined({chain()[0], Bytes(missing * 4, 0)});
        const Result<Dump> dump = read(dump_of_width(content, width, octal));
        ASSERT_TRUE(dump) << describe(dump.error());
        EXPECT_EQ(ders(*dump), List{chain()[0]});
        EXPECT_EQ(dump->unreadable.size(), missing == 0 ? 0U : 1U);
      }
}

TEST(Encodings, LineEndsAsXmlHasThem) {
  for (const std::string_view line_end : {"&#xa;", "&#10;", "&#xd;&#xa;"})
    expect_list(read("<elem key=\"pem\">" + replaced(pem(chain()[0]), "\n", line_end) + "</elem>\n"), {chain()[0]});
}

/// Dashes as programs and people change them. The nearest neighbours are texts that speak of certificates.
TEST(Encodings, ABeginLineWithoutItsDashesIsDamaged) {
  const std::string block = pem(chain()[2]);
  for (const std::string_view dashes : {"", "=====", "#####", "\xc2\xad\xc2\xad", "\xef\xbc\x8d\xef\xbc\x8d",
                                        "&#45;&#45;", "\\u002d", "----", "\xe2\x80\x94", "%2D%2D"}) {
    SCOPED_TRACE(dashes);
    EXPECT_TRUE(read(replaced(block, "-----", dashes) + pem(chain()[0]))->unread_first);
  }
  for (const std::string_view words : {"BEGlN CERTIFICATE",
                                       "\xd0\x92"
                                       "EGIN CERTIFICATE",
                                       "BEGIN CERTIFICTE"}) {
    SCOPED_TRACE(words);
    const Result<Dump> dump =
        read(replaced(replaced(block, "-----", ""), "BEGIN CERTIFICATE", words) + pem(chain()[0]));
    EXPECT_TRUE(dump->unread_first || ders(*dump) == (List{chain()[2], chain()[0]}));
  }
  for (const std::string_view comment : {"BEGIN CERTIFICATE\n", "# begin certificate of the leaf\n",
                                         "Certificate:\n    Data:\n        Version: 3 (0x2)\n",
                                         "=== Begin certificates ===\nissued by the example CA\n"}) {
    SCOPED_TRACE(comment);
    expect_list(read(std::string(comment) + pem(chain()[0])), {chain()[0]});
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
