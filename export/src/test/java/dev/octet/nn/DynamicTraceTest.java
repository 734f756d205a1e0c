package dev.octet.nn;

import static com.google.common.truth.Truth.assertThat;

import com.google.common.collect.ImmutableMap;
import dev.octet.export.Export;
import dev.octet.program.Dim;
import dev.octet.program.DynamicShapes;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** With open dimensions too a network is captured as PyTorch captures it. */
final class DynamicTraceTest {
  private static final Dim BATCH = Dim.of("batch");

  private record Case(Module module, List<Tensor> inputs, DynamicShapes shapes) {}

  private static final ImmutableMap<String, Case> CASES =
      ImmutableMap.of(
          "views", new Case(new Views(), List.of(zeros(3, 4)), open(BATCH)),
          "shared",
              new Case(
                  new Shared(), List.of(zeros(3, 4), zeros(3, 4)), open(BATCH).with("y", 0, BATCH)),
          "indexing", new Case(net(DynamicTraceTest::index), List.of(zeros(3, 4, 5)), open(BATCH)),
          "indexing_bounded",
              new Case(net(DynamicTraceTest::index), List.of(zeros(3, 4, 5)), open(BATCH.max(64))),
          "attention", new Case(new Attention(), List.of(zeros(3, 5, 8)), open(BATCH)),
          "lstm", new Case(new LastOutput(), List.of(zeros(3, 5, 8)), open(BATCH)));

  private static DynamicShapes open(Dim batch) {
    return DynamicShapes.none().with("x", 0, batch);
  }

  private static Tensor zeros(long... sizes) {
    return Tensor.allocate(DType.FLOAT32, Shape.of(sizes));
  }

  private static Module net(UnaryOperator<Variable> forward) {
    return new Module() {
      @Override
      protected Variable forward(Variable x) {
        return forward.apply(x);
      }
    };
  }

  private static Variable index(Variable x) {
    Variable last = x.relu().at(1, -1);
    return last.view(x.size(0), Size.of(1), Size.of(-1)).slice(2, 1, 3);
  }

  private static final class Views extends Module {
    private final Linear linear = add("l", new Linear(4, 4));

    @Override
    protected Variable forward(Variable x) {
      Variable y = linear.call(x);
      Size two = Size.of(2);
      Variable first = y.view(x.size(0), two, two);
      return first.add(y.reshape(y.size(0), Size.of(-1)).view(y.size(0), two, two));
    }
  }

  /** Reads the size of both inputs; one number is not used. */
  private static final class Shared extends Module {
    @Override
    protected List<Variable> forward(List<Variable> inputs) {
      Variable x = inputs.get(0);
      Variable y = inputs.get(1);
      Variable a = x.reshape(x.size(0).times(2), Size.of(2));
      Variable b = y.view(y.size(0), Size.of(4), Size.of(1));
      assertThat(y.size(0).times(3).isKnown()).isEqualTo(x.isComputed());
      return List.of(a.view(x.size(0), Size.of(-1)).add(b.view(y.size(0), Size.of(-1))));
    }

    @Override
    public List<String> argumentNames() {
      return List.of("x", "y");
    }
  }

  private static final class Attention extends Module {
    private final MultiheadAttention first = add("a", new MultiheadAttention(8, 2, true));
    private final MultiheadAttention second = add("b", new MultiheadAttention(8, 2, true));

    @Override
    protected Variable forward(Variable x) {
      Variable y = first.call(x, x, x).add(x);
      return second.call(y, y, y).at(1, 0);
    }
  }

  private static final class LastOutput extends Module {
    private final LSTM rnn = add("rnn", new LSTM(8, 16).batchFirst(true));

    @Override
    protected Variable forward(Variable x) {
      return rnn.callAll(List.of(x)).getFirst().at(1, -1);
    }
  }

  private static ImmutableMap<String, List<String>> expected() throws IOException {
    ImmutableMap.Builder<String, List<String>> sections = ImmutableMap.builder();
    try (InputStream file =
        Objects.requireNonNull(DynamicTraceTest.class.getResourceAsStream("dynamic.txt"))) {
      String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      for (String section : text.substring(text.indexOf("\n# ") + 3).split("\n# ", -1)) {
        List<String> lines = section.lines().toList();
        sections.put(lines.getFirst(), lines.subList(1, lines.size()));
      }
    }
    return sections.buildOrThrow();
  }

  @Test
  void everyNetworkOfTheFileIsTested() throws IOException {
    assertThat(CASES.keySet()).containsExactlyElementsIn(expected().keySet());
  }

  static Iterable<String> networks() {
    return CASES.keySet();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void captureEqualsPyTorchs(String network) throws IOException {
    Case tested = Objects.requireNonNull(CASES.get(network));
    assertThat(NodeListing.of(Export.trace(tested.module, tested.inputs, tested.shapes)))
        .containsExactlyElementsIn(Objects.requireNonNull(expected().get(network)))
        .inOrder();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void captureTakesAnotherBatch(String network) {
    Case tested = Objects.requireNonNull(CASES.get(network));
    Tensor[] inputs =
        tested.inputs.stream()
            .map(example -> {
              long[] sizes = example.shape().toArray();
              sizes[0] = 7;
              return filled(zeros(sizes));
            })
            .toArray(Tensor[]::new);
    Tensor atOnce = tested.module.run(inputs).getFirst();
    Tensor traced =
        Export.trace(tested.module, tested.inputs, tested.shapes).run(inputs).getFirst();
    assertThat(traced.bitEquals(atOnce)).isTrue();
  }

  private static Tensor filled(Tensor tensor) {
    for (long i = 0; i < tensor.elements(); i++) {
      tensor.setDouble(i, (i * 37 % 101 - 50) / 25.0);
    }
    return tensor;
  }
}
