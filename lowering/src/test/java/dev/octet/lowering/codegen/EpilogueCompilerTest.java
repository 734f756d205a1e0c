package dev.octet.lowering.codegen;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static com.google.common.truth.TruthJUnit.assume;
import static dev.octet.lowering.codegen.Bodies.call;
import static dev.octet.lowering.codegen.Bodies.type;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableLongArray;
import dev.octet.graph.Graph;
import dev.octet.graph.GraphBuilder;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.Value;
import dev.octet.graph.evaluate.Evaluator;
import dev.octet.lowering.codegen.opencl.ElementSource;
import dev.octet.lowering.codegen.opencl.KernelArgument;
import dev.octet.lowering.codegen.opencl.NestKernel;
import dev.octet.lowering.codegen.opencl.OpenClLoops;
import dev.octet.lowering.codegen.opencl.SourceFeatures;
import dev.octet.lowering.device.OpenCl;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** Epilogues of products: their text, and what they compute on a device. */
final class EpilogueCompilerTest {
  private static final SourceFeatures FEATURES = new SourceFeatures(true, true, 256);
  private static final long[] SHAPE = {2, 33, 7};

  /** The first input stands for the product, the others are leaves. */
  private static ElementSource compile(Graph body, SourceFeatures features) {
    Map<Value, String> leaves = new HashMap<>();
    for (int i = 1; i < body.inputs().size(); i++) {
      leaves.put(body.inputs().get(i), "leaf" + i + "[i]");
    }
    Value result = ((GraphOutput.Of) body.outputs().getFirst()).value();
    return EpilogueCompiler.compile(
        body.nodes(),
        body.inputs().getFirst(),
        "product",
        leaves,
        Map.of(),
        result,
        List.of("product", "i"),
        features);
  }

  private static String cType(DType type) {
    return switch (type) {
      case FLOAT32 -> "float";
      case INT8 -> "char";
      case UINT8 -> "uchar";
      case BFLOAT16, FLOAT16 -> "ushort";
      default -> throw new IllegalArgumentException("no such leaf: " + type);
    };
  }

  /** A kernel that takes every product from memory. */
  private static OpenClLoops kernel(Graph body, ElementSource element, long elements) {
    StringBuilder text = new StringBuilder("#pragma OPENCL FP_CONTRACT OFF\n");
    element.helpers().values().forEach(text::append);
    List<String> parameters = new ArrayList<>();
    ImmutableList.Builder<KernelArgument> arguments = ImmutableList.builder();
    for (int i = 0; i < body.inputs().size(); i++) {
      String type = cType(body.inputs().get(i).tensorType().dtype());
      parameters.add("global const " + type + " *leaf" + i + ", const long start" + i);
      arguments.add(new KernelArgument.Input(i)).add(new KernelArgument.InputStart(i));
    }
    parameters.add("global " + element.type() + " *out, const long start");
    arguments.add(new KernelArgument.Output(0)).add(new KernelArgument.OutputStart(0));
    for (ElementSource.Parameter parameter : element.parameters()) {
      parameters.add(parameter.declaration());
      arguments.add(parameter.number());
    }
    text.append("kernel void run(" + String.join(", ", parameters) + ") {\n");
    text.append("const int i = get_global_id(0);\n");
    for (int i = 0; i < body.inputs().size(); i++) {
      text.append("leaf" + i + " += start" + i + ";\n");
    }
    text.append("out += start;\n");
    boolean bits = body.inputs().getFirst().tensorType().dtype() == DType.BFLOAT16;
    text.append("const float product = ");
    text.append(bits ? "as_float((uint)leaf0[i] << 16);\n" : "leaf0[i];\n");
    text.append(element.statements());
    text.append("out[i] = " + element.value() + ";\n}\n");
    NestKernel kernel =
        new NestKernel(
            "run",
            text.toString(),
            arguments.build(),
            ImmutableLongArray.of(elements),
            ImmutableLongArray.of(33));
    return new OpenClLoops("epilogue", ImmutableList.of(kernel), ImmutableList.of());
  }

