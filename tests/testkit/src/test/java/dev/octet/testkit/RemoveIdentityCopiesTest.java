package dev.octet.testkit;

import static dev.octet.testkit.RuleTester.ruleTester;

import dev.octet.graph.rewrite.RemoveIdentityCopies;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RemoveIdentityCopiesTest {
  private static final RemoveIdentityCopies RULE = new RemoveIdentityCopies();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aten.alias.default(%relu)",
        "aten.detach.default(%relu)",
        "aten.lift_fresh_copy.default(%relu)",
        "aten.contiguous.default(%relu)",
        "aten.clone.default(%relu, memory_format=channels_last)",
        "aten.to.dtype(%relu, f32)",
        "aten.to.dtype_layout(%relu, dtype=f32, layout=strided)",
        "aten._to_copy.default(%relu, dtype=f32)"
      })
  void aCopyOfTheSameElementTypeGoes(String copy) {
    ruleTester(RULE)
        .given(
            """
            graph(%x: f32[1, 2, 3, 3]) {
              %relu: f32[1, 2, 3, 3] = aten.relu.default(%x)
              %copy: f32[1, 2, 3, 3] = COPY
              %tanh: f32[1, 2, 3, 3] = aten.tanh.default(%copy)
              return %tanh
            }
            """
                .replace("COPY", copy))
        .becomes(
            """
            graph(%x: f32[1, 2, 3, 3]) {
              %relu: f32[1, 2, 3, 3] = aten.relu.default(%x)
              %tanh: f32[1, 2, 3, 3] = aten.tanh.default(%relu)
              return %tanh
            }
            """);
  }

  @Test
  void aConversionStays() {
    ruleTester(RULE)
        .given(
            """
            graph(%x: f32[2]) {
              %to: f64[2] = aten.to.dtype(%x, f64)
              return %to
            }
            """)
        .doesNotFire();
  }

  @Test
  void aCopyToADeviceStays() {
    ruleTester(RULE)
        .given(
            """
            graph(%x: f32[2]) {
              %to: f32[2] = aten._to_copy.default(%x, device=device("cuda", 0))
              return %to
            }
            """)
        .doesNotFire();
  }
}
