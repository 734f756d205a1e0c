package dev.octet.graph.rewrite;

import static com.google.common.truth.Truth.assertThat;

import dev.octet.graph.Value;
import dev.octet.op.TensorType;
import dev.octet.tensor.DType;
import org.junit.jupiter.api.Test;

final class ValueMappingTest {
  private static Value value(int number) {
    return new Value("v" + number, TensorType.of(DType.FLOAT32, 2));
  }

  @Test
  void whatWasToBecomeTheOldValueBecomesTheNewOne() {
    ValueMapping mapping = new ValueMapping().put(value(0), value(1)).put(value(1), value(2));
    assertThat(mapping.of(value(0))).isEqualTo(value(2));
    assertThat(mapping.of(value(3))).isEqualTo(value(3));
    assertThat(mapping.put(value(2), value(0)).of(value(0))).isEqualTo(value(2));
  }

  @Test
  void chainsMayBeLong() {
    int length = 200_000;
    ValueMapping mapping = new ValueMapping();
    for (int i = length; i > 0; i--) {
      mapping.put(value(i), value(i - 1));
    }
    ValueMapping inOrder = new ValueMapping();
    for (int i = 0; i < length; i++) {
      inOrder.put(value(i), value(i + 1));
    }
    assertThat(mapping.of(value(length))).isEqualTo(value(0));
    assertThat(inOrder.of(value(0))).isEqualTo(value(length));
    assertThat(inOrder.of(value(1))).isEqualTo(value(length));
  }
}
