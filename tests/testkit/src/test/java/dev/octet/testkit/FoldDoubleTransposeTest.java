package dev.octet.testkit;

import static dev.octet.testkit.RuleTester.ruleTester;

import dev.octet.graph.rewrite.FoldDoubleTranspose;
import org.junit.jupiter.api.Test;

final class FoldDoubleTransposeTest {
  private static final FoldDoubleTranspose RULE = new FoldDoubleTranspose();

  @Test
  void aTransposeThatUndoesTheOneBeforeGoesWithIt() {
    ruleTester(RULE)
        .given(
            """
            graph(%x: f32[2, 3, 4]) {
              %inner: f32[2, 4, 3] = aten.transpose.int(%x, 1, 2)
              %outer: f32[2, 3, 4] = aten.transpose.int(%inner, -1, -2)
              %relu: f32[2, 3, 4] = aten.relu.default(%outer)
              return %relu
            }
            """)
        .becomes(
            """
            graph(%x: f32[2, 3, 4]) {
              %relu: f32[2, 3, 4] = aten.relu.default(%x)
              return %relu
            }
            """);
  }

  @Test
  void theInnerTransposeStaysIfItIsRead() {
    ruleTester(RULE)
        .given(
            """
            graph(%x: f32[2, 3]) {
              %inner: f32[3, 2] = aten.t.default(%x)
              %outer: f32[2, 3] = aten.transpose.int(%inner, 0, 1)
              return %outer, %inner
            }
            """)
        .becomes(
            """
            graph(%x: f32[2, 3]) {
              %inner: f32[3, 2] = aten.t.default(%x)
              return %x, %inner
            }
            """);
  }

  @Test
  void transposesOfOtherDimensionsStay() {
    ruleTester(RULE)
        .given(
            """
            graph(%x: f32[2, 2, 2]) {
              %inner: f32[2, 2, 2] = aten.transpose.int(%x, 0, 1)
              %outer: f32[2, 2, 2] = aten.transpose.int(%inner, 1, 2)
              return %outer
            }
            """)
        .doesNotFire();
  }
}
