// SPDX-FileCopyrightText: The odca-trust authors
// SPDX-License-Identifier: Apache-2.0
// Result: the value of an operation that can fail, or an Error. A rejected chain is not an Error but a verdict with
// findings (odca/finding.h); an Error means that there is no verdict.
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "odca/reason_id.h"

namespace odca {

/// Errc classifies errors by what the caller can do: fix the input, grant access, raise a limit, give up.
enum class Errc {
  syntax,
  io,
  usage,
  limit,
  permission,
  signature,
  rollback,
  expired,
  unsupported,
  device,
  protocol,
  timeout
};

/// Error is one failure. `reason` is a stable slug for programs ("not-der", "duplicate-extension"), `message` is for
/// people (lower case, no full stop, values in single quotes), `hint` is the remedy, and `trace` lists the places from
/// the innermost outwards ("line 7", "policy/lab.yaml").
struct [[nodiscard]] Error {
  Errc code = Errc::syntax;
  std::string message{};
  std::string hint{};
  ReasonId reason{};
  std::vector<std::string> trace{};

  /// in returns this error with one more, outer place.
  Error in(std::string where) && {
    trace.push_back(std::move(where));
    return std::move(*this);
  }
};

/// describe is the error on one line, outermost place first, without the hint.
std::string describe(const Error& error);

/// Result holds a T or an Error, as std::expected does in C++23. Reading the absent one is a bug of the caller and
/// throws std::bad_variant_access.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : v_(std::in_place_index<0>, std::move(value)) {}  // NOLINT: implicit by design, as in std::expected
  Result(Error error) : v_(std::in_place_index<1>, std::move(error)) {}  // NOLINT: same
  bool has_value() const noexcept { return v_.index() == 0; }
  explicit operator bool() const noexcept { return has_value(); }
  T& operator*() & { return std::get<0>(v_); }
  const T& operator*() const& { return std::get<0>(v_); }
  T&& operator*() && { return std::get<0>(std::move(v_)); }
  T* operator->() { return &std::get<0>(v_); }
  const T* operator->() const { return &std::get<0>(v_); }
  const Error& error() const& { return std::get<1>(v_); }
  Error&& error() && { return std::get<1>(std::move(v_)); }

 private:
  std::variant<T, Error> v_;
};

/// Status is a Result without a value.
template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : failed_(true), error_(std::move(error)) {}  // NOLINT: implicit by design
  bool has_value() const noexcept { return !failed_; }
  explicit operator bool() const noexcept { return has_value(); }
  const Error& error() const& { return error_; }
  Error&& error() && { return std::move(error_); }

 private:
  bool failed_ = false;
  Error error_{};
};
using Status = Result<void>;

}  // namespace odca

#define ODCA_CAT_(a, b) a##b
#define ODCA_CAT(a, b) ODCA_CAT_(a, b)

/// ODCA_TRY returns the error of a Status or Result from the calling function.
#define ODCA_TRY(expr) \
  if (auto odca_status = (expr); !odca_status) return std::move(odca_status).error()

#define ODCA_TRY_ASSIGN_(tmp, lhs, expr)   \
  auto tmp = (expr);                       \
  if (!tmp) return std::move(tmp).error(); \
  lhs = *std::move(tmp)
/// ODCA_TRY_ASSIGN declares or assigns `lhs` from a Result, or returns its error from the calling function.
#define ODCA_TRY_ASSIGN(lhs, expr) ODCA_TRY_ASSIGN_(ODCA_CAT(odca_try_, __COUNTER__), lhs, expr)
