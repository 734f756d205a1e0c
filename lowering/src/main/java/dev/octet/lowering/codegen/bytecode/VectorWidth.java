package dev.octet.lowering.codegen.bytecode;

import jdk.incubator.vector.VectorShape;

/**
 * How wide vectors are. Apart from {@link VectorShapes}, since that one takes the Vector API a
 * tenth of a second to set up and this is needed to compile.
 */
final class VectorWidth {
  private VectorWidth() {}

  /**
   * Floats in a vector; 0 if there are so few that bytes would not fill a vector of as many lanes.
   */
  static int lanes() {
    int lanes = VectorShape.preferredShape().vectorBitSize() / Float.SIZE;
    return lanes == 8 || lanes == 16 ? lanes : 0;
  }
}
