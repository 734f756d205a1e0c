package dev.octet.lowering.codegen.bytecode;

import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import dev.octet.lowering.codegen.loop.LaneType;
import dev.octet.lowering.codegen.loop.Operation;
import dev.octet.lowering.codegen.loop.Storage;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/**
 * Instructions that call the Vector API; operands lie on the stack. Masks are masks of floats. The
 * API is called directly, never by way of methods of ours, since only its own methods are certain
 * to be inlined.
 */
final class VectorCode {
  private static final String API = "jdk.incubator.vector.";
  static final ClassDesc F32 = ClassDesc.of(API + "FloatVector");
  static final ClassDesc I32 = ClassDesc.of(API + "IntVector");
  private static final ClassDesc I16 = ClassDesc.of(API + "ShortVector");
  private static final ClassDesc I8 = ClassDesc.of(API + "ByteVector");
  private static final ClassDesc I64 = ClassDesc.of(API + "LongVector");
  static final ClassDesc MASK = ClassDesc.of(API + "VectorMask");
  private static final ClassDesc VECTOR = ClassDesc.of(API + "Vector");
  private static final ClassDesc SPECIES = ClassDesc.of(API + "VectorSpecies");
  private static final ClassDesc SHUFFLE = ClassDesc.of(API + "VectorShuffle");
  private static final ClassDesc OPERATORS = ClassDesc.of(API + "VectorOperators");
  private static final ClassDesc BINARY = ClassDesc.of(API + "VectorOperators$Binary");
  private static final ClassDesc ASSOCIATIVE = ClassDesc.of(API + "VectorOperators$Associative");
  private static final ClassDesc COMPARISON = ClassDesc.of(API + "VectorOperators$Comparison");
  private static final ClassDesc CONVERSION = ClassDesc.of(API + "VectorOperators$Conversion");
  private static final ClassDesc SEGMENT = ClassDesc.of("java.lang.foreign.MemorySegment");
  private static final ClassDesc ORDER = ClassDesc.of("java.nio.ByteOrder");
  // By name: the class must not be loaded where the Vector API is absent.
  private static final ClassDesc SHAPES =
      ClassDesc.of(VectorCode.class.getPackageName() + ".VectorShapes");
  private static final ClassDesc VOID = ClassDesc.ofDescriptor("V");

  private final CodeBuilder code;

  VectorCode(CodeBuilder code) {
    this.code = code;
  }

  static ClassDesc desc(LaneType type) {
    return switch (type) {
      case F32 -> F32;
      case I32 -> I32;
      case MASK -> MASK;
      case F64, I64 -> throw new IllegalArgumentException("no vectors of " + type);
    };
  }

  private void memory() {
    code.getstatic(ScalarCode.MEMORY, "ALL", SEGMENT);
  }

  private void species(String name) {
    code.getstatic(SHAPES, name, SPECIES);
  }

  private void order() {
    code.getstatic(SHAPES, "ORDER", ORDER);
  }

  private void operator(String name, ClassDesc type) {
    code.getstatic(OPERATORS, name, type);
  }

  /** Calls a method of the vector below the arguments, with operands of the general type. */
  private void invoke(ClassDesc owner, String name, ClassDesc result, ClassDesc... parameters) {
    code.invokevirtual(owner, name, MethodTypeDesc.of(result, parameters));
  }

  private void convertShape(ClassDesc owner, String conversion, String species, ClassDesc to) {
    convertShape(owner, conversion, species, to, 0);
  }

  private void convertShape(
      ClassDesc owner, String conversion, String species, ClassDesc to, int part) {
    operator(conversion, CONVERSION);
    species(species);
    code.loadConstant(part);
    invoke(owner, "convertShape", VECTOR, CONVERSION, SPECIES, CD_int);
    code.checkcast(to);
  }

  void load(Storage storage, Runnable address) {
    ClassDesc type =
        switch (storage) {
          case F32 -> F32;
          case S8, U8 -> I8;
          case S16 -> I16;
          case S32 -> I32;
          case F64, S64 -> throw new IllegalArgumentException("no vectors of " + storage);
        };
    fromMemory(type, name(storage), address);
    switch (storage) {
      case S8 -> convertShape(I8, "B2I", "I32", I32);
      case U8 -> convertShape(I8, "ZERO_EXTEND_B2I", "I32", I32);
      case S16 -> convertShape(I16, "S2I", "I32", I32);
      default -> {}
    }
  }

  private void fromMemory(ClassDesc type, String species, Runnable address) {
    species(species);
    memory();
    address.run();
    order();
    code.invokestatic(
        type, "fromMemorySegment", MethodTypeDesc.of(type, SPECIES, SEGMENT, CD_long, ORDER));
  }

