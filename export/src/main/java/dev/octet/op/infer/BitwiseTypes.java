package dev.octet.op.infer;

/** Types of bitwise logic and shifts; integers and, where there is a shift-free meaning, bool. */
final class BitwiseTypes {
  private BitwiseTypes() {}

  static void register(TypeRules rules) {
    TypeRule rule = ElementwiseTypes.integral("self", "other");
    for (String name : new String[] {"and", "or", "xor"}) {
      String bitwise = "aten.bitwise_" + name;
      rules.addWithTwins(
          rule, bitwise + ".Tensor", bitwise + ".Scalar", bitwise + ".Scalar_Tensor");
      rules.add(rule, "aten.__" + name + "__.Tensor", "aten.__" + name + "__.Scalar");
    }
    for (String side : new String[] {"left", "right"}) {
      String shift = "aten.bitwise_" + side + "_shift";
      String operator = "aten.__" + side.charAt(0) + "shift__";
      rules.addWithTwins(
          rule, shift + ".Tensor", shift + ".Tensor_Scalar", shift + ".Scalar_Tensor");
      rules.add(rule, operator + ".Tensor", operator + ".Scalar");
    }
    rules.addWithTwins(ElementwiseTypes.integral("self"), "aten.bitwise_not.default");
  }
}
