package dev.octet.lowering.onednn;

/** The functions of one number that the library knows, with their codes. */
enum Eltwise {
  RELU(32),
  TANH(33),
  ELU(34),
  SQRT(37),
  LINEAR(38),
  SOFT_RELU(39),
  LOGISTIC(41),
  EXP(42),
  GELU_TANH(43),
  SWISH(44),
  CLIP(47),
  GELU_ERF(49),
  ROUND(50),
  MISH(51),
  HARDSWISH(52);

  final int code;

  Eltwise(int code) {
    this.code = code;
  }
}
