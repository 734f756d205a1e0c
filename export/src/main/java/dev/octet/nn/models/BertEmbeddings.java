package dev.octet.nn.models;

import dev.octet.nn.Dropout;
import dev.octet.nn.Embedding;
import dev.octet.nn.Initializer;
import dev.octet.nn.LayerNorm;
import dev.octet.nn.Module;
import dev.octet.nn.Size;
import dev.octet.nn.State;
import dev.octet.nn.Torch;
import dev.octet.nn.Variable;
import dev.octet.tensor.DType;
import java.util.List;

/** Words, token types and positions as one vector for each token. */
final class BertEmbeddings extends Module {
  private static final long VOCABULARY = 30_522;
  static final long POSITIONS = 512;
  private static final long TYPES = 2;
  private static final long PADDING = 0;

  private final Embedding words =
      add("word_embeddings", new Embedding(VOCABULARY, Bert.WIDTH, PADDING, Bert.normal()));
  private final Embedding positions =
      add("position_embeddings", new Embedding(POSITIONS, Bert.WIDTH, -1, Bert.normal()));
  private final Embedding types =
      add("token_type_embeddings", new Embedding(TYPES, Bert.WIDTH, -1, Bert.normal()));
  private final LayerNorm norm = add("LayerNorm", Bert.layerNorm());
  private final Dropout dropout = add("dropout", Bert.dropout());
  private final State positionIds =
      temporaryBuffer("position_ids", DType.INT64, Initializer.counting(), 1, POSITIONS);
  private final State tokenTypeIds =
      temporaryBuffer("token_type_ids", DType.INT64, Initializer.zeros(), 1, POSITIONS);

  @Override
  protected List<Variable> forward(List<Variable> inputs) {
    Variable ids = inputs.getFirst();
    Size batch = ids.size(0);
    Size length = ids.size(1);
    Variable position = positionIds.get().slice(1, Size.of(0), length);
    Variable type = inputs.size() == 2 ? inputs.get(1) : firstTypes(position, batch, length);
    Variable word = words.call(ids);
    Variable sum = word.add(types.call(type)).add(positions.call(position));
    return List.of(dropout.call(norm.call(sum)));
  }

  /** Type 0 for every token. */
  private Variable firstTypes(Variable position, Size batch, Size length) {
    Variable all = tokenTypeIds.get().expand(1, -1);
    return Torch.gather(all, 1, position).expand(batch, length);
  }

  @Override
  public String typeName() {
    return Bert.PACKAGE + "BertEmbeddings";
  }
}
