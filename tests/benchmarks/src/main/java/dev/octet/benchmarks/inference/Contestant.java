package dev.octet.benchmarks.inference;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import dev.octet.benchmarks.onnx.OnnxSession;
import dev.octet.benchmarks.onnx.OnnxStyle;
import dev.octet.benchmarks.onnx.OnnxWriter;
import dev.octet.lowering.CompiledModel;
import dev.octet.lowering.Lowering;
import dev.octet.lowering.Target;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Map;

/** Something that runs a program again and again; any number of threads may call it. */
interface Contestant extends AutoCloseable {
  /** Runs once; gives something that the compiler cannot leave out. */
  Object run();

  @Override
  void close();

  /**
   * A contestant.
   *
   * @param engine {@code octet}, or the peer {@code onnxruntime}
   */
  static Contestant of(String engine, ExportedProgram program, int threads) {
    List<Tensor> inputs = Networks.inputs(program, 0);
    return switch (engine) {
      case "octet" -> octet(program, threads, inputs);
      case "onnxruntime" -> onnxRuntime(program, threads, inputs);
      default -> throw new IllegalArgumentException("engine " + engine);
    };
  }

  /**
   * The peer's kernels saturate where the processor has no VNNI and weights have 8 bits; so may
   * ours.
   */
  private static Contestant octet(ExportedProgram program, int threads, List<Tensor> inputs) {
    CompiledModel model =
        Lowering.compile(program, Target.cpu().threads(threads).allowSaturation());
    return new Contestant() {
      @Override
      public Object run() {
        try (Arena arena = Arena.ofConfined()) {
          return model.run(inputs, arena).getFirst().getDouble(0);
        }
      }

      @Override
      public void close() {
        model.close();
      }
    };
  }

  private static Contestant onnxRuntime(ExportedProgram program, int threads, List<Tensor> inputs) {
    OnnxSession session = OnnxSession.of(OnnxWriter.write(program, OnnxStyle.RUNTIME), threads);
    Map<String, OnnxTensor> given = session.inputs(inputs);
    return new Contestant() {
      @Override
      public Object run() {
        try (OrtSession.Result result = session.run(given)) {
          return result.size();
        }
      }

      @Override
      public void close() {
        given.values().forEach(OnnxTensor::close);
        session.close();
      }
    };
  }
}
