package dev.octet.report;

/** What a node is computed in, as the page colours it. */
enum Precision {
  INT8("int8"),
  BF16("bf16"),
  F32("f32"),
  /** Other integers, truth values, sizes; float16 and float64. */
  OTHER("other");

  private final String label;

  Precision(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }
}
