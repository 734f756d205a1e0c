package dev.octet.program;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Value;
import dev.octet.op.TensorType;
import dev.octet.symbol.Range;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Sizes by symbols, whichever input names them. */
final class InputSizesTest {
  private static final SymInt S0 = SymInt.symbol("s0");

  /** The first input is one longer than the second, which names the size. */
  private static final List<Value> EXPECTED =
      List.of(
          new Value("longer", new TensorType(DType.FLOAT32, ImmutableList.of(S0.add(1)))),
          new Value("x", new TensorType(DType.FLOAT32, ImmutableList.of(S0))));

  private static final Map<SymInt, Range> RANGES = Map.of(S0, Range.of(2, 8));

  private static Tensor floats(long size) {
    return Tensor.allocate(Arena.ofAuto(), DType.FLOAT32, Shape.of(size));
  }

  private static Map<String, Long> of(Tensor... given) {
    return InputSizes.of(EXPECTED, List.of(given), RANGES);
  }

  @Test
  void aLaterInputMayNameTheSize() {
    assertThat(of(floats(5), floats(4))).containsExactly("s0", 4L);
  }

  @Test
  void aSizeMadeOfALaterOneIsChecked() {
    InputException failure = assertThrows(InputException.class, () -> of(floats(4), floats(4)));
    assertThat(failure).hasMessageThat().contains("input %longer is");
    assertThat(failure).hasMessageThat().contains("with {s0=4}");
  }

  @Test
  void rangesHold() {
    assertThat(assertThrows(InputException.class, () -> of(floats(10), floats(9))))
        .hasMessageThat()
        .isEqualTo(
            "input %longer is f32[10], expected f32[s0 + 1]: size s0 = 9 is outside the exported"
                + " range "
                + RANGES.get(S0));
  }

  @Test
  void numbersAndTypesAreTold() {
    assertThat(assertThrows(InputException.class, () -> of(floats(5))))
        .hasMessageThat()
        .startsWith("1 inputs were given, the program takes 2");
    Tensor integers = Tensor.allocate(Arena.ofAuto(), DType.INT32, Shape.of(4));
    assertThat(assertThrows(InputException.class, () -> of(floats(5), integers)))
        .hasMessageThat()
        .contains("input %x is");
    Tensor matrix = Tensor.allocate(Arena.ofAuto(), DType.FLOAT32, Shape.of(4, 1));
    assertThat(assertThrows(InputException.class, () -> of(floats(5), matrix)))
        .hasMessageThat()
        .contains("input %x is");
  }

  private static Map<String, Long> sizes(SymInt expected, long given) {
    Value x = new Value("x", new TensorType(DType.FLOAT32, ImmutableList.of(expected)));
    return InputSizes.of(List.of(x), List.of(floats(given)), RANGES);
  }

  @Test
  void aMultipleTellsItsSymbol() {
    assertThat(sizes(S0.multiply(3), 12)).containsExactly("s0", 4L);
    assertThat(sizes(S0.multiply(3).subtract(2), 13)).containsExactly("s0", 5L);
  }

  @Test
  void whatIsNoMultipleIsRefused() {
    assertThat(assertThrows(InputException.class, () -> sizes(S0.multiply(3), 13)))
        .hasMessageThat()
        .isEqualTo("input %x is f32[13], expected f32[3*s0]");
  }

  @Test
  void aSymbolThatFollowsIsHeldToItsRange() {
    assertThat(assertThrows(InputException.class, () -> sizes(S0.multiply(3), 27)))
        .hasMessageThat()
        .startsWith(
            "input %x is f32[27], expected f32[3*s0]: size s0 = 9 is outside the exported range");
  }

  @Test
  void oneSymbolMayFollowFromAnother() {
    Value area =
        new Value(
            "area",
            new TensorType(
                DType.FLOAT32, ImmutableList.of(S0.multiply(SymInt.symbol("s1")).multiply(2))));
    List<Value> expected = List.of(area, EXPECTED.get(1));
    assertThat(InputSizes.of(expected, List.of(floats(24), floats(4)), RANGES))
        .containsExactly("s0", 4L, "s1", 3L);
  }
}
