package dev.octet.lowering.codegen.bytecode;

import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_short;

import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.lowering.codegen.loop.LaneType;
import dev.octet.lowering.codegen.loop.Operation;
import dev.octet.lowering.codegen.loop.Storage;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.Locale;

/** Instructions of scalar arithmetic; operands lie on the stack. */
final class ScalarCode {
  private static final ClassDesc MATH = ClassDesc.of("java.lang.Math");
  private static final ClassDesc FLOAT = ClassDesc.of("java.lang.Float");
  private static final ClassDesc STRICT_MATH = ClassDesc.of("java.lang.StrictMath");
  static final ClassDesc MEMORY = NativeMemory.class.describeConstable().orElseThrow();

  private final CodeBuilder code;

  ScalarCode(CodeBuilder code) {
    this.code = code;
  }

  static TypeKind kind(LaneType type) {
    return switch (type) {
      case F32 -> TypeKind.FLOAT;
      case F64 -> TypeKind.DOUBLE;
      case I32, MASK -> TypeKind.INT;
      case I64 -> TypeKind.LONG;
    };
  }

  static ClassDesc desc(LaneType type) {
    return switch (type) {
      case F32 -> CD_float;
      case F64 -> CD_double;
      case I32, MASK -> CD_int;
      case I64 -> CD_long;
    };
  }

  void literal(Expr.Literal literal) {
    switch (literal.type()) {
      case F32 -> code.loadConstant((float) literal.real());
      case F64 -> code.loadConstant(literal.real());
      case I32, MASK -> code.loadConstant((int) literal.bits());
      case I64 -> code.loadConstant(literal.bits());
    }
  }

  private static String accessor(Storage storage) {
    return storage.name().toLowerCase(Locale.ROOT);
  }

  /** Loads from the address that {@code address} pushes. */
  void load(Storage storage, Runnable address) {
    address.run();
    code.invokestatic(MEMORY, accessor(storage), MethodTypeDesc.of(desc(storage.lane()), CD_long));
  }

  /** Stores what {@code value} pushes, an int for the narrow types. */
  void store(Storage storage, Runnable address, Runnable value) {
    address.run();
    value.run();
    code.invokestatic(
        MEMORY,
        accessor(storage),
        MethodTypeDesc.of(ConstantDescs.CD_void, CD_long, desc(storage.lane())));
  }

  void call(String function, int arguments) {
    ClassDesc[] parameters = new ClassDesc[arguments];
    java.util.Arrays.fill(parameters, CD_double);
    code.invokestatic(STRICT_MATH, function, MethodTypeDesc.of(CD_double, parameters));
  }

  void apply(Operation operation, LaneType from, LaneType to) {
    switch (operation) {
      case ADD -> arithmetic(from, Opcode.FADD, Opcode.DADD, Opcode.IADD, Opcode.LADD);
      case SUBTRACT -> arithmetic(from, Opcode.FSUB, Opcode.DSUB, Opcode.ISUB, Opcode.LSUB);
      case MULTIPLY -> arithmetic(from, Opcode.FMUL, Opcode.DMUL, Opcode.IMUL, Opcode.LMUL);
      case DIVIDE -> arithmetic(from, Opcode.FDIV, Opcode.DDIV, Opcode.IDIV, Opcode.LDIV);
      case NEGATE -> arithmetic(from, Opcode.FNEG, Opcode.DNEG, Opcode.INEG, Opcode.LNEG);
      case AND -> arithmetic(from, Opcode.NOP, Opcode.NOP, Opcode.IAND, Opcode.LAND);
      case OR -> arithmetic(from, Opcode.NOP, Opcode.NOP, Opcode.IOR, Opcode.LOR);
      case XOR -> arithmetic(from, Opcode.NOP, Opcode.NOP, Opcode.IXOR, Opcode.LXOR);
      case SHIFT_LEFT -> arithmetic(from, Opcode.NOP, Opcode.NOP, Opcode.ISHL, Opcode.LSHL);
      case SHIFT_RIGHT -> arithmetic(from, Opcode.NOP, Opcode.NOP, Opcode.ISHR, Opcode.LSHR);
      case SHIFT_RIGHT_UNSIGNED ->
          arithmetic(from, Opcode.NOP, Opcode.NOP, Opcode.IUSHR, Opcode.LUSHR);
      case FUSED_MULTIPLY_ADD -> math("fma", from, 3);
      case ABSOLUTE -> math("abs", from, 1);
      case MINIMUM -> math("min", from, 2);
      case MAXIMUM -> math("max", from, 2);
      case SQUARE_ROOT -> {
        if (from == LaneType.F32) {
          code.f2d();
        }
        math("sqrt", LaneType.F64, 1);
        if (from == LaneType.F32) {
          code.d2f();
        }
      }
      case ROUND -> math("rint", LaneType.F64, 1);
      case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
          compare(operation, from);
      case CONVERT -> convert(from, to);
      case FLOAT_TO_BITS ->
          code.invokestatic(FLOAT, "floatToRawIntBits", MethodTypeDesc.of(CD_int, CD_float));
      case BITS_TO_FLOAT ->
          code.invokestatic(FLOAT, "intBitsToFloat", MethodTypeDesc.of(CD_float, CD_int));
      case HALF_TO_FLOAT -> {
        code.i2s();
        code.invokestatic(FLOAT, "float16ToFloat", MethodTypeDesc.of(CD_float, CD_short));
      }
      case FLOAT_TO_HALF ->
          code.invokestatic(FLOAT, "floatToFloat16", MethodTypeDesc.of(CD_short, CD_float));
      case SELECT -> throw new IllegalArgumentException("a selection is printed with branches");
    }
  }

