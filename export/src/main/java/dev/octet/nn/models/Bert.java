package dev.octet.nn.models;

import dev.octet.nn.Dropout;
import dev.octet.nn.Initializer;
import dev.octet.nn.LayerNorm;
import dev.octet.nn.Linear;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleList;
import dev.octet.nn.Size;
import dev.octet.nn.Tanh;
import dev.octet.nn.Torch;
import dev.octet.nn.Variable;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import java.util.List;
import java.util.stream.Stream;

/**
 * BERT base, as transformers builds it. Inputs: token ids and attention mask (1 for tokens, 0 for
 * padding), and perhaps token types; int64 (N, length), at most 512 long. Results: the last hidden
 * state (N, length, 768) and the pooled first token (N, 768).
 */
final class Bert extends Module {
  static final String PACKAGE = "transformers.models.bert.modeling_bert.";
  static final long WIDTH = 768;
  static final long HIDDEN = 3072;
  static final long HEADS = 12;
  static final double EPSILON = 1e-12;
  static final double DROPOUT = 0.1;
  private static final int LAYERS = 12;
  private static final double DEVIATION = 0.02;

  private final BertEmbeddings embeddings = add("embeddings", new BertEmbeddings());
  private final Encoder encoder = add("encoder", new Encoder());
  private final Pooler pooler = add("pooler", new Pooler());

  static Linear linear(long in, long out) {
    return new Linear(in, out, true, normal(), Initializer.zeros());
  }

  static LayerNorm layerNorm() {
    return new LayerNorm(EPSILON, true, WIDTH);
  }

  static Dropout dropout() {
    return new Dropout(DROPOUT);
  }

  static Initializer normal() {
    return Initializer.normal(DEVIATION);
  }

  @Override
  protected List<Variable> forward(List<Variable> inputs) {
    if (inputs.size() != 2 && inputs.size() != 3) {
      throw new InputException(
          "BERT takes input_ids, attention_mask and perhaps token_type_ids, found "
              + inputs.size()
              + " inputs");
    }
    Variable ids = inputs.get(0);
    Variable hidden =
        embeddings
            .callAll(inputs.size() == 3 ? List.of(ids, inputs.get(2)) : List.of(ids))
            .getFirst();
    Variable mask = mask(inputs.get(1), ids.size(0), ids.size(1));
    Variable encoded = encoder.callAll(List.of(hidden, mask)).getFirst();
    return List.of(encoded, pooler.call(encoded));
  }

  /**
   * Which key each query may look at, boolean (N, 1, length, length): here, every key that is no
   * padding.
   */
  private static Variable mask(Variable given, Size batch, Size length) {
    Variable padding = given.toCpu(DType.BOOL);
    Variable batchIndex = Torch.arange(batch);
    Torch.arange(Size.of(1));
    Variable queryIndex = Torch.arange(length).add(0);
    Variable keyIndex = Torch.arange(length).add(0);
    Variable batchGrid = batchIndex.unsqueezeEach(1, 2, 3);
    Variable queryGrid = queryIndex.unsqueezeEach(0, 1, 3);
    Variable keyGrid = keyIndex.unsqueezeEach(0, 1, 2);
    Variable every = queryGrid.newOnes(DType.BOOL);
    Variable everywhere = every.and(queryGrid.ge(0).toLike(DType.BOOL));
    Variable allowed = everywhere.and(padding.index(batchGrid, keyGrid).toLike(DType.BOOL));
    return allowed.expand(batch, Size.of(-1), length, length);
  }

  @Override
  public String typeName() {
    return PACKAGE + "BertModel";
  }

  @Override
  public List<String> argumentNames() {
    return List.of("input_ids", "attention_mask", "token_type_ids");
  }

  /** The stack of layers. */
  private static final class Encoder extends Module {
    private final ModuleList<BertLayer> layers =
        add("layer", new ModuleList<>(Stream.generate(BertLayer::new).limit(LAYERS).toList()));

    @Override
    protected List<Variable> forward(List<Variable> inputs) {
      Variable hidden = inputs.get(0);
      for (BertLayer layer : layers) {
        hidden = layer.callAll(List.of(hidden, inputs.get(1))).getFirst();
      }
      return List.of(hidden);
    }

    @Override
    public String typeName() {
      return PACKAGE + "BertEncoder";
    }
  }

  /** What stands for the whole sequence: its first token. */
  private static final class Pooler extends Module {
    private final Linear dense = add("dense", linear(WIDTH, WIDTH));
    private final Tanh activation = add("activation", new Tanh());

    @Override
    protected Variable forward(Variable x) {
      return activation.call(dense.call(x.at(1, 0)));
    }

    @Override
    public String typeName() {
      return PACKAGE + "BertPooler";
    }
  }
}
