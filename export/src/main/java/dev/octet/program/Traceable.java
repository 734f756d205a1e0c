package dev.octet.program;

import dev.octet.tensor.Tensor;
import java.util.List;

/** A network that can be captured: a module of {@code dev.octet.nn}. */
public interface Traceable {
  /**
   * Captures the network as a program; {@code Export.trace} calls it.
   *
   * @param exampleInputs give types and sizes; their elements are not looked at
   */
  ExportedProgram trace(List<Tensor> exampleInputs, DynamicShapes dynamicShapes);
}
