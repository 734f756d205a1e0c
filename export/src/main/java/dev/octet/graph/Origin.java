package dev.octet.graph;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Optional;

/**
 * Where a node came from. Module rules, source partitions, explanations and error messages read it;
 * rewrites hand it on.
 *
 * @param modules the modules that were being called, outermost first; the root has the empty path
 * @param sources the calls that a strict export recorded, innermost last
 * @param torchFunction the function that a non-strict export recorded
 * @param stackTrace the source lines, as text
 * @param custom what the user attached, as JSON text
 */
public record Origin(
    ImmutableList<ModuleFrame> modules,
    ImmutableList<SourceFunction> sources,
    Optional<TorchFunction> torchFunction,
    Optional<String> stackTrace,
    Optional<String> custom) {

  /** Of a node that stands for nothing the user wrote. */
  public static final Origin UNKNOWN =
      new Origin(
          ImmutableList.of(),
          ImmutableList.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /**
   * One module on the call stack.
   *
   * @param key unique name of the frame in its file
   * @param path dotted path from the root, {@code layer1.0.conv1}; repeated calls may carry
   *     {@code @1}
   * @param type Python class, {@code torch.nn.modules.conv.Conv2d}
   */
  public record ModuleFrame(String key, String path, String type) {}

  /** A recorded call: a name unique in the program, and the function or module class called. */
  public record SourceFunction(String name, String target) {}

  /** A recorded function call: {@code conv2d_1} and {@code builtin_function_or_method.conv2d}. */
  public record TorchFunction(String name, String target) {}

  /** The path of the innermost module; empty for the root and for an unknown origin. */
  public String modulePath() {
    return modules.isEmpty() ? "" : modules.getLast().path();
  }

  /** The class of the innermost module; empty for an unknown origin. */
  public String moduleType() {
    return modules.isEmpty() ? "" : modules.getLast().type();
  }

  /** The last recorded call, by which partitions group nodes. */
  public Optional<SourceFunction> source() {
    return sources.isEmpty() ? Optional.empty() : Optional.of(sources.getLast());
  }

  /**
   * The origin of a node that stands for several: the modules that all of them share, and of the
   * rest what the first one says. The nodes are those that a rewrite replaced, in graph order.
   */
  public static Origin merge(List<Origin> replaced) {
    if (replaced.isEmpty()) {
      return UNKNOWN;
    }
    Origin first = replaced.getFirst();
    int shared = first.modules.size();
    for (Origin other : replaced) {
      int common = 0;
      while (common < Math.min(shared, other.modules.size())
          && first.modules.get(common).equals(other.modules.get(common))) {
        common++;
      }
      shared = common;
    }
    return new Origin(
        first.modules.subList(0, shared),
        first.sources,
        first.torchFunction,
        first.stackTrace,
        first.custom);
  }
}
