package dev.octet.endtoend;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.octet.export.Export;
import dev.octet.lowering.CompiledModel;
import dev.octet.lowering.Ledger;
import dev.octet.lowering.Lowering;
import dev.octet.lowering.Target;
import dev.octet.lowering.device.OpenCl;
import dev.octet.lowering.onednn.OneDnn;
import dev.octet.nn.Linear;
import dev.octet.nn.Module;
import dev.octet.nn.Variable;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.PreparedModel;
import dev.octet.quantizer.Quantization;
import dev.octet.quantizer.QuantizedModel;
import dev.octet.quantizer.spec.QuantizationConfig;
import dev.octet.quantizer.x86.X86InductorQuantizer;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Attention whose two products of computed matrices are quantized too, from rules to kernels. */
final class QuantizedAttentionTest {
  private static final long WIDTH = 32;
  private static final long HEADS = 4;
  private static final long TIME = 10;

  private static final class Attention extends Module {
    private final Linear query = add("query", new Linear(WIDTH, WIDTH));
    private final Linear key = add("key", new Linear(WIDTH, WIDTH));
    private final Linear value = add("value", new Linear(WIDTH, WIDTH));
    private final Linear out = add("out", new Linear(WIDTH, WIDTH));

    private static Variable split(Variable x) {
      return x.view(2, TIME, HEADS, WIDTH / HEADS).transpose(1, 2);
    }

    @Override
    protected Variable forward(Variable x) {
      Variable scores = split(query.call(x)).matmul(split(key.call(x)).transpose(-2, -1));
      Variable weights = scores.div(Math.sqrt((double) WIDTH / HEADS)).softmax(-1);
      Variable attended = weights.matmul(split(value.call(x)));
      return out.call(attended.transpose(1, 2).reshape(2, TIME, WIDTH));
    }

    @Override
    public String typeName() {
      return "test.Attention";
    }
  }

  private static Tensor random(Random random, long... sizes) {
    Tensor tensor = Tensor.allocate(DType.FLOAT32, Shape.of(sizes));
    for (long i = 0; i < tensor.elements(); i++) {
      tensor.setDouble(i, random.nextGaussian());
    }
    return tensor;
  }

  private static Tensor sample() {
    return random(new Random(5), 2, TIME, WIDTH);
  }

  /** In seven bits, which no processor saturates with. */
  private static QuantizedModel quantized() {
    ExportedProgram program = Export.trace(new Attention(), List.of(sample()));
    QuantizationConfig config = X86InductorQuantizer.defaultConfig(false, true);
    PreparedModel prepared =
        Quantization.prepare(
            program,
            X86InductorQuantizer.create()
                .setGlobal(config)
                .setFunctionType("torch.matmul", config));
    prepared.run(sample());
    return prepared.convert();
  }

  private static void check(Target target) {
    ExportedProgram program = quantized().program();
    Tensor expected = program.run(sample()).getFirst();
    try (CompiledModel model = Lowering.compile(program, target)) {
      Ledger ledger = model.ledger();
      assertWithMessage("%s", ledger).that(ledger.int8Coverage()).isEqualTo(1.0);
      assertThat(ledger.find("matmul").orElseThrow().int8()).isTrue();
      assertThat(ledger.find("matmul_1").orElseThrow().int8()).isTrue();
      Tensor actual = model.run(sample()).getFirst();
      double largest = 0;
      double difference = 0;
      for (long i = 0; i < expected.elements(); i++) {
        largest = Math.max(largest, Math.abs(expected.getDouble(i)));
        difference = Math.max(difference, Math.abs(expected.getDouble(i) - actual.getDouble(i)));
      }
      // A number that lies between two integers may become the other one.
      assertWithMessage("%s", ledger).that(difference).isAtMost(0.02 * largest);
    }
  }

  @Test
  void onTheProcessor() {
    assumeTrue(OneDnn.unavailable().isEmpty(), () -> OneDnn.unavailable().orElse("available"));
    check(Target.cpu());
  }

  @Test
  void onAnOpenClDevice() {
    assumeTrue(OpenCl.unavailable().isEmpty(), () -> OpenCl.unavailable().orElse("available"));
    check(Target.xpu());
  }
}
