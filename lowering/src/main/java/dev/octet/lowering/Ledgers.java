package dev.octet.lowering;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Node;
import dev.octet.graph.Origin;
import dev.octet.lowering.codegen.LoopOptions;
import dev.octet.lowering.fuse.Contraction;
import dev.octet.lowering.fuse.Region;
import dev.octet.lowering.generated.GeneratedBackend;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.lowering.kernel.Kernel;
import dev.octet.lowering.opencl.OpenClBackend;
import dev.octet.lowering.plan.Plan;
import dev.octet.lowering.plan.StepTimes;
import dev.octet.program.ExportedProgram;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** Writes the ledger of a plan. */
final class Ledgers {
  private Ledgers() {}

  /**
   * For a plan and what it took so far.
   *
   * @param lacks what the processor could have and lacks
   * @param notes what was chosen for it
   */
  static Ledger of(
      ExportedProgram program,
      Plan plan,
      StepTimes times,
      String processor,
      List<String> lacks,
      List<String> notes) {
    ProgramNodes nodes = new ProgramNodes(program);
    List<LedgerEntry> entries = new ArrayList<>();
    Set<String> warnings = new LinkedHashSet<>(lacks);
    Set<Region> seen = new HashSet<>();
    for (int i = 0; i < plan.steps().size(); i++) {
      Plan.Step step = plan.steps().get(i);
      OptionalLong time = times.median(i);
      entries.add(entry(step, nodes, isLastOfRegion(plan, i), time));
      step.region()
          .filter(seen::add)
          .filter(region -> region instanceof Contraction product && isSaturating(product))
          .ifPresent(region -> warnings.add(((Contraction) region).floatReason()));
    }
    List<Node> without = nodes.without(plan.frozen());
    return new Ledger(
        processor,
        ImmutableList.copyOf(warnings),
        ImmutableList.copyOf(notes),
        advice(plan),
        ImmutableList.copyOf(entries),
        names(without.stream().filter(node -> !nodes.dependsOnInputs(node))),
        names(without.stream().filter(nodes::dependsOnInputs)),
        plan.frameBytes() + plan.deviceBytes());
  }

  private static ImmutableList<String> names(Stream<Node> nodes) {
    return nodes.map(node -> "%" + node.name()).collect(ImmutableList.toImmutableList());
  }

  private static ImmutableList<String> advice(Plan plan) {
    boolean generated =
        plan.steps().stream().anyMatch(step -> step.backend().equals(GeneratedBackend.NAME));
    return generated
        ? LoopOptions.advice().stream().collect(ImmutableList.toImmutableList())
        : ImmutableList.of();
  }

  /** Quantized on both sides, and still not computed in integers. */
  private static boolean isSaturating(Contraction product) {
    return product.floatReason().contains("saturation");
  }

  private static boolean isLastOfRegion(Plan plan, int step) {
    return step + 1 == plan.steps().size()
        || !plan.steps().get(step + 1).region().equals(plan.steps().get(step).region());
  }

  private static LedgerEntry entry(
      Plan.Step step, ProgramNodes program, boolean last, OptionalLong time) {
    Kernel kernel = step.kernel();
    ImmutableList<Node> nodes = step.region().map(Region::nodes).orElse(ImmutableList.of());
    boolean isProduct =
        step.region().isPresent()
            && step.region().get() instanceof Contraction product
            && kernel.name().equals(product.label());
    String reason = step.backend().equals("reference") ? String.join("; ", step.declined()) : "";
    long products = 0;
    boolean int8 = false;
    if (isProduct && step.region().get() instanceof Contraction product) {
      if (step.backend().equals(OpenClBackend.NAME)) {
        reason = String.join("; ", step.declined()); // a library's backend may stand in front
      }
      products = MultiplyAdds.of(product);
      int8 = product.isInt8() && !step.backend().equals("reference");
      reason = reason(product.floatReason(), reason);
    } else if (last && !nodes.isEmpty() && !(step.region().get() instanceof Contraction)) {
      products = nodes.stream().mapToLong(MultiplyAdds::of).sum();
    }
    return new LedgerEntry(
        nodes.stream().flatMap(program::names).collect(ImmutableList.toImmutableList()),
        Origin.merge(nodes.stream().map(Node::origin).toList()).modulePath(),
        kernel.name(),
        step.backend(),
        kernel.implementation(),
        texts(kernel.reads()),
        texts(kernel.writes()),
        bytes(kernel.reads()) + bytes(kernel.writes()),
        products,
        int8,
        reason,
        time);
  }

  private static String reason(String first, String second) {
    return first.isEmpty() || second.isEmpty() ? first + second : first + "; " + second;
  }

  private static ImmutableList<String> texts(List<Buffer> buffers) {
    return buffers.stream()
        .filter(buffer -> buffer.owner() != Buffer.Owner.CONSTANT)
        .map(Buffer::toString)
        .collect(ImmutableList.toImmutableList());
  }

  private static long bytes(List<Buffer> buffers) {
    return buffers.stream().mapToLong(Buffer::byteSize).sum();
  }
}