  private void arithmetic(LaneType type, Opcode f32, Opcode f64, Opcode i32, Opcode i64) {
    Opcode opcode =
        switch (type) {
          case F32 -> f32;
          case F64 -> f64;
          case I32, MASK -> i32;
          case I64 -> i64;
        };
    if (opcode == Opcode.NOP) {
      throw new IllegalArgumentException("no bit operation on " + type);
    }
    code.with(java.lang.classfile.instruction.OperatorInstruction.of(opcode));
  }

  private void math(String name, LaneType type, int arguments) {
    ClassDesc[] parameters = new ClassDesc[arguments];
    java.util.Arrays.fill(parameters, desc(type));
    code.invokestatic(MATH, name, MethodTypeDesc.of(desc(type), parameters));
  }

  /** Leaves 1 or 0; a NaN fulfils nothing but "not equal". */
  private void compare(Operation operation, LaneType type) {
    boolean less = operation == Operation.LESS || operation == Operation.LESS_OR_EQUAL;
    Label yes = code.newLabel();
    Label end = code.newLabel();
    switch (type) {
      case F32 -> code.with(op(less ? Opcode.FCMPG : Opcode.FCMPL));
      case F64 -> code.with(op(less ? Opcode.DCMPG : Opcode.DCMPL));
      case I64 -> code.lcmp();
      case I32, MASK -> {}
    }
    boolean ints = type == LaneType.I32 || type == LaneType.MASK;
    switch (operation) {
      case EQUAL -> branch(ints, Opcode.IF_ICMPEQ, Opcode.IFEQ, yes);
      case NOT_EQUAL -> branch(ints, Opcode.IF_ICMPNE, Opcode.IFNE, yes);
      case LESS -> branch(ints, Opcode.IF_ICMPLT, Opcode.IFLT, yes);
      case LESS_OR_EQUAL -> branch(ints, Opcode.IF_ICMPLE, Opcode.IFLE, yes);
      case GREATER -> branch(ints, Opcode.IF_ICMPGT, Opcode.IFGT, yes);
      default -> branch(ints, Opcode.IF_ICMPGE, Opcode.IFGE, yes);
    }
    code.iconst_0().goto_(end).labelBinding(yes).iconst_1().labelBinding(end);
  }

  private static java.lang.classfile.instruction.OperatorInstruction op(Opcode opcode) {
    return java.lang.classfile.instruction.OperatorInstruction.of(opcode);
  }

  private void branch(boolean ints, Opcode both, Opcode zero, Label target) {
    code.with(java.lang.classfile.instruction.BranchInstruction.of(ints ? both : zero, target));
  }

  private void convert(LaneType from, LaneType to) {
    if (to == LaneType.MASK) {
      switch (from) {
        case F32 -> code.fconst_0();
        case F64 -> code.dconst_0();
        case I32 -> code.iconst_0();
        case I64 -> code.lconst_0();
        case MASK -> {
          return;
        }
      }
      compare(Operation.NOT_EQUAL, from);
      return;
    }
    code.conversion(kind(from), kind(to));
  }
}
