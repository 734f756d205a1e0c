package dev.octet.benchmarks.onnx;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.lowering.CompiledModel;
import dev.octet.lowering.Lowering;
import dev.octet.lowering.Target;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.PreparedModel;
import dev.octet.quantizer.Quantization;
import dev.octet.quantizer.x86.X86InductorQuantizer;
import dev.octet.quantizer.x86.X86Preset;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Tensor;
import dev.octet.testkit.quantizer.GoldenModels;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ONNX Runtime computes of a written file what the compiled program gives. */
final class OnnxWriterTest {
  /** One flipped rounding moves an output by about a quantum. */
  private static final double ONE_QUANTUM = 2e-2;

  /** The peer rounds sums that the program does not, and cuts off less. */
  private static final double SOME_QUANTA = 0.1;

  private static ExportedProgram quantized(String model) {
    PreparedModel prepared =
        Quantization.prepare(
            GoldenModels.load(model).program(),
            X86InductorQuantizer.preset(X86Preset.REDUCE_RANGE));
    prepared.calibrate(GoldenModels.batches(model));
    return prepared.convert().program();
  }

  private static void check(String model, OnnxStyle style, double tolerance) {
    ExportedProgram program = quantized(model);
    List<Tensor> inputs = GoldenModels.batches(model).getFirst();
    try (CompiledModel compiled = Lowering.compile(program, Target.cpu());
        OnnxSession session = OnnxSession.of(OnnxWriter.write(program, style), 1)) {
      List<Tensor> expected = compiled.run(inputs.toArray(Tensor[]::new));
      List<Tensor> actual = session.run(inputs);
      assertThat(actual).hasSize(expected.size());
      for (int i = 0; i < expected.size(); i++) {
        assertThat(actual.get(i).shape()).isEqualTo(expected.get(i).shape());
        assertWithMessage("output %s", i)
            .that(relativeError(expected.get(i), actual.get(i)))
            .isAtMost(tolerance);
      }
    }
  }

  private static double relativeError(Tensor expected, Tensor actual) {
    double difference = 0;
    double length = 0;
    for (long i = 0; i < expected.elements(); i++) {
      difference += Math.pow(expected.getDouble(i) - actual.getDouble(i), 2);
      length += Math.pow(expected.getDouble(i), 2);
    }
    return Math.sqrt(difference / length);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "attention",
        "conv1d",
        "conv_bn_relu",
        "conv_relu",
        "encoder",
        "inception_like",
        "linear_binary",
        "mlp",
        "mlp_gelu_3d",
        "mobilenet_block",
        "residual",
        "residual_identity",
        "resnet_small",
        "shared_conv",
        "squeeze_excite",
        "text_classifier"
      })
  void exactFileComputesWhatTheProgramDoes(String model) {
    check(model, OnnxStyle.EXACT, ONE_QUANTUM);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mobilenet_block", "residual", "resnet_small"})
  void fileForThePeersKernelsIsClose(String model) {
    check(model, OnnxStyle.RUNTIME, SOME_QUANTA);
  }

  @Test
  void unknownOperatorIsNamed() {
    ExportedProgram program = quantized("lstm");
    InputException thrown =
        assertThrows(InputException.class, () -> OnnxWriter.write(program, OnnxStyle.EXACT));
    assertThat(thrown).hasMessageThat().contains("aten.lstm.input");
  }
}
