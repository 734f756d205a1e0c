package dev.octet.endtoend;

import static com.google.common.truth.Truth.assertThat;

import dev.octet.export.Export;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.nn.Conv2d;
import dev.octet.nn.Functional;
import dev.octet.nn.Linear;
import dev.octet.nn.Module;
import dev.octet.nn.Variable;
import dev.octet.op.Quantize;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.PreparedModel;
import dev.octet.quantizer.Quantization;
import dev.octet.quantizer.QuantizedModel;
import dev.octet.quantizer.annotate.Quantizer;
import dev.octet.quantizer.prepare.ObserverGroup;
import dev.octet.quantizer.x86.X86InductorQuantizer;
import dev.octet.quantizer.x86.X86Preset;
import dev.octet.quantizer.xpu.XpuInductorQuantizer;
import dev.octet.quantizer.xpu.XpuPreset;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Networks whose float sums are exact in binary32, so that every scale must be that of PyTorch, bit
 * by bit; and the names of nodes and tensors that PyTorch gives them.
 */
final class ScaleBitsTest {
  /** Element i is {@code ((i · mul) mod mod − mod div 2) / den}. */
  private static Tensor filled(long mul, long mod, double den, long... sizes) {
    Tensor tensor = Tensor.allocate(DType.FLOAT32, Shape.of(sizes));
    for (long i = 0; i < tensor.elements(); i++) {
      tensor.setDouble(i, (i * mul % mod - mod / 2) / den);
    }
    return tensor;
  }

  private static <M extends Module> M filled(M module) {
    Map<String, Tensor> state = new LinkedHashMap<>();
    module
        .stateDict()
        .forEach((name, tensor) -> {
          boolean matrix = tensor.shape().rank() > 1;
          state.put(name, filled(matrix ? 37 : 5, matrix ? 101 : 11, 64, tensor.shape().toArray()));
        });
    module.loadStateDict(state);
    return module;
  }

  /** {@code fc(flatten(pool(relu(conv2(y) + y))))} with {@code y = relu(conv(x))}. */
  private static final class Residual extends Module {
    private final Conv2d conv = add("conv", new Conv2d(2, 3, 3).padding(1));
    private final Conv2d conv2 = add("conv2", new Conv2d(3, 3, 1));
    private final Linear fc = add("fc", new Linear(12, 4));

    @Override
    protected Variable forward(Variable x) {
      Variable y = Functional.relu(conv.call(x));
      Variable z = Functional.relu(conv2.call(y).add(y));
      return fc.call(Functional.maxPool2d(z, 2).flatten(1));
    }
  }

  private static QuantizedModel quantized(Quantizer quantizer) {
    Tensor x1 = filled(29, 97, 32, 2, 2, 4, 4);
    Tensor x2 = filled(31, 89, 32, 2, 2, 4, 4);
    ExportedProgram program = Export.trace(filled(new Residual()), List.of(x1));
    PreparedModel prepared = Quantization.prepare(program, quantizer);
    prepared.run(x1);
    prepared.run(x2);
    return prepared.convert();
  }

  private static Map<String, List<Number>> activations(QuantizedModel model) {
    Map<String, List<Number>> found = new LinkedHashMap<>();
    for (Node node : model.program().graph().nodes()) {
      if (node.op() instanceof Quantize op) {
        found.put(node.operand(0).name(), List.of(op.scale(), op.zeroPoint()));
      }
    }
    return found;
  }

  private static List<Double> scales(QuantizedModel model, String name) {
    List<Double> scales = new ArrayList<>();
    for (double scale : Objects.requireNonNull(model.program().state().get(name)).toDoubleArray()) {
      scales.add(scale);
    }
    return scales;
  }

  @Test
  void staticQuantizationForX86() {
    QuantizedModel model = quantized(X86InductorQuantizer.preset(X86Preset.DEFAULT));
    assertThat(activations(model))
        .containsExactly(
            "x", List.of(0.011758961714804173, 128L),
            "relu", List.of(0.010756080970168114, 0L),
            "relu_1", List.of(0.016851235181093216, 0L),
            "max_pool2d", List.of(0.016851235181093216, 0L),
            "flatten", List.of(0.016851235181093216, 0L));
    assertThat(scales(model, "_scale_0"))
        .containsExactly(.006127451080828905, .006127451080828905, .0058823530562222)
        .inOrder();
    assertThat(scales(model, "_scale_1"))
        .containsExactly(.006127451080828905, .0049019609577953815, .005392157007008791)
        .inOrder();
    assertThat(scales(model, "_scale_2"))
        .containsExactly(
            .006127451080828905, .005759804043918848, .006127451080828905, .0058823530562222)
        .inOrder();
    assertThat(weights(model, "_frozen_param0"))
        .containsExactly(-128L, -33L, 61L, -102L, -8L, 87L, -76L, 18L, 112L)
        .inOrder();
    assertThat(weights(model, "_frozen_param1"))
        .containsExactly(-128L, -33L, 61L, -128L, -10L, 108L, -87L, 20L, 127L)
        .inOrder();
    assertOutputs(
        model,
        new double[] {
          -0.162897, -1.254304, 0.372815, -2.027662, -0.6832, -0.172184, 1.525865, -1.862421
        });
  }

