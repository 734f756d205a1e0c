package dev.octet.lowering;

import static com.google.common.truth.Truth.assertWithMessage;

import dev.octet.graph.Value;
import dev.octet.lowering.ProgramSketch.Grid;
import dev.octet.op.AtenOps;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.DType;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Products on a device whose sums are so long that weights are kept otherwise, and integers cannot
 * wait for the end; and with channels that make vectors whole or do not.
 */
final class LongSumsTest {
  @BeforeEach
  void needsADevice() {
    Requires.device();
  }

  private static Value weights(ProgramSketch at, boolean integers, long... sizes) {
    return integers ? at.int8Weights(true, 127, sizes) : at.weights(sizes);
  }

  private static Value input(ProgramSketch at, boolean integers, long... sizes) {
    Value x = at.input(DType.FLOAT32, sizes);
    return integers ? at.rounded(x, Grid.random(at.random(), 3, true)) : x;
  }

  private static Value linear(ProgramSketch at, boolean integers, long inner) {
    return at.at()
        .call(
            AtenOps.LINEAR,
            input(at, integers, 17, inner),
            weights(at, integers, 70, inner),
            at.weights(70));
  }

  /** Of two computed matrices. */
  private static Value product(ProgramSketch at, boolean integers, long inner) {
    return at.at()
        .call(AtenOps.MATMUL, input(at, integers, 3, 17, inner), input(at, integers, 3, inner, 35));
  }

  private static Value convolution(ProgramSketch at, boolean integers, long depth) {
    return at.at()
        .call(
            AtenOps.CONV2D,
            input(at, integers, 2, depth, 5, 7),
            weights(at, integers, 40, depth, 3, 3),
            at.weights(40),
            List.of(1L, 2L),
            List.of(1L, 1L));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyLengthHasTheSumsOfTheReference(boolean integers) {
    ExportedProgram program =
        ProgramSketch.of(
            7,
            at ->
                Stream.of(
                        LongStream.of(3073, 5000).mapToObj(inner -> linear(at, integers, inner)),
                        LongStream.of(239, 240, 257, 3073)
                            .mapToObj(inner -> product(at, integers, inner)),
                        LongStream.of(3, 17, 48, 64, 352)
                            .mapToObj(depth -> convolution(at, integers, depth)))
                    .flatMap(each -> each)
                    .toList());
    Ledger ledger = Agreement.check("integers: " + integers, program, Target.xpu(), 1e-4);
    assertWithMessage("%s", ledger).that(ledger.int8Coverage()).isEqualTo(integers ? 1.0 : 0.0);
  }
}
