package dev.octet.lowering.codegen.opencl;

import com.google.common.collect.ImmutableList;
import dev.octet.lowering.codegen.loop.Buffer;
import dev.octet.lowering.codegen.loop.LoopVariable;
import dev.octet.lowering.codegen.loop.NestForm;
import java.util.List;
import java.util.stream.Collectors;

/** Says above a kernel what it computes. */
final class KernelComment {
  /** Operators that are named in full. */
  private static final int NAMED = 12;

  private KernelComment() {}

  /**
   * The lines of the comment.
   *
   * @param operators what is computed, in order
   */
  static ImmutableList<String> of(List<String> operators, NestForm form, Geometry geometry) {
    ImmutableList.Builder<String> lines = ImmutableList.builder();
    String what = operators.stream().limit(NAMED).collect(Collectors.joining(", "));
    lines.add(
        (operators.size() > NAMED ? what + ", ..." : what)
            + ": from "
            + buffers(form, true)
            + " to "
            + buffers(form, false)
            + ".");
    String sizes =
        geometry.outer().stream()
            .map(LoopVariable::extent)
            .map(String::valueOf)
            .collect(Collectors.joining(" x "));
    boolean one = geometry.outer().isEmpty();
    if (geometry.inGroups()) {
      lines.add(
          (one ? "One work-group of " : sizes + " work-groups of ")
              + geometry.items()
              + " items, which share the reductions of a row.");
    } else {
      lines.add(one ? "One work item." : "One work item for each of " + sizes + " places.");
    }
    return lines.build();
  }

  private static String buffers(NestForm form, boolean read) {
    String names =
        form.buffers().stream()
            .filter(buffer -> buffer.kind() != Buffer.Kind.PARAMETER)
            .filter(buffer -> (buffer.kind() != Buffer.Kind.OUTPUT) == read)
            .map(NestPrinter::name)
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "numbers" : names;
  }
}
