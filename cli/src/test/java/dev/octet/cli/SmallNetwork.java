package dev.octet.cli;

import dev.octet.export.Export;
import dev.octet.nn.Conv2d;
import dev.octet.nn.Functional;
import dev.octet.nn.Linear;
import dev.octet.nn.Module;
import dev.octet.nn.Variable;
import dev.octet.program.Dim;
import dev.octet.program.DynamicShapes;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.DType;
import dev.octet.tensor.Npy;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** A classifier of images of 3 by 8 by 8 pixels, and files for it. */
final class SmallNetwork extends Module {
  private final Conv2d stem = add("stem", new Conv2d(3, 4, 3).padding(1));
  private final Linear head = add("head", new Linear(4, 5));

  @Override
  protected Variable forward(Variable x) {
    return head.call(Functional.relu(stem.call(x)).mean(2, 3));
  }

  /** Writes the network for batches of two images, or of any size. */
  static Path write(Path file, boolean dynamic) {
    SmallNetwork network = new SmallNetwork();
    network.seed(3);
    DynamicShapes shapes =
        dynamic ? DynamicShapes.none().with("x", 0, Dim.of("batch")) : DynamicShapes.none();
    ExportedProgram program = Export.trace(network, List.of(batch(1, 2)), shapes);
    Export.write(program, file);
    return file;
  }

  /** Normally distributed images, written to a file. */
  static Path writeBatch(Path file, long seed, int size) {
    Npy.write(file, batch(seed, size));
    return file;
  }

  /** Images of bytes, written to a file. */
  static Path writeImages(Path file, int count) {
    Random random = new Random(count);
    Tensor images = Tensor.allocate(DType.UINT8, Shape.of(count, 3, 8, 8));
    for (long i = 0; i < images.elements(); i++) {
      images.setDouble(i, random.nextInt(256));
    }
    Npy.write(file, images);
    return file;
  }

  private static Tensor batch(long seed, int size) {
    Random random = new Random(seed);
    Tensor tensor = Tensor.allocate(DType.FLOAT32, Shape.of(size, 3, 8, 8));
    for (long i = 0; i < tensor.elements(); i++) {
      tensor.setDouble(i, random.nextGaussian());
    }
    return tensor;
  }
}
