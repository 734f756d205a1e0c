package dev.octet.symbol;

import com.google.common.base.CaseFormat;

/** The integer-valued functions that stay in a canonical form, in the order in which they sort. */
enum IntFunction {
  FLOOR_DIV,
  CLEAN_DIV,
  MOD,
  MAX,
  MIN,
  ABS,
  POW_BY_NATURAL,
  L_SHIFT,
  R_SHIFT,
  WHERE,
  TRUNC_TO_INT,
  FLOOR_TO_INT,
  CEIL_TO_INT,
  ROUND_TO_INT,
  IS_NON_OVERLAPPING_AND_DENSE_INDICATOR;

  private final String sympyName = CaseFormat.UPPER_UNDERSCORE.to(CaseFormat.UPPER_CAMEL, name());

  /** The name in expression text. */
  String sympyName() {
    return sympyName;
  }
}