  /** Stores the vector on the stack. */
  private void intoMemory(ClassDesc type, Runnable address) {
    memory();
    address.run();
    order();
    invoke(type, "intoMemorySegment", VOID, SEGMENT, CD_long, ORDER);
  }

  private static String name(Storage storage) {
    return switch (storage) {
      case F32 -> "F32";
      case S32 -> "I32";
      case S16 -> "I16";
      case S8, U8 -> "I8";
      case F64, S64 -> throw new IllegalArgumentException("no vectors of " + storage);
    };
  }

  void store(Storage storage, Runnable address, Runnable value) {
    value.run();
    if (storage == Storage.S64) {
      widened(address);
      return;
    }
    ClassDesc type =
        switch (storage) {
          case F32 -> F32;
          case S32 -> I32;
          case S16 -> {
            convertShape(I32, "I2S", "I16", I16);
            yield I16;
          }
          case S8, U8 -> {
            convertShape(I32, "I2B", "I8", I8);
            yield I8;
          }
          case F64, S64 -> throw new IllegalArgumentException("no vectors of " + storage);
        };
    intoMemory(type, address);
  }

  /** Stores the ints on the stack as longs, which fill two vectors of the same width. */
  private void widened(Runnable address) {
    code.dup();
    convertShape(I32, "I2L", "I64", I64, 0);
    intoMemory(I64, address);
    convertShape(I32, "I2L", "I64", I64, 1);
    intoMemory(
        I64,
        () -> {
          address.run();
          species("I64");
          code.invokeinterface(SPECIES, "vectorByteSize", MethodTypeDesc.of(CD_int));
          code.i2l().ladd();
        });
  }

  /** Pushes ints that start with the one that {@code first} pushes, so far apart. */
  void places(Runnable first, int step) {
    broadcast(LaneType.I32, first);
    code.loadConstant(step);
    invoke(I32, "addIndex", I32, CD_int);
  }

  /** Turns the scalar that {@code value} pushes into a vector of equal lanes. */
  void broadcast(LaneType type, Runnable value) {
    switch (type) {
      case F32 -> {
        species("F32");
        value.run();
        code.invokestatic(F32, "broadcast", MethodTypeDesc.of(F32, SPECIES, CD_float));
      }
      case I32 -> {
        species("I32");
        value.run();
        code.invokestatic(I32, "broadcast", MethodTypeDesc.of(I32, SPECIES, CD_int));
      }
      case MASK -> {
        species("I32");
        value.run();
        code.invokestatic(I32, "broadcast", MethodTypeDesc.of(I32, SPECIES, CD_int));
        intsToMask();
      }
      case F64, I64 -> throw new IllegalArgumentException("no vectors of " + type);
    }
  }

  private void intsToMask() {
    operator("NE", COMPARISON);
    code.iconst_0();
    invoke(I32, "compare", MASK, COMPARISON, CD_int);
    castMask("F32");
  }

  private void castMask(String species) {
    species(species);
    invoke(MASK, "cast", MASK, SPECIES);
  }

  void apply(Operation operation, LaneType from, LaneType to) {
    ClassDesc type = desc(from);
    switch (operation) {
      case ADD -> invoke(type, "add", type, VECTOR);
      case SUBTRACT -> invoke(type, "sub", type, VECTOR);
      case MULTIPLY -> invoke(type, "mul", type, VECTOR);
      case DIVIDE -> invoke(type, "div", type, VECTOR);
      case MINIMUM -> invoke(type, "min", type, VECTOR);
      case MAXIMUM -> invoke(type, "max", type, VECTOR);
      case FUSED_MULTIPLY_ADD -> invoke(type, "fma", type, VECTOR, VECTOR);
      case NEGATE -> invoke(type, "neg", type);
      case ABSOLUTE -> invoke(type, "abs", type);
      case SQUARE_ROOT -> invoke(type, "sqrt", type);
      case AND -> bits(from, "and", "AND");
      case OR -> bits(from, "or", "OR");
      case XOR -> bits(from, "xor", "XOR");
      case EQUAL -> compare(from, "EQ");
      case NOT_EQUAL -> compare(from, "NE");
      case LESS -> compare(from, "LT");
      case LESS_OR_EQUAL -> compare(from, "LE");
      case GREATER -> compare(from, "GT");
      case GREATER_OR_EQUAL -> compare(from, "GE");
      case CONVERT -> convert(from, to);
      case FLOAT_TO_BITS -> invoke(F32, "reinterpretAsInts", I32);
      case BITS_TO_FLOAT -> invoke(I32, "reinterpretAsFloats", F32);
      case SHIFT_LEFT,
          SHIFT_RIGHT,
          SHIFT_RIGHT_UNSIGNED,
          SELECT,
          HALF_TO_FLOAT,
          FLOAT_TO_HALF,
          ROUND ->
          throw new IllegalArgumentException("no plain vector form of " + operation);
    }
  }