  private static List<Long> weights(QuantizedModel model, String name) {
    Tensor tensor = Objects.requireNonNull(model.program().state().get(name));
    List<Long> first = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      first.add(tensor.getLong(i));
    }
    return first;
  }

  private static void assertOutputs(QuantizedModel model, double[] expected) {
    Tensor output = model.run(filled(29, 97, 32, 2, 2, 4, 4)).getFirst();
    for (int i = 0; i < expected.length; i++) {
      assertThat(output.getDouble(i)).isWithin(2e-6).of(expected[i]);
    }
  }

  @Test
  void staticQuantizationForXpu() {
    QuantizedModel model = quantized(XpuInductorQuantizer.preset(XpuPreset.DEFAULT));
    assertThat(activations(model))
        .containsExactly(
            "x", List.of(0.011758961714804173, 0L),
            "relu", List.of(0.010756080970168114, -128L),
            "flatten", List.of(0.016851481050252914, -128L));
    assertOutputs(
        model,
        new double[] {
          -0.162899, -1.254323, 0.37282, -2.027692, -0.683208, -0.172186, 1.525886, -1.862448
        });
  }

  @Test
  void namesAreThoseOfPyTorch() {
    QuantizedModel model = quantized(X86InductorQuantizer.preset(X86Preset.DEFAULT));
    assertThat(model.program().graph().nodes().stream().map(Node::name).toList())
        .containsExactly(
            "dequantize_per_channel_default",
            "dequantize_per_channel_default_1",
            "dequantize_per_channel_default_2",
            "quantize_per_tensor_default",
            "dequantize_per_tensor_default",
            "conv2d",
            "relu",
            "quantize_per_tensor_default_1",
            "dequantize_per_tensor_default_6",
            "dequantize_per_tensor_default_5",
            "conv2d_1",
            "add",
            "relu_1",
            "quantize_per_tensor_default_2",
            "dequantize_per_tensor_default_2",
            "max_pool2d",
            "quantize_per_tensor_default_3",
            "dequantize_per_tensor_default_3",
            "flatten",
            "quantize_per_tensor_default_4",
            "dequantize_per_tensor_default_4",
            "linear")
        .inOrder();
    assertThat(model.program().graph().inputs().stream().map(Value::name).toList())
        .containsExactly(
            "p_conv_bias",
            "p_conv2_bias",
            "p_fc_bias",
            "_scale_0",
            "_zero_point_0",
            "_scale_1",
            "_zero_point_1",
            "_scale_2",
            "_zero_point_2",
            "quantize_per_channel_default",
            "quantize_per_channel_default_1",
            "quantize_per_channel_default_2",
            "x")
        .inOrder();
    Node fused = node(model, "dequantize_per_tensor_default_6");
    assertThat(model.program().graph().uses(fused.result()).getFirst().user().name())
        .isEqualTo("conv2d_1");
  }

  private static Node node(QuantizedModel model, String name) {
    return model.program().graph().nodes().stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void observersAreNumberedAndSharedAsInPyTorch() {
    Tensor x = filled(29, 97, 32, 2, 2, 4, 4);
    ExportedProgram program = Export.trace(filled(new Residual()), List.of(x));
    PreparedModel prepared =
        Quantization.prepare(program, X86InductorQuantizer.preset(X86Preset.DEFAULT));
    Map<String, String> observed = new LinkedHashMap<>();
    for (Node node : prepared.program().graph().nodes()) {
      if (node.name().startsWith("activation_post_process_")) {
        observed.put(
            node.name().substring("activation_post_process_".length()), node.operand(0).name());
      }
    }
    assertThat(observed)
        .containsExactly(
            "0",
            "x",
            "1",
            "p_conv_weight",
            "2",
            "relu",
            "3",
            "p_conv2_weight",
            "4",
            "relu_1",
            "5",
            "max_pool2d",
            "6",
            "flatten",
            "7",
            "p_fc_weight");
    assertThat(prepared.observers().stream().map(ObserverGroup::name).toList())
        .containsExactly(
            "activation_post_process_0",
            "activation_post_process_1",
            "activation_post_process_2",
            "activation_post_process_3",
            "activation_post_process_4",
            "activation_post_process_7")
        .inOrder();
  }

  private static final class TwoLayers extends Module {
    private final Linear a = add("a", new Linear(6, 4));
    private final Linear b = add("b", new Linear(4, 3));

    @Override
    protected Variable forward(Variable x) {
      return b.call(Functional.relu(a.call(x)));
    }
  }

  @Test
  void dynamicQuantizationForX86() {
    Tensor x = filled(29, 97, 32, 3, 6);
    ExportedProgram program = Export.trace(filled(new TwoLayers()), List.of(x));
    QuantizedModel model =
        Quantization.prepare(program, X86InductorQuantizer.preset(X86Preset.DYNAMIC)).convert();
    assertThat(scales(model, "_scale_0"))
        .containsExactly(
            .006127451080828905, .005759804043918848, .0045343139208853245, .005759804043918848)
        .inOrder();
    assertThat(scales(model, "_scale_1"))
        .containsExactly(.006127451080828905, .004166666883975267, .005759804043918848)
        .inOrder();
    assertThat(weights(model, "_frozen_param0"))
        .containsExactly(-128L, -33L, 61L, -102L, -8L, 87L, -81L, 19L, 119L)
        .inOrder();
    Tensor output = model.run(x).getFirst();
    double[] expected = {-.761687, .124228, .251516, .193378, -.338978, .270581, .182099, -.638129};
    for (int i = 0; i < expected.length; i++) {
      assertThat(output.getDouble(i)).isWithin(2e-6).of(expected[i]);
    }
    assertThat(
            model.program().graph().nodes().stream()
                .map(Node::name)
                .filter(name -> !name.startsWith("dequantize_per_channel"))
                .toList())
        .containsExactly(
            "choose_qparams_tensor",
            "quantize_per_tensor_tensor",
            "dequantize_per_tensor_tensor",
            "linear",
            "relu",
            "choose_qparams_tensor_1",
            "quantize_per_tensor_tensor_1",
            "dequantize_per_tensor_tensor_1",
            "linear_1")
        .inOrder();
  }
}
