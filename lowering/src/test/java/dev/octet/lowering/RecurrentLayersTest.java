package dev.octet.lowering;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.octet.graph.Value;
import dev.octet.op.OpName;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Recurrent layers, compiled and on the reference. */
final class RecurrentLayersTest {
  private static final long[] SIZES = {1, 2, 3, 7, 16, 19, 33};

  /** What one test draws. */
  private record Layers(
      String kind,
      int layers,
      boolean bidirectional,
      boolean batchFirst,
      boolean biased,
      long time,
      long batch,
      long features,
      long width) {
    static Layers random(String kind, Random random) {
      return new Layers(
          kind,
          1 + random.nextInt(3),
          random.nextBoolean(),
          random.nextBoolean(),
          random.nextInt(3) > 0,
          SIZES[random.nextInt(SIZES.length)],
          SIZES[random.nextInt(4)],
          SIZES[random.nextInt(SIZES.length)],
          SIZES[random.nextInt(SIZES.length)]);
    }

    int gates() {
      return switch (kind) {
        case "lstm" -> 4;
        case "gru" -> 3;
        default -> 1;
      };
    }

    List<Value> draw(ProgramSketch at) {
      return draw(
          at,
          batchFirst
              ? at.input(DType.FLOAT32, batch, time, features)
              : at.input(DType.FLOAT32, time, batch, features));
    }

    List<Value> draw(ProgramSketch at, Value x) {
      int directions = bidirectional ? 2 : 1;
      List<Value> states = new ArrayList<>();
      for (int i = 0; i < (kind.equals("lstm") ? 2 : 1); i++) {
        states.add(at.input(DType.FLOAT32, (long) layers * directions, batch, width));
      }
      List<Value> parameters = new ArrayList<>();
      for (int layer = 0; layer < layers; layer++) {
        long inner = layer == 0 ? features : directions * width;
        for (int direction = 0; direction < directions; direction++) {
          // As large as trained ones: with larger ones, states are chaotic and no two agree.
          parameters.add(at.scaledWeights(1 / Math.sqrt((double) inner), gates() * width, inner));
          parameters.add(at.scaledWeights(1 / Math.sqrt(2.0 * width), gates() * width, width));
          if (biased) {
            parameters.add(at.weights(gates() * width));
            parameters.add(at.weights(gates() * width));
          }
        }
      }
      return at.at()
          .node(
              OpName.aten(kind, "input"),
              List.of(
                  x,
                  states.size() == 1 ? states.getFirst() : states,
                  parameters,
                  biased,
                  (long) layers,
                  0.0,
                  false,
                  bidirectional,
                  batchFirst),
              Map.of())
          .results();
    }
  }

  private static void requirePrimitives(String what, Ledger ledger) {
    for (LedgerEntry entry : ledger.entries()) {
      assertWithMessage("%s\n%s", what, ledger)
          .that(entry.backend().equals("reference") && NativeKernels.areThere())
          .isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"lstm", "gru", "rnn_tanh", "rnn_relu"})
  void agreesWithTheReference(String kind) {
    for (long seed = 0; seed < 16; seed++) {
      Layers layers = Layers.random(kind, new Random(seed * 31 + kind.hashCode()));
      ExportedProgram program = ProgramSketch.of(seed, layers::draw);
      Ledger ledger = Agreement.check(layers.toString(), program, Target.cpu(), 1e-5);
      requirePrimitives(layers.toString(), ledger);
    }
  }

  @ParameterizedTest
  @CsvSource({"lstm, 256", "gru, 192"})
  void longSequencesStayExact(String kind, long width) {
    Layers layers = new Layers(kind, 2, false, true, true, 50, 8, 128, width);
    ExportedProgram program = ProgramSketch.of(3, layers::draw);
    Ledger ledger = Agreement.check(layers.toString(), program, Target.cpu(), 1e-5);
    requirePrimitives(layers.toString(), ledger);
  }

  /** Every second feature of an odd number: the last one's gap reaches into the next step. */
  @ParameterizedTest
  @CsvSource({"lstm, true", "lstm, false", "gru, true", "rnn_tanh, false"})
  void partsThatTheLibraryCannotDescribeAreRead(String kind, boolean batchFirst) {
    Layers layers = new Layers(kind, 1, false, batchFirst, true, 4, 3, 3, 6);
    ExportedProgram program =
        ProgramSketch.of(
            9,
            at -> {
              Value x = at.input(DType.FLOAT32, batchFirst ? 3 : 4, batchFirst ? 4 : 3, 5);
              return layers.draw(
                  at, at.at().call(OpName.aten("slice", "Tensor"), x, 2L, 0L, 5L, 2L));
            });
    requirePrimitives(kind, Agreement.check(kind, program, Target.cpu(), 1e-5));
    if (Devices.unavailable().isEmpty()) {
      requirePrimitives(kind, Agreement.check(kind, program, Target.xpu(), 1e-5));
    }
  }

