// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
#include "signing/key_file.h"

#include <sodium.h>

#include <array>
#include <filesystem>
#include <map>
#include <system_error>

#include "base/content.h"
#include "base/excerpt.h"
#include "base/text.h"
#include "bundle/canonical.h"
#include "bundle/reason.h"
#include "files/file_io.h"
#include "os/owner_file.h"

namespace odca::bundle {
namespace {

constexpr std::string_view kKeyFormat = "amt-bundle-key/1";
constexpr std::string_view kArgon = "argon2id13";
constexpr std::string_view kNone = "none";
constexpr std::size_t kMaxFile = 4096;
constexpr std::size_t kCipherBytes = crypto_sign_SEEDBYTES + crypto_aead_xchacha20poly1305_ietf_ABYTES;

using Fields = std::map<std::string, std::string, std::less<>>;  // canonical texts by name

struct Cost {
  std::uint64_t operations = 0;
  std::uint64_t memory = 0;  // bytes
};

Cost cost_of(KdfCost cost) {
  switch (cost) {
    case KdfCost::interactive:
      return {crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE};
    case KdfCost::moderate:
      return {crypto_pwhash_OPSLIMIT_MODERATE, crypto_pwhash_MEMLIMIT_MODERATE};
    case KdfCost::sensitive:
      break;
  }
  return {crypto_pwhash_OPSLIMIT_SENSITIVE, crypto_pwhash_MEMLIMIT_SENSITIVE};
}

std::string_view keytype_of(KeyPurpose purpose) { return purpose == KeyPurpose::sidecar ? "minisign" : "ed25519"; }

Error bad_file(std::string message) { return failure("E_KEYFILE", std::move(message)); }

/// Locked is a short secret in locked memory.
class Locked {
 public:
  explicit Locked(std::size_t size) : bytes_(static_cast<unsigned char*>(sodium_malloc(size))), size_(size) {
    if (bytes_ == nullptr) throw std::bad_alloc();
  }
  ~Locked() { sodium_free(bytes_); }
  Locked(const Locked&) = delete;
  Locked& operator=(const Locked&) = delete;
  unsigned char* data() { return bytes_; }
  ByteView view() const { return {bytes_, size_}; }

 private:
  unsigned char* bytes_;
  std::size_t size_;
};

/// derive fills `key` from the passphrase. Fails where the system does not give the memory; the cost is never lowered.
Status derive(Locked& key, const SecretText& passphrase, const Cost& cost, ByteView salt) {
  const std::string_view text = passphrase.view();
  if (crypto_pwhash(key.data(), key.view().size(), text.data(), text.size(), salt.data(), cost.operations,
                    static_cast<std::size_t>(cost.memory), crypto_pwhash_ALG_ARGON2ID13) != 0)
    return failure("E_INTERNAL", cat("not enough memory for the passphrase: ", cost.memory >> 20U, " MiB needed"),
                   "close other programs, or use a machine with more memory; the cost is never lowered");
  return {};
}

/// Parts is a key file taken apart.
struct Parts {
  KeyFileInfo info{};
  std::string header{};  // what is authenticated: all fields but the sealed one
  Cost cost{};
  Bytes salt{};
  Bytes nonce{};
  Bytes sealed{};  // ciphertext, or the seed of a key that is not encrypted
};

/// FieldReader takes the members of a key file one by one; what is left over at the end is unknown.
class FieldReader {
 public:
  explicit FieldReader(const Value& object) : members_(object.members()) {}

  Result<std::string> text(std::string_view name) {
    ODCA_TRY_ASSIGN(const Value value, take(name));
    if (!value.is_string()) return bad_file(cat("expected a string as ", quote(name), ", found ", value.kind_name()));
    return value.string();
  }
  Result<std::uint64_t> number(std::string_view name) {
    ODCA_TRY_ASSIGN(const Value value, take(name));
    if (!value.is_integer())
      return bad_file(cat("expected an integer as ", quote(name), ", found ", value.kind_name()));
    return value.integer();
  }
  Result<Bytes> hex(std::string_view name, std::size_t size) {
    ODCA_TRY_ASSIGN(const std::string digits, text(name));
    std::optional<Bytes> bytes = from_hex(digits);
    // one form only: what is not written as we write it was not written by us
    if (!bytes || bytes->size() != size || to_hex(*bytes) != digits)
      return bad_file(cat("expected ", 2 * size, " lower-case hexadecimal digits as ", quote(name)));
    return *std::move(bytes);
  }
  Status at_end() const {
    if (taken_ == members_.size()) return {};
    return bad_file("unknown member in the key file");
  }

 private:
  Result<Value> take(std::string_view name) {
    for (const auto& [key, value] : members_)
      if (key == name) return ++taken_, value;
    return bad_file(cat("missing member ", quote(name)));
  }