  private void bits(LaneType type, String mask, String ints) {
    if (type == LaneType.MASK) {
      invoke(MASK, mask, MASK, MASK);
    } else {
      lanewise(I32, ints);
    }
  }

  private void lanewise(ClassDesc type, String operator) {
    // The operator goes below the second operand.
    operator(operator, ASSOCIATIVE);
    code.swap();
    invoke(type, "lanewise", type, BINARY, VECTOR);
  }

  void shift(Operation operation, int count) {
    operator(
        switch (operation) {
          case SHIFT_LEFT -> "LSHL";
          case SHIFT_RIGHT -> "ASHR";
          default -> "LSHR";
        },
        BINARY);
    code.loadConstant(count);
    invoke(I32, "lanewise", I32, BINARY, CD_int);
  }

  private void compare(LaneType type, String operator) {
    if (type == LaneType.MASK) {
      invoke(MASK, operator.equals("EQ") ? "eq" : "xor", MASK, MASK);
      return;
    }
    operator(operator, COMPARISON);
    code.swap();
    invoke(desc(type), "compare", MASK, COMPARISON, VECTOR);
    if (type == LaneType.I32) {
      castMask("F32");
    }
  }

  /** Pushes a mask of all lanes but the first ones. */
  void lanesFrom(int first) {
    code.getstatic(SHAPES, "PLACES", F32);
    operator("GE", COMPARISON);
    code.loadConstant((float) first);
    invoke(F32, "compare", MASK, COMPARISON, CD_float);
  }

  /** The value if false, the value if true and the mask lie on the stack. */
  void select(LaneType type) {
    if (type == LaneType.I32) {
      castMask("I32");
    }
    invoke(desc(type), "blend", desc(type), VECTOR, MASK);
  }

  private void convert(LaneType from, LaneType to) {
    if (from == to) {
      return;
    }
    switch (to) {
      case F32 -> {
        if (from == LaneType.MASK) {
          maskToInts();
        }
        convertShape(I32, "I2F", "F32", F32);
      }
      case I32 -> {
        if (from == LaneType.MASK) {
          maskToInts();
        } else {
          convertShape(F32, "F2I", "I32", I32);
        }
      }
      case MASK -> {
        if (from == LaneType.I32) {
          intsToMask();
        } else {
          operator("NE", COMPARISON);
          code.fconst_0();
          invoke(F32, "compare", MASK, COMPARISON, CD_float);
        }
      }
      case F64, I64 -> throw new IllegalArgumentException("no vectors of " + to);
    }
  }

  /** The mask on the stack as ones and zeros. */
  private void maskToInts() {
    castMask("I32");
    species("I32");
    code.invokestatic(I32, "zero", MethodTypeDesc.of(I32, SPECIES));
    code.swap();
    code.iconst_1();
    code.swap();
    invoke(I32, "blend", I32, CD_int, MASK);
  }

  /** The sum of all lanes, added in a fixed order so that every run gives the same bits. */
  void sumOfLanes(int lanes) {
    for (int distance = lanes / 2; distance > 0; distance /= 2) {
      code.dup();
      code.getstatic(SHAPES, "HALVES_" + distance, SHUFFLE);
      invoke(F32, "rearrange", F32, SHUFFLE);
      invoke(F32, "add", F32, VECTOR);
    }
    code.iconst_0();
    invoke(F32, "lane", CD_float, CD_int);
  }

  void extremeOfLanes(LaneType type, String operator) {
    operator(operator, ASSOCIATIVE);
    invoke(desc(type), "reduceLanes", ScalarCode.desc(type), ASSOCIATIVE);
  }

  /** Pushes sixteen bytes. */
  void sixteenBytes(Runnable address) {
    fromMemory(I8, "SIXTEEN", address);
  }

  /** Moves the bytes of the vector on the stack. */
  void moveBytes(String shuffle) {
    code.getstatic(SHAPES, shuffle, SHUFFLE);
    invoke(I8, "rearrange", I8, SHUFFLE);
  }

  /** Joins two vectors of bytes of which one is 0 in each place. */
  void joinBytes() {
    lanewise(I8, "OR");
  }

  void storeSixteenBytes(Runnable address) {
    intoMemory(I8, address);
  }

  /** Pushes the first bytes of the vector on the stack as a long. */
  void firstEightBytes() {
    invoke(I8, "reinterpretAsLongs", I64);
    code.iconst_0();
    invoke(I64, "lane", CD_long, CD_int);
  }
}
