package dev.octet.nn.models;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.octet.nn.Module;
import dev.octet.program.Dim;
import dev.octet.program.DynamicShapes;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.List;
import java.util.function.Supplier;

/**
 * The networks of this package by name. Parameters have torchvision's and transformers' names, and
 * seeded values.
 */
public final class Models {
  private static final long CHANNELS = 3;
  private static final long IMAGE = 224;

  /** What a network is fed with. */
  private enum Kind {
    IMAGES,
    TOKENS
  }

  private record Entry(Supplier<Module> make, Kind kind) {}

  private static final ImmutableMap<String, Entry> ENTRIES =
      ImmutableMap.of(
          "resnet18", new Entry(ResNet::resnet18, Kind.IMAGES),
          "resnet50", new Entry(ResNet::resnet50, Kind.IMAGES),
          "mobilenet_v2", new Entry(MobileNetV2::new, Kind.IMAGES),
          "vit_b_16", new Entry(VisionTransformer::new, Kind.IMAGES),
          "bert_base", new Entry(Bert::new, Kind.TOKENS));

  private Models() {}

  public static ImmutableList<String> names() {
    return ENTRIES.keySet().asList();
  }

  /**
   * A new network with seed 0; {@link Module#seed} sets another, {@link Module#loadStateDict} gives
   * it trained weights.
   *
   * @throws InputException listing the names, if there is none like this
   */
  public static Module byName(String name) {
    return entry(name).make.get();
  }

  /**
   * Inputs of the right type and shape: one image tensor of zeros (N, 3, 224, 224), or token ids of
   * zeros and an attention mask of ones (N, sequence).
   *
   * @param sequence tokens of each text; images have none and leave it unused
   */
  public static List<Tensor> exampleInputs(String name, long batch, long sequence) {
    return switch (entry(name).kind) {
      case IMAGES ->
          List.of(Tensor.allocate(DType.FLOAT32, Shape.of(batch, CHANNELS, IMAGE, IMAGE)));
      case TOKENS ->
          List.of(Tensor.allocate(DType.INT64, Shape.of(batch, sequence)), ones(batch, sequence));
    };
  }

  private static Tensor ones(long batch, long sequence) {
    Tensor mask = Tensor.allocate(DType.INT64, Shape.of(batch, sequence));
    for (long i = 0; i < mask.elements(); i++) {
      mask.setLong(i, 1);
    }
    return mask;
  }

  /** True if the network reads text, so that a sequence length means something to it. */
  public static boolean readsTokens(String name) {
    return entry(name).kind == Kind.TOKENS;
  }

  /**
   * How many tokens a text may have at most.
   *
   * @throws InputException if the network reads no text
   */
  public static long mostTokens(String name) {
    if (!readsTokens(name)) {
      throw new InputException(name + " reads images, which have no tokens");
    }
    return BertEmbeddings.POSITIONS;
  }

  /** Shapes that leave the first dimension of every input open. */
  public static DynamicShapes dynamicBatch(String name) {
    Dim batch = Dim.of("batch");
    return switch (entry(name).kind) {
      case IMAGES -> DynamicShapes.none().with("x", 0, batch);
      case TOKENS ->
          DynamicShapes.none().with("input_ids", 0, batch).with("attention_mask", 0, batch);
    };
  }

  private static Entry entry(String name) {
    Entry entry = ENTRIES.get(name);
    if (entry == null) {
      throw new InputException(
          "unknown network '" + name + "'; known: " + String.join(", ", ENTRIES.keySet()));
    }
    return entry;
  }
}
