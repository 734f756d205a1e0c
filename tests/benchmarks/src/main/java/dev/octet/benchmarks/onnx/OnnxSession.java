package dev.octet.benchmarks.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.google.common.collect.ImmutableMap;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A model in ONNX Runtime with all its optimizations. Thread-safe; must be closed. */
public final class OnnxSession implements AutoCloseable {
  private final OrtEnvironment environment;
  private final OrtSession session;

  private OnnxSession(OrtEnvironment environment, OrtSession session) {
    this.environment = environment;
    this.session = session;
  }

  /**
   * Starts a session.
   *
   * @param model the bytes of an ONNX file
   * @param threads how many threads one run uses, the caller's among them
   */
  public static OnnxSession of(byte[] model, int threads) {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      return new OnnxSession(environment, environment.createSession(model, options));
    } catch (OrtException e) {
      throw new InputException("ONNX Runtime refuses the model: " + e.getMessage(), e);
    }
  }

  /**
   * Inputs as the runtime takes them, in the memory where they lie.
   *
   * @param tensors contiguous, in native memory, one for each input of the model
   */
  public Map<String, OnnxTensor> inputs(List<Tensor> tensors) {
    ImmutableMap.Builder<String, OnnxTensor> inputs = ImmutableMap.builder();
    int index = 0;
    try {
      for (String name : session.getInputNames()) {
        inputs.put(name, input(tensors.get(index++)));
      }
    } catch (OrtException e) {
      throw new InputException("ONNX Runtime refuses an input: " + e.getMessage(), e);
    }
    return inputs.buildOrThrow();
  }

  private OnnxTensor input(Tensor tensor) throws OrtException {
    ByteBuffer bytes = tensor.segment().asByteBuffer().order(ByteOrder.nativeOrder());
    long[] sizes = tensor.shape().toArray();
    return switch (tensor.dtype()) {
      case FLOAT32 -> OnnxTensor.createTensor(environment, bytes.asFloatBuffer(), sizes);
      case INT64 -> OnnxTensor.createTensor(environment, bytes.asLongBuffer(), sizes);
      default -> throw new InputException("an input " + tensor + ", expected f32 or s64");
    };
  }

  /** Runs the model; the result must be closed. */
  public OrtSession.Result run(Map<String, OnnxTensor> inputs) {
    try {
      return session.run(inputs);
    } catch (OrtException e) {
      throw new InputException("ONNX Runtime cannot run the model: " + e.getMessage(), e);
    }
  }

  /** Runs the model and copies its outputs, which must be of type f32. */
  public List<Tensor> run(List<Tensor> tensors) {
    Map<String, OnnxTensor> inputs = inputs(tensors);
    List<Tensor> outputs = new ArrayList<>();
    try (OrtSession.Result results = run(inputs)) {
      results.forEach(entry -> {
        OnnxTensor output = (OnnxTensor) entry.getValue();
        float[] values = new float[output.getFloatBuffer().remaining()];
        output.getFloatBuffer().get(values);
        outputs.add(Tensor.of(values, output.getInfo().getShape()));
      });
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
    return outputs;
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }
}
