package dev.octet.quantizer.pattern;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.octet.op.AtenOps;
import dev.octet.op.OpName;
import java.util.List;

/**
 * One part of a pattern: the functions and module classes that PyTorch holds for equivalent, in the
 * order in which it looks for them, and the operators they come down to.
 */
enum Kind {
  CONV1D(
      List.of("torch.nn.modules.conv.Conv1d", "torch.conv1d", "torch.nn.functional.conv1d"),
      AtenOps.CONV1D),
  CONV2D(
      List.of("torch.nn.modules.conv.Conv2d", "torch.conv2d", "torch.nn.functional.conv2d"),
      AtenOps.CONV2D),
  /** The module alone, as patterns have it. */
  LINEAR_MODULE(List.of("torch.nn.modules.linear.Linear"), AtenOps.LINEAR),
  LINEAR(
      List.of(
          "torch.nn.modules.linear.Linear", "torch._C._nn.linear", "torch.nn.functional.linear"),
      AtenOps.LINEAR),
  ADD(List.of("torch.add", "_operator.add", "_operator.iadd", "add", "add_"), AtenOps.ADD_TENSOR),
  RELU(
      List.of(
          "torch.nn.modules.activation.ReLU",
          "torch.nn.functional.relu",
          "torch.relu_",
          "torch.nn.functional.relu_"),
      AtenOps.RELU),
  HARDTANH(
      List.of(
          "torch.nn.modules.activation.Hardtanh",
          "torch.nn.functional.hardtanh",
          "torch._C._nn.hardtanh_",
          "torch.nn.functional.hardtanh_"),
      AtenOps.HARDTANH,
      AtenOps.CLAMP),
  HARDSWISH(List.of("torch.nn.modules.activation.Hardswish"), AtenOps.HARDSWISH),
  RELU6(List.of("torch.nn.modules.activation.ReLU6"), AtenOps.RELU6),
  SILU(List.of("torch.nn.modules.activation.SiLU"), AtenOps.SILU),
  LEAKY_RELU(List.of("torch.nn.modules.activation.LeakyReLU"), AtenOps.LEAKY_RELU),
  TANH(List.of("torch.nn.modules.activation.Tanh"), AtenOps.TANH),
  GELU(List.of("torch.nn.modules.activation.GELU"), AtenOps.GELU);

  private final ImmutableList<String> sources;

  // A name is a record of strings.
  @SuppressWarnings("ImmutableEnumChecker")
  private final ImmutableSet<OpName> operators;

  Kind(List<String> sources, OpName... operators) {
    this.sources = ImmutableList.copyOf(sources);
    this.operators = ImmutableSet.copyOf(operators);
  }

  ImmutableList<String> sources() {
    return sources;
  }

  ImmutableSet<OpName> operators() {
    return operators;
  }
}
