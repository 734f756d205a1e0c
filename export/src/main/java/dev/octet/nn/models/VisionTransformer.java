package dev.octet.nn.models;

import dev.octet.nn.Conv2d;
import dev.octet.nn.Dropout;
import dev.octet.nn.GELU;
import dev.octet.nn.Initializer;
import dev.octet.nn.LayerNorm;
import dev.octet.nn.Linear;
import dev.octet.nn.Module;
import dev.octet.nn.MultiheadAttention;
import dev.octet.nn.Sequential;
import dev.octet.nn.Size;
import dev.octet.nn.State;
import dev.octet.nn.Torch;
import dev.octet.nn.Variable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Vision transformer B/16 for images (N, 3, 224, 224) and 1000 classes, as torchvision builds it.
 */
final class VisionTransformer extends Module {
  private static final String PACKAGE = "torchvision.models.vision_transformer.";
  private static final long IMAGE = 224;
  private static final long PATCH = 16;
  private static final long TOKENS = (IMAGE / PATCH) * (IMAGE / PATCH) + 1;
  private static final long WIDTH = 768;
  private static final long HIDDEN = 3072;
  private static final long HEADS = 12;
  private static final int LAYERS = 12;
  private static final long CLASSES = 1000;
  private static final double EPSILON = 1e-6;

  private final State classToken = parameter("class_token", Initializer.zeros(), 1, 1, WIDTH);
  private final Conv2d convProj =
      add(
          "conv_proj",
          new Conv2d(3, WIDTH, PATCH)
              .stride(PATCH)
              .weight(Initializer.truncatedNormal(Math.sqrt(1.0 / (3 * PATCH * PATCH)))));
  private final Encoder encoder = add("encoder", new Encoder());
  private final Sequential heads =
      add("heads", new Sequential(Map.of("head", new Linear(WIDTH, CLASSES))));

  @Override
  protected Variable forward(Variable x) {
    Size batch = x.size(0);
    Size patches = x.size(2).floorDivide(PATCH).times(x.size(3).floorDivide(PATCH));
    Variable embedded = convProj.call(x).reshape(batch, Size.of(WIDTH), patches).permute(0, 2, 1);
    Variable token = classToken.get().expand(batch, Size.of(-1), Size.of(-1));
    Variable encoded = encoder.call(Torch.cat(List.of(token, embedded), 1));
    return heads.call(encoded.at(1, 0));
  }

  @Override
  public String typeName() {
    return PACKAGE + "VisionTransformer";
  }

  /** Position embedding and the transformer blocks. */
  private static final class Encoder extends Module {
    private final State position =
        parameter("pos_embedding", Initializer.normal(0.02), 1, TOKENS, WIDTH);
    private final Dropout dropout = add("dropout", new Dropout(0));
    private final Sequential layers = add("layers", layers());
    private final LayerNorm ln = add("ln", new LayerNorm(EPSILON, true, WIDTH));

    private static Sequential layers() {
      Map<String, Module> blocks = new LinkedHashMap<>();
      for (int i = 0; i < LAYERS; i++) {
        blocks.put("encoder_layer_" + i, new EncoderBlock());
      }
      return new Sequential(blocks);
    }

    @Override
    protected Variable forward(Variable x) {
      return ln.call(layers.call(dropout.call(x.add(position.get()))));
    }

    @Override
    public String typeName() {
      return PACKAGE + "Encoder";
    }
  }

  /** A transformer block that normalises first. */
  private static final class EncoderBlock extends Module {
    private final LayerNorm ln1 = add("ln_1", new LayerNorm(EPSILON, true, WIDTH));
    private final MultiheadAttention attention =
        add("self_attention", new MultiheadAttention(WIDTH, HEADS, true));
    private final Dropout dropout = add("dropout", new Dropout(0));
    private final LayerNorm ln2 = add("ln_2", new LayerNorm(EPSILON, true, WIDTH));
    private final MlpBlock mlp = add("mlp", new MlpBlock());

    @Override
    protected Variable forward(Variable x) {
      Variable normal = ln1.call(x);
      Variable y = dropout.call(attention.call(normal, normal, normal)).add(x);
      return y.add(mlp.call(ln2.call(y)));
    }

    @Override
    public String typeName() {
      return PACKAGE + "EncoderBlock";
    }
  }

  /** Two linear layers with an activation between them. */
  private static final class MlpBlock extends Sequential {
    MlpBlock() {
      super(
          linear(WIDTH, HIDDEN), new GELU(), new Dropout(0), linear(HIDDEN, WIDTH), new Dropout(0));
    }

    private static Linear linear(long in, long out) {
      return new Linear(
          in, out, true, Initializer.xavierUniform(in, out), Initializer.normal(1e-6));
    }

    @Override
    public String typeName() {
      return PACKAGE + "MLPBlock";
    }
  }
}
