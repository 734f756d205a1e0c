package dev.octet.symbol;

import com.google.common.base.CaseFormat;

/** The functions with floating-point results. */
enum FloatFunction {
  ADD,
  MUL,
  MAX,
  MIN,
  ABS,
  FLOAT_POW,
  FLOAT_TRUE_DIV,
  INT_TRUE_DIV,
  TO_FLOAT,
  TRUNC_TO_FLOAT,
  ROUND_DECIMAL,
  WHERE,
  SQRT("sqrt"),
  COS("cos"),
  COSH("cosh"),
  SIN("sin"),
  SINH("sinh"),
  TAN("tan"),
  TANH("tanh"),
  ASIN("asin"),
  ACOS("acos"),
  ATAN("atan"),
  EXP("exp"),
  LOG("log"),
  ASINH("asinh"),
  LOG2("log2");

  private final String sympyName;

  FloatFunction() {
    sympyName = CaseFormat.UPPER_UNDERSCORE.to(CaseFormat.UPPER_CAMEL, name());
  }

  FloatFunction(String elementary) {
    sympyName = "OpaqueUnaryFn_" + elementary;
  }

  /** The name in expression text. */
  String sympyName() {
    return sympyName;
  }
}
