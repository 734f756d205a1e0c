package dev.octet.endtoend;

import dev.octet.tensor.Npy;
import dev.octet.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The programs that PyTorch wrote, with a sample input and what PyTorch computes for it. */
final class Goldens {
  private Goldens() {}

  /** A file or folder among the test resources. */
  static Path resource(String name) {
    URL url = Goldens.class.getResource("/" + name);
    if (url == null) {
      throw new IllegalStateException("test resource '" + name + "' is missing");
    }
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The names of all models, sorted. */
  static List<String> models() {
    return list(resource("goldens")).stream()
        .map(folder -> folder.getFileName().toString())
        .toList();
  }

  static Path program(String model) {
    return resource("goldens").resolve(model).resolve("model.pt2");
  }

  static Path exportedGraph(String model) {
    return resource("goldens").resolve(model).resolve("exported_graph.json");
  }

  static List<Tensor> inputs(String model) {
    return tensors(model, "test_in");
  }

  /** What the float model gives for {@link #inputs}. */
  static List<Tensor> outputs(String model) {
    return tensors(model, "test_fp32_out");
  }

  /** The calibration batches, in order. */
  static List<List<Tensor>> calibration(String model) {
    return IntStream.range(0, 4).mapToObj(i -> tensors(model, "calib" + i + "_in")).toList();
  }

  /**
   * A dump of a quantized model, by configuration and stage: {@code prepared}, {@code converted}.
   */
  static Path quantizedGraph(String model, String configuration, String stage) {
    return resource("goldens").resolve(model).resolve(configuration + "." + stage + ".json");
  }

  /** What the quantized model gives for {@link #inputs}. */
  static List<Tensor> quantizedOutputs(String model, String configuration) {
    return tensors(model, configuration + ".out");
  }

  private static List<Tensor> tensors(String model, String prefix) {
    return list(resource("goldens").resolve(model)).stream()
        .filter(file -> file.getFileName().toString().startsWith(prefix))
        .map(Npy::read)
        .toList();
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The distance of two tensors over the length of the expected one, both in the Euclidean norm.
   */
  static double relativeError(Tensor expected, Tensor actual) {
    if (!expected.shape().equals(actual.shape())) {
      throw new AssertionError("shape " + actual.shape() + ", expected " + expected.shape());
    }
    double difference = 0;
    double length = 0;
    for (long i = 0; i < expected.elements(); i++) {
      double e = expected.getDouble(i);
      difference += Math.pow(e - actual.getDouble(i), 2);
      length += e * e;
    }
    return Math.sqrt(difference) / Math.max(Math.sqrt(length), 1e-12);
  }
}
