// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Whatever shape a certificate or a CRL has, what is kept of it and what reading it takes is a small multiple of its
// bytes, and finding a serial number decodes no entry that does not have it. Bytes are counted here, nothing is timed.
// A program of its own, since it replaces operator new.
#include <gtest/gtest.h>
#include <malloc.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <new>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "odca/certificate.h"
#include "odca/crl.h"

namespace {
std::size_t live = 0;
std::size_t most = 0;
std::size_t allocations = 0;

void* allocate(std::size_t size) {
  void* const memory = std::malloc(size == 0 ? 1 : size);
  if (memory == nullptr) throw std::bad_alloc();
  live += malloc_usable_size(memory);
  most = std::max(most, live);
  ++allocations;
  return memory;
}
void release(void* memory) {
  if (memory != nullptr) live -= malloc_usable_size(memory);
  std::free(memory);
}
}  // namespace

void* operator new(std::size_t size) { return allocate(size); }
void* operator new[](std::size_t size) { return allocate(size); }
void operator delete(void* memory) noexcept { release(memory); }
void operator delete[](void* memory) noexcept { release(memory); }
void operator delete(void* memory, std::size_t) noexcept { release(memory); }
void operator delete[](void* memory, std::size_t) noexcept { release(memory); }

namespace odca {
namespace {

using Text = std::string;

Text tlv(unsigned tag, const Text& contents) {
  Text out(1, static_cast<char>(tag));  // tags are below 256
  const std::size_t size = contents.size();
  if (size < 0x80) {
    out += static_cast<char>(size);
  } else {
    Text length;
    for (std::size_t rest = size; rest > 0; rest >>= 8U) length.insert(length.begin(), static_cast<char>(rest & 0xffU));
    out += static_cast<char>(0x80U | length.size());
    out += length;
  }
  return out + contents;
}
Text sequence(const Text& contents) { return tlv(0x30, contents); }
Text repeated(std::size_t count, const std::function<Text(std::size_t)>& make) {
  Text all;
  for (std::size_t i = 0; i < count; ++i) all += make(i);
  return all;
}

const Text kAlgorithm = sequence("\x06\x08\x2a\x86\x48\xce\x3d\x04\x03\x03");
const Text kDates = sequence(
    "\x17\x0d"
    "250101000000Z"
    "\x17\x0d"
    "270101000000Z");
const Text kWhen =
    "\x17\x0d"
    "250101000000Z";
const Text kSignature = tlv(3, Text(1, '\0') + Text(100, 's'));

Text attribute(const Text& value) { return sequence(Text("\x06\x03\x55\x04\x03") + tlv(12, value)); }
Text name(const Text& value) { return sequence(tlv(0x31, attribute(value))); }
Text number(std::size_t value) {
  Text octets(1, '\x01');
  for (unsigned shift = 24; shift > 0; shift -= 8) octets += static_cast<char>(value >> (shift - 8) & 0xffU);
  return tlv(2, octets);
}
Text extension(const Text& oid, const Text& value) { return sequence(tlv(6, oid) + tlv(4, value)); }

/// Shape is how many of each thing there are.
struct Shape {
  std::size_t entries = 0, issuers = 0, unknown = 0, duplicates = 0, names = 0, points = 0, purposes = 0,
              attributes = 1;
};

std::size_t any(std::size_t most_of_it) {
  const bool large = *rc::gen::inRange(0, 3) == 0;
  return *rc::gen::inRange<std::size_t>(0, (large ? most_of_it : most_of_it / 20) + 1);
}

Text entry(const Shape& shape, std::size_t i) {
  Text extensions;
  if (i < shape.issuers) extensions += extension("\x55\x1d\x1d", sequence(tlv(0xa4, name("ca " + std::to_string(i)))));
  if (i < shape.unknown)
    extensions += repeated(6, [](std::size_t n) { return extension(Text(1, '\x2a') + static_cast<char>(n), "\x05"); });
  if (!extensions.empty()) extensions = sequence(extensions);
  return sequence(number(i < shape.duplicates ? 7 : i + 100) + kWhen + extensions);
}

Text points(std::size_t count) {
  return sequence(repeated(count, [](std::size_t i) {
    return sequence(
        tlv(0xa0, tlv(0xa0, tlv(0x86, "u" + std::to_string(i)) + tlv(0xa4, name("n" + std::to_string(i))))));
  }));
}

Text crl_of(const Shape& shape) {
  Text extensions = extension("\x55\x1d\x14", number(1));
  if (shape.points > 0) {
    const Text names = repeated(shape.points, [](std::size_t i) { return tlv(0x86, "u" + std::to_string(i)); });
    extensions += extension("\x55\x1d\x1c", sequence(tlv(0xa0, tlv(0xa0, names))));
  }
  const Text rows = repeated(shape.entries, [&](std::size_t i) { return entry(shape, i); });
  return sequence(sequence(tlv(2, "\x01") + kAlgorithm + name("issuer") + kWhen + kWhen +
                           (rows.empty() ? rows : sequence(rows)) + tlv(0xa0, sequence(extensions))) +
                  kAlgorithm + kSignature);
}

Text certificate_of(const Shape& shape) {
  Text extensions = extension("\x55\x1d\x0e", tlv(4, "12345678901234567890"));
  if (shape.names > 0)
    extensions += extension("\x55\x1d\x11", sequence(repeated(shape.names, [](std::size_t i) {
                              return i % 2 == 0 ? tlv(0x82, "h") : tlv(0xa4, name("d"));
                            })));
  if (shape.points > 0) extensions += extension("\x55\x1d\x1f", points(shape.points));
  if (shape.purposes > 0)
    extensions +=
        extension("\x55\x1d\x25", sequence(repeated(shape.purposes, [](std::size_t) { return tlv(6, "\x2a"); })));
  const Text many = tlv(0x31, repeated(shape.attributes, [](std::size_t) { return attribute("a"); }));
  const Text key = sequence(sequence("\x06\x03\x2b\x65\x70") + tlv(3, Text(1, '\0') + Text(32, 'k')));
  return sequence(sequence(tlv(0xa0, tlv(2, "\x02")) + number(1) + kAlgorithm + name("issuer") + kDates +
                           sequence(many) + key + tlv(0xa3, sequence(extensions))) +
                  kAlgorithm + kSignature);
}

Shape any_shape() {
  Shape shape{
      .entries = any(4000), .names = any(1500), .points = any(40), .purposes = any(200), .attributes = 1 + any(150)};
  shape.issuers = std::min(any(4000), shape.entries);
  shape.unknown = std::min(any(2000), shape.entries);
  shape.duplicates = std::min(any(4000), shape.entries);
  return shape;
}

/// Taken is what reading took at its most, and what is kept afterwards.
struct Taken {
  std::size_t most = 0;
  std::size_t kept = 0;
};
template <class Read>
Taken taken_by(const Read& read) {
  const std::size_t before = live;
  most = live;
  const auto result = read();
  return {.most = most - before, .kept = live - before};
}

// Certificate and CRL keep their bytes, the signed part of them and the parts that somebody asks for; around each value
// the heap needs thirty-two bytes, and a short one has three. Errors and fixed fields are the constant.
constexpr std::size_t kConstant = 16 * 1024;

TEST(DecodingBounds, AreAskedOfWhatIsRead) {
  const Text certificate = certificate_of({.names = 1000, .points = 20, .purposes = 100, .attributes = 100});
  const auto read = Certificate::from_der(as_bytes(certificate), {.bytes = 4U << 20U});
  ASSERT_TRUE(read) << describe(read.error());
  EXPECT_EQ((*read)->subject_alt_names->size(), 1000U);
  EXPECT_EQ((*read)->crl_distribution_points.size(), 20U);
  const Text list = crl_of({.entries = 50, .issuers = 20, .unknown = 30, .duplicates = 10, .points = 60});
  const auto crl = Crl::from_der(as_bytes(list), {.bytes = 4U << 20U});
  ASSERT_TRUE(crl) << describe(crl.error());
  EXPECT_EQ((*crl)->entries.size(), 50U);
  EXPECT_TRUE((*crl)->entries.any_names_issuer());
}

RC_GTEST_PROP(DecodingBounds, a_crl_takes_five_times_its_bytes, ()) {
  const Text der = crl_of(any_shape());
  const Taken taken = taken_by([&] { return Crl::from_der(as_bytes(der), {.bytes = 4U << 20U}); });
  RC_ASSERT(taken.kept <= 4 * der.size() + kConstant);
  RC_ASSERT(taken.most <= 5 * der.size() + kConstant);
}

RC_GTEST_PROP(DecodingBounds, a_certificate_takes_a_small_multiple_of_its_bytes, ()) {
  const Text der = certificate_of(any_shape());
  const Taken taken = taken_by([&] { return Certificate::from_der(as_bytes(der), {.bytes = 4U << 20U}); });
  RC_ASSERT(taken.kept <= 16 * der.size() + kConstant);
  RC_ASSERT(taken.most <= 20 * der.size() + kConstant);
}

RC_GTEST_PROP(DecodingBounds, a_serial_number_is_found_without_decoding_the_others, ()) {
  const Shape shape = any_shape();
  const Text der = crl_of(shape);
  const auto crl = Crl::from_der(as_bytes(der), {.bytes = 4U << 20U});
  RC_PRE(bool(crl));
  const Bytes listed{1, 0, 0, 7};
  const Bytes absent{2};
  (void)(*crl)->entries.with_serial(absent);  // the table is made
  allocations = 0;
  std::size_t found = 0;
  for (const RevokedEntry& each : (*crl)->entries.with_serial(listed)) {
    RC_ASSERT(each.serial == listed);
    ++found;
  }
  RC_ASSERT(found == shape.duplicates);
  RC_ASSERT(allocations <= 24 * found + 8);
}

/// The entries that are found one by one are those that a walk over all of them meets, issuers included.
RC_GTEST_PROP(DecodingBounds, a_serial_number_is_found_as_a_walk_finds_it, ()) {
  Shape shape = any_shape();
  shape.entries = std::min<std::size_t>(shape.entries, 80);
  for (std::size_t* const count : {&shape.issuers, &shape.unknown, &shape.duplicates})
    *count = std::min(*count, shape.entries);
  const Text der = crl_of(shape);
  const auto crl = Crl::from_der(as_bytes(der), {.bytes = 4U << 20U});
  RC_PRE(bool(crl));
  std::set<Bytes> serials;
  std::size_t walked = 0;
  for (const RevokedEntry& each : (*crl)->entries) {
    serials.insert(each.serial);
    ++walked;
  }
  std::size_t found = 0;
  for (const Bytes& serial : serials) {
    std::vector<std::optional<Name>> issuers;
    for (const RevokedEntry& each : (*crl)->entries)
      if (each.serial == serial) issuers.push_back(each.effective_issuer);
    std::size_t at = 0;
    for (const RevokedEntry& each : (*crl)->entries.with_serial(serial))
      RC_ASSERT(each.effective_issuer == issuers.at(at++));
    RC_ASSERT(at == issuers.size());
    found += at;
  }
  RC_ASSERT(found == walked && walked == (*crl)->entries.size());
}

}  // namespace
}  // namespace odca
