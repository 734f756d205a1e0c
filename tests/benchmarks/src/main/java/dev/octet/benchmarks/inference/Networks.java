package dev.octet.benchmarks.inference;

import dev.octet.export.Export;
import dev.octet.graph.Value;
import dev.octet.lowering.CompiledEvaluator;
import dev.octet.lowering.Lowering;
import dev.octet.lowering.Target;
import dev.octet.nn.models.Models;
import dev.octet.program.DynamicShapes;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.PreparedModel;
import dev.octet.quantizer.Quantization;
import dev.octet.quantizer.x86.X86InductorQuantizer;
import dev.octet.quantizer.x86.X86Preset;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Networks of the zoo with seeded weights, and seeded inputs for them. */
final class Networks {
  private static final long TOKENS = 128;
  private static final int WORDS = 1000;
  private static final int CALIBRATION_BATCHES = 2;

  private Networks() {}

  static ExportedProgram floats(String name, long batch) {
    return Export.trace(
        Models.byName(name), Models.exampleInputs(name, batch, TOKENS), DynamicShapes.none());
  }

  /** Calibrated with the inputs of the first seeds. */
  static ExportedProgram quantized(String name, long batch, X86Preset preset) {
    PreparedModel prepared =
        Quantization.prepare(floats(name, batch), X86InductorQuantizer.preset(preset));
    List<List<Tensor>> batches = new ArrayList<>();
    for (int i = 0; i < CALIBRATION_BATCHES; i++) {
      batches.add(inputs(prepared.program(), i));
    }
    try (CompiledEvaluator evaluator = Lowering.evaluator(prepared.program(), Target.cpu())) {
      prepared.withEvaluator(evaluator).calibrate(batches);
    }
    return prepared.convert().program();
  }

  /** Normally distributed images, or words without padding. */
  static List<Tensor> inputs(ExportedProgram program, long seed) {
    Random random = new Random(seed);
    List<Tensor> inputs = new ArrayList<>();
    for (Value value : program.userInputs()) {
      Shape shape = value.tensorType().shape();
      Tensor tensor = Tensor.allocate(value.tensorType().dtype(), shape);
      boolean mask = value.name().equals("attention_mask");
      for (long i = 0; i < shape.elements(); i++) {
        if (tensor.dtype() == DType.FLOAT32) {
          tensor.setDouble(i, random.nextGaussian());
        } else {
          tensor.setLong(i, mask ? 1 : random.nextInt(WORDS));
        }
      }
      inputs.add(tensor);
    }
    return inputs;
  }
}