  Value::Members members_;
  std::size_t taken_ = 0;
};

std::string header_of(const Value& object, std::string_view sealed_field) {
  Fields fields;
  for (const auto& [name, value] : object.members())
    if (name != sealed_field) fields.emplace(name, value.text());
  return canonical_object(fields);
}

/// hint_for says what to do about another file where a secret key was to be.
std::string_view hint_for(const ContentGuess& guess) {
  switch (guess.kind) {
    case Content::empty:
    case Content::white_space:
      return "restore the key from its backup";
    case Content::minisign:
      return "keys of the stock minisign sign with minisign alone; a key of documents comes from trust-bundle key new, "
             "one of sidecars from trust-bundle minisign key";
    case Content::pem:
      return "another program signs with that key: trust-bundle payload writes what it is to sign, trust-bundle "
             "add-signature takes the signature";
    default:
      return guess.hint;
  }
}

Result<Parts> take_apart(std::string_view text, KeyPurpose purpose) {
  if (text.size() > kMaxFile) return bad_file(cat("expected a key file of at most ", kMaxFile, " bytes"));
  if (const ContentGuess guess = guess_content(as_bytes(text)); is_foreign(guess.kind))
    return failure("E_KEYFILE", cat("not a key file of trust-bundle: it is ", guess.what),
                   std::string(hint_for(guess)));
  auto document = Document::parse(text);
  if (!document || !document->root().is_object())
    return bad_file(document ? "expected an object" : cat("not a key file: ", document.error().message));
  const Value root = document->root();
  FieldReader fields(root);
  ODCA_TRY_ASSIGN(const std::string format, fields.text("format"));
  if (format != kKeyFormat)
    return bad_file(cat("expected format ", quote(kKeyFormat), ", found ", quote_excerpt(format)));
  ODCA_TRY_ASSIGN(const std::string keytype, fields.text("keytype"));
  if (keytype != keytype_of(purpose))
    return failure(
        "E_KEYFILE", cat("expected key type ", quote(keytype_of(purpose)), ", found ", quote_excerpt(keytype)),
        "keys of documents come from trust-bundle key new, those of sidecars from trust-bundle minisign key");
  ODCA_TRY_ASSIGN(const std::string key_id, fields.text("keyid"));
  ODCA_TRY_ASSIGN(const Bytes public_key, fields.hex("public", crypto_sign_PUBLICKEYBYTES));
  Parts parts;
  std::array<std::uint8_t, crypto_sign_PUBLICKEYBYTES> key{};
  std::copy(public_key.begin(), public_key.end(), key.begin());
  parts.info.key = ed25519_key(key);
  if (parts.info.key.id != key_id) return bad_file("the key id does not match the public key");
  ODCA_TRY_ASSIGN(const std::string kdf, fields.text("kdf"));
  if (kdf == kNone) {
    parts.info.encrypted = false;
    ODCA_TRY_ASSIGN(parts.sealed, fields.hex("seed", crypto_sign_SEEDBYTES));
  } else if (kdf == kArgon) {
    ODCA_TRY_ASSIGN(parts.cost.operations, fields.number("opslimit"));
    ODCA_TRY_ASSIGN(parts.cost.memory, fields.number("memlimit"));
    ODCA_TRY_ASSIGN(parts.salt, fields.hex("salt", crypto_pwhash_SALTBYTES));
    ODCA_TRY_ASSIGN(parts.nonce, fields.hex("nonce", crypto_aead_xchacha20poly1305_ietf_NPUBBYTES));
    ODCA_TRY_ASSIGN(parts.sealed, fields.hex("ciphertext", kCipherBytes));
    const Cost most = cost_of(KdfCost::sensitive);
    if (parts.cost.operations > most.operations || parts.cost.memory > most.memory)
      return bad_file("the kdf cost in the key file is above any that this program writes");
    if (parts.cost.operations < crypto_pwhash_OPSLIMIT_MIN || parts.cost.memory < crypto_pwhash_MEMLIMIT_MIN)
      return bad_file("the kdf cost in the key file is below the least that the function allows");
    parts.info.operations = parts.cost.operations;
    parts.info.memory = parts.cost.memory;
  } else {
    return bad_file(cat("expected kdf ", quote(kArgon), " or ", quote(kNone), ", found ", quote_excerpt(kdf)));
  }
  ODCA_TRY(fields.at_end());
  parts.header = header_of(root, "ciphertext");
  return parts;
}

/// unreadable_key says what is in the place of a key file.
Error unreadable_key(const std::filesystem::path& path, const Error& error) {
  using std::filesystem::file_type;
  const auto is = [&](std::string_view what, std::string_view hint) {
    return failure("E_KEYFILE", cat(quote(path.string()), " is ", what, ", expected a key file"), std::string(hint));
  };
  constexpr std::string_view kFromAFile = "save the key to a file with mode 0600, and name that";
  std::error_code problem;
  switch (std::filesystem::symlink_status(path, problem).type()) {
    case file_type::directory:
      return is("a folder", "name a key file inside it");
    case file_type::fifo:
      return is("a named pipe", kFromAFile);
    case file_type::socket:
      return is("a socket", kFromAFile);
    case file_type::character:
    case file_type::block:
      return is("a device", kFromAFile);
    case file_type::not_found:
      return failure("E_KEYFILE", describe(error), "check the name: a folder on the way is missing or not a folder");
    default:
      break;
  }
  return failure("E_KEYFILE", describe(error), error.hint);
}

/// Only one form of each key is read, so the key of a seed decides whether the file is what it says.
Result<SecretKey> checked(std::optional<SecretKey> key, const RoleKey& expected) {
  if (!key || key->public_key().id != expected.id) return bad_file("the secret key does not match the public key");
  return *std::move(key);
}

}  // namespace

Result<std::string> seal_key(const SecretKey& key, const SecretText* passphrase, KdfCost cost, KeyPurpose purpose) {
  const RoleKey& known = key.public_key();
  Fields fields{{"format", canonical_string(kKeyFormat)},
                {"keyid", canonical_string(known.id)},
                {"keytype", canonical_string(keytype_of(purpose))},
                {"public", canonical_string(known.public_hex)}};
  if (passphrase == nullptr) {
    fields.emplace("kdf", canonical_string(kNone));
    fields.emplace("seed", canonical_string(to_hex(key.seed())));
    return canonical_object(fields);
  }
  const Cost work = cost_of(cost);
  std::array<std::uint8_t, crypto_pwhash_SALTBYTES> salt{};
  std::array<std::uint8_t, crypto_aead_xchacha20poly1305_ietf_NPUBBYTES> nonce{};
  randombytes_buf(salt.data(), salt.size());
  randombytes_buf(nonce.data(), nonce.size());
  fields.emplace("kdf", canonical_string(kArgon));
  fields.emplace("memlimit", canonical_integer(work.memory));
  fields.emplace("nonce", canonical_string(to_hex(nonce)));
  fields.emplace("opslimit", canonical_integer(work.operations));
  fields.emplace("salt", canonical_string(to_hex(salt)));
  const std::string header = canonical_object(fields);
  Locked wrapping(crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
  ODCA_TRY(derive(wrapping, *passphrase, work, salt));
  std::array<std::uint8_t, kCipherBytes> sealed{};
  const ByteView authenticated = as_bytes(header);
  crypto_aead_xchacha20poly1305_ietf_encrypt(sealed.data(), nullptr, key.seed().data(), key.seed().size(),
                                             authenticated.data(), authenticated.size(), nullptr, nonce.data(),
                                             wrapping.data());
  fields.emplace("ciphertext", canonical_string(to_hex(sealed)));
  return canonical_object(fields);
}

Result<KeyFileInfo> inspect_key(std::string_view text, KeyPurpose purpose) {
  ODCA_TRY_ASSIGN(const Parts parts, take_apart(text, purpose));
  return parts.info;
}

Result<SecretKey> open_key(std::string_view text, const SecretText* passphrase, KeyPurpose purpose) {
  ODCA_TRY_ASSIGN(Parts parts, take_apart(text, purpose));
  if (!parts.info.encrypted) {
    std::optional<SecretKey> key = SecretKey::from_seed(parts.sealed);
    sodium_memzero(parts.sealed.data(), parts.sealed.size());
    return checked(std::move(key), parts.info.key);
  }
  if (passphrase == nullptr)
    return failure("E_PASSPHRASE", "missing passphrase: the key is encrypted",
                   "type it at the terminal, or give --passphrase-fd");
  Locked wrapping(crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
  ODCA_TRY(derive(wrapping, *passphrase, parts.cost, parts.salt));
  Locked seed(crypto_sign_SEEDBYTES);
  const ByteView authenticated = as_bytes(parts.header);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(seed.data(), nullptr, nullptr, parts.sealed.data(),
                                                 parts.sealed.size(), authenticated.data(), authenticated.size(),
                                                 parts.nonce.data(), wrapping.data()) != 0)
    return failure("E_PASSPHRASE", "the passphrase is wrong, or the key file was changed");
  return checked(SecretKey::from_seed(seed.view()), parts.info.key);
}

Result<std::string> read_key_file(const std::filesystem::path& path) {
  auto content = read_owner_file(path, kMaxFile);
  if (!content) return unreadable_key(path, content.error());
  if (!content->has_value()) return bad_file(cat("missing key file ", quote(path.string())));
  return std::string(as_text(**content));
}

Status check_key_place(const std::filesystem::path& path) {
  std::error_code problem;
  if (std::filesystem::symlink_status(path, problem).type() != std::filesystem::file_type::not_found)
    return failure("E_IO", cat(quote(path.string()), " exists already"),
                   "choose another name; a key file is never overwritten");
  return {};
}

Status save_key_file(const std::filesystem::path& path, std::string_view text) {
  ODCA_TRY(check_key_place(path));  // for its hint; what decides is that write_new replaces nothing
  return bundle_tool::write_new(path, text, Rights::owner_alone);
}

}  // namespace odca::bundle
