package dev.octet.lowering.onednn;

/** The functions of two numbers that the library knows, with their codes. */
enum Binary {
  ADD(131056),
  MUL(131057),
  MAX(131058),
  MIN(131059),
  DIV(131060),
  SUB(131061);

  final int code;

  Binary(int code) {
    this.code = code;
  }
}
