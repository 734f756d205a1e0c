package dev.octet.lowering.onednn;

import static com.google.common.truth.Truth.assertThat;

import dev.octet.lowering.Requires;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;

final class DescriptorTest {
  private static final Shape SHAPE = Shape.of(2, 3);

  @Test
  void keptDescriptionsOutliveTheirArenaAndCompareByWhatTheySay() {
    Requires.oneDnn();
    Descriptor first = kept(3, 1);
    Descriptor same = kept(3, 1);
    Descriptor turned = kept(1, 2);
    assertThat(first.byteSize()).isEqualTo(24);
    assertThat(first.sameAs(same)).isTrue();
    assertThat(first.sameAs(turned)).isFalse();
  }

  private static Descriptor kept(long... strides) {
    try (Arena arena = Arena.ofConfined()) {
      return Descriptor.strided(arena, DType.FLOAT32, SHAPE, strides).kept();
    }
  }
}
