package dev.octet.testkit;

import static dev.octet.testkit.RuleTester.ruleTester;

import dev.octet.graph.rewrite.RemoveInferenceDropout;
import org.junit.jupiter.api.Test;

final class RemoveInferenceDropoutTest {
  private static final RemoveInferenceDropout RULE = new RemoveInferenceDropout();

  @Test
  void dropoutOfInferenceGoes() {
    ruleTester(RULE)
        .given(
            """
            graph(%x: f32[2, 3]) {
              %relu: f32[2, 3] = aten.relu.default(%x)
              %dropout: f32[2, 3] = aten.dropout.default(%relu, 0.5, False)
              %add: f32[2, 3] = aten.add.Tensor(%dropout, %dropout)
              return %add
            }
            """)
        .becomes(
            """
            graph(%x: f32[2, 3]) {
              %relu: f32[2, 3] = aten.relu.default(%x)
              %add: f32[2, 3] = aten.add.Tensor(%relu, %relu)
              return %add
            }
            """);
  }

  @Test
  void anOutputBecomesTheOperand() {
    ruleTester(RULE)
        .given(
            """
            graph(%x: f32[s0]) {
              %a: f32[s0] = aten.dropout.default(%x, 0.1, False)
              %b: f32[s0] = aten.dropout.default(%a, 0.1, False)
              return %b, %a
            }
            """)
        .becomes("graph(%x: f32[s0]) { return %x, %x }");
  }

  @Test
  void dropoutOfTrainingStays() {
    ruleTester(RULE)
        .given(
            """
            graph(%x: f32[2, 3]) {
              %dropout: f32[2, 3] = aten.dropout.default(%x, 0.5, True)
              return %dropout
            }
            """)
        .doesNotFire();
  }
}
