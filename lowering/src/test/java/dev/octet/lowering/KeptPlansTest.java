package dev.octet.lowering;

import static com.google.common.truth.Truth.assertThat;

import dev.octet.graph.Value;
import dev.octet.lowering.backend.Backend;
import dev.octet.lowering.backend.Emitter;
import dev.octet.lowering.fuse.Region;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.lowering.kernel.Kernel;
import dev.octet.lowering.plan.Plan;
import dev.octet.lowering.plan.PlanOptions;
import dev.octet.lowering.plan.PlannedProgram;
import dev.octet.lowering.reference.ReferenceBackend;
import dev.octet.op.AtenOps;
import dev.octet.op.TensorType;
import dev.octet.program.ExportedProgram;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How long plans live, what they use, and for how many threads they are. */
final class KeptPlansTest {
  private static final int MOST = 16;

  private final AtomicInteger closed = new AtomicInteger();

  /** For how many threads the backend was asked to begin, one after the other. */
  private final List<Integer> begun = new ArrayList<>();

  /** What is done when it is asked next. */
  private Runnable beginning = () -> {};

  /** The reference, which tells when nothing needs it any more. */
  private final class Counted implements Backend {
    private final ReferenceBackend reference = new ReferenceBackend();

    @Override
    public String name() {
      return "counted";
    }

    @Override
    public Optional<String> lower(Region region, Emitter emitter) {
      return reference.lower(region, emitter);
    }

    @Override
    public Optional<Kernel> move(Buffer from, Buffer to, Arena arena) {
      return reference.move(from, to, arena);
    }

    @Override
    public void begin(int threads) {
      begun.add(threads);
      Runnable now = beginning;
      beginning = () -> {};
      now.run();
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  private PlannedProgram planned() {
    return planned(1, 1);
  }

  private PlannedProgram planned(int threads, int runs) {
    ExportedProgram anyLength =
        ProgramSketch.of(
            1,
            at -> {
              Value x = at.input(new TensorType(DType.FLOAT32, List.of(SymInt.symbol("s0"))));
              return List.of(at.at().call(AtenOps.RELU, x));
            });
    return new PlannedProgram(
        anyLength,
        List.of(new Counted()),
        new XpuPolicy(),
        new PlanOptions(threads, runs, false, false));
  }

  private static Plan at(PlannedProgram planned, long length) {
    return planned.at(Map.of("s0", length));
  }

  @Test
  void thePlanThatWasNotUsedForLongestMakesRoom() {
    try (PlannedProgram planned = planned()) {
      List<Plan> plans = new ArrayList<>();
      for (long length = 1; length <= MOST; length++) {
        plans.add(at(planned, length));
      }
      assertThat(at(planned, 1)).isSameInstanceAs(plans.get(0));
      at(planned, MOST + 1);
      assertThat(at(planned, 1)).isSameInstanceAs(plans.get(0));
      assertThat(at(planned, 3)).isSameInstanceAs(plans.get(2));
      assertThat(at(planned, 2)).isNotSameInstanceAs(plans.get(1));
    }
  }

  @Test
  void whatAPlanUsesLivesAsLongAsARun() {
    PlannedProgram planned = planned();
    PlannedProgram.Run run = planned.begin(Map.of("s0", 2L));
    planned.close();
    assertThat(closed.get()).isEqualTo(0);
    Tensor y = Tensor.allocate(DType.FLOAT32, Shape.of(2));
    run.execute(List.of(Tensor.of(new float[] {-1, 1}, 2)), List.of(y));
    assertThat(y.toFloatArray()).isEqualTo(new float[] {0, 1});
    run.close();
    assertThat(closed.get()).isEqualTo(1);
  }

  @Test
  void aRunThatWasSubmittedLetsGoWhenItIsDone() {
    PlannedProgram planned = planned();
    Tensor y = Tensor.allocate(DType.FLOAT32, Shape.of(2));
    try (ExecutorService executor = Executors.newSingleThreadExecutor();
        PlannedProgram.Run run = planned.begin(Map.of("s0", 2L))) {
      run.submit(List.of(Tensor.of(new float[] {-1, 1}, 2)), List.of(y), executor).join();
    }
    planned.close();
    assertThat(closed.get()).isEqualTo(1);
  }

  /** One run within the other, so that it finds too few threads for the plan that there is. */
  @Test
  void aRunThatGetsFewerThreadsHasAPlanForSoMany() {
    try (PlannedProgram planned = planned(2, 3);
        PlannedProgram.Run run = planned.begin(Map.of("s0", 2L))) {
      List<Tensor> x = List.of(Tensor.of(new float[] {-1, 1}, 2));
      List<Tensor> y = List.of(Tensor.allocate(DType.FLOAT32, Shape.of(2)));
      begun.clear();
      beginning = () -> run.execute(x, y);
      run.execute(x, y);
    }
    // The outer run; the plan of the inner one, and that run.
    assertThat(begun).containsExactly(2, 1, 1).inOrder();
  }
}