  private static void holds(
      BiFunction<GraphBuilder, List<Value>, Value> make, DType product, DType other) {
    Graph body = Bodies.of(make, type(product, SHAPE), type(other, SHAPE));
    TestDevice device = TestDevice.shared();
    assume().withMessage(OpenCl.unavailable().orElse("")).that(device).isNotNull();
    if (device == null) {
      return;
    }
    Random random = new Random(3);
    List<Tensor> inputs = new ArrayList<>();
    for (Value input : body.inputs()) {
      inputs.add(KernelCheck.random(input.tensorType().dtype(), Shape.of(SHAPE), random));
    }
    Tensor expected = (Tensor) Evaluator.reference().run(body, inputs, Arena.ofAuto()).getFirst();
    ElementSource element = compile(body, device.features());
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(expected.elements() * expected.dtype().bytes(), 64);
      device.run(
          kernel(body, element, expected.elements()),
          inputs.stream().map(Tensor::segment).toList(),
          inputs.stream().map(tensor -> tensor.dtype().bytes()).toList(),
          List.of(out),
          List.of(expected.dtype().bytes()));
      Tensor found = Tensor.view(out, expected.dtype(), expected.shape());
      for (long i = 0; i < expected.elements(); i++) {
        double value = expected.getDouble(i);
        assertWithMessage("element %s of %s", i, body.nodes())
            .that(found.getDouble(i))
            .isWithin(expected.dtype().isInteger() ? 0 : 1e-6 * Math.abs(value) + 1e-9)
            .of(value);
      }
    }
  }

  @Test
  void whatFollowsConvolutions() {
    for (String function : List.of("relu", "hardswish", "relu6", "neg")) {
      for (DType stored : new DType[] {DType.UINT8, DType.INT8}) {
        holds(
            (b, x) -> {
              Value other = Bodies.dequantize(b, x.get(1), 0.05, 3, stored);
              Value sum = call(b, "aten.add.Tensor", x.get(0), other);
              Value value = call(b, "aten." + function + ".default", sum);
              return Bodies.quantize(b, value, 0.031, -7, DType.INT8);
            },
            DType.FLOAT32,
            stored);
      }
    }
  }

  @Test
  void whatFollowsProductsOfFloats() {
    for (String function : List.of("gelu", "silu", "tanh", "sigmoid")) {
      holds(
          (b, x) ->
              call(
                  b,
                  "aten." + function + ".default",
                  call(b, "aten.add.Tensor", x.get(0), x.get(1))),
          DType.FLOAT32,
          DType.FLOAT32);
    }
    holds(
        (b, x) -> call(b, "aten.relu.default", call(b, "aten.add.Tensor", x.get(0), x.get(1))),
        DType.BFLOAT16,
        DType.BFLOAT16);
    holds(
        (b, x) ->
            call(
                b, "aten.to.dtype", call(b, "aten.add.Tensor", x.get(0), x.get(1)), DType.BFLOAT16),
        DType.FLOAT32,
        DType.FLOAT16);
  }

  @Test
  void theTextIsShort() {
    Graph body =
        Bodies.of(
            (b, x) ->
                Bodies.quantize(
                    b,
                    call(
                        b,
                        "aten.relu.default",
                        call(
                            b,
                            "aten.add.Tensor",
                            x.get(0),
                            Bodies.dequantize(b, x.get(1), 0.05, 3, DType.UINT8))),
                    0.031,
                    7,
                    DType.UINT8),
            type(DType.FLOAT32, SHAPE),
            type(DType.UINT8, SHAPE));
    ElementSource element = compile(body, FEATURES);
    assertThat(element.statements())
        .isEqualTo("const float total = product + ((float)leaf1[i] - zero_point) * scale2;\n");
    assertThat(element.value())
        .isEqualTo("quantized((total < 0.0f ? 0.0f : total) * scale, if_nan, least, most, shift)");
    assertThat(element.type()).isEqualTo("uchar");
    assertThat(element.helpers().keySet()).containsExactly("rounded_between", "quantized");
    assertThat(element.parameters().stream().map(ElementSource.Parameter::declaration).toList())
        .containsExactly(
            "const float if_nan",
            "const int least",
            "const int most",
            "const int shift",
            "const float scale",
            "const float scale2",
            "const float zero_point");
  }

  @Test
  void theProductAloneIsStored() {
    for (DType type : new DType[] {DType.FLOAT32, DType.BFLOAT16}) {
      Graph body = Bodies.of((b, x) -> x.getFirst(), type(type, SHAPE));
      ElementSource element = compile(body, FEATURES);
      assertThat(element.statements()).isEmpty();
      assertThat(element.value())
          .isEqualTo(type == DType.FLOAT32 ? "product" : "float_to_bfloat16(product)");
    }
  }

  @Test
  void otherElementsAreRefused() {
    Graph body =
        Bodies.of(
            (b, x) -> call(b, "aten.permute.default", x.getFirst(), List.of(1, 0)),
            type(DType.FLOAT32, 5, 5));
    InputException e = assertThrows(InputException.class, () -> compile(body, FEATURES));
    assertThat(e).hasMessageThat().contains("other elements");
    Graph sum = Bodies.unary("aten.sum.dim_IntList", type(DType.FLOAT32, 5, 5), List.of(1));
    e = assertThrows(InputException.class, () -> compile(sum, FEATURES));
    assertThat(e).hasMessageThat().contains("shape");
  }

  @Test
  void doublesAreRefusedWhereThereAreNone() {
    SourceFeatures single = new SourceFeatures(false, true, 256);
    Graph body = Bodies.unary("aten.sin.default", type(DType.FLOAT32, 5));
    InputException e = assertThrows(InputException.class, () -> compile(body, single));
    assertThat(e).hasMessageThat().contains("aten.sin.default");
    assertThat(e).hasMessageThat().contains("double precision");
  }
}
