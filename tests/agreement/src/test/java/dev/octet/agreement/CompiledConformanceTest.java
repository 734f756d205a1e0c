package dev.octet.agreement;

import static com.google.common.truth.Truth.assertWithMessage;

import com.google.common.collect.ImmutableSet;
import dev.octet.lowering.CompiledModel;
import dev.octet.lowering.Lowering;
import dev.octet.lowering.Target;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every recorded call, compiled for this processor, gives what PyTorch gave, whichever backend
 * computes it.
 */
final class CompiledConformanceTest {
  /** Sums in another order, and functions by other polynomials. */
  private static final double ROUNDING = 1e-5;

  /** Their results are drawn anew, or nobody's. */
  private static final ImmutableSet<String> UNDEFINED =
      ImmutableSet.of(
          "rand", "randn", "randint", "rand_like", "randn_like", "bernoulli", "dropout", "empty");

  /** The library's float maximum pools pass over NaN; docs/parity.md says so. */
  private static final String NAN = "nan";

  @TestFactory
  Stream<DynamicNode> recordedCalls() {
    return OperatorCases.families().stream()
        .map(family ->
            DynamicContainer.dynamicContainer(
                family,
                OperatorCases.read(family).stream()
                    .filter(CompiledConformanceTest::isDefined)
                    .map(recorded -> new Call(recorded, RecordedGraph.of(recorded, recorded.op())))
                    .filter(call -> call.made.isProgram())
                    .map(call ->
                        DynamicTest.dynamicTest(
                            call.recorded.op() + " " + call.recorded.title(), call::check))));
  }

  private static boolean isDefined(OperatorCase recorded) {
    String base = recorded.op().base();
    return UNDEFINED.stream()
            .noneMatch(name -> base.equals(name) || base.endsWith("_" + name) || isLike(base, name))
        && !(base.startsWith("max_pool") && recorded.title().equals(NAN));
  }

  private static boolean isLike(String base, String name) {
    return base.equals(name + "_like")
        || base.equals(name + "_strided")
        || base.equals("new_" + name + "_strided");
  }

  /** One call and its graph. */
  private record Call(OperatorCase recorded, RecordedGraph made) {
    void check() {
      try (CompiledModel model = Lowering.compile(made.program(), Target.cpu());
          Arena arena = Arena.ofConfined()) {
        List<Tensor> results = model.run(made.tensors(), arena);
        for (int i = 0; i < results.size(); i++) {
          assertWithMessage("%s, result %s\n%s", made.node(), i, model.ledger())
              .that(difference(results.get(i), recorded.results().get(i)))
              .isEqualTo(Optional.empty());
        }
      }
    }

    private Optional<String> difference(Tensor found, OperatorCase.Expected expected) {
      return expected instanceof OperatorCase.Expected.OfTensor(var tensor)
          ? TensorAgreement.difference(
              found, tensor, OptionalDouble.of(Math.max(recorded.tolerance().orElse(0), ROUNDING)))
          : Optional.of("expected a number, found " + found);
    }
  }
}
