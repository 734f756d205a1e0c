package dev.octet.quantizer.rule;

import com.google.common.collect.ImmutableMap;
import dev.octet.op.AtenOps;
import dev.octet.op.NearestNames;
import dev.octet.op.OpName;
import java.util.Locale;

/**
 * The operators behind the PyTorch functions and module classes that rules may name. Unlike
 * PyTorch's table, in which a slip of the pen lost it, this one has {@code torch.nn.Conv1d}.
 */
public final class OperatorTypes {
  private static final ImmutableMap<String, OpName> FUNCTIONS =
      ImmutableMap.<String, OpName>builder()
          .put("torch.nn.functional.conv1d", AtenOps.CONV1D)
          .put("torch.nn.functional.conv2d", AtenOps.CONV2D)
          .put("torch.nn.functional.linear", AtenOps.LINEAR)
          .put("torch.nn.functional.max_pool2d", AtenOps.MAX_POOL2D)
          .put("torch.nn.functional.avg_pool2d", AtenOps.AVG_POOL2D)
          .put("torch.nn.functional.adaptive_avg_pool2d", AtenOps.ADAPTIVE_AVG_POOL2D)
          .put("torch.cat", AtenOps.CAT)
          .put("torch.flatten", AtenOps.FLATTEN)
          .put("torch.matmul", AtenOps.MATMUL)
          .put("torch.mul", AtenOps.MUL_TENSOR)
          .buildOrThrow();

  private static final ImmutableMap<String, OpName> MODULES =
      ImmutableMap.<String, OpName>builder()
          .put("torch.nn.Conv1d", AtenOps.CONV1D)
          .put("torch.nn.Conv2d", AtenOps.CONV2D)
          .put("torch.nn.Linear", AtenOps.LINEAR)
          .put("torch.nn.MaxPool2d", AtenOps.MAX_POOL2D)
          .put("torch.nn.AvgPool2d", AtenOps.AVG_POOL2D)
          .put("torch.nn.AdaptiveAvgPool2d", AtenOps.ADAPTIVE_AVG_POOL2D)
          .put("torch.nn.Flatten", AtenOps.FLATTEN)
          .buildOrThrow();

  private OperatorTypes() {}

  /**
   * The operator that a function calls.
   *
   * @throws RuleException naming the nearest known functions
   */
  public static OpName ofFunction(String function) {
    return find(FUNCTIONS, "function", function, full("torch.nn.functional.", "F.", function));
  }

  /**
   * The operator that a module class calls.
   *
   * @throws RuleException naming the nearest known classes
   */
  public static OpName ofModule(String type) {
    return find(MODULES, "module type", type, full("torch.nn.", "nn.", type));
  }

  private static String full(String prefix, String shortPrefix, String name) {
    return name.startsWith(shortPrefix) ? prefix + name.substring(shortPrefix.length()) : name;
  }

  private static OpName find(
      ImmutableMap<String, OpName> table, String what, String given, String name) {
    OpName op = table.get(name);
    if (op == null) {
      throw new RuleException(
          String.format(
              Locale.ROOT,
              "%s '%s' has no operator that can be configured; nearest: %s; known: %s",
              what,
              given,
              NearestNames.nearest(name, table.keySet(), 3),
              String.join(", ", table.keySet())));
    }
    return op;
  }
}
