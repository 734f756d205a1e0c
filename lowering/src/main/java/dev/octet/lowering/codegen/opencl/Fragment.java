package dev.octet.lowering.codegen.opencl;

/**
 * A piece of a C expression.
 *
 * @param level how tightly its outermost operator binds
 */
record Fragment(String text, int level) {
  static final int PRIMARY = 15;
  static final int UNARY = 14;
  static final int PRODUCT = 13;
  static final int SUM = 12;
  static final int SHIFT = 11;
  static final int RELATION = 10;
  static final int EQUALITY = 9;
  static final int BIT_AND = 8;
  static final int BIT_XOR = 7;
  static final int BIT_OR = 6;
  static final int AND = 5;
  static final int OR = 4;
  static final int CHOICE = 3;

  static Fragment primary(String text) {
    return new Fragment(text, PRIMARY);
  }

  /** The text, in parentheses unless its operator binds at least so tightly. */
  String within(int least) {
    return level >= least ? text : "(" + text + ")";
  }

  /**
   * A binary operator that groups from left to right. Bits and arithmetic do not mix without
   * parentheses.
   */
  static Fragment binary(Fragment left, String operator, Fragment right, int level) {
    boolean bits = (level >= BIT_OR && level <= BIT_AND) || level == SHIFT;
    String first = left.within(bits && left.level != level ? UNARY : level);
    String second = right.within(bits ? UNARY : level + 1);
    return new Fragment(first + " " + operator + " " + second, level);
  }

  static Fragment call(String function, Fragment... arguments) {
    StringBuilder text = new StringBuilder(function).append('(');
    for (int i = 0; i < arguments.length; i++) {
      text.append(i == 0 ? "" : ", ").append(arguments[i].text);
    }
    return primary(text.append(')').toString());
  }

  static Fragment cast(String type, Fragment value) {
    return new Fragment("(" + type + ")" + value.within(UNARY), UNARY);
  }

  @Override
  public String toString() {
    return text;
  }
}