  /** Devices have no kernel for them: the processor computes them, by the library too. */
  @ParameterizedTest
  @ValueSource(strings = {"lstm", "gru"})
  void besideADevice(String kind) {
    Requires.device();
    Requires.oneDnn();
    Layers layers = new Layers(kind, 2, true, true, true, 5, 3, 7, 16);
    ExportedProgram program =
        ProgramSketch.of(
            7,
            at -> {
              Value sequence = layers.draw(at).getFirst();
              return List.of(at.at().call(OpName.aten("relu", "default"), sequence));
            });
    Ledger ledger = Agreement.check(kind, program, Target.xpu(), 1e-5);
    requirePrimitives(kind, ledger);
    assertThat(ledger.find(kind).orElseThrow().backend()).isEqualTo("oneDNN");
    assertThat(ledger.find("relu").orElseThrow().backend()).isEqualTo("OpenCL");
  }

  /** A layer whose products are worth more than one thread. */
  static ExportedProgram wide() {
    return ProgramSketch.of(
        8,
        at -> {
          Value state = at.weights(1, 32, 128);
          List<Value> weights = List.of(at.weights(512, 128), at.weights(512, 128));
          return at.at()
              .node(
                  OpName.aten("lstm", "input"),
                  List.of(
                      at.input(DType.FLOAT32, 8, 32, 128),
                      List.of(state, state),
                      weights,
                      false,
                      1L,
                      0.0,
                      false,
                      false,
                      false),
                  Map.of())
              .results();
        });
  }

  /** What reads the last state alone finds it, and the sequence between layers is not lost. */
  @Test
  void onlyTheLastStateIsRead() {
    ExportedProgram program =
        ProgramSketch.of(
            5,
            at -> {
              Layers layers = new Layers("gru", 2, true, true, true, 7, 3, 5, 11);
              Value last = layers.draw(at).getLast();
              return List.of(at.at().call(OpName.aten("relu", "default"), last));
            });
    requirePrimitives("gru", Agreement.check("gru", program, Target.cpu(), 1e-5));
  }

  @Test
  void weightsThatAreComputedRunOnTheReference() {
    ExportedProgram program =
        ProgramSketch.of(
            6,
            at -> {
              Value x = at.input(DType.FLOAT32, 5, 2, 3);
              Value state = at.input(DType.FLOAT32, 1, 2, 4);
              Value weight = at.input(DType.FLOAT32, 12, 3);
              return at.at()
                  .node(
                      OpName.aten("gru", "input"),
                      List.of(
                          x,
                          state,
                          List.of(weight, at.weights(12, 4)),
                          false,
                          1L,
                          0.0,
                          false,
                          false,
                          false),
                      Map.of())
                  .results();
            });
    Ledger ledger = Agreement.check("gru", program, Target.cpu(), 1e-5);
    assertThat(ledger.find("gru").orElseThrow().backend()).isEqualTo("reference");
    if (NativeKernels.areThere()) {
      assertThat(ledger.find("gru").orElseThrow().reason()).contains("weights are no constants");
    }
  }

  @Test
  void theLedgerNamesThePrimitiveAndCountsItsProducts() {
    Layers layers = new Layers("lstm", 2, true, false, true, 3, 2, 5, 7);
    ExportedProgram program = ProgramSketch.of(4, layers::draw);
    try (CompiledModel model = Lowering.compile(program, Target.cpu())) {
      Ledger ledger = model.ledger();
      long first = 3 * 2 * 2 * 4 * 7 * (5 + 7);
      long second = 3 * 2 * 2 * 4 * 7 * (14 + 7);
      assertThat(ledger.multiplyAdds()).isEqualTo(first + second);
      assertThat(ledger.int8Coverage()).isEqualTo(0);
      if (NativeKernels.areThere()) {
        assertThat(ledger.find("lstm").orElseThrow().implementation()).isNotEqualTo("reference");
      }
    }
  }
}
