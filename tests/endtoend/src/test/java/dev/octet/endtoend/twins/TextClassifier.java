package dev.octet.endtoend.twins;

import dev.octet.nn.Embedding;
import dev.octet.nn.Initializer;
import dev.octet.nn.LayerNorm;
import dev.octet.nn.Linear;
import dev.octet.nn.Module;
import dev.octet.nn.Sequential;
import dev.octet.nn.State;
import dev.octet.nn.Variable;
import java.util.List;

/** Embeddings, two transformer blocks and a classifier of the mean. */
final class TextClassifier extends Module {
  private final Embedding emb = add("emb", new Embedding(100, 32));
  private final State pos = parameter("pos", Initializer.normal(0.02), 1, 12, 32);
  private final Sequential enc = add("enc", new Sequential(new EncoderBlock(), new EncoderBlock()));
  private final LayerNorm norm = add("norm", new LayerNorm(32));
  private final Linear head = add("head", new Linear(32, 5));

  @Override
  protected Variable forward(Variable ids) {
    Variable x = emb.call(ids).add(pos.get());
    return head.call(norm.call(enc.call(x)).mean(1));
  }

  @Override
  public List<String> argumentNames() {
    return List.of("ids");
  }

  @Override
  public String typeName() {
    return "zoo.TextClassifier";
  }
}
