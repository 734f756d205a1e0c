package dev.octet.lowering.codegen.bytecode;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import com.google.common.collect.ImmutableList;
import dev.octet.lowering.codegen.loop.Buffer;
import dev.octet.lowering.codegen.loop.ExprPool;
import dev.octet.lowering.codegen.loop.Nest;
import dev.octet.lowering.codegen.loop.NestForm;
import dev.octet.tensor.InternalException;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** The hidden class of a nest while it is being printed. */
public final class NestClass {
  /** Memory that every runner of a nest needs: one vector. */
  public static final long SCRATCH_BYTES = 64;

  /** Slots of the parameters of {@link GeneratedNest#run}. */
  static final int ADDRESSES = 1;

  static final int SCRATCH = 2;
  static final int FROM = 4;
  static final int TO = 5;

  private static final MethodTypeDesc RUN =
      MethodTypeDesc.of(ConstantDescs.CD_void, CD_long.arrayType(), CD_long, CD_int, CD_int);

  /** A method that is still to be printed. */
  private record Pending(String name, MethodTypeDesc type, Consumer<CodeBuilder> body) {}

  private final NestForm form;
  private final int lanes;
  private final boolean vectors;
  private final Plan plan;
  private final ClassDesc type = ClassDesc.of(NestClass.class.getPackageName(), "Nest");
  private final Deque<Pending> pending = new ArrayDeque<>();
  private int names;

  private NestClass(NestForm form, int lanes, boolean vectors) {
    this.vectors = vectors;
    this.form = form;
    this.lanes = lanes;
    this.plan = Plan.of(form.pool(), form.nest());
  }

  /** The number of lanes that vector code has here; 0 if it has none. */
  public static int lanes() {
    return VectorWidth.lanes();
  }

  /**
   * Compiles a nest.
   *
   * @param form its buffers are in the order in which their addresses will be given
   * @param lanes of the vectors
   * @param vectors whether vector loops use the Vector API; scalar code gives the same bits
   */
  public static GeneratedNest compile(NestForm form, int lanes, boolean vectors) {
    NestClass owner = new NestClass(form, lanes, vectors);
    byte[] bytes = ClassFile.of().build(owner.type, owner::build);
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup().defineHiddenClass(bytes, true);
      return (GeneratedNest)
          lookup.findConstructor(lookup.lookupClass(), MethodType.methodType(void.class)).invoke();
    } catch (Throwable e) {
      throw new InternalException("the code generated for a loop nest cannot be loaded: " + e, e);
    }
  }

  private void build(ClassBuilder builder) {
    builder
        .withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER)
        .withInterfaceSymbols(GeneratedNest.class.describeConstable().orElseThrow())
        .withMethodBody(
            ConstantDescs.INIT_NAME,
            ConstantDescs.MTD_void,
            ClassFile.ACC_PUBLIC,
            code ->
                code.aload(0)
                    .invokespecial(
                        ConstantDescs.CD_Object, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                    .return_());
    builder.withMethodBody(
        "run", RUN, ClassFile.ACC_PUBLIC, code -> LoopPrinter.printNest(this, code));
    while (!pending.isEmpty()) {
      Pending next = pending.remove();
      builder.withMethodBody(
          next.name, next.type, ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC, next.body);
    }
  }

  ExprPool pool() {
    return form.pool();
  }

  Nest nest() {
    return form.nest();
  }

  ImmutableList<Buffer> buffers() {
    return form.buffers();
  }

  int vectorLanes() {
    return lanes;
  }

  boolean vectors() {
    return vectors;
  }

  Plan plan() {
    return plan;
  }

  ClassDesc type() {
    return type;
  }

  String fresh(String base) {
    return base + names++;
  }

  // Adds a method. A body that is printed twice gives the same method, so the last one counts.
  void method(String name, MethodTypeDesc methodType, Consumer<CodeBuilder> body) {
    pending.add(new Pending(name, methodType, body));
  }
}
