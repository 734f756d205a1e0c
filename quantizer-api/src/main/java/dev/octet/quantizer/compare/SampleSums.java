package dev.octet.quantizer.compare;

import dev.octet.graph.Value;
import dev.octet.graph.evaluate.ValueListener;
import dev.octet.quantizer.compare.JointProgram.Role;
import dev.octet.quantizer.compare.JointProgram.Watch;
import dev.octet.tensor.DType;
import dev.octet.tensor.InternalException;
import dev.octet.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What is summed while one sample runs. A float value is kept until the values that it is compared
 * with have been shown, which is soon. Not thread-safe.
 */
final class SampleSums implements ValueListener {
  /** A float value, and with how many values it is still to be compared. */
  private record Held(Tensor tensor, int readers) {}

  private final JointProgram joint;
  private final ErrorSums[] accumulated;
  private final ErrorSums[] isolated;
  private final ErrorSums[] outputs;
  private final Map<Integer, Held> references = new HashMap<>();

  SampleSums(JointProgram joint) {
    this.joint = joint;
    this.accumulated = zero(joint.nodes().size());
    this.isolated = zero(joint.nodes().size());
    this.outputs = zero(joint.outputs());
  }

  private static ErrorSums[] zero(int count) {
    return Stream.generate(ErrorSums::new).limit(count).toArray(ErrorSums[]::new);
  }

  @Override
  public void computed(Value value, Tensor tensor) {
    Watch watch = joint.watches().get(value.name());
    if (watch == null) {
      return;
    }
    if (watch.role() == Role.REFERENCE) {
      references.put(watch.result(), new Held(copy(tensor), watch.readers()));
      return;
    }
    Held held = references.remove(watch.result());
    if (held == null) {
      throw new InternalException(
          value + " was shown before the float value that it is compared with");
    }
    ErrorSums sums =
        watch.role() == Role.ISOLATED ? isolated[watch.node()] : accumulated[watch.node()];
    sums.add(held.tensor, tensor);
    if (held.readers > 1) {
      references.put(watch.result(), new Held(held.tensor, held.readers - 1));
    }
  }

  /** On the heap: the evaluator reuses the memory, and an arena for each value costs more. */
  private static Tensor copy(Tensor tensor) {
    return tensor.dtype() == DType.FLOAT64
        ? Tensor.view(MemorySegment.ofArray(tensor.toDoubleArray()), DType.FLOAT64, tensor.shape())
        : Tensor.view(MemorySegment.ofArray(tensor.toFloatArray()), DType.FLOAT32, tensor.shape());
  }

  /** The outputs of the float graph, then those of the quantized one. */
  void addOutputs(List<Tensor> tensors) {
    for (int i = 0; i < outputs.length; i++) {
      outputs[i].add(tensors.get(i), tensors.get(outputs.length + i));
    }
  }

  /** Adds the sums of another sample. */
  void add(SampleSums other) {
    add(accumulated, other.accumulated);
    add(isolated, other.isolated);
    add(outputs, other.outputs);
  }

  private static void add(ErrorSums[] into, ErrorSums[] sums) {
    for (int i = 0; i < into.length; i++) {
      into[i].add(sums[i]);
    }
  }

  ErrorSums accumulated(int node) {
    return accumulated[node];
  }

  ErrorSums isolated(int node) {
    return isolated[node];
  }

  ErrorSums output(int index) {
    return outputs[index];
  }
}
