package dev.octet.nn;

import dev.octet.tensor.InputException;
import dev.octet.tensor.Tensor;
import java.util.List;

/**
 * A table of vectors; int64 indices of any shape give the same shape with the vectors as a last
 * dimension.
 */
public final class Embedding extends Module {
  private static final long NONE = -1;

  private final State weight;
  private final long paddingIndex;

  public Embedding(long rows, long width) {
    this(rows, width, NONE, Initializer.normal(1));
  }

  /**
   * With a row that stands for padding and starts as zeros.
   *
   * @param paddingIndex −1 for none
   */
  public Embedding(long rows, long width, long paddingIndex, Initializer initializer) {
    if (paddingIndex < NONE || paddingIndex >= rows) {
      throw new InputException(
          "padding index "
              + paddingIndex
              + " of an embedding with "
              + rows
              + " rows, expected -1 to "
              + (rows - 1));
    }
    this.paddingIndex = paddingIndex;
    this.weight =
        parameter(
            "weight",
            (tensor, random) -> {
              initializer.fill(tensor, random);
              clearRow(tensor, width);
            },
            rows,
            width);
  }

  private void clearRow(Tensor tensor, long width) {
    if (paddingIndex != NONE) {
      for (long i = paddingIndex * width; i < (paddingIndex + 1) * width; i++) {
        tensor.setDouble(i, 0);
      }
    }
  }

  @Override
  protected Variable forward(Variable x) {
    return Functional.embedding(x, weight.get(), paddingIndex);
  }

  @Override
  public String typeName() {
    return "torch.nn.modules.sparse.Embedding";
  }

  @Override
  public List<String> argumentNames() {
    return List.of("input");
  }
}
