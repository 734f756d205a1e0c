package dev.octet.lowering.opencl.template;

/**
 * What becomes of a sum: scaled, the bias added, the epilogue, stored. The texts use the variables
 * {@code channel}, of all output channels, and {@code place}, of the whole result.
 *
 * @param scaled whether sums are multiplied by {@code scales[channel]}
 * @param dynamic whether the scale and zero point of the input are read from memory
 * @param biased whether {@code bias[channel]} is added
 */
record Result(Epilogue epilogue, boolean scaled, boolean dynamic, boolean biased) {

  /** What stands in front of the kernel. */
  String prelude() {
    return epilogue.helpers();
  }

  /** Statements at the beginning of the kernel. */
  void begin(Text text) {
    if (dynamic) {
      text.add("const int zero = (int)*zero_point;");
      text.add("const float step = (float)*step_size;");
    }
  }

  /** Statements that store one element of the result, given its sum. */
  void store(Text text, String sum) {
    String value = dynamic ? sum + " * step" : sum;
    value = scaled ? value + " * scales[channel]" : value;
    value = biased ? value + " + bias[channel]" : value;
    text.add("const float " + Epilogue.VALUE + " = " + value + ";");
    text.add(epilogue.source().statements());
    text.add("output[place] = " + epilogue.source().value() + ";");
  }
}
