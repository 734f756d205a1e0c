package dev.octet.nn.models;

import dev.octet.nn.Dropout;
import dev.octet.nn.Functional;
import dev.octet.nn.Initializer;
import dev.octet.nn.Linear;
import dev.octet.nn.Module;
import dev.octet.nn.Sequential;
import dev.octet.nn.Torch;
import dev.octet.nn.Variable;
import java.util.ArrayList;
import java.util.List;

/** MobileNet v2 for images (N, 3, H, W) and 1000 classes, as torchvision builds it. */
final class MobileNetV2 extends Module {
  private static final long FIRST = 32;
  private static final long LAST = 1280;
  private static final long CLASSES = 1000;
  private static final double DROPOUT = 0.2;
  private static final double DEVIATION = 0.01;

  /** A run of blocks; the first of them takes the stride. */
  private record Stage(long expansion, long width, int blocks, long stride) {}

  private static final List<Stage> STAGES =
      List.of(
          new Stage(1, 16, 1, 1),
          new Stage(6, 24, 2, 2),
          new Stage(6, 32, 3, 2),
          new Stage(6, 64, 4, 2),
          new Stage(6, 96, 3, 1),
          new Stage(6, 160, 3, 2),
          new Stage(6, 320, 1, 1));

  private final Sequential features = add("features", features());
  private final Sequential classifier =
      add(
          "classifier",
          new Sequential(
              new Dropout(DROPOUT),
              new Linear(LAST, CLASSES, true, Initializer.normal(DEVIATION), Initializer.zeros())));

  private static Sequential features() {
    List<Module> parts = new ArrayList<>();
    parts.add(new Conv2dNormActivation(3, FIRST, 3, 2, 1));
    long width = FIRST;
    for (Stage stage : STAGES) {
      for (int i = 0; i < stage.blocks; i++) {
        parts.add(
            new InvertedResidual(width, stage.width, i == 0 ? stage.stride : 1, stage.expansion));
        width = stage.width;
      }
    }
    parts.add(new Conv2dNormActivation(width, LAST, 1, 1, 1));
    return new Sequential(parts.toArray(Module[]::new));
  }

  @Override
  protected Variable forward(Variable x) {
    return classifier.call(Torch.flatten(Functional.adaptiveAvgPool2d(features.call(x), 1, 1), 1));
  }

  @Override
  public String typeName() {
    return "torchvision.models.mobilenetv2.MobileNetV2";
  }
}
