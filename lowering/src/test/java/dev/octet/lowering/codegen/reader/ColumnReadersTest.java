package dev.octet.lowering.codegen.reader;

import static com.google.common.truth.Truth.assertThat;
import static dev.octet.lowering.codegen.Bodies.call;
import static dev.octet.lowering.codegen.Bodies.type;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.graph.Graph;
import dev.octet.lowering.codegen.Bodies;
import dev.octet.lowering.codegen.KernelCheck;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Windows of images as columns, and back. */
final class ColumnReadersTest {
  private static List<Long> pair(String text) {
    return Arrays.stream(text.split("x", -1)).map(Long::valueOf).toList();
  }

  @ParameterizedTest
  @CsvSource({
    // window, dilation, padding, stride
    "2x2, 1x1, 0x0, 2x2",
    "3x2, 1x1, 0x0, 1x1",
    "3x3, 1x1, 1x1, 2x2",
    "2x3, 2x1, 1x3, 1x2",
    "1x1, 1x1, 0x0, 1x1",
    "4x5, 1x1, 2x2, 3x1"
  })
  void columnsOfAnImage(String window, String dilation, String padding, String stride) {
    for (DType type : List.of(DType.FLOAT32, DType.BFLOAT16)) {
      Graph body =
          Bodies.of(
              (b, x) ->
                  call(
                      b,
                      "aten.im2col.default",
                      x.getFirst(),
                      pair(window),
                      pair(dilation),
                      pair(padding),
                      pair(stride)),
              type(type, 2, 3, 8, 19));
      KernelCheck check = KernelCheck.of(body, 1);
      (type == DType.FLOAT32 ? check : check.onProcessorOnly()).holds();
    }
  }

  private static Graph image(List<Long> size, List<Long> window, List<Long> stride, long... sizes) {
    return Bodies.of(
        (b, x) ->
            call(
                b,
                "aten.col2im.default",
                x.getFirst(),
                size,
                window,
                List.of(1L, 1L),
                List.of(0L, 0L),
                stride),
        type(DType.FLOAT32, sizes));
  }

  @Test
  void anImageOfWindowsSideBySide() {
    List<Long> two = List.of(2L, 2L);
    KernelCheck.of(image(List.of(6L, 10L), two, two, 2, 12, 15), 1).holds();
    KernelCheck.of(image(List.of(3L, 20L), List.of(1L, 5L), List.of(1L, 5L), 10, 12), 2).holds();
  }

  @Test
  void sumsOfWindowsAreDeclined() {
    Graph body = image(List.of(4L, 4L), List.of(2L, 2L), List.of(1L, 1L), 1, 8, 9);
    assertThat(assertThrows(InputException.class, () -> KernelCheck.of(body, 1).holds()))
        .hasMessageThat()
        .endsWith("adds windows that overlap or leave gaps");
  }
}
